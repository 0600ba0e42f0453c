"""`course weights`: train the sample weights that the chapters use, or prove those in place."""

import numpy as np
from rich.console import Console

from common.multi_layer_net import MultiLayerNet
from common.optimizer import SGD
from common.trainer import Trainer
from common.weight_files import save_params
from course.errors import CourseError
from datasets import load_mnist, load_sample_weights
from datasets.sample_weights import FOLDER, SIZES

SEED = 20240401
EPOCHS = {"digits": 150, "mnist": 60}
SOURCES = tuple(EPOCHS)
LEARNING_RATE = 0.5
UNSEEN = 2_000  # images at the end of the test set that no weights are trained with
SAME = 1e-6  # trained in float64, stored in float32: other machines round differently far below


def write_weights(sources: list[str], console: Console) -> None:
    """Train and store the weights of these sources."""
    for source in sources:
        params, accuracy = train(source)
        FOLDER.mkdir(exist_ok=True)
        save_params(FOLDER / f"{source}.npz", params)
        console.print(f"書きました：{source}.npz（学習に使っていない画像の正解率 {accuracy:.3f}）")


def check_weights(sources: list[str], console: Console) -> None:
    """Train again and compare with the weights in place."""
    for source in sources:
        params, accuracy = train(source)
        stored = load_sample_weights(source)
        off = max(np.max(np.abs(stored[key] - params[key])) for key in params)
        if not off <= SAME:
            raise CourseError(f"{source}.npz：学習し直した重みと {off:.2g} 違います")
        console.print(f"✓ {source}.npz：学習し直した重みと同じです（正解率 {accuracy:.3f}）")


def train(source: str) -> tuple[dict[str, np.ndarray], float]:
    """The parameters, and their accuracy on images that they were not trained with."""
    (x_train, d_train), (x_test, d_test) = load_mnist(source=source)
    if len(x_test) > UNSEEN:  # all of MNIST: the same images as with its test set alone
        x_train, d_train = x_test[:-UNSEEN], d_test[:-UNSEEN]
        x_test, d_test = x_test[-UNSEEN:], d_test[-UNSEEN:]
    rng = np.random.default_rng(SEED)
    n_in, *hidden, n_out = SIZES
    network = MultiLayerNet(
        n_in, hidden, n_out, "sigmoid", weight_init_std="xavier", dtype=np.float64, rng=rng
    )
    trainer = Trainer(
        network,
        x_train.astype(np.float64),
        d_train,
        x_test,
        d_test,
        epochs=EPOCHS[source],
        optimizer=SGD(LEARNING_RATE),
        rng=rng,
    )
    accuracy = trainer.train().test_accuracy[-1]
    return {key: param.astype(np.float32) for key, param in network.params.items()}, accuracy
