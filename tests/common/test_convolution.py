"""Convolution and Pooling: against loops and scipy, and the five kinds of test of a layer.

(Against PyTorch: test_agreement.py.)
"""

import numpy as np
import pytest
import scipy.signal

from common.functions import numerical_gradient
from common.layers import Affine, Convolution, Pooling, Relu, SoftmaxWithLoss

CLOSE = {"rtol": 1e-10, "atol": 1e-12}
FLOATS = [np.float32, np.float64]
# x (N, C, H, W), W (O, C, fh, fw), stride, pad: not square, asymmetric, more than one of each
CONVOLUTIONS = [
    ((2, 3, 6, 5), (4, 3, 3, 2), 1, 0),
    ((2, 2, 7, 6), (3, 2, 3, 2), 2, 1),
    ((1, 1, 5, 7), (2, 1, 1, 3), 2, 0),
    ((3, 2, 4, 3), (1, 2, 4, 3), 1, 0),
    ((2, 2, 3, 4), (2, 2, 2, 3), 1, 2),
]
# x (N, C, H, W), pool_h, pool_w, stride, pad: apart, overlapping, with gaps, with a frame
POOLINGS = [
    ((2, 3, 6, 4), 2, 2, 2, 0),
    ((2, 2, 5, 7), 3, 3, 2, 0),
    ((2, 2, 5, 4), 2, 1, 3, 0),
    ((1, 2, 6, 4), 2, 2, 2, 1),
    ((2, 1, 4, 5), 2, 3, 1, 1),
]


def output_size(size, filter_size, stride, pad):
    return (size + 2 * pad - filter_size) // stride + 1


def framed(x, pad, value=0.0):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=value)


def windows(x, size, stride, pad, value=0.0):
    """((i, j), part of the image under the filter) of every place, by the definition."""
    image = framed(x, pad, value)
    oh, ow = (output_size(*pair, stride, pad) for pair in zip(x.shape[2:], size, strict=True))
    for i, j in np.ndindex(oh, ow):
        rows = slice(i * stride, i * stride + size[0])
        yield (i, j), image[:, :, rows, j * stride : j * stride + size[1]]


def convolution_by_loops(x, W, b, stride, pad):
    places = dict(windows(x, W.shape[2:], stride, pad))
    u = np.empty((len(x), len(W), *np.max(list(places), axis=0) + 1))
    for (i, j), part in places.items():
        for n, o in np.ndindex(len(x), len(W)):
            u[n, o, i, j] = np.sum(part[n] * W[o]) + b[o]
    return u


def pooling_by_loops(x, pool_h, pool_w, stride, pad):
    places = dict(windows(x, (pool_h, pool_w), stride, pad, -np.inf))
    z = np.empty((*x.shape[:2], *np.max(list(places), axis=0) + 1))
    for (i, j), part in places.items():
        z[:, :, i, j] = part.max(axis=(2, 3))
    return z


def numbers(rng, x_shape, w_shape):
    return rng.normal(size=x_shape), rng.normal(size=w_shape), rng.normal(size=w_shape[0])


def convolution(array, rng, case, dtype=None):
    x, W, b = numbers(rng, *case[:2])
    layer = Convolution(array(W, dtype), array(b, dtype), stride=case[2], pad=case[3])
    return layer, array(x, dtype)


def pooling(array, rng, case, dtype=None):
    return Pooling(*case[1:3], stride=case[3], pad=case[4]), array(rng.normal(size=case[0]), dtype)


LAYERS = [(convolution, case) for case in CONVOLUTIONS] + [(pooling, case) for case in POOLINGS]
each_layer = pytest.mark.parametrize(("make", "case"), LAYERS)


# ---------------------------------------------------------------- the same as others compute


