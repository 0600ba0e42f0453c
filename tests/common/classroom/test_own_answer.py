"""What an answer cannot use while it is tested, and what it still can."""

import functools
import inspect

import numpy as np
import pytest

import common.convolution
import common.gradient
import common.layers
import common.multi_layer_net
import common.optimizer
import common.trainer
from common import checking as check
from common.classroom.own_answer import closed, closed_parts

X, D = np.ones((4, 3)), np.arange(4) % 2
PARAMS = {"W1": np.ones((3, 2)), "b1": np.zeros(2)}
NET = common.multi_layer_net.MultiLayerNet


@pytest.fixture(autouse=True)
def in_own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def first_line(name, call, own=()):
    with pytest.raises(check.CheckFailed) as caught:  # noqa: SIM117
        with check.exercise(name, own=own):
            call()
    return str(caught.value).splitlines()[0].removeprefix(f"✗ {name}：")


def batches():
    next(common.trainer._endless_batches(X, D, 2, np.random.default_rng(0)))


def trained():
    common.trainer.Trainer(NET.from_params(PARAMS), X, D, X, D, epochs=1).train()


@pytest.mark.parametrize(
    "name, own, call, called",
    [
        ("accuracy", (), lambda: NET.from_params(PARAMS).accuracy(X, D), "accuracy"),
        ("predict", (), lambda: NET.from_params(PARAMS).predict(X), "predict"),
        ("forward", (), lambda: common.layers.Affine(*PARAMS.values()).forward(X), "forward"),
        ("softmax", (), lambda: NET.from_params(PARAMS).predict(X), "softmax"),
        ("train", (), trained, "train"),
        (
            "numerical_gradient",
            (),
            lambda: common.gradient._central_difference(np.sum, np.ones(2), 0, 1e-4),
            "numerical_gradient",
        ),
        (
            "Affine",
            ("Convolution",),
            lambda: common.convolution.Convolution(np.ones((2, 3, 1, 1)), np.zeros(2)),
            "Convolution",
        ),
        ("iterate_minibatches", ("_endless_batches",), batches, "_endless_batches"),
        ("iterate_minibatches", ("_endless_batches",), trained, "_endless_batches"),
        ("sgd_step", ("SGD",), lambda: common.optimizer.SGD(0.1), "SGD"),
        ("backward", ("MultiLayerNet",), lambda: NET.from_params(PARAMS), "MultiLayerNet"),
        (
            "backward",
            ("MultiLayerNet",),
            lambda: common.multi_layer_net.TwoLayerNet(3, 2, 2),  # its constructor has a closure
            "MultiLayerNet",
        ),
    ],
)
def test_route_to_the_same_work_in_common_is_refused_and_open_again_after(name, own, call, called):
    assert first_line(name, call, own) == f"common の {called} を呼んでいます"
    call()


@pytest.mark.parametrize(
    "name, own, call",
    [
        ("accuracy", (), lambda: NET.from_params(PARAMS).predict(X)),
        ("train", ("Trainer",), lambda: NET.from_params(PARAMS).loss_and_gradient(X, D)),
        ("train_mnist", ("Trainer",), lambda: common.optimizer.SGD(0.1).update({}, {})),
        ("SoftmaxWithLoss", (), lambda: common.functions.softmax(X)),
        ("Sigmoid", ("d_sigmoid",), lambda: common.functions.sigmoid(X)),
        ("relative_error", (), lambda: common.gradient.numerical_gradient(np.sum, np.ones(2))),
    ],
)
def test_what_the_chapter_hands_out_stays_open(name, own, call):
    with check.exercise(name, own=own):
        call()


def test_internals_are_closed_where_nothing_open_needs_them():
    names = {function.__qualname__ for function in closed_parts(("numerical_gradient",))}
    assert {"_central_difference", "_scalar", "gradient_check", "_agrees"} <= names
    names = {function.__qualname__ for function in closed_parts(("accuracy",))}
    assert "MultiLayerNet._forward" not in names


def test_partial_of_common_is_refused_when_it_is_called():
    call = functools.partial(common.functions.softmax, np.ones(2))
    assert first_line("softmax", call) == "common の softmax を呼んでいます"


@pytest.mark.parametrize(
    "function", [common.trainer._endless_batches, common.gradient.numerical_gradient]
)
def test_closed_function_stays_of_its_kind(function):
    """Python 3.13 warns of others, and the learner would read it at every exercise."""
    code, kind = function.__code__, inspect.isgeneratorfunction(function)
    with closed((function.__name__,), {}):
        assert function.__code__ is not code
        assert inspect.isgeneratorfunction(function) == kind
    assert function.__code__ is code
