"""Five kinds of test for each layer: shape, hand-computed value, numerical gradient, inputs
untouched, dtype kept; and the promises of the protocol."""

import numpy as np
import pytest

from common.functions import numerical_gradient
from common.layers import Affine, Relu, Sigmoid, SoftmaxWithLoss

W = [[0.5, -1.0], [-2.0, 0.25], [1.5, 3.0]]
B = [0.1, -0.2]
X = [[1.0, -2.0, 0.5], [0.0, 0.0, 0.0], [-1.0, 3.0, 2.0], [0.3, -0.7, -1.1]]
DOUT = [[1.0, -2.0], [0.5, 3.0], [-1.5, 0.25], [2.0, 1.0]]
ACTIVATIONS = [Relu, Sigmoid]
FLOATS = [np.float32, np.float64]


def affine(array, dtype=None):
    return Affine(array(W, dtype), array(B, dtype))


def close(array, got, want, rtol=1e-12, atol=0.0):
    got = array.host(got)
    assert got.shape == np.shape(want)
    np.testing.assert_allclose(got, want, rtol=rtol, atol=atol)


# ---------------------------------------------------------------- shape


@pytest.mark.parametrize("shape", [(4, 3), (1, 3), (2, 3, 1, 1), (5, 1, 3, 1)])
def test_affine_any_number_of_samples_restores_the_shape_of_x(array, rng, shape):
    layer = affine(array)
    assert layer.forward(array(rng.normal(size=shape))).shape == (shape[0], 2)
    assert layer.backward(array(np.ones((shape[0], 2)))).shape == shape
    assert (layer.dW.shape, layer.db.shape) == ((3, 2), (2,))


@pytest.mark.parametrize("make", ACTIVATIONS)
@pytest.mark.parametrize("shape", [(3,), (4, 2), (2, 3, 4, 5)])
def test_activation_layer_keeps_the_shape(array, rng, make, shape):
    layer, x = make(), array(rng.normal(size=shape))
    assert layer.forward(x).shape == shape
    assert layer.backward(x).shape == shape


@pytest.mark.parametrize("d", [2, [0, 1, 2, 0, 1]])
def test_softmax_with_loss_gives_one_number_and_the_shape_of_x(array, rng, d):
    shape = (*np.shape(d), 3)
    layer = SoftmaxWithLoss()
    assert layer.forward(array(rng.normal(size=shape)), array(d)).shape == ()
    assert layer.backward().shape == shape


# ---------------------------------------------------------------- values computed by hand


def test_affine_two_samples_give_the_values_computed_by_hand(array):
    layer = Affine(array([[1.0, 2.0], [3.0, 4.0]]), array([0.5, -0.5]))
    close(array, layer.forward(array([[1.0, 1.0], [2.0, -1.0]])), [[4.5, 5.5], [-0.5, -0.5]])
    close(array, layer.backward(array([[1.0, 0.0], [2.0, 1.0]])), [[1.0, 3.0], [4.0, 10.0]])
    close(array, layer.dW, [[5.0, 2.0], [-1.0, -1.0]])
    close(array, layer.db, [3.0, 1.0])


def test_affine_images_equal_their_flattened_rows(array, rng):
    x, dout = rng.normal(size=(2, 3, 2, 2)), rng.normal(size=(2, 4))
    weights, biases = rng.normal(size=(12, 4)), rng.normal(size=4)
    images, rows = (Affine(array(weights), array(biases)) for _ in range(2))
    close(array, images.forward(array(x)), x.reshape(2, 12) @ weights + biases)
    rows.forward(array(x.reshape(2, 12)))
    want = array.host(rows.backward(array(dout)))
    close(array, images.backward(array(dout)), want.reshape(2, 3, 2, 2))
    close(array, images.dW, array.host(rows.dW))


def test_relu_negative_zero_positive_give_the_values_computed_by_hand(array):
    layer = Relu()
    close(array, layer.forward(array([[-1.0, 0.0, 2.0]])), [[0.0, 0.0, 2.0]])
    close(array, layer.backward(array([[5.0, 6.0, -7.0]])), [[0.0, 0.0, -7.0]])


def test_sigmoid_at_zero_and_ten_gives_the_values_computed_by_hand(array):
    layer = Sigmoid()
    close(array, layer.forward(array([0.0, 10.0])), [0.5, 0.9999546021312976])
    close(array, layer.backward(array([8.0, 2.0])), [2.0, 9.0791615471903346e-05])


