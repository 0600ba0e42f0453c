"""A training step does what is written down here and nothing more: no pass, copy or float64 added.

Counted, not timed: a slow-down shows on a busy machine too. Every line of a table is one pass over
an array, with the shape of its result and the reason why the step needs it.
"""

from collections import Counter

import numpy as np
import pytest

from common.layers import Affine, Convolution, Pooling, Relu
from common.multi_layer_net import MultiLayerNet
from common.optimizer import SGD
from common.trainer import Trainer

N, I, H, K = 20, 7, 5, 3  # all different: a shape tells which array it is  # noqa: E741


class Counted(np.ndarray):
    """A NumPy array that writes down every operation on it, and gives results of its own kind."""

    log: list = []

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **kwargs):
        if out is not None:
            kwargs["out"] = tuple(map(_plain, out))
        result = getattr(ufunc, method)(*map(_plain, inputs), **_plain(kwargs))
        name = ufunc.__name__ if method == "__call__" else f"{ufunc.__name__}.{method}"
        _write_down(f"{name} in place" if out is not None else name, result)
        return out[0] if out is not None else _counted(result)

    def __array_function__(self, function, types, args, kwargs):
        result = function(*_plain(args), **_plain(kwargs))
        _write_down(function.__name__, result)
        return _counted(result)

    def __getitem__(self, index):
        return self._view_or_copy("getitem", _plain(self)[_plain(index)])

    def __setitem__(self, index, value):
        _plain(self)[_plain(index)] = _plain(value)
        _write_down("setitem", self)

    def _view_or_copy(self, name, result):
        if not np.shares_memory(_plain(self), result):
            _write_down(f"{name} copy", result)
        return _counted(result)


def _method(name):
    def method(self, *args, **kwargs):
        return self._view_or_copy(name, getattr(_plain(self), name)(*_plain(args), **kwargs))

    return method


for _name in ("astype", "copy", "reshape", "ravel", "flatten", "repeat", "clip", "dot"):
    setattr(Counted, _name, _method(_name))


def _plain(value):
    if isinstance(value, Counted):
        return value.view(np.ndarray)
    if isinstance(value, (list, tuple)):
        return type(value)(map(_plain, value))
    return {k: _plain(v) for k, v in value.items()} if isinstance(value, dict) else value


def _counted(value):
    return np.asarray(value).view(Counted) if isinstance(value, (np.ndarray, np.generic)) else value


def _write_down(name, result):
    Counted.log.append((name, np.shape(_plain(result)), np.asarray(_plain(result)).dtype))


def operations(run):
    """What `run` did to counted arrays: how often each (operation, shape of the result, type)."""
    Counted.log.clear()
    run()
    return Counter(Counted.log)


def counts(run):
    """The same without the types."""
    return Counter((name, shape) for name, shape, _ in operations(run).elements())


def difference(got, table):
    want = Counter(line[:2] for line in table)
    return {"added": sorted((got - want).elements()), "missing": sorted((want - got).elements())}


NOTHING = {"added": [], "missing": []}

# ---------------------------------------------------------------- the tables

