"""Graphs and bars: what is drawn from which input, and what is refused."""

import numpy as np
import pytest

from common.functions import d_relu, d_sigmoid, identity, relu, sigmoid, step_function
from common.plots import (
    plot_activation,
    plot_activations,
    plot_bar_panels,
    plot_bars,
    plot_curves,
)


def legend_texts(figure):
    return [text.get_text() for text in figure.axes[0].get_legend().get_texts()]


def titles(figure):
    return [axes.get_title() for axes in figure.axes]


def test_plot_activation_draws_function_solid_and_derivative_dashed():
    figure = plot_activation(sigmoid, d_sigmoid, low=-3, high=2, title="シグモイド", formula="式")
    solid, dashed = figure.axes[0].lines[:2]
    assert (solid.get_linestyle(), dashed.get_linestyle()) == ("-", "--")
    np.testing.assert_allclose(solid.get_ydata(), sigmoid(solid.get_xdata()))
    np.testing.assert_allclose(dashed.get_ydata(), d_sigmoid(dashed.get_xdata()))
    assert (solid.get_xdata()[0], solid.get_xdata()[-1]) == (-3, 2)
    assert legend_texts(figure) == ["式", "導関数 $f'(u)$"]
    assert titles(figure) == ["シグモイド"]
    assert len(figure.to_png()) < 100_000


def test_plot_activation_without_derivative_draws_one_curve():
    assert legend_texts(plot_activation(relu)) == ["関数 $f(u)$"]
    assert legend_texts(plot_activation(relu, d_relu)) == ["関数 $f(u)$", "導関数 $f'(u)$"]


def test_plot_activation_wrong_output_shape_names_both_shapes():
    with pytest.raises(ValueError, match=r"function\(u\) の形は \(1001,\) .*：\(\)"):
        plot_activation(np.sum)
    with pytest.raises(ValueError, match=r"derivative\(u\) の形は"):
        plot_activation(relu, lambda u: u[:3])


@pytest.mark.parametrize("draw", [plot_activation, lambda f, **r: plot_activations({"f": f}, **r)])
def test_plot_activation_empty_range_is_refused(draw):
    with pytest.raises(ValueError, match="low は high より小さく.*low=1, high=1"):
        draw(relu, low=1, high=1)


def test_plot_activations_draws_one_graph_per_function():
    functions = {"ステップ": step_function, "シグモイド": sigmoid, "ReLU": relu, "恒等": identity}
    figure = plot_activations(functions)
    assert titles(figure) == list(functions)
    for axes, function in zip(figure.axes, functions.values(), strict=True):
        curve = axes.lines[0]
        np.testing.assert_allclose(curve.get_ydata(), function(curve.get_xdata()))
    assert figure.to_png().startswith(b"\x89PNG")


def test_plot_activations_function_that_changes_its_input_spoils_no_other():
    figure = plot_activations({"壊す": lambda u: np.multiply(u, 0, out=u), "恒等": identity})
    np.testing.assert_allclose(figure.axes[1].lines[0].get_ydata()[[0, -1]], [-5, 5])


def test_plot_activations_without_functions_is_refused():
    with pytest.raises(ValueError, match="空の辞書"):
        plot_activations({})


def test_plot_bars_writes_the_value_on_every_bar(array):
    values = array([0.25, -1.5, 0.0])
    figure = plot_bars(values, ["犬", "猫", "鳥"], title="確率の比較", ylabel="確率")
    axes = figure.axes[0]
    assert [bar.get_height() for bar in axes.patches] == [0.25, -1.5, 0.0]
    assert [text.get_text() for text in axes.texts] == ["0.25", "−1.5", "0"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["犬", "猫", "鳥"]
    assert (axes.get_title(), axes.get_ylabel()) == ("確率の比較", "確率")
    np.testing.assert_array_equal(array.host(values), [0.25, -1.5, 0.0])


@pytest.mark.parametrize("values", [[1, 2, 3], [[1, 2]], 1])
def test_plot_bars_wrong_shape_names_both_shapes(values):
    with pytest.raises(ValueError, match=r"values の形は \(2,\) でなければなりません：\("):
        plot_bars(values, ["犬", "猫"])


def test_plot_bar_panels_draws_one_graph_per_name_side_by_side(array):
    panels = {"総入力": array([1.0, -2.0]), "確率": array([0.25, 0.75])}
    figure = plot_bar_panels(panels, ["犬", "猫"], limits=[(-3, 3), (0, 1)])
    assert titles(figure) == ["総入力", "確率"]
    for axes, heights in zip(figure.axes, ([1.0, -2.0], [0.25, 0.75]), strict=True):
        assert [bar.get_height() for bar in axes.patches] == heights
        assert [label.get_text() for label in axes.get_xticklabels()] == ["犬", "猫"]
    assert [axes.get_ylim() for axes in figure.axes] == [(-3, 3), (0, 1)]
    assert len({axes.get_position().y0 for axes in figure.axes}) == 1


def test_plot_bar_panels_range_left_out_holds_every_bar():
    (axes,) = plot_bar_panels({"総入力": [1.0, 4.0]}, ["犬", "猫"]).axes
    assert axes.get_ylim()[1] > 4.0


@pytest.mark.parametrize(
    ("panels", "limits", "message"),
    [
        ({}, None, "空の辞書"),
        ({"A": [1, 2, 3]}, None, r"panels\['A'\] の形は \(2,\)"),
        ({"A": [1, 2]}, [(0, 1), (0, 1)], "limits は 1 個でなければなりません：2 個"),
    ],
)
def test_plot_bar_panels_that_do_not_fit_are_refused(panels, limits, message):
    with pytest.raises(ValueError, match=message):
        plot_bar_panels(panels, ["犬", "猫"], limits)


def test_plot_curves_draws_each_curve_in_its_own_style(array):
    x = array([0.0, 1.0, 2.0])
    figure = plot_curves(x, {"絶対値": np.abs(x), "2 乗": x**2}, "差", "誤差", title="比較")
    axes = figure.axes[0]
    assert [line.get_ydata().tolist() for line in axes.lines] == [[0, 1, 2], [0, 1, 4]]
    assert len({(line.get_color(), line.get_linestyle()) for line in axes.lines}) == 2
    assert [t.get_text() for t in axes.get_legend().get_texts()] == ["絶対値", "2 乗"]
    assert (axes.get_xlabel(), axes.get_ylabel(), axes.get_title()) == ("差", "誤差", "比較")


def test_plot_curves_axes_are_logarithmic_where_asked_for():
    axes = plot_curves([1, 10], {"時間": [5, 1]}, "枚数", "秒", log=True).axes[0]
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    axes = plot_curves([1, 10], {"時間": [5, 1]}, "枚数", "秒").axes[0]
    assert (axes.get_xscale(), axes.get_yscale()) == ("linear", "linear")


def test_plot_curves_wrong_shape_names_both_shapes():
    with pytest.raises(
        ValueError, match=r"curves\['a'\] の形は \(2,\) でなければなりません：\(3,\)"
    ):
        plot_curves([0, 1], {"a": [1, 2, 3]}, "x", "y")


@pytest.mark.parametrize("count", [0, 5])
def test_plot_curves_too_few_or_too_many_are_refused(count):
    with pytest.raises(ValueError, match=f"：{count} 本"):
        plot_curves([0], {str(i): [i] for i in range(count)}, "x", "y")