@pytest.mark.parametrize("d", [[1, 0], [[0, 1], [1, 0]]])
def test_softmax_with_loss_equal_inputs_give_the_values_computed_by_hand(array, d):
    layer = SoftmaxWithLoss()
    close(array, layer.forward(array([[3.0, 3.0], [0.0, np.log(3)]]), array(d)), np.log(8) / 2)
    close(array, layer.y, [[0.5, 0.5], [0.25, 0.75]])
    close(array, layer.backward(), [[0.25, -0.25], [-0.375, 0.375]])


# ---------------------------------------------------------------- numerical gradient


def assert_dx_is_numerical(array, layer, x, dout):
    """The gradient of sum(forward(x) * dout) with respect to x is backward(dout)."""
    x, dout = array(x), array(dout)
    want = numerical_gradient(lambda a: np.sum(layer.forward(a) * dout), x)
    layer.forward(x)
    close(array, layer.backward(dout), array.host(want), rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("make", ACTIVATIONS)
def test_activation_layer_backward_equals_numerical_gradient(array, rng, make):
    assert_dx_is_numerical(array, make(), rng.normal(size=(4, 3)), rng.normal(size=(4, 3)))


@pytest.mark.parametrize("shape", [(4, 3), (4, 1, 3, 1)])
def test_affine_dx_equals_numerical_gradient(array, shape):
    assert_dx_is_numerical(array, affine(array), np.reshape(X, shape), DOUT)


@pytest.mark.parametrize("name", ["W", "b"])
def test_affine_parameter_gradient_equals_numerical_gradient(array, name):
    layer, x, dout = affine(array), array(X), array(DOUT)
    parameter = getattr(layer, name)
    want = numerical_gradient(lambda _: np.sum(layer.forward(x) * dout), parameter)
    layer.forward(x)
    layer.backward(dout)
    close(array, getattr(layer, "d" + name), array.host(want), rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("d", [[2, 0, 1, 1], np.eye(3)[[2, 0, 1, 1]]])
@pytest.mark.parametrize("dout", [1, 0.5, -3])
def test_softmax_with_loss_backward_equals_numerical_gradient(array, d, dout):
    layer, x, d = SoftmaxWithLoss(), array(X), array(d)
    want = array.host(numerical_gradient(lambda a: layer.forward(a, d) * dout, x))
    layer.forward(x, d)
    close(array, layer.backward(dout), want, rtol=1e-5, atol=1e-8)


# ---------------------------------------------------------------- inputs untouched


def test_affine_leaves_x_dout_and_parameters_unchanged(array):
    layer, x, dout = affine(array), array(X), array(DOUT)
    layer.forward(x)
    layer.backward(dout)
    for after, before in [(x, X), (dout, DOUT), (layer.W, W), (layer.b, B)]:
        np.testing.assert_array_equal(array.host(after), before)


@pytest.mark.parametrize("make", ACTIVATIONS)
def test_activation_layer_leaves_x_and_dout_unchanged(array, make):
    layer, x, dout = make(), array(DOUT), array(DOUT)
    layer.forward(x)
    layer.backward(dout)
    np.testing.assert_array_equal(array.host(x), DOUT)
    np.testing.assert_array_equal(array.host(dout), DOUT)


def test_softmax_with_loss_leaves_x_d_and_y_unchanged(array):
    layer, x, d = SoftmaxWithLoss(), array(X), array([0, 1, 2, 0])
    layer.forward(x, d)
    y = array.host(layer.y)
    layer.backward()
    np.testing.assert_array_equal(array.host(x), X)
    np.testing.assert_array_equal(array.host(d), [0, 1, 2, 0])
    np.testing.assert_array_equal(array.host(layer.y), y)


# ---------------------------------------------------------------- dtype kept


@pytest.mark.parametrize("dtype", FLOATS)
def test_affine_keeps_the_float_type(array, dtype):
    layer = affine(array, dtype)
    results = [layer.forward(array(X, dtype)), layer.backward(array(DOUT, dtype))]
    assert {a.dtype for a in [*results, layer.dW, layer.db]} == {np.dtype(dtype)}


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("make", ACTIVATIONS)
def test_activation_layer_keeps_the_float_type(array, make, dtype):
    layer, x = make(), array(X, dtype)
    assert (layer.forward(x).dtype, layer.backward(x).dtype) == (dtype, dtype)


@pytest.mark.parametrize("dtype", FLOATS)
def test_softmax_with_loss_keeps_the_float_type(array, dtype):
    layer = SoftmaxWithLoss()
    loss = layer.forward(array(X, dtype), array([0, 1, 2, 0]))
    assert (loss.dtype, layer.backward().dtype) == (dtype, dtype)


# ---------------------------------------------------------------- the protocol


def test_affine_shares_its_parameters(array):
    weights, biases = array(np.zeros((1, 1))), array([0.0])
    layer = Affine(weights, biases)
    weights += 2.0
    biases += 1.0
    close(array, layer.forward(array([[3.0]])), [[7.0]])


def test_softmax_with_loss_device_number_as_dout_is_used(array):
    layer = SoftmaxWithLoss()
    layer.forward(array([[0.0, 0.0]]), array([0]))
    close(array, layer.backward(array(4.0)), [[-2.0, 2.0]])


@pytest.mark.parametrize("make", [affine, lambda array: Relu(), lambda array: Sigmoid()])
def test_layer_two_instances_are_independent(array, make):
    first, second = make(array), make(array)
    x, dout = array(X), array(X if make is not affine else DOUT)
    first.forward(x)
    want = array.host(first.backward(dout))
    second.forward(array(-np.array(X)))
    second.backward(array(np.ones(dout.shape)))
    close(array, first.backward(dout), want)


def test_softmax_with_loss_two_instances_are_independent(array):
    first, second = SoftmaxWithLoss(), SoftmaxWithLoss()
    first.forward(array([[0.0, 0.0]]), array([0]))
    second.forward(array([[5.0, 1.0, 2.0]]), array([2]))
    close(array, first.backward(), [[-0.5, 0.5]])


@pytest.mark.parametrize("make", ACTIVATIONS)
def test_activation_layer_second_forward_replaces_the_first(array, make):
    layer = make()
    layer.forward(array([1.0, 1.0, 1.0]))
    layer.forward(array([[-2000.0, 2000.0]]))
    layer_dx = array.host(layer.backward(array([[1.0, 1.0]])))
    assert layer_dx[0, 0] == 0.0


@pytest.mark.parametrize(
    "make", [affine, *(lambda array, kind=kind: kind() for kind in (*ACTIVATIONS, SoftmaxWithLoss))]
)
def test_layer_backward_before_forward_is_refused(array, make):
    with pytest.raises(RuntimeError, match="forward を呼びましょう"):
        make(array).backward(array([[1.0, 1.0]]))


@pytest.mark.parametrize("shape", [(3,), (2, 4), (2, 3, 2, 2), ()])
def test_affine_input_of_another_size_is_refused(array, shape):
    with pytest.raises(ValueError, match=r"x と W の形が合いません.*\(3, 2\)") as error:
        affine(array).forward(array(np.zeros(shape)))
    assert str(shape) in str(error.value)


def test_affine_single_input_unit_still_refuses_one_dimension(array):
    layer = Affine(array([[2.0]]), array([0.0]))
    with pytest.raises(ValueError, match=r"x \(4,\)"):
        layer.forward(array(np.zeros(4)))


@pytest.mark.parametrize(
    ("w_shape", "b_shape"), [((3,), ()), ((3, 2), (3,)), ((3, 2), (1, 2)), ((3, 2, 2), (2, 2))]
)
def test_affine_parameters_that_do_not_fit_are_refused(array, w_shape, b_shape):
    with pytest.raises(ValueError, match="W の形は") as error:
        Affine(array(np.zeros(w_shape)), array(np.zeros(b_shape)))
    assert str(w_shape) in str(error.value) and str(b_shape) in str(error.value)


@pytest.mark.parametrize("make", [affine, lambda array: Relu(), lambda array: Sigmoid()])
@pytest.mark.parametrize("shape", [(4, 1), (1, 2), (2,), ()])
def test_layer_dout_that_would_broadcast_is_refused(array, make, shape):
    layer = make(array)
    layer.forward(array(X))
    with pytest.raises(ValueError, match="dout の形は") as error:
        layer.backward(array(np.ones(shape)))
    assert str(shape) in str(error.value)
