import numpy as np
import pytest

from common.plots.images import plot_confusion_matrix, show_images, show_weights


def test_confusion_matrix_writes_every_count_and_colours_the_mistakes_only(array):
    axes = plot_confusion_matrix(array([[5, 1], [0, 4]]), labels=["犬", "猫"]).axes[0]
    assert [text.get_text() for text in axes.texts] == ["5", "1", "0", "4"]
    shown = axes.images[0].get_array()
    np.testing.assert_array_equal(shown.mask, [[True, False], [False, True]])
    assert [label.get_text() for label in axes.get_xticklabels()] == ["犬", "猫"]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("予測", "正解")


def test_confusion_matrix_of_many_classes_has_no_numbers():
    assert not plot_confusion_matrix(np.eye(20, dtype=int)).axes[0].texts


def test_confusion_matrix_that_is_not_square_is_refused():
    with pytest.raises(ValueError, match="cm の形"):
        plot_confusion_matrix(np.zeros((2, 3), dtype=int))


def test_weights_are_shown_column_by_column_on_one_scale(array):
    W = np.arange(12.0).reshape(4, 3) - 3
    figure = show_weights(array(W), columns=2)
    pictures = [axes.images[0] for axes in figure.axes[:3]]
    np.testing.assert_array_equal(pictures[1].get_array(), [[-2, 1], [4, 7]])
    assert {picture.get_clim() for picture in pictures} == {(-8.0, 8.0)}


@pytest.mark.parametrize("shape", [(5, 2), (4,)])
def test_weights_that_are_no_images_are_refused(shape):
    with pytest.raises(ValueError, match="平方数"):
        show_weights(np.ones(shape))


@pytest.mark.parametrize("draw", [show_images, show_weights])
def test_no_columns_are_refused(draw):
    with pytest.raises(ValueError, match="columns は 1 以上"):
        draw(np.eye(4), columns=0)
