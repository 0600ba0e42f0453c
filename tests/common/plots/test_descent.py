import numpy as np
import pytest

from common.plots.descent import plot_descent, plot_losses, plot_paths, plot_points


def bowl(points):
    return points[:, 0] ** 2 + 4 * points[:, 1] ** 2


def test_descent_draws_the_curve_and_the_path_on_it():
    figure = plot_descent(np.square, {"A": [1.0, 0.5, 0.25], "B": [1.0, -1.0]}, -2, 2)
    assert [axes.get_title() for axes in figure.axes] == ["A", "B"]
    curve, path, start = figure.axes[0].lines
    np.testing.assert_allclose(curve.get_ydata(), curve.get_xdata() ** 2)
    np.testing.assert_array_equal(path.get_xdata(), [1.0, 0.5, 0.25])
    np.testing.assert_array_equal(path.get_ydata(), [1.0, 0.25, 0.0625])
    np.testing.assert_array_equal(start.get_xdata(), [1.0])


def test_descent_leaves_out_what_ran_away():
    path = plot_descent(np.square, {"A": [1.0, -3.0, 9.0]}, -2, 2).axes[0].lines[1]
    np.testing.assert_array_equal(path.get_xdata(), [1.0])


def test_paths_are_drawn_point_by_point(array):
    points = array([[1.0, 0.5], [0.5, -0.25], [9.0, 0.0]])
    axes = plot_paths(bowl, {"A": points}, -2, 2).axes[0]
    np.testing.assert_array_equal(axes.lines[0].get_xdata(), [1.0, 0.5])
    np.testing.assert_array_equal(axes.lines[0].get_ydata(), [0.5, -0.25])


def test_losses_take_an_axis_of_their_own_or_count_updates():
    axes = plot_losses({"A": ([10, 20], [1.0, 0.5]), "B": [2.0, 1.0, 0.5]}).axes[0]
    np.testing.assert_array_equal(axes.lines[0].get_xdata(), [10, 20])
    np.testing.assert_array_equal(axes.lines[1].get_xdata(), [1, 2, 3])
    assert axes.get_yscale() == "log"
    assert plot_losses({"A": [1.0]}, log=False).axes[0].get_yscale() == "linear"


def test_losses_of_a_moving_figure_keep_the_limits_they_are_given():
    axes = [plot_losses({"A": [a]}, limits=(0.01, 10)).axes[0] for a in (1.0, 1e9)]
    assert [a.get_ylim() for a in axes] == [(0.01, 10)] * 2


def test_points_and_line_are_drawn(array):
    axes = plot_points(array([1.0, 2.0]), array([1.5, 2.5]), "正解", "予測", line=2).axes[0]
    np.testing.assert_array_equal(axes.collections[0].get_offsets(), [[1, 1.5], [2, 2.5]])
    np.testing.assert_array_equal(axes.lines[0].get_ydata(), [2, 4])


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plot_descent(np.square, {}, -1, 1),
        lambda: plot_descent(lambda w: 1.0, {"A": [1.0]}, -1, 1),
        lambda: plot_paths(lambda p: 1.0, {"A": [[0.0, 0.0]]}, -1, 1),
        lambda: plot_losses({}),
        lambda: plot_losses({name: [1.0] for name in "ABCDE"}),
        lambda: plot_losses({"A": ([1, 2], [1.0])}),
        lambda: plot_points([1.0], [1.0, 2.0], "x", "y"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw):
    with pytest.raises(ValueError, match="[ぁ-ん]"):
        draw()
