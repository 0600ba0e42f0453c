import hashlib

import numpy as np
from sklearn.datasets import load_digits

from datasets.digits import load_digits_like_mnist


def test_digits_split_has_every_image_once_and_every_class_in_proportion():
    (x_train, d_train), (x_test, d_test) = load_digits_like_mnist()
    assert x_train.shape == (1437, 28, 28)
    assert x_test.shape == (360, 28, 28)
    labels = load_digits().target
    np.testing.assert_array_equal(np.bincount(d_train) + np.bincount(d_test), np.bincount(labels))
    assert np.all(np.abs(np.bincount(d_test) - np.bincount(labels) / 5) < 1)


def test_digits_images_and_split_never_change():
    content = b"".join(
        images.tobytes() + labels.astype(np.uint8).tobytes()
        for images, labels in load_digits_like_mnist()
    )
    assert hashlib.sha256(content).hexdigest() == (
        "25c4b96052abc91af921987d8f3ecaf8f21d388785887a356c6a82165f8f7dfc"
    )


def test_digits_look_like_mnist_bright_ink_in_a_centred_box_on_black():
    (images, _), _ = load_digits_like_mnist()
    assert images.dtype == np.uint8
    assert images.max() == 255
    outside = images.copy()
    outside[:, 4:24, 4:24] = 0
    assert not outside.any()
    assert 0.10 < images.mean() / 255 < 0.16  # MNIST: 0.13
    assert 0.25 < images.std() / 255 < 0.35  # MNIST: 0.31


def test_digits_shrunk_back_show_the_original():
    (images, labels), _ = load_digits_like_mnist()
    original = load_digits()
    first = original.images[np.flatnonzero(original.target == labels[0])]
    shrunk = images[0, 4:24, 4:24].reshape(4, 5, 4, 5).mean(axis=(1, 3)).ravel()
    halves = first.reshape(-1, 4, 2, 4, 2).mean(axis=(2, 4)).reshape(len(first), -1)
    correlation = [np.corrcoef(shrunk, half)[0, 1] for half in halves]
    assert max(correlation) > 0.95


def test_digits_called_twice_give_separate_arrays():
    (first, _), _ = load_digits_like_mnist()
    first[:] = 7
    (second, _), _ = load_digits_like_mnist()
    assert second[0, 0, 0] == 0
