"""Networks, layers and their gradients against scikit-learn and, where installed, PyTorch.

Random shapes, float64, 1e-10. (Single functions: test_functions_reference.py.)
"""

import warnings
from importlib.util import find_spec

import numpy as np
import pytest
import sklearn.exceptions
from sklearn.neural_network import MLPClassifier, MLPRegressor

from common import functions as F
from common.layers import Affine, Convolution, Pooling, Relu, Sigmoid, SoftmaxWithLoss
from common.multi_layer_net import MultiLayerNet
from common.optimizer import SGD

CLOSE = {"rtol": 1e-10, "atol": 1e-12}
needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch がない")
SKLEARN_NAMES = {"relu": "relu", "sigmoid": "logistic"}
LEARNING_RATE = 0.3


def params_of(model):
    pairs = zip(model.coefs_, model.intercepts_, strict=True)
    return {
        f"{kind}{k}": array.copy()
        for k, pair in enumerate(pairs, start=1)
        for kind, array in zip("Wb", pair, strict=True)
    }


def sklearn_model(kind, hidden, activation):
    return kind(
        hidden_layer_sizes=hidden, activation=SKLEARN_NAMES[activation], solver="sgd", alpha=0.0,
        momentum=0.0, nesterovs_momentum=False, learning_rate_init=LEARNING_RATE, random_state=7,
    )  # fmt: skip


