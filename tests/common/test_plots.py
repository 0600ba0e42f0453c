"""Graphs, decision maps, images and bars: what is drawn from which input, and what is refused."""

import re

import numpy as np
import pytest

from common.functions import d_relu, d_sigmoid, identity, relu, sigmoid, step_function
from common.plots import (
    decision_map,
    plot_activation,
    plot_activations,
    plot_bars,
    plot_curves,
    show_images,
)

XOR_X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
XOR_D = np.array([0, 1, 1, 0])


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


def xor_score(x):
    return abs(x[:, 0] - x[:, 1])


PREDICTIONS = {
    "scores": xor_score,
    "column": lambda x: xor_score(x).reshape(-1, 1),
    "class numbers": lambda x: (xor_score(x) > 0.5).astype(int),
    "truth values": lambda x: xor_score(x) > 0.5,
    "probabilities": lambda x: np.stack([1 - xor_score(x), xor_score(x)], axis=1),
}


@pytest.mark.slow
@pytest.mark.parametrize("predict", PREDICTIONS.values(), ids=PREDICTIONS)
def test_decision_map_every_form_of_prediction_gives_the_same_picture(predict, array):
    x, d = array(XOR_X), array(XOR_D)
    figure = decision_map(predict, x, d, low=-0.5, high=1.5)
    expected = decision_map(PREDICTIONS["class numbers"], XOR_X, XOR_D, low=-0.5, high=1.5)
    assert figure.to_png() == expected.to_png()
    assert legend_texts(figure) == ["予測 0", "予測 1", "正解 0", "正解 1"]
    np.testing.assert_array_equal(array.host(x), XOR_X)
    np.testing.assert_array_equal(array.host(d), XOR_D)


def test_decision_map_classes_differ_in_marker_and_hatch():
    figure = decision_map(PREDICTIONS["scores"], XOR_X, XOR_D)
    handles = figure.axes[0].get_legend().legend_handles
    assert handles[0].get_hatch() != handles[1].get_hatch()
    regions = [c for c in figure.axes[0].collections if getattr(c, "filled", False)]
    assert len({tuple(region.hatches) for region in regions}) == 2
    shapes = [handle.get_paths()[0].vertices.shape for handle in handles[2:]]
    assert shapes[0] != shapes[1]


def test_decision_map_three_class_numbers_are_kept():
    figure = decision_map(lambda x: x[:, 0].astype(int), [[0, 0], [1, 1], [2, 2]], np.eye(3))
    assert legend_texts(figure) == [f"{name} {k}" for name in ("予測", "正解") for k in range(3)]


def test_decision_map_range_left_out_holds_every_point():
    axes = decision_map(PREDICTIONS["scores"], XOR_X * [1, 100], XOR_D).axes[0]
    assert axes.get_xlim() == pytest.approx((-0.15, 1.15))
    assert axes.get_ylim() == pytest.approx((-15, 115))


@pytest.mark.parametrize(
    ("predict", "x", "d", "message"),
    [
        (xor_score, [[1, 2, 3]], [0], r"x の形は \(データ数, 2\) .*：\(1, 3\)"),
        (xor_score, np.ones((0, 2)), [], r"x の形は \(データ数, 2\) .*：\(0, 2\)"),
        (xor_score, XOR_X, [0, 1], r"d の形は \(4,\), .*：\(2,\)"),
        (np.sum, XOR_X, XOR_D, r"predict に \(40401, 2\) .*：\(\)"),
    ],
)
def test_decision_map_wrong_shape_names_both_shapes(predict, x, d, message):
    with pytest.raises(ValueError, match=message):
        decision_map(predict, x, d)


def test_decision_map_empty_range_is_refused():
    with pytest.raises(ValueError, match="low=2, high=1"):
        decision_map(xor_score, XOR_X, XOR_D, low=2, high=1)


@pytest.mark.parametrize("shape", [(6, 16), (6, 4, 4), (6, 1, 4, 4)])
def test_show_images_every_layout_shows_the_same_pixels(shape, array, rng):
    pixels = rng.integers(50, 200, size=(6, 16)).astype(np.uint8)
    images = array(pixels.reshape(shape))
    figure = show_images(images, columns=4)
    assert len(figure.axes) == 6
    shown = np.array([axes.images[0].get_array() for axes in figure.axes])
    np.testing.assert_array_equal(shown.reshape(6, 16), pixels)
    ranges = {axes.images[0].get_clim() for axes in figure.axes}
    assert ranges == {(pixels.min(), pixels.max())}, "every image must have the same gray scale"
    np.testing.assert_array_equal(array.host(images), pixels.reshape(shape))


def test_show_images_wrong_prediction_is_marked_with_a_cross():
    images = np.zeros((3, 4, 4))
    figure = show_images(images, labels=np.eye(3), predictions=[0, 2, 2])
    assert titles(figure) == ["正解 0\n予測 0", "正解 1\n予測 2 ×", "正解 2\n予測 2"]
    widths = [axes.spines["top"].get_linewidth() for axes in figure.axes]
    assert widths[1] > widths[0] == widths[2]
    assert titles(show_images(images, labels=[5, 6, 7])) == ["正解 5", "正解 6", "正解 7"]
    assert titles(show_images(images)) == ["", "", ""]
    assert figure.to_png().startswith(b"\x89PNG")


@pytest.mark.parametrize("shape", [(3, 15), (16,), (0, 16), (3, 0), (2, 3, 4, 4)])
def test_show_images_wrong_shape_names_the_shape(shape):
    with pytest.raises(ValueError, match=f"images の形は .*：{re.escape(str(shape))}"):
        show_images(np.zeros(shape))


def test_show_images_no_column_is_refused():
    with pytest.raises(ValueError, match="columns は 1 以上でなければなりません：0"):
        show_images(np.zeros((3, 16)), columns=0)


def test_show_images_labels_of_another_length_are_refused():
    with pytest.raises(ValueError, match=r"labels の形は \(3,\), .*：\(2,\)"):
        show_images(np.zeros((3, 16)), labels=[1, 2])


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
