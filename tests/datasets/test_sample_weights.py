import numpy as np
import pytest

from datasets import load_mnist, load_sample_weights
from datasets.sample_weights import SIZES


@pytest.mark.parametrize("source", ["digits", "mnist"])
def test_sample_weights_have_the_shapes_of_the_network_in_float32(source):
    weights = load_sample_weights(source)
    assert list(weights) == ["W1", "b1", "W2", "b2", "W3", "b3"]
    for k, (n_in, n_out) in enumerate(zip(SIZES, SIZES[1:], strict=False), start=1):
        assert weights[f"W{k}"].shape == (n_in, n_out)
        assert weights[f"b{k}"].shape == (n_out,)
    assert {array.dtype for array in weights.values()} == {np.dtype(np.float32)}
    assert sum(array.size for array in weights.values()) == 45_360


def test_sample_weights_are_new_arrays_at_each_call():
    load_sample_weights()["W1"][:] = 0
    assert load_sample_weights()["W1"].any()


def accuracy(source, x, d):
    """The share of right answers, without any code of the library."""
    p = load_sample_weights(source)
    for k in (1, 2):
        x = 1 / (1 + np.exp(-(x @ p[f"W{k}"] + p[f"b{k}"])))
    return np.mean((x @ p["W3"] + p["b3"]).argmax(axis=1) == d)


def test_weights_for_digits_recognise_unseen_digits():
    _, (x, d) = load_mnist(source="digits")
    assert accuracy("digits", x, d) > 0.95


def test_weights_for_mnist_recognise_unseen_images(real_mnist):
    _, (x, d) = load_mnist(source="mnist")
    assert accuracy("mnist", x[-2000:], d[-2000:]) > 0.94


@pytest.mark.parametrize("source", ["auto", "../digits", ""])
def test_unknown_source_is_refused_with_the_known_ones(source):
    with pytest.raises(ValueError, match="digits.*mnist"):
        load_sample_weights(source)