@pytest.mark.parametrize("case", CONVOLUTIONS)
def test_convolution_equals_the_definition_written_as_loops(array, rng, case):
    x, W, b = numbers(rng, *case[:2])
    got = Convolution(array(W), array(b), *case[2:]).forward(array(x))
    np.testing.assert_allclose(array.host(got), convolution_by_loops(x, W, b, *case[2:]), **CLOSE)


@pytest.mark.parametrize("case", CONVOLUTIONS)
def test_convolution_equals_scipy_correlate(array, rng, case):
    (x, W, b), (stride, pad) = numbers(rng, *case[:2]), case[2:]
    want = [
        [scipy.signal.correlate(image, w, mode="valid")[0] for w in W] for image in framed(x, pad)
    ]
    want = np.array(want)[:, :, ::stride, ::stride] + b[:, np.newaxis, np.newaxis]
    got = Convolution(array(W), array(b), stride, pad).forward(array(x))
    np.testing.assert_allclose(array.host(got), want, **CLOSE)


@pytest.mark.parametrize("case", POOLINGS)
def test_pooling_equals_the_definition_written_as_loops(array, rng, case):
    layer, x = pooling(array, rng, case)
    want = pooling_by_loops(array.host(x), *case[1:])
    np.testing.assert_array_equal(array.host(layer.forward(x)), want)


# ---------------------------------------------------------------- shape


@each_layer
def test_layer_gives_the_output_size_of_the_formula_and_restores_the_shape_of_x(
    array, rng, make, case
):
    layer, x = make(array, rng, case)
    *_, stride, pad = case
    filter_size = case[1][2:] if make is convolution else case[1:3]
    sizes = zip(x.shape[2:], filter_size, strict=True)
    channels = case[1][0] if make is convolution else x.shape[1]
    want = (x.shape[0], channels, *(output_size(*pair, stride, pad) for pair in sizes))
    out = layer.forward(x)
    assert out.shape == want
    assert layer.backward(out).shape == x.shape


@pytest.mark.parametrize(
    ("size", "filter_size", "stride", "pad", "want"),
    [(6, 2, 1, 1, 7), (28, 5, 1, 0, 24), (24, 2, 2, 0, 12)],
)
def test_output_sizes_of_the_course(size, filter_size, stride, pad, want):
    x = np.zeros((1, 1, size, size))
    W = np.zeros((1, 1, filter_size, filter_size))
    assert Convolution(W, np.zeros(1), stride, pad).forward(x).shape == (1, 1, want, want)
    assert Pooling(filter_size, filter_size, stride, pad).forward(x).shape == (1, 1, want, want)


# ---------------------------------------------------------------- values computed by hand


def test_convolution_gives_the_cross_correlation_of_the_course(array):
    layer = Convolution(array([[[[1.0, 2.0], [3.0, 4.0]]]]), array([0.5]))
    got = layer.forward(array(np.arange(9.0).reshape(1, 1, 3, 3)))
    np.testing.assert_array_equal(array.host(got)[0, 0], [[27.5, 37.5], [57.5, 67.5]])
    dx = layer.backward(array([[[[1.0, 10.0], [100.0, 1000.0]]]]))
    want = [[1, 12, 20], [103, 1234, 2040], [300, 3400, 4000]]
    np.testing.assert_array_equal(array.host(dx)[0, 0], want)
    want = [[4310, 5421], [7643, 8754]]  # Σ dout × the part of x under each filter element
    np.testing.assert_array_equal(array.host(layer.dW)[0, 0], want)
    np.testing.assert_array_equal(array.host(layer.db), [1111])


def test_pooling_equal_maxima_pass_the_gradient_on_once(array):
    layer = Pooling(2, 2, stride=2)
    np.testing.assert_array_equal(array.host(layer.forward(array(np.zeros((1, 1, 2, 4))))), 0)
    dx = array.host(layer.backward(array([[[[3.0, 4.0]]]])))
    np.testing.assert_array_equal(dx[0, 0], [[3, 0, 4, 0], [0, 0, 0, 0]])


