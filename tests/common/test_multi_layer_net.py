import numpy as np
import pytest

from common.functions import cross_entropy_error, relu, sigmoid, softmax
from common.gradient import gradient_check
from common.multi_layer_net import MultiLayerNet, TwoLayerNet
from common.optimizer import SGD

SIZES = (5, [4, 3], 3)
FUNCTIONS = {"relu": relu, "sigmoid": sigmoid}


def network_of(array, rng, activation="relu", dtype=np.float64):
    """A network whose parameters (biases too) are of the kind `array`."""
    made = MultiLayerNet(*SIZES, activation=activation, weight_init_std=0.8, dtype=dtype, rng=rng)
    params = {
        key: array(p + 0.1 * rng.normal(size=p.shape), dtype) for key, p in made.params.items()
    }
    return MultiLayerNet.from_params(params, activation)


def samples(array, rng, n=6, dtype=np.float64):
    return array(rng.normal(size=(n, 5)), dtype), array(rng.integers(0, 3, size=n))


def by_hand(params, x, activation):
    z = FUNCTIONS[activation](x @ params["W1"] + params["b1"])
    z = FUNCTIONS[activation](z @ params["W2"] + params["b2"])
    return softmax(z @ params["W3"] + params["b3"])


@pytest.mark.parametrize("activation", FUNCTIONS)
def test_predict_and_loss_equal_the_functions_called_one_after_the_other(array, rng, activation):
    network = network_of(array, rng, activation)
    x, d = samples(array, rng)
    y = by_hand(network.params, x, activation)
    np.testing.assert_allclose(array.host(network.predict(x)), array.host(y), rtol=1e-12)
    want = array.host(cross_entropy_error(d, y))
    np.testing.assert_allclose(array.host(network.loss(x, d)), want, rtol=1e-12)


@pytest.mark.parametrize("activation", FUNCTIONS)
@pytest.mark.parametrize("n", [1, 6])
def test_gradient_equals_the_numerical_gradient(array, rng, activation, n):
    network = network_of(array, rng, activation)
    x, d = samples(array, rng, n)
    grads = network.gradient(x, d)
    assert list(grads) == list(network.params)
    assert gradient_check(lambda _: network.loss(x, d), network.params, grads) == []


def test_loss_and_gradient_are_those_of_the_single_calls(array, rng):
    network = network_of(array, rng)
    x, d = samples(array, rng)
    loss, grads = network.loss_and_gradient(x, d)
    assert array.host(loss) == array.host(network.loss(x, d))
    for key, grad in network.gradient(x, d).items():
        np.testing.assert_array_equal(array.host(grads[key]), array.host(grad))


def test_one_hot_and_class_indices_give_the_same(array, rng):
    network = network_of(array, rng)
    x, d = samples(array, rng)
    one_hot = array(np.eye(3)[array.host(d)])
    assert array.host(network.loss(x, one_hot)) == array.host(network.loss(x, d))
    assert array.host(network.accuracy(x, one_hot)) == array.host(network.accuracy(x, d))


def test_accuracy_is_the_share_of_right_answers(array, rng):
    network = network_of(array, rng)
    x, _ = samples(array, rng, 8)
    right = array.host(network.predict(x)).argmax(axis=1)
    d = np.where(np.arange(8) < 6, right, (right + 1) % 3)
    assert array.host(network.accuracy(x, array(d))) == 0.75


def test_update_of_params_reaches_the_layers(array, rng):
    network = network_of(array, rng)
    x, d = samples(array, rng)
    before = array.host(network.loss(x, d))
    for _ in range(20):
        SGD(0.1).update(network.params, network.gradient(x, d))
    assert array.host(network.loss(x, d)) < before
    y = by_hand(network.params, x, "relu")
    np.testing.assert_allclose(array.host(network.predict(x)), array.host(y), rtol=1e-12)


def test_float32_is_kept_from_input_to_gradient(array, rng):
    network = network_of(array, rng, dtype=np.float32)
    x, d = samples(array, rng, dtype=np.float32)
    assert network.predict(x).dtype == network.loss(x, d).dtype == np.float32
    assert {grad.dtype for grad in network.gradient(x, d).values()} == {np.dtype(np.float32)}


def test_inputs_stay_untouched(array, rng):
    network = network_of(array, rng)
    x, d = samples(array, rng)
    before = array.host(x).copy(), array.host(d).copy()
    network.gradient(x, d)
    np.testing.assert_array_equal(array.host(x), before[0])
    np.testing.assert_array_equal(array.host(d), before[1])


# ---------------------------------------------------------------- initial values


