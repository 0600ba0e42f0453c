"""A digit of one's own becomes like an image of MNIST: its box, its centre, its ink."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from common.handwritten_digit import like_mnist, read_digit
from common.multi_layer_net import MultiLayerNet
from datasets import load_mnist, load_sample_weights

PAPER, PEN = 210, 40


def written(height=90, width=140, top=20, left=60):
    """A photo of a 7 with light paper: a bar and a slanted stroke, 50 high and 34 wide."""
    photo = np.full((height, width), PAPER, dtype=np.uint8)
    photo[top : top + 6, left : left + 34] = PEN
    for row in range(50):
        start = left + 28 - row // 2
        photo[top + row, start : start + 6] = PEN
    return photo


def extent(image):
    return tuple(int(np.ptp(places)) + 1 for places in np.nonzero(image))


def center(image):
    rows, columns = np.indices(image.shape)
    return (rows * image).sum() / image.sum(), (columns * image).sum() / image.sum()


def saved(photo, kind="png", **options):
    file = BytesIO()
    picture = photo if isinstance(photo, Image.Image) else Image.fromarray(photo)
    picture.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("height, width", [(90, 140), (300, 100), (1200, 900)])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_image_has_the_shape_and_range_of_mnist(height, width, dtype):
    photo = written(height, width).astype(dtype)
    before = photo.copy()
    image = like_mnist(photo)
    assert image.shape == (28, 28) and image.dtype == np.float32
    assert image.min() == 0 and image.max() == 1
    np.testing.assert_array_equal(photo, before)


@pytest.mark.parametrize("top, left", [(20, 60), (2, 3), (38, 104)])
def test_digit_fills_the_box_of_20_wherever_it_was_written(top, left):
    image = like_mnist(written(top=top, left=left))
    assert extent(image) == (20, 14)  # 50 × 34, with its proportions kept


def test_box_is_limited_by_the_longer_side():
    bar = np.zeros((50, 200))
    bar[20:30, 30:170] = 1
    assert extent(like_mnist(bar)) == (1, 20)


@pytest.mark.parametrize("top, left", [(20, 60), (2, 3), (38, 104)])
def test_center_of_mass_comes_within_half_a_pixel_of_where_mnist_has_it(top, left):
    image = like_mnist(written(top=top, left=left))
    assert center(image) == pytest.approx((14, 14), abs=0.5)


def test_nothing_is_lost_where_the_center_of_mass_lies_far_from_the_middle():
    photo = np.zeros((60, 60))
    photo[8:12, 10:50], photo[8:50, 10:12] = 1, 1  # much ink above and on the left
    photo[8:24, 10:26] = 1
    assert extent(like_mnist(photo)) == (20, 19)


def test_light_on_dark_becomes_the_same_as_dark_on_light():
    photo = written()
    np.testing.assert_allclose(like_mnist(255 - photo), like_mnist(photo), atol=1e-6)


def test_brightness_and_contrast_of_the_photo_do_not_matter():
    photo = written().astype(float)
    np.testing.assert_allclose(like_mnist(photo * 0.3 + 17), like_mnist(photo), atol=1e-6)


def test_uneven_light_and_grain_of_the_paper_vanish():
    photo = written(900, 1400).astype(float)
    photo[:] = np.kron(written(), np.ones((10, 10)))
    clean = like_mnist(photo)
    rows, columns = np.indices(photo.shape)
    light = 1 - 0.3 * rows / 900 - 0.2 * columns / 1400
    noise = np.random.default_rng(0).normal(0, 8, photo.shape)
    image = like_mnist(photo * light + noise)
    assert extent(image) == extent(clean)
    assert np.abs(image - clean).mean() < 0.01


def test_thin_stroke_is_as_dark_as_a_thick_one():
    photo = np.full((400, 400), PAPER)
    photo[50:350, 200:203] = PEN  # a fifth of a pixel of the box
    assert like_mnist(photo).max() == 1


@pytest.mark.slow
def test_images_of_mnist_stay_nearly_what_they_are(real_mnist):
    _, (x_test, d_test) = load_mnist(source="mnist")
    images, d_test = x_test[:1000].reshape(-1, 28, 28), d_test[:1000]
    found = np.stack([like_mnist(image) for image in images])
    moved = np.abs(found - images).max(axis=(1, 2)) > 0.15
    assert moved.mean() < 0.01
    assert np.abs(found - images).mean() < 0.002
    network = MultiLayerNet.from_params(load_sample_weights("mnist"), "sigmoid")
    before, after = (network.accuracy(x.reshape(-1, 784), d_test) for x in (images, found))
    assert after == pytest.approx(before, abs=0.003)


@pytest.mark.slow
def test_photos_of_digits_are_read_as_well_as_the_images(real_mnist):
    _, (x_test, d_test) = load_mnist(source="mnist")
    network = MultiLayerNet.from_params(load_sample_weights("mnist"), "sigmoid")
    rng = np.random.default_rng(0)
    photos = [photographed(image, rng) for image in x_test[:50].reshape(-1, 28, 28)]
    found = np.stack([read_digit(photo).reshape(784) for photo in photos])
    assert network.accuracy(found, d_test[:50]) >= network.accuracy(x_test[:50], d_test[:50]) - 0.04


def photographed(image, rng):
    """A JPEG of the digit, somewhere on grainy paper under a lamp on one side."""
    paper = np.zeros((450, 600))
    big = Image.fromarray(image).resize((280, 280), Image.Resampling.BICUBIC)
    top, left = rng.integers(20, 150), rng.integers(20, 300)
    paper[top : top + 280, left : left + 280] = big
    rows, columns = np.indices(paper.shape) / 600
    light = 0.75 + rng.uniform(-0.25, 0.25) * rows + rng.uniform(-0.25, 0.25) * columns
    photo = light * (1 - 0.6 * paper) + rng.normal(0, 0.03, paper.shape)
    return saved((photo.clip(0, 1) * 255).astype(np.uint8), "jpeg", quality=85)


@pytest.mark.parametrize("value", [0, 128, 255])
def test_empty_image_is_refused(value):
    with pytest.raises(ValueError, match="数字が見つかりません。.*太く、1 つの数字を書いた画像に"):
        like_mnist(np.full((40, 40), value))


def test_bare_paper_is_refused():
    paper = np.random.default_rng(0).normal(200, 5, (300, 400))
    with pytest.raises(ValueError, match="数字が見つかりません"):
        like_mnist(paper)


@pytest.mark.parametrize("shape", [(28,), (28, 28, 3), (2, 28)])
def test_other_shapes_are_refused_with_the_shape(shape):
    with pytest.raises(ValueError, match=str(shape)[1:-1]):
        like_mnist(np.zeros(shape))


def test_values_that_are_no_numbers_are_refused():
    photo = written().astype(float)
    photo[3, 3] = np.nan
    with pytest.raises(ValueError, match="nan か inf"):
        like_mnist(photo)


def test_file_and_its_bytes_give_the_same_image(tmp_path):
    path = tmp_path / "seven.png"
    path.write_bytes(saved(written()))
    expected = like_mnist(written())
    for source in (path, str(path), path.read_bytes()):
        np.testing.assert_array_equal(read_digit(source), expected)


def test_colours_and_transparent_paper_are_read():
    ink = written() == PEN
    pixels = np.zeros((*ink.shape, 4), dtype=np.uint8)
    pixels[ink] = (20, 20, 160, 255)  # a blue pen; nothing else is painted
    np.testing.assert_allclose(read_digit(saved(pixels)), like_mnist(ink), atol=1e-6)


def test_photo_taken_with_the_phone_on_its_side_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees to the right
    lying = Image.fromarray(written()).transpose(Image.Transpose.ROTATE_90)
    np.testing.assert_array_equal(read_digit(saved(lying, exif=exif)), like_mnist(written()))


def test_what_is_no_picture_is_refused_by_name(tmp_path):
    path = tmp_path / "seven.heic"
    path.write_bytes(b"no picture")
    with pytest.raises(ValueError, match="seven.heic は、画像として読めません。PNG か JPEG"):
        read_digit(path)
    with pytest.raises(ValueError, match="受け取った bytes は、画像として読めません"):
        read_digit(saved(written())[:60])
    with pytest.raises(FileNotFoundError, match="six.png がありません"):
        read_digit(tmp_path / "six.png")