def test_pooling_overlapping_ranges_add_the_gradients_of_their_common_maximum(array):
    layer = Pooling(1, 2)
    layer.forward(array([[[[1.0, 9.0, 2.0]]]]))
    dx = array.host(layer.backward(array([[[[5.0, 7.0]]]])))
    np.testing.assert_array_equal(dx[0, 0], [[0, 12, 0]])


def test_pooling_frame_never_wins_over_negative_pixels(array):
    layer = Pooling(2, 2, stride=2, pad=1)
    z = array.host(layer.forward(array([[[[-1.0, -2.0], [-3.0, -4.0]]]])))
    np.testing.assert_array_equal(z[0, 0], [[-1, -2], [-3, -4]])


def test_pooling_integers_are_computed_as_floats(array):
    z = Pooling(2, 2).forward(array([[[[1, 2], [3, 4]]]]))
    assert (z.dtype, array.host(z).item()) == (np.float64, 4.0)


# ---------------------------------------------------------------- numerical gradient


@each_layer
def test_layer_dx_equals_numerical_gradient(array, rng, make, case):
    layer, x = make(array, rng, case)
    dout = array(rng.normal(size=layer.forward(x).shape))
    want = numerical_gradient(lambda a: np.sum(layer.forward(a) * dout), x)
    layer.forward(x)
    got = array.host(layer.backward(dout))
    np.testing.assert_allclose(got, array.host(want), rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("case", CONVOLUTIONS)
@pytest.mark.parametrize("name", ["W", "b"])
def test_convolution_parameter_gradient_equals_numerical_gradient(array, rng, case, name):
    layer, x = convolution(array, rng, case)
    dout = array(rng.normal(size=layer.forward(x).shape))
    parameter = getattr(layer, name)
    want = array.host(numerical_gradient(lambda _: np.sum(layer.forward(x) * dout), parameter))
    layer.forward(x)
    layer.backward(dout)
    got = array.host(getattr(layer, "d" + name))
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-8)


def test_small_network_of_all_layers_passes_the_gradient_check(array, rng):
    x, d = array(rng.normal(size=(3, 2, 6, 6))), array([0, 2, 1])
    W = array(rng.normal(size=(3, 2, 3, 3)))
    layers = [
        Convolution(W, array(rng.normal(size=3))), Relu(), Pooling(2, 2, stride=2),
        Affine(array(rng.normal(size=(12, 3))), array(rng.normal(size=3))),
    ]  # fmt: skip
    loss_layer = SoftmaxWithLoss()

    def loss(x):
        for layer in layers:
            x = layer.forward(x)
        return loss_layer.forward(x, d)

    want = array.host(numerical_gradient(lambda _: loss(x), W))
    loss(x)
    dout = loss_layer.backward()
    for layer in reversed(layers):
        dout = layer.backward(dout)
    np.testing.assert_allclose(array.host(layers[0].dW), want, rtol=1e-5, atol=1e-8)


# ---------------------------------------------------------------- inputs untouched, dtype kept


@each_layer
def test_layer_leaves_x_dout_and_parameters_unchanged(array, rng, make, case):
    layer, x = make(array, rng, case)
    dout = array(rng.normal(size=layer.forward(x).shape))
    given = [x, dout] + ([layer.W, layer.b] if make is convolution else [])
    before = [array.host(a).copy() for a in given]
    layer.forward(x)
    layer.backward(dout)
    for after, values in zip(given, before, strict=True):
        np.testing.assert_array_equal(array.host(after), values)


@each_layer
@pytest.mark.parametrize("dtype", FLOATS)
def test_layer_keeps_the_float_type(array, rng, make, case, dtype):
    layer, x = make(array, rng, case, dtype)
    out = layer.forward(x)
    results = [out, layer.backward(out)]
    results += [layer.dW, layer.db] if make is convolution else []
    assert {a.dtype for a in results} == {np.dtype(dtype)}