def one_step(model, x, d, **options):
    """scikit-learn's parameters before and after one update, and the loss before it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sklearn.exceptions.ConvergenceWarning)
        model.partial_fit(x, d, **options)
        before = params_of(model)
        model.partial_fit(x, d)
    return before, params_of(model), model.loss_


@pytest.mark.parametrize("activation", SKLEARN_NAMES)
@pytest.mark.parametrize("hidden", [[6], [5, 7], [4, 3, 5]])
def test_classifier_loss_and_update_equal_sklearn(rng, activation, hidden):
    x, d = rng.normal(size=(17, 3)), rng.integers(4, size=17)
    before, after, loss = one_step(
        sklearn_model(MLPClassifier, hidden, activation), x, d, classes=range(4)
    )
    network = MultiLayerNet.from_params(before, activation)
    np.testing.assert_allclose(network.loss(x, d), loss, **CLOSE)
    SGD(LEARNING_RATE).update(network.params, network.gradient(x, d))
    for key, want in after.items():
        np.testing.assert_allclose(network.params[key], want, **CLOSE)


@pytest.mark.parametrize("activation, derivative", [("relu", F.d_relu), ("sigmoid", F.d_sigmoid)])
def test_regression_gradient_of_the_chapter_equals_sklearn(rng, activation, derivative):
    x, d = rng.uniform(-1, 1, size=(23, 2)), rng.normal(size=23)
    before, after, loss = one_step(sklearn_model(MLPRegressor, [10], activation), x, d)
    u1 = x @ before["W1"] + before["b1"]
    z1 = getattr(F, activation)(u1)
    y, d = z1 @ before["W2"] + before["b2"], d[:, np.newaxis]
    np.testing.assert_allclose(F.mean_squared_error(d, y), loss, **CLOSE)
    delta2 = F.d_mean_squared_error(d, y)
    delta1 = (delta2 @ before["W2"].T) * derivative(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(0), "W2": z1.T @ delta2, "b2": delta2.sum(0)}
    for key, want in after.items():
        np.testing.assert_allclose(before[key] - LEARNING_RATE * grads[key], want, **CLOSE)


# ---------------------------------------------------------------- PyTorch


def torch_tensor(array, grad=False):
    import torch

    return torch.tensor(array, dtype=torch.float64, requires_grad=grad)


def autograd(function, *arrays, dout=None):
    """Output of a PyTorch function, and its gradients for every array."""
    tensors = [torch_tensor(array, grad=True) for array in arrays]
    out = function(*tensors)
    out.backward(None if dout is None else torch_tensor(dout))
    return out.detach().numpy(), [tensor.grad.numpy() for tensor in tensors]


@needs_torch
@pytest.mark.parametrize("shape", [(5,), (4, 3), (2, 3, 4)])
@pytest.mark.parametrize("name", ["relu", "sigmoid"])
def test_activation_and_derivative_equal_torch(rng, name, shape):
    import torch

    u, dout = rng.normal(scale=3, size=shape), rng.normal(size=shape)
    want, (du,) = autograd(getattr(torch, name), u, dout=dout)
    np.testing.assert_allclose(getattr(F, name)(u), want, **CLOSE)
    np.testing.assert_allclose(getattr(F, f"d_{name}")(u) * dout, du, **CLOSE)
    layer = {"relu": Relu, "sigmoid": Sigmoid}[name]()
    np.testing.assert_allclose(layer.forward(u), want, **CLOSE)
    np.testing.assert_allclose(layer.backward(dout), du, **CLOSE)


@needs_torch
@pytest.mark.parametrize("n, k", [(1, 2), (7, 4), (3, 10)])
def test_losses_and_their_derivatives_equal_torch(rng, n, k):
    import torch.nn.functional as T

    u, t = rng.normal(scale=3, size=(n, k)), rng.normal(size=(n, k))
    labels, bits = rng.integers(k, size=n), rng.integers(2, size=(n, 1))
    targets = torch_tensor(labels).long()
    want, (du,) = autograd(lambda a: T.cross_entropy(a, targets), u)
    np.testing.assert_allclose(F.softmax_with_loss(labels, u), want, **CLOSE)
    np.testing.assert_allclose(F.d_softmax_with_loss(labels, F.softmax(u)), du, **CLOSE)
    layer = SoftmaxWithLoss()
    np.testing.assert_allclose(layer.forward(u, labels), want, **CLOSE)
    np.testing.assert_allclose(layer.backward(2.5), 2.5 * du, **CLOSE)
    half_sum = lambda a: T.mse_loss(a, torch_tensor(t), reduction="sum") / (2 * n)  # noqa: E731
    want, (du,) = autograd(half_sum, u)
    np.testing.assert_allclose(F.mean_squared_error(t, u), want, **CLOSE)
    np.testing.assert_allclose(F.d_mean_squared_error(t, u), du, **CLOSE)
    with_logits = T.binary_cross_entropy_with_logits
    want, (du,) = autograd(lambda a: with_logits(a, torch_tensor(bits)), u[:, :1])
    y = F.sigmoid(u[:, :1])
    np.testing.assert_allclose(F.binary_cross_entropy_error(bits, y), want, **CLOSE)
    np.testing.assert_allclose(F.d_sigmoid_with_loss(bits, y), du, **CLOSE)


@needs_torch
@pytest.mark.parametrize("n, i, o", [(1, 3, 2), (6, 4, 5)])
def test_affine_equals_torch(rng, n, i, o):
    W, b, x = rng.normal(size=(i, o)), rng.normal(size=o), rng.normal(size=(n, i))
    dout = rng.normal(size=(n, o))
    want, (dx, dW, db) = autograd(lambda a, w, c: a @ w + c, x, W, b, dout=dout)
    layer = Affine(W, b)
    np.testing.assert_allclose(layer.forward(x), want, **CLOSE)
    np.testing.assert_allclose(layer.backward(dout), dx, **CLOSE)
    np.testing.assert_allclose(layer.dW, dW, **CLOSE)
    np.testing.assert_allclose(layer.db, db, **CLOSE)


@needs_torch
@pytest.mark.parametrize("size, stride, pad", [((2, 3), 1, 0), ((3, 2), 2, 1)])
def test_im2col_and_col2im_equal_torch_unfold_and_fold(rng, size, stride, pad):
    import torch.nn.functional as T

    images = rng.normal(size=(2, 3, 7, 6))
    unfold = T.unfold(torch_tensor(images), size, stride=stride, padding=pad)
    want = unfold.numpy().transpose(0, 2, 1).reshape(-1, 3 * size[0] * size[1])
    col = F.im2col(images, *size, stride=stride, pad=pad)
    np.testing.assert_allclose(col, want, **CLOSE)
    fold = T.fold(unfold, images.shape[2:], size, stride=stride, padding=pad)
    back = F.col2im(col, images.shape, *size, stride=stride, pad=pad)
    np.testing.assert_allclose(back, fold.numpy(), **CLOSE)


@needs_torch
@pytest.mark.parametrize("stride, pad, size", [(1, 0, (6, 5)), (2, 1, (7, 6)), (1, 2, (3, 4))])
def test_convolution_equals_torch(rng, stride, pad, size):
    import torch.nn.functional as T

    x, W = rng.normal(size=(2, 3, *size)), rng.normal(size=(4, 3, 3, 2))
    layer = Convolution(W, rng.normal(size=4), stride, pad)
    u = layer.forward(x)
    dout = rng.normal(size=u.shape)
    want, (dx, dW, db) = autograd(
        lambda a, w, c: T.conv2d(a, w, c, stride, pad), x, W, layer.b, dout=dout
    )
    np.testing.assert_allclose(u, want, **CLOSE)
    np.testing.assert_allclose(layer.backward(dout), dx, **CLOSE)
    np.testing.assert_allclose(layer.dW, dW, **CLOSE)
    np.testing.assert_allclose(layer.db, db, **CLOSE)


@needs_torch
@pytest.mark.parametrize(
    "pool, stride, pad, size",
    [
        ((2, 2), 2, 0, (6, 4)),
        ((3, 3), 2, 0, (5, 7)),
        ((2, 1), 3, 0, (5, 4)),
        ((2, 2), 1, 1, (4, 5)),
    ],
)
def test_pooling_equals_torch(rng, pool, stride, pad, size):
    import torch.nn.functional as T

    x = rng.integers(4, size=(2, 3, *size)).astype(float)  # equal maxima are frequent
    layer = Pooling(*pool, stride, pad)
    z = layer.forward(x)
    dout = rng.normal(size=z.shape)
    want, (dx,) = autograd(lambda a: T.max_pool2d(a, pool, stride, pad), x, dout=dout)
    np.testing.assert_allclose(z, want, **CLOSE)
    np.testing.assert_allclose(layer.backward(dout), dx, **CLOSE)


@needs_torch
@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
@pytest.mark.parametrize("hidden", [[], [6], [5, 7, 4]])
def test_twenty_updates_of_a_network_equal_torch(rng, activation, hidden):
    import torch
    import torch.nn.functional as T

    x, d = rng.normal(size=(13, 3)), rng.integers(4, size=13)
    network = MultiLayerNet(
        3, hidden, 4, activation, weight_init_std=0.7, dtype=np.float64, rng=rng
    )
    tensors = {key: torch_tensor(param, grad=True) for key, param in network.params.items()}
    optimizer = torch.optim.SGD(tensors.values(), lr=0.2)
    for _ in range(20):
        a = torch_tensor(x)
        for k in range(1, len(hidden) + 1):
            a = getattr(torch, activation)(a @ tensors[f"W{k}"] + tensors[f"b{k}"])
        a = a @ tensors[f"W{len(hidden) + 1}"] + tensors[f"b{len(hidden) + 1}"]
        optimizer.zero_grad()
        T.cross_entropy(a, torch_tensor(d).long()).backward()
        optimizer.step()
        SGD(0.2).update(network.params, network.gradient(x, d))
    for key, tensor in tensors.items():
        np.testing.assert_allclose(network.params[key], tensor.detach().numpy(), **CLOSE)
