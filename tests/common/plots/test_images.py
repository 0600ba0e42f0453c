"""Images, weights and counts: what is drawn from which input, and what is refused."""

import re

import numpy as np
import pytest

from common.plots.images import (
    plot_confusion_matrix,
    show_images,
    show_prediction,
    show_weights,
)


def titles(figure):
    return [axes.get_title() for axes in figure.axes]


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


def test_show_images_labels_of_another_length_are_refused():
    with pytest.raises(ValueError, match=r"labels の形は \(3,\), .*：\(2,\)"):
        show_images(np.zeros((3, 16)), labels=[1, 2])


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
    with pytest.raises(ValueError, match="columns は 1 以上でなければなりません：0"):
        draw(np.eye(4), columns=0)


def test_show_images_has_a_title_only_if_asked_for():
    assert show_images(np.ones((1, 16)), title="8×8を拡大").get_suptitle() == "8×8を拡大"
    assert show_images(np.ones((1, 16))).get_suptitle() == ""


def test_show_weights_with_a_limit_has_the_scale_of_other_pictures(array, rng):
    W = rng.normal(size=(16, 3))
    figure = show_weights(array(W), limit=5.0)
    assert {axes.images[0].get_clim() for axes in figure.axes[:3]} == {(-5.0, 5.0)}
    assert figure.axes[-1].get_yticklabels()[0].get_text() == "負 −5"


@pytest.mark.parametrize("shape", [(16,), (4, 4), (1, 4, 4)])
def test_show_prediction_draws_the_picture_and_every_probability(shape, array, rng):
    image, y = rng.random(16), np.array([[0.1, 0.7, 0.2]])
    left, right = show_prediction(array(image.reshape(shape)), array(y), label=2).axes
    np.testing.assert_array_equal(left.images[0].get_array(), image.reshape(4, 4))
    np.testing.assert_allclose([bar.get_height() for bar in right.patches], y[0])
    assert [bar.get_hatch() for bar in right.patches] == [None, None, "///"]
    assert left.get_title() == "正解 2　予測 1"


def test_show_prediction_has_the_same_height_for_every_picture():
    tops = {
        show_prediction(np.eye(4), y).axes[1].get_ylim() for y in (np.eye(3)[:1], np.ones(3) / 3)
    }
    assert len(tops) == 1


def test_show_prediction_of_several_pictures_is_refused():
    with pytest.raises(ValueError, match=r"y の形は .*：\(2, 3\)"):
        show_prediction(np.eye(4), np.ones((2, 3)))
    with pytest.raises(ValueError, match="images の形は"):
        show_prediction(np.ones((2, 4, 4)), np.ones(3))
