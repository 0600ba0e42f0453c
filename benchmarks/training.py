"""The whole training of chapter 1_4, by common and by scikit-learn, in one run.

    python benchmarks/training.py [threads]

Each trains a 784-40-10 network with plain SGD on the same images, for the same number of epochs,
and is then asked how many test images it gets right; common also measures the accuracy on the way,
as the chapter does. They take turns; what counts is the ratio of the medians at equal accuracy.
The third, the same steps written out for this one network without a class or a check, shows what
a leaner library on NumPy could reach: about half of its time is two matrix products in each step.
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


def written_out(seed: int) -> float:
    rng = np.random.default_rng(seed)
    network = TwoLayerNet(784, 40, 10, weight_init_std="xavier", rng=rng)
    W1, b1, W2, b2 = network.params.values()
    one_hot = np.eye(10, dtype=W1.dtype)
    for _ in range(EPOCHS):
        order = rng.permutation(len(X_TRAIN))
        for chosen in np.split(order, range(100, len(order), 100)):
            x, d = X_TRAIN[chosen], one_hot[D_TRAIN[chosen]]
            u1 = x @ W1 + b1
            z = np.maximum(u1, 0)
            u2 = z @ W2 + b2
            exp_u2 = np.exp(u2 - u2.max(axis=1, keepdims=True))
            delta2 = (exp_u2 / exp_u2.sum(axis=1, keepdims=True) - d) / len(x)
            delta1 = (delta2 @ W2.T) * (u1 > 0)
            W2 -= LEARNING_RATE * (z.T @ delta2)
            b2 -= LEARNING_RATE * delta2.sum(axis=0)
            W1 -= LEARNING_RATE * (x.T @ delta1)
            b1 -= LEARNING_RATE * delta1.sum(axis=0)
    return network.accuracy(X_TEST, D_TEST).item()


def sklearn(seed: int) -> float:
    model = MLPClassifier(
        (40,), solver="sgd", alpha=0.0, batch_size=100, learning_rate_init=LEARNING_RATE,
        momentum=0.0, nesterovs_momentum=False, max_iter=EPOCHS, tol=0.0, n_iter_no_change=EPOCHS,
        random_state=seed,
    )  # fmt: skip
    return model.fit(X_TRAIN, D_TRAIN).score(X_TEST, D_TEST)


CONTENDERS = {"common": common, "written out": written_out, "scikit-learn": sklearn}


def timed(train: Callable[[int], float], seed: int) -> tuple[float, float]:
    start = time.perf_counter()
    accuracy = train(seed)
    return time.perf_counter() - start, accuracy


def main() -> None:
    warnings.simplefilter("ignore", ConvergenceWarning)  # the number of epochs is given
    print(f"{processor()}; {THREADS} thread(s) for both; {len(X_TRAIN)} images, {EPOCHS} epochs")
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in CONTENDERS}
    for seed in range(ROUNDS):
        for name, train in CONTENDERS.items():
            found[name].append(timed(train, seed))
    for name, runs in found.items():
        seconds, accuracy = (statistics.median(column) for column in zip(*runs, strict=True))
        print(f"  {name:13} {seconds:6.2f} s   test accuracy {accuracy:.3f}")
    ours, least, theirs = (statistics.median(s for s, _ in runs) for runs in found.values())
    print(f"  common takes {ours / theirs:.2f} of scikit-learn's time (aimed for: at most 0.50),")
    print(f"  the steps written out {least / theirs:.2f}")


if __name__ == "__main__":
    main()
