"""Pictures of slopes: where the points, lines and arrows stand."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from common.plots import plot_fit, plot_landscape, plot_secants, plot_step


def line(figure, label):
    (found,) = [line for line in figure.axes[0].lines if line.get_label() == label]
    return found


def bowl(points):
    return (points**2).sum(axis=1)


def test_step_goes_from_the_point_against_the_slope():
    figure = plot_step(np.square, w=1.0, slope=2.0, lr=0.25, low=-2, high=2)
    np.testing.assert_allclose(line(figure, "いまの w").get_xydata(), [[1.0, 1.0]])
    np.testing.assert_allclose(line(figure, "1歩動いた w").get_xydata(), [[0.5, 0.25]])
    (x0, x1), (y0, y1) = line(figure, "接線").get_data()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(2.0)
    (arrow,) = [text for text in figure.axes[0].texts if hasattr(text, "arrow_patch")]
    assert (arrow.xyann[0], arrow.xy[0]) == (1.0, 0.5)
    assert figure.axes[0].get_title() == "w = 1　傾き 2"


def test_step_axes_do_not_depend_on_the_point():
    first, last = (plot_step(np.square, w, 2 * w, 0.1, -2, 2).axes[0] for w in (-1.5, 1.5))
    assert first.get_xlim() == last.get_xlim() and first.get_ylim() == last.get_ylim()


def test_step_takes_a_slope_of_a_device(array):
    figure = plot_step(np.square, 1.0, array([2.0])[0], 0.25, -2, 2)
    np.testing.assert_allclose(line(figure, "1歩動いた w").get_xdata(), [0.5])


def test_secants_have_the_slopes_that_the_title_says():
    figure = plot_secants(lambda x: x**3, 1.0, 0.5, 3.0, 0, 2)
    assert figure.axes[0].get_title() == "前進差分 4.75　中心差分 3.25　正しい傾き 3"
    for label, slope in {"前進差分の直線": 4.75, "中心差分の直線": 3.25, "接線": 3}.items():
        x, y = line(figure, label).get_data()
        assert (y[-1] - y[0]) / (x[-1] - x[0]) == pytest.approx(slope)


def test_landscape_paths_start_at_their_black_square(array):
    path = array([[1.0, 0.5], [0.5, 0.2]])
    axes = plot_landscape(bowl, {"A": path}, -2, 2, [0, 1, 8], title="題").axes[0]
    way, start = axes.lines
    np.testing.assert_array_equal(way.get_xydata(), [[1.0, 0.5], [0.5, 0.2]])
    np.testing.assert_array_equal(start.get_xydata(), [[1.0, 0.5]])
    assert (start.get_marker(), to_hex(start.get_color())) == ("s", "#000000")
    assert axes.get_title() == "題"


def test_fit_draws_targets_as_points_and_outputs_as_a_line(array):
    column = array([[0.0], [1.0], [2.0]])
    figure = plot_fit(column, 2 * column, 3 * column)
    assert line(figure, "目標 d").get_linestyle() == "None"
    np.testing.assert_array_equal(line(figure, "目標 d").get_ydata(), [0, 2, 4])
    np.testing.assert_array_equal(line(figure, "ネットワークの出力 y").get_ydata(), [0, 3, 6])
    assert figure.axes[0].get_ylim() == (-0.5, 1.5)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plot_step(lambda w: w[:1], 1.0, 2.0, 0.1, -2, 2), "function"),
        (lambda: plot_secants(lambda x: x[:1], 1.0, 0.5, 3.0, 0, 2), "function"),
        (lambda: plot_landscape(bowl, {}, -2, 2, [0, 1]), "道筋を 1 本から 4 本"),
        (lambda: plot_landscape(lambda w: w, {"A": [[0, 0]]}, -2, 2, [0, 1]), "function"),
        (lambda: plot_fit([0, 1], [0, 1, 2], [0, 1]), "d"),
        (lambda: plot_fit([0, 1], [0, 1], [0, 1, 2]), "y"),
    ],
)
def test_wrong_shapes_are_named(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
