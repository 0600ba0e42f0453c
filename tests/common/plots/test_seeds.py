"""Several runs of one experiment: each value, their mean, and how far they lie apart."""

import numpy as np
import pytest
from matplotlib.collections import PathCollection

from common.plots import plot_bands, plot_scores


def test_scores_show_each_value_the_mean_and_one_standard_deviation(array):
    values = np.array([0.90, 0.92, 0.97])
    (axes,) = plot_scores({"A": array(values), "B": [0.5]}, "正解率").axes
    points = [each for each in axes.collections if isinstance(each, PathCollection)]
    np.testing.assert_allclose(points[0].get_offsets()[:, 1], values)
    bars = axes.containers[0].lines[2][0].get_segments()[0][:, 1]
    np.testing.assert_allclose(bars, values.mean() + np.array([-1, 1]) * values.std())
    assert [text.get_text() for text in axes.texts] == ["0.93", "0.5"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["A", "B"]


def test_scores_have_every_glyph():
    assert plot_scores({"固定": [0.1, 0.2]}, "正解率", title="初期値").to_png()


@pytest.mark.parametrize("scores", [{}, {"A": []}, {"A": [[0.1]]}])
def test_scores_without_a_row_of_values_are_refused(scores):
    with pytest.raises(ValueError, match="scores"):
        plot_scores(scores, "正解率")


def test_bands_reach_from_the_lowest_to_the_highest_run(array):
    runs = np.array([[0.1, 0.5], [0.3, 0.9]])
    (axes,) = plot_bands([0, 1], {"A": array(runs)}, "回", "正解率").axes
    np.testing.assert_allclose(axes.lines[0].get_ydata(), [0.2, 0.7])
    corners = axes.collections[0].get_paths()[0].vertices
    assert (corners[:, 1].min(), corners[:, 1].max()) == (0.1, 0.9)


@pytest.mark.parametrize("curves", [{}, {"A": [0.1, 0.2]}, {"A": [[0.1, 0.2, 0.3]]}])
def test_bands_of_another_shape_are_refused(curves):
    with pytest.raises(ValueError, match="curves"):
        plot_bands([0, 1], curves, "回", "正解率")
