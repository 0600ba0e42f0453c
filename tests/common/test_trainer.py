from functools import partial

import numpy as np
import pytest
from tqdm import tqdm

from common.multi_layer_net import MultiLayerNet
from common.optimizer import SGD
from common.trainer import Trainer


@pytest.fixture
def data(rng):
    """Two classes that a line separates, 23 samples: with batches of 5, the last has 3."""
    x = rng.normal(size=(23, 3))
    return x, (x[:, 0] + x[:, 1] > 0).astype(int)


def network(seed=3):
    return MultiLayerNet(3, [6], 2, dtype=np.float64, rng=np.random.default_rng(seed))


class Recorder:
    """A network that remembers the batches that it was trained with."""

    def __init__(self, losses=()):
        self.params, self.batches, self.losses = {}, [], iter(losses)

    def loss_and_gradient(self, x, d):
        self.batches.append((x.copy(), d.copy()))
        return np.float64(next(self.losses, 1.0)), {}

    def accuracy(self, x, d):
        return np.float64(len(self.batches) / 100)


def test_training_learns_to_separate_two_classes(data):
    trainer = Trainer(
        network(), *data, *data, epochs=40, mini_batch_size=5, optimizer=SGD(0.5),
        rng=np.random.default_rng(0),
    )  # fmt: skip
    history = trainer.train()
    assert history is trainer.history
    assert history.test_accuracy[-1] > 0.95
    assert np.mean(history.loss[-10:]) < 0.5 * np.mean(history.loss[:10])


def test_every_epoch_uses_each_sample_once_in_a_new_order_with_its_label(data):
    recorder = Recorder()
    Trainer(recorder, *data, *data, epochs=2, mini_batch_size=5).train()
    assert [len(x) for x, _ in recorder.batches] == [5, 5, 5, 5, 3] * 2
    labels = {tuple(row): label for row, label in zip(*data, strict=True)}
    epochs = []
    for batches in (recorder.batches[:5], recorder.batches[5:]):
        rows = [tuple(row) for x, _ in batches for row in x]
        assert [labels[row] for row in rows] == [label for _, d in batches for label in d]
        assert set(rows) == set(labels)
        epochs.append(rows)
    assert epochs[0] != epochs[1]
    assert epochs[0] != [tuple(row) for row in data[0]]


def test_updates_equal_those_done_by_hand(data):
    trained, by_hand = network(), network()
    recorder = Recorder()
    options = {"iterations": 7, "mini_batch_size": 5, "optimizer": SGD(0.1)}
    Trainer(recorder, *data, *data, rng=np.random.default_rng(1), **options).train()
    history = Trainer(trained, *data, *data, rng=np.random.default_rng(1), **options).train()
    losses = []
    for x, d in recorder.batches:
        losses.append(by_hand.loss(x, d))
        SGD(0.1).update(by_hand.params, by_hand.gradient(x, d))
    np.testing.assert_allclose(history.loss, losses, rtol=1e-12)
    for key, param in trained.params.items():
        np.testing.assert_allclose(param, by_hand.params[key], rtol=1e-12)


@pytest.mark.parametrize(
    "options, steps",
    [
        ({"epochs": 2}, [5, 10]),
        ({"iterations": 7}, [5, 7]),
        ({"iterations": 6, "evaluate_every": 2}, [2, 4, 6]),
        ({"iterations": 5, "evaluate_every": 2}, [2, 4, 5]),
    ],
)
def test_accuracy_is_measured_after_the_updates_it_stands_beside(data, options, steps):
    history = Trainer(Recorder(), *data, *data, mini_batch_size=5, **options).train()
    assert history.steps == steps
    assert history.test_accuracy == history.train_accuracy == [step / 100 for step in steps]
    assert len(history.loss) == steps[-1]


def test_training_again_goes_on_where_it_stopped(data):
    recorder = Recorder()
    trainer = Trainer(recorder, *data, *data, iterations=4, mini_batch_size=5)
    trainer.train()
    history = trainer.train()
    assert history.steps == [4, 5, 8]
    assert len(np.unique(np.concatenate([x for x, _ in recorder.batches[:5]]), axis=0)) == 23


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_diverged_training_stops_and_says_so(data, capsys, bad):
    recorder = Recorder(losses=[1.0, 2.0, bad])
    history = Trainer(recorder, *data, *data, iterations=10).train()
    assert history.loss[:2] == [1.0, 2.0]
    assert len(history.loss) == len(recorder.batches) == history.steps[-1] == 3
    assert "発散したので、3 回でやめました" in capsys.readouterr().out


def test_overflow_while_diverging_is_no_warning(data):
    x, d = data
    history = Trainer(
        network(), x * 1e3, d, x, d, iterations=50, mini_batch_size=5, optimizer=SGD(1e300)
    ).train()
    assert not np.isfinite(history.loss[-1])


def test_training_runs_on_every_kind_of_array_and_gives_the_same(array, data):
    x, d = data
    start = network().params
    net = MultiLayerNet.from_params({key: array(param) for key, param in start.items()})
    pairs = (array(x), array(d), array(x), array(d))
    rng = np.random.default_rng(1)
    history = Trainer(net, *pairs, iterations=6, mini_batch_size=5, rng=rng).train()
    want = Trainer(
        network(), x, d, x, d, iterations=6, mini_batch_size=5, rng=np.random.default_rng(1)
    ).train()
    np.testing.assert_allclose(history.loss, want.loss, rtol=1e-12)
    assert history.test_accuracy == want.test_accuracy
    assert {type(value) for value in history.loss + history.test_accuracy} == {float}


def test_progress_bar_tells_the_accuracy(data, capsys, monkeypatch):
    monkeypatch.setattr("common.trainer.tqdm", partial(tqdm, disable=False))
    Trainer(Recorder(), *data, *data, iterations=3).train()
    shown = capsys.readouterr().err
    assert "3/3" in shown
    assert "正解率 0.030" in shown


@pytest.mark.parametrize(
    "options, words",
    [
        ({}, "どちらか一方"),
        ({"epochs": 1, "iterations": 1}, "どちらか一方"),
        ({"epochs": 0}, "epochs は 1 以上"),
        ({"iterations": 0}, "iterations は 1 以上"),
        ({"epochs": 1, "mini_batch_size": 0}, "mini_batch_size は 1 以上"),
        ({"epochs": 1, "evaluate_every": -1}, "evaluate_every は 1 以上"),
        ({"epochs": 1, "evaluate_every": 0}, "evaluate_every は 1 以上"),
    ],
)
def test_bad_number_of_rounds_is_refused(data, options, words):
    with pytest.raises(ValueError, match=words):
        Trainer(Recorder(), *data, *data, **options)


def test_images_and_labels_of_different_number_are_refused(data):
    x, d = data
    with pytest.raises(ValueError, match="x_train と d_train"):
        Trainer(Recorder(), x, d[:-1], x, d, epochs=1)
    with pytest.raises(ValueError, match="x_test と d_test"):
        Trainer(Recorder(), x, d, x[:0], d[:0], epochs=1)