FORWARD = [
    ("matmul", (N, H), "x @ W1"),
    ("add", (N, H), "+ b1"),
    ("maximum", (N, H), "ReLU"),
    ("matmul", (N, K), "z @ W2"),
    ("add", (N, K), "+ b2"),
]
LOSS = [
    ("maximum.reduce", (N, 1), "softmax: the largest of each row,"),
    ("subtract", (N, K), "subtracted, so that nothing overflows,"),
    ("exp", (N, K), "exp,"),
    ("add.reduce", (N, 1), "its sum over each row,"),
    ("divide", (N, K), "divided by it"),
    ("less", (N,), "class numbers in range: CuPy would wrap them silently; once a step,"),
    ("greater_equal", (N,), "at both ends,"),
    ("bitwise_or", (N,), "either of them,"),
    ("any", (), "in one answer, the only one that the host waits for"),
    ("arange", (K,), "one-hot: the class numbers,"),
    ("equal", (N, K), "compared with d,"),
    ("astype copy", (N, K), "as floats; kept for the backward pass"),
    ("clip", (N, K), "log(0) stays finite"),
    ("log", (N, K), "cross entropy"),
    ("multiply", (N, K), "d log y"),
    ("sum", (), "over everything; the rest is arithmetic with one number:"),
    ("negative", (), "-"),
    ("divide", (), "/ N"),
    ("add", (), "-0.0 becomes 0.0"),
]
BACKWARD = [
    ("subtract", (N, K), "y - d"),
    ("divide", (N, K), "/ N"),
    ("multiply", (N, K), "times dout of the protocol"),
    ("matmul", (H, K), "dW2"),
    ("add.reduce", (K,), "db2"),
    ("matmul", (N, H), "dz"),
    ("greater", (N, H), "derivative of ReLU: where u > 0,"),
    ("astype copy", (N, H), "as a number,"),
    ("multiply", (N, H), "times dout"),
    ("matmul", (I, H), "dW1"),
    ("add.reduce", (H,), "db1; and no dx: nobody needs the gradient of the input"),
]
UPDATE = [
    line
    for shape in [(I, H), (H,), (H, K), (K,)]
    for line in [("multiply", shape, "lr * grad"), ("subtract in place", shape, "param -= ")]
]
STEP = FORWARD + LOSS + BACKWARD + UPDATE
BATCH = [
    ("getitem copy", (N, I), "the rows of x in this batch"),
    ("getitem copy", (N,), "their labels"),
]
# (images, channels, height, width) -> 3 filters of 2 x 2 -> pooling 2 x 2 side by side
IMAGES, U, Z = (N, 2, 7, 5), (N, 3, 6, 4), (N, 3, 3, 2)
CONVOLUTION = [
    ("stack", (N, 2, 4, 6, 4), "the pixels under each of the 4 filter elements: the only copy"),
    ("matmul", (N, 3, 24), "W @ col"),
    ("add", (N, 3, 24), "+ b"),
    ("matmul", (N, 3, 8), "dW of each image,"),
    ("add.reduce", (3, 8), "summed"),
    ("add.reduce", (3,), "db"),
    ("matmul", (N, 8, 24), "dcol"),
    ("zeros", IMAGES, "dx"),
    *4 * [("add in place", (N, 2, 6, 4), "a quarter of dcol added to the pixels it came from")],
]
POOLING = [
    *3 * [("maximum", Z, "the larger one of two of the 4 pixels")],
    ("zeros_like", U, "dx"),
    ("ones_like", Z, "who waits for its maximum"),
    *4 * [("equal", Z, "is this pixel the maximum"), ("bitwise_and", Z, "and the first one?")],
    *4 * [("multiply", Z, "then dout belongs to it"), ("add in place", Z, "and is added")],
    *4 * [("invert", Z, "and its place waits"), ("bitwise_and in place", Z, "no longer")],
]


# ---------------------------------------------------------------- the guards


@pytest.fixture
def data(rng):
    x, d = rng.random((4 * N, I), dtype=np.float32), rng.integers(0, K, 4 * N)
    return x.view(Counted), d.view(Counted)


@pytest.fixture
def network(rng):
    params = MultiLayerNet(I, [H], K, rng=rng).params
    return MultiLayerNet.from_params({key: p.view(Counted) for key, p in params.items()})


def step(network, x, d):
    SGD(0.1).update(network.params, network.gradient(x, d))


def test_training_step_does_what_is_written_down(network, data):
    x, d = (a[:N] for a in data)
    assert difference(counts(lambda: step(network, x, d)), STEP) == NOTHING


