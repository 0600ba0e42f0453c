import numpy as np
import pytest

from common.functions import col2im, im2col

# N, C, H, W, filter_h, filter_w, stride, pad
CASES = [(2, 3, 7, 5, 3, 2, 1, 0), (2, 2, 6, 4, 2, 4, 2, 1), (1, 1, 3, 3, 3, 3, 1, 0)]
CASES += [(3, 2, 5, 7, 1, 3, 2, 0), (2, 1, 4, 6, 4, 2, 2, 1)]


def windows(image, filter_h, filter_w, stride, pad):
    """im2col by the definition: one window after the other."""
    image = np.pad(image, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    N, _, H, W = image.shape
    return np.array(
        [
            image[n, :, i : i + filter_h, j : j + filter_w].ravel()
            for n in range(N)
            for i in range(0, H - filter_h + 1, stride)
            for j in range(0, W - filter_w + 1, stride)
        ]
    )


@pytest.mark.parametrize("case", CASES)
def test_im2col_equals_window_by_window(array, rng, case):
    image = rng.normal(size=case[:4])
    got = array.host(im2col(array(image), *case[4:]))
    np.testing.assert_array_equal(got, windows(image, *case[4:]))


@pytest.mark.parametrize("case", CASES)
def test_col2im_is_the_transpose_of_im2col(array, rng, case):
    image = rng.normal(size=case[:4])
    col = rng.normal(size=windows(image, *case[4:]).shape)
    back = array.host(col2im(array(col), case[:4], *case[4:]))
    assert back.shape == case[:4]
    got = np.sum(array.host(im2col(array(image), *case[4:])) * col)
    np.testing.assert_allclose(np.sum(back * image), got, rtol=1e-12)


def test_im2col_product_gives_the_course_cross_correlation(array):
    col = im2col(array(np.arange(9).reshape(1, 1, 3, 3)), 2, 2)
    got = array.host((col @ array([1, 2, 3, 4])).reshape(2, 2))
    np.testing.assert_array_equal(got, [[27, 37], [57, 67]])


def test_col2im_overlapping_pixels_are_added(array):
    got = array.host(col2im(array(np.ones((4, 4))), (1, 1, 3, 3), 2, 2))
    np.testing.assert_array_equal(got[0, 0], [[1, 2, 1], [2, 4, 2], [1, 2, 1]])


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.uint8])
def test_im2col_and_col2im_keep_the_type_and_leave_inputs_unchanged(array, dtype):
    values = np.arange(16).reshape(1, 1, 4, 4).astype(dtype)
    image = array(values)
    col = im2col(image, 2, 2, pad=1)
    before = array.host(col)
    assert (col.dtype, col2im(col, (1, 1, 4, 4), 2, 2, pad=1).dtype) == (dtype, dtype)
    np.testing.assert_array_equal(array.host(image), values)
    np.testing.assert_array_equal(array.host(col), before)


@pytest.mark.parametrize(
    ("shape", "options"),
    [
        ((1, 1, 5, 4), (2, 2, 2)),
        ((1, 1, 4, 5), (2, 2, 2)),
        ((1, 1, 2, 5), (3, 2)),
        ((1, 1, 5, 2), (2, 3)),
    ],
)
def test_im2col_filter_that_does_not_fit_is_refused(array, shape, options):
    with pytest.raises(ValueError, match="収まりません") as error:
        im2col(array(np.zeros(shape)), *options)
    assert str(shape[2:]) in str(error.value)


def test_im2col_image_without_channels_is_refused(array):
    with pytest.raises(ValueError, match=r"\(N, C, H, W\).*\(4, 4\)"):
        im2col(array(np.zeros((4, 4))), 2, 2)


def test_col2im_matrix_of_another_image_is_refused(array):
    with pytest.raises(ValueError, match=r"\(1, 1, 3, 3\).*\(3, 4\)"):
        col2im(array(np.zeros((3, 4))), (1, 1, 3, 3), 2, 2)
