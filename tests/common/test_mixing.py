"""Arrays of CPU and GPU in one calculation are refused, by name, before anything changes."""

import numpy as np
import pytest

from common.functions import (
    binary_cross_entropy_error,
    cross_entropy_error,
    d_mean_squared_error,
    d_sigmoid_with_loss,
    d_softmax_with_loss,
    mean_squared_error,
    softmax_with_loss,
)
from common.gpu.stand_in import to_device
from common.layers import Affine, Convolution, SoftmaxWithLoss
from common.multi_layer_net import MultiLayerNet, TwoLayerNet
from common.optimizer import SGD
from common.trainer import Trainer

ROW = np.array([[0.25, 0.75]])
ONE_HOT = np.array([[0.0, 1.0]])
NETWORK = TwoLayerNet(2, 3, 2, rng=np.random.default_rng(0))
IMAGES = np.zeros((1, 1, 3, 3))
FILTERS = np.ones((1, 1, 2, 2))

CALCULATIONS = {
    "mean_squared_error": (mean_squared_error, ROW, ONE_HOT),
    "cross_entropy_error": (cross_entropy_error, ONE_HOT, ROW),
    "cross_entropy_error of labels": (cross_entropy_error, np.array([1]), ROW),
    "binary_cross_entropy_error": (binary_cross_entropy_error, ONE_HOT[0], ROW[0]),
    "softmax_with_loss": (softmax_with_loss, ONE_HOT, ROW),
    "d_mean_squared_error": (d_mean_squared_error, ONE_HOT, ROW),
    "d_softmax_with_loss": (d_softmax_with_loss, ONE_HOT, ROW),
    "d_sigmoid_with_loss": (d_sigmoid_with_loss, ONE_HOT[0], ROW[0]),
    "Affine": (lambda W, x: Affine(W, 0 * W[0]).forward(x), np.eye(2), ROW),
    "Convolution": (lambda W, x: Convolution(W, W[0, 0, 0, :1]).forward(x), FILTERS, IMAGES),
    "SoftmaxWithLoss": (lambda d, x: SoftmaxWithLoss().forward(x, d), ONE_HOT, ROW),
    "network": (lambda W, x: network_like(W).predict(x), np.eye(2), ROW),
    "SGD": (lambda W, g: SGD(0.1).update({"W": W}, {"W": g}), np.eye(2), np.eye(2)),
}


def network_like(W):
    return MultiLayerNet.from_params({"W1": W, "b1": W[0]})


@pytest.mark.parametrize("on_device", ["first", "second"])
@pytest.mark.parametrize("function, a, b", CALCULATIONS.values(), ids=CALCULATIONS.keys())
def test_mixed_arrays_are_refused_by_name(function, a, b, on_device):
    a, b = (to_device(a), b) if on_device == "first" else (a, to_device(b))
    with pytest.raises(TypeError, match="CPU にあるのは .*GPU にあるのは .*to_gpu"):
        function(a, b)


def test_training_on_mixed_data_changes_no_parameter():
    x, d = np.zeros((4, 2), dtype=np.float32), np.array([0, 1, 0, 1])
    before = {key: value.copy() for key, value in NETWORK.params.items()}
    trainer = Trainer(NETWORK, to_device(x), to_device(d), x, d, epochs=1)
    with pytest.raises(TypeError, match="CPU にあるのは W、GPU にあるのは x"):
        trainer.train()
    for key, value in NETWORK.params.items():
        np.testing.assert_array_equal(value, before[key])