def test_training_step_with_one_hot_labels_skips_what_makes_them(network, data):
    x = data[0][:N]
    d = np.eye(K, dtype=np.float32)[data[1][:N].view(np.ndarray)].view(Counted)
    made = {"less", "greater_equal", "bitwise_or", "any", "arange", "equal"}
    table = [line for line in STEP if line[0] not in made and line[:2] != ("astype copy", (N, K))]
    assert difference(counts(lambda: step(network, x, d)), table) == NOTHING


def test_training_step_of_float32_makes_no_float64(network, data):
    x, d = (a[:N] for a in data)
    kept = {np.dtype(t) for t in (np.float32, bool, np.int64)}
    found = operations(lambda: step(network, x, d))
    assert {key for key in found if key[2] not in kept} == set()
    assert {key[:2] for key in found if key[2] == np.int64} == {("arange", (K,))}


def test_trainer_adds_only_the_copy_of_the_batch(network, data):
    def train(iterations):
        rng = np.random.default_rng(0)
        options = {"iterations": iterations, "mini_batch_size": N, "evaluate_every": 9, "rng": rng}
        return counts(Trainer(network, *data, *data, **options).train)

    more, fewer = train(4), train(3)
    assert fewer - more == Counter()
    # the slice of the order of the epoch is a view
    assert difference(more - fewer, STEP + BATCH) == NOTHING


def test_convolution_step_does_what_is_written_down(rng):
    W, b = (rng.random(shape, dtype=np.float32).view(Counted) for shape in [(3, 2, 2, 2), 3])
    layer, x = Convolution(W, b), rng.random(IMAGES, dtype=np.float32).view(Counted)
    dout = rng.random(U, dtype=np.float32).view(Counted)
    got = operations(lambda: (layer.forward(x), layer.backward(dout)))
    assert difference(Counter(key[:2] for key in got.elements()), CONVOLUTION) == NOTHING
    assert {key[2] for key in got} == {np.dtype(np.float32)}


def test_pooling_step_does_what_is_written_down(rng):
    layer, x = Pooling(2, 2, stride=2), rng.random(U, dtype=np.float32).view(Counted)
    dout = rng.random(Z, dtype=np.float32).view(Counted)
    got = operations(lambda: (layer.forward(x), layer.backward(dout)))
    assert difference(Counter(key[:2] for key in got.elements()), POOLING) == NOTHING
    assert {key[2] for key in got} == {np.dtype(np.float32), np.dtype(bool)}


# ---------------------------------------------------------------- the guards see a slow-down

SLOWER = {
    "pass": (lambda x: x * 1, ("multiply", (N, H))),
    "copy": (lambda x: x.copy(), ("copy copy", (N, H))),
    "copy by index": (lambda x: x[np.arange(N)], ("getitem copy", (N, H))),
    "copy to float64": (lambda x: x.astype(np.float64), ("astype copy", (N, H))),
    "copy by transposing": (lambda x: x.T.reshape(-1).reshape(H, N).T, ("reshape copy", (N * H,))),
    "float64 operation": (lambda x: x + np.zeros(H), ("add", (N, H))),
    "function": (lambda x: np.where(x > 0, x, 0), ("where", (N, H))),
}


@pytest.mark.parametrize("slower, found", SLOWER.values(), ids=SLOWER)
def test_added_operation_is_noticed(network, data, monkeypatch, slower, found):
    forward = Relu.forward
    monkeypatch.setattr(Relu, "forward", lambda self, x, *rest: forward(self, slower(x)))
    x, d = (a[:N] for a in data)
    assert found in difference(counts(lambda: step(network, x, d)), STEP)["added"]


def test_gradient_of_the_input_is_noticed(network, data, monkeypatch):
    gradients = Affine.parameter_gradients
    both = lambda self, dout: (gradients(self, dout), dout @ self.W.T)  # noqa: E731
    monkeypatch.setattr(Affine, "parameter_gradients", both)
    x, d = (a[:N] for a in data)
    assert ("matmul", (N, I)) in difference(counts(lambda: step(network, x, d)), STEP)["added"]
