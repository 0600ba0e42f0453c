"""The whole training of chapter 1_4, by common and by scikit-learn, in one run.

    python benchmarks/training.py [threads]

Both train a 784-40-10 network with plain SGD on the same images, for the same number of epochs, and
are then asked how many test images they get right; common also measures the accuracy on the way, as
the chapter does. They take turns; what counts is the ratio of the medians at equal accuracy.
"""

# ruff: noqa: I001  the order of the imports matters here
import os
import statistics
import time
import warnings
from collections.abc import Callable

os.environ["TQDM_DISABLE"] = "1"  # no progress bar: tqdm reads it when it is imported
from networks import THREADS, processor  # it sets the threads before NumPy is there

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from common.multi_layer_net import TwoLayerNet
from common.optimizer import SGD
from common.trainer import Trainer
from datasets import load_mnist

ROUNDS = 5
EPOCHS = 60
LEARNING_RATE = 0.1
(X_TRAIN, D_TRAIN), (X_TEST, D_TEST) = load_mnist(source="digits")


def common(seed: int) -> float:
    rng = np.random.default_rng(seed)
    network = TwoLayerNet(784, 40, 10, weight_init_std="xavier", rng=rng)
    trainer = Trainer(
        network, X_TRAIN, D_TRAIN, X_TEST, D_TEST,
        epochs=EPOCHS, optimizer=SGD(LEARNING_RATE), evaluate_every=100, rng=rng,
    )  # fmt: skip
    return trainer.train().test_accuracy[-1]


def sklearn(seed: int) -> float:
    model = MLPClassifier(
        (40,), solver="sgd", alpha=0.0, batch_size=100, learning_rate_init=LEARNING_RATE,
        momentum=0.0, nesterovs_momentum=False, max_iter=EPOCHS, tol=0.0, n_iter_no_change=EPOCHS,
        random_state=seed,
    )  # fmt: skip
    return model.fit(X_TRAIN, D_TRAIN).score(X_TEST, D_TEST)


def timed(train: Callable[[int], float], seed: int) -> tuple[float, float]:
    start = time.perf_counter()
    accuracy = train(seed)
    return time.perf_counter() - start, accuracy


def main() -> None:
    warnings.simplefilter("ignore", ConvergenceWarning)  # the number of epochs is given
    print(f"{processor()}; {THREADS} thread(s) for both; {len(X_TRAIN)} images, {EPOCHS} epochs")
    found: dict[str, list[tuple[float, float]]] = {"common": [], "scikit-learn": []}
    for seed in range(ROUNDS):
        found["common"].append(timed(common, seed))
        found["scikit-learn"].append(timed(sklearn, seed))
    for name, runs in found.items():
        seconds, accuracy = (statistics.median(column) for column in zip(*runs, strict=True))
        print(f"  {name:13} {seconds:6.2f} s   test accuracy {accuracy:.3f}")
    ours, theirs = (statistics.median(s for s, _ in runs) for runs in found.values())
    print(f"  common takes {ours / theirs:.2f} of scikit-learn's time (required: at most 0.50)")


if __name__ == "__main__":
    main()