def test_sizes_give_the_shapes_and_zero_biases(rng):
    params = MultiLayerNet(7, [5, 4], 3, rng=rng).params
    shapes = {key: param.shape for key, param in params.items()}
    assert shapes == {
        "W1": (7, 5), "b1": (5,), "W2": (5, 4), "b2": (4,), "W3": (4, 3), "b3": (3,),
    }  # fmt: skip
    assert not any(params[f"b{k}"].any() for k in (1, 2, 3))
    assert {param.dtype for param in params.values()} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    "weight_init_std, want",
    [(0.01, 0.01), ("he", 0.05051), ("relu", 0.05051), ("xavier", 0.03571), ("sigmoid", 0.03571)],
)
def test_initial_weights_have_the_standard_deviation_that_was_asked_for(rng, weight_init_std, want):
    network = MultiLayerNet(784, [400], 10, weight_init_std=weight_init_std, rng=rng)
    np.testing.assert_allclose(network.params["W1"].std(), want, rtol=0.03)
    assert abs(network.params["W1"].mean()) < 0.01 * want


def test_same_generator_state_gives_the_same_network_and_global_state_stays():
    before = np.random.get_state()[1].copy()
    first, second = (TwoLayerNet(6, 4, 2, rng=np.random.default_rng(5)) for _ in range(2))
    for key in first.params:
        np.testing.assert_array_equal(first.params[key], second.params[key])
    np.testing.assert_array_equal(np.random.get_state()[1], before)


def test_two_layer_net_is_a_relu_network_with_small_weights(rng):
    network = TwoLayerNet(784, 40, 10, rng=rng)
    assert list(network.params) == ["W1", "b1", "W2", "b2"]
    np.testing.assert_allclose(network.params["W1"].std(), 0.01, rtol=0.03)
    x, d = rng.normal(size=(3, 784)), np.array([1, 2, 3])
    params = network.params
    u = relu(x @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]
    np.testing.assert_allclose(network.loss(x, d), cross_entropy_error(d, softmax(u)), rtol=1e-6)


def test_no_hidden_layer_is_a_single_affine_layer(rng):
    network = MultiLayerNet(3, [], 2, dtype=np.float64, rng=rng)
    x = rng.normal(size=(4, 3))
    np.testing.assert_allclose(network.predict(x), softmax(x @ network.params["W1"]), rtol=1e-12)


# ---------------------------------------------------------------- save and load


def test_loaded_network_predicts_as_the_saved_one(array, rng, tmp_path):
    network, other = network_of(array, rng), network_of(array, rng)
    x, _ = samples(array, rng)
    network.save(tmp_path / "w.npz")
    other.load(tmp_path / "w.npz")
    np.testing.assert_array_equal(array.host(other.predict(x)), array.host(network.predict(x)))


@pytest.mark.parametrize("sizes", [(5, [4], 3), (5, [4, 2], 3), (5, [4, 3, 3], 3)])
def test_weights_of_another_network_are_refused_and_nothing_changes(rng, tmp_path, sizes):
    MultiLayerNet(*sizes, rng=rng).save(tmp_path / "w.npz")
    network = MultiLayerNet(*SIZES, rng=rng)
    before = {key: param.copy() for key, param in network.params.items()}
    with pytest.raises(ValueError, match="パラメータの名前が違います|の形は"):
        network.load(tmp_path / "w.npz")
    for key, param in network.params.items():
        np.testing.assert_array_equal(param, before[key])


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    "options, words",
    [
        ({"activation": "tanh"}, "activation"),
        ({"weight_init_std": "kaiming"}, "weight_init_std"),
        ({"hidden_size_list": [4, 0]}, "1 以上"),
    ],
)
def test_unknown_option_is_refused_with_what_is_possible(options, words):
    with pytest.raises(ValueError, match=words):
        MultiLayerNet(**{"input_size": 5, "hidden_size_list": [4], "output_size": 3} | options)


@pytest.mark.parametrize(
    "shapes",
    [
        {"W1": (2, 3)},
        {"W1": (2, 3), "b1": (3,), "W3": (3, 1), "b3": (1,)},
        {"W1": (2, 3), "b1": (3,), "W2": (4, 1), "b2": (1,)},
        {"W1": (2, 3), "b1": (2,)},
        {},
    ],
)
def test_parameters_that_are_no_chain_of_layers_are_refused(shapes):
    with pytest.raises(ValueError, match="W"):
        MultiLayerNet.from_params({key: np.ones(shape) for key, shape in shapes.items()})


def test_labels_of_the_wrong_shape_are_refused(rng):
    network = MultiLayerNet(*SIZES, rng=rng)
    x, _ = samples(np.array, rng, 4)
    for d in (np.zeros((4, 1), dtype=int), np.zeros(3, dtype=int), np.zeros((4, 5))):
        with pytest.raises(ValueError, match="d の形"):
            network.accuracy(x, d)