# ---------------------------------------------------------------- the protocol


@each_layer
def test_layer_backward_twice_gives_the_same(array, rng, make, case):
    layer, x = make(array, rng, case)
    dout = array(rng.normal(size=layer.forward(x).shape))
    first, second = (array.host(layer.backward(dout)).copy() for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_convolution_shares_its_parameters(array):
    W, b = array(np.zeros((1, 1, 1, 1))), array([0.0])
    layer = Convolution(W, b)
    W += 2.0
    b += 1.0
    assert array.host(layer.forward(array([[[[3.0]]]]))).item() == 7.0


@each_layer
def test_layer_backward_before_forward_is_refused(array, rng, make, case):
    with pytest.raises(RuntimeError, match="forward を呼びましょう"):
        make(array, rng, case)[0].backward(array(np.zeros((1, 1, 1, 1))))


@each_layer
def test_layer_dout_that_would_broadcast_is_refused(array, rng, make, case):
    layer, x = make(array, rng, case)
    layer.forward(x)
    with pytest.raises(ValueError, match=r"dout の形は .*\(1, 1, 1\)"):
        layer.backward(array(np.ones((1, 1, 1))))


@pytest.mark.parametrize("shape", [(3, 4, 4), (2, 2, 4, 4), (4, 4), (1, 3, 4, 4, 1)])
def test_convolution_input_that_does_not_fit_is_refused(array, shape):
    layer = Convolution(array(np.zeros((2, 3, 2, 2))), array(np.zeros(2)))
    with pytest.raises(ValueError, match=r"x と W の形が合いません.*\(2, 3, 2, 2\)") as error:
        layer.forward(array(np.zeros(shape)))
    assert str(shape) in str(error.value)


@pytest.mark.parametrize("shape", [(4, 4), (3, 4, 4), (1, 1, 4, 4, 1)])
def test_pooling_input_without_channels_is_refused(array, shape):
    with pytest.raises(ValueError, match=r"\(N, C, H, W\)") as error:
        Pooling(2, 2).forward(array(np.zeros(shape)))
    assert str(shape) in str(error.value)


@pytest.mark.parametrize(
    ("w_shape", "b_shape"), [((3, 2), (3,)), ((3, 2, 2, 2), (2,)), ((3, 2, 2, 2), (3, 1))]
)
def test_convolution_parameters_that_do_not_fit_are_refused(array, w_shape, b_shape):
    with pytest.raises(ValueError, match="W の形は") as error:
        Convolution(array(np.zeros(w_shape)), array(np.zeros(b_shape)))
    assert str(w_shape) in str(error.value) and str(b_shape) in str(error.value)


@pytest.mark.parametrize("shape", [(1, 1, 5, 4), (1, 1, 4, 5), (1, 1, 1, 4), (1, 1, 4, 1)])
def test_layer_filter_that_does_not_fit_the_image_is_refused(array, shape):
    layers = Convolution(array(np.zeros((1, 1, 2, 2))), array(np.zeros(1)), 2), Pooling(2, 2, 2)
    for layer in layers:
        with pytest.raises(ValueError, match="ちょうど収まりません") as error:
            layer.forward(array(np.zeros(shape)))
        assert str(shape[2:]) in str(error.value)


@pytest.mark.parametrize(("stride", "pad"), [(0, 0), (-1, 0), (1, -1)])
def test_layer_stride_or_pad_that_is_impossible_is_refused(stride, pad):
    for make in (
        lambda: Convolution(np.zeros((1, 1, 2, 2)), np.zeros(1), stride, pad),
        lambda: Pooling(2, 2, stride, pad),
    ):
        with pytest.raises(ValueError, match=f"stride {stride}、pad {pad}"):
            make()


def test_pooling_range_of_frame_alone_is_refused():
    with pytest.raises(ValueError, match="pad は範囲より小さく"):
        Pooling(2, 3, pad=2)
