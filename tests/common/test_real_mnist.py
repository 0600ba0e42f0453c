"""Training on real MNIST images ends where the curriculum says (8,000 to train, 2,000 to test)."""

import numpy as np
import pytest

from common.multi_layer_net import TwoLayerNet
from common.optimizer import SGD
from common.trainer import Trainer
from datasets import load_mnist

BANDS = {0.01: (0.932, 0.938), "xavier": (0.934, 0.941), "he": (0.935, 0.943)}  # of six seeds
SPREAD = 0.005  # one standard error of a share of 0.94 among 2,000 images
SEEDS = range(6)


@pytest.fixture
def mnist(real_mnist):
    return load_mnist(source="mnist")


def accuracy(mnist, seed=0, hidden=40, iterations=1000, learning_rate=0.1, std=0.01):
    rng = np.random.default_rng(seed)
    (x_train, d_train), (x_test, d_test) = mnist
    network = TwoLayerNet(784, hidden, 10, weight_init_std=std, rng=rng)
    trainer = Trainer(
        network, x_train, d_train, x_test, d_test, iterations=iterations,
        evaluate_every=iterations, optimizer=SGD(learning_rate), rng=rng,
    )  # fmt: skip
    return trainer.train().test_accuracy[-1]


@pytest.mark.slow
@pytest.mark.parametrize(
    "std", [pytest.param(s, marks=() if s == "he" else pytest.mark.long) for s in BANDS]
)
def test_mean_accuracy_of_six_seeds_lies_in_the_band_of_its_initial_values(mnist, std):
    found = [accuracy(mnist, seed, std=std) for seed in SEEDS]
    assert min(found) > 0.90
    low, high = BANDS[std]
    assert low - SPREAD < np.mean(found) < high + SPREAD


@pytest.mark.slow
@pytest.mark.parametrize(
    "options, low, high",
    [
        ({"learning_rate": 1e-5}, 0.05, 0.15),
        ({"learning_rate": 100.0}, 0.05, 0.15),
        ({"hidden": 4}, 0.75, 0.90),
        pytest.param(
            {"hidden": 120, "learning_rate": 0.5, "iterations": 2000, "std": "he"},
            *(0.955, 0.98),
            marks=pytest.mark.long,
        ),
    ],
)
def test_changed_settings_end_where_the_curriculum_says(mnist, options, low, high):
    assert low < accuracy(mnist, **options) < high
