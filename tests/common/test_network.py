import numpy as np
import pytest

from common.functions import cross_entropy_error, softmax
from common.gradient import gradient_check
from common.layers import Affine, Convolution, Pooling, Relu, Sigmoid
from common.network import Network


def affine(array, rng, n_in, n_out):
    return Affine(array(rng.normal(size=(n_in, n_out))), array(rng.normal(size=n_out)))


def samples(array, rng, n=6):
    return array(rng.normal(size=(n, 5))), array(rng.integers(0, 3, size=n))


class Scale:
    """A layer with a parameter of another name: gamma times the input."""

    def __init__(self, gamma):
        self.params, self.grads = {"gamma": gamma}, {}
        self.seen = []  # what it was told about training

    def forward(self, x, training=False):
        self._x = x
        self.seen.append(training)
        return x * self.params["gamma"]

    def backward(self, dout):
        self.grads = {"gamma": (dout * self._x).sum(axis=0)}
        return dout * self.params["gamma"]


def scaled_network(array, rng, **options):
    layers = [affine(array, rng, 5, 4), Scale(array([1.0, 2.0, -1.0, 0.5])), Relu()]
    layers += [affine(array, rng, 4, 4), Scale(array([2.0, 1.0, 1.0, 3.0])), Sigmoid()]
    return Network([*layers, affine(array, rng, 4, 3)], **options)


def test_names_number_the_parameters_of_each_kind_and_arrays_are_shared(array, rng):
    network = scaled_network(array, rng)
    names = ["W1", "b1", "gamma1", "W2", "b2", "gamma2", "W3", "b3"]
    assert list(network.params) == names
    holders = [layer for layer in network.layers if layer.params]
    held = [param for layer in holders for param in layer.params.values()]
    assert all(network.params[n] is param for n, param in zip(names, held, strict=True))


def test_gradient_of_any_list_of_layers_equals_the_numerical_gradient(array, rng):
    network = scaled_network(array, rng)
    x, d = samples(array, rng)
    grads = network.gradient(x, d)
    assert list(grads) == list(network.params)
    assert gradient_check(lambda _: network.loss(x, d), network.params, grads) == []


def test_convolution_may_be_the_first_layer(array, rng):
    filters = array(rng.normal(size=(2, 1, 3, 3))), array(rng.normal(size=2))
    layers = [Convolution(*filters), Relu(), Pooling(2, 2, stride=2), affine(array, rng, 8, 3)]
    network = Network(layers)
    x, d = array(rng.normal(size=(4, 1, 6, 6))), array([0, 2, 1, 0])
    grads = network.gradient(x, d)
    assert gradient_check(lambda _: network.loss(x, d), network.params, grads) == []


def test_first_layer_may_have_no_parameters(array, rng):
    network = Network([Relu(), affine(array, rng, 5, 3)])
    x, d = samples(array, rng)
    grads = network.gradient(x, d)
    assert gradient_check(lambda _: network.loss(x, d), network.params, grads) == []


def test_layers_are_told_when_they_learn(array, rng):
    network = scaled_network(array, rng)
    x, d = samples(array, rng)
    seen = network.layers[1].seen
    network.predict(x), network.accuracy(x, d), network.loss(x, d)
    assert seen == [False, False, False]
    network.gradient(x, d), network.loss_and_gradient(x, d), network.loss(x, d, training=True)
    assert seen[3:] == [True, True, True]


def test_weight_decay_is_in_the_loss_and_in_the_gradient_of_the_weights(array, rng):
    plain, x, d = scaled_network(array, rng), *samples(array, rng)
    decayed = Network(plain.layers, weight_decay_lambda=0.3)
    penalty = 0.15 * sum((array.host(plain.params[f"W{k}"]) ** 2).sum() for k in (1, 2, 3))
    loss, grads = decayed.loss_and_gradient(x, d)
    np.testing.assert_allclose(array.host(loss), array.host(plain.loss(x, d)) + penalty)
    assert gradient_check(lambda _: decayed.loss(x, d), decayed.params, grads) == []
    for name in ("b1", "gamma2"):
        want = array.host(plain.gradient(x, d)[name])
        np.testing.assert_array_equal(array.host(grads[name]), want)


def test_gradients_of_layers_stay_without_the_penalty(array, rng):
    layer = affine(array, rng, 5, 3)
    x, d = samples(array, rng)
    want = array.host(Network([layer]).gradient(x, d)["W1"])
    Network([layer], weight_decay_lambda=1.0).gradient(x, d)
    np.testing.assert_array_equal(array.host(layer.grads["W"]), want)


def test_weight_decay_keeps_float32(array, rng):
    params = array(rng.normal(size=(5, 3)), np.float32), array(np.zeros(3), np.float32)
    network = Network([Affine(*params)], weight_decay_lambda=0.1)
    x, d = array(rng.normal(size=(6, 5)), np.float32), array(rng.integers(0, 3, size=6))
    loss, grads = network.loss_and_gradient(x, d)
    assert loss.dtype == np.float32
    assert {grad.dtype for grad in grads.values()} == {np.dtype(np.float32)}


def test_predict_is_softmax_of_the_last_layer(array, rng):
    layer = affine(array, rng, 5, 3)
    x, d = samples(array, rng)
    y = softmax(layer.forward(x))
    network = Network([layer])
    np.testing.assert_array_equal(array.host(network.predict(x)), array.host(y))
    want = array.host(cross_entropy_error(d, y))
    np.testing.assert_array_equal(array.host(network.loss(x, d)), want)


@pytest.mark.parametrize("value", [-0.1, float("nan")])
def test_weight_decay_below_zero_is_refused(value):
    with pytest.raises(ValueError, match="weight_decay_lambda は 0 以上"):
        Network([Relu()], weight_decay_lambda=value)


def test_network_without_layers_is_refused():
    with pytest.raises(ValueError, match="層が 1 つもありません"):
        Network([])
