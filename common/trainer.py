"""ミニバッチ学習：更新を繰り返し、途中の誤差と正解率を記録する。"""

from dataclasses import dataclass, field

import numpy as np
from tqdm import tqdm

from common.optimizer import SGD


@dataclass
class History:
    """学習の記録。

    Attributes
    ----------
    loss : list of float
        更新ごとの、そのミニバッチの誤差（更新する前の値）。
    steps : list of int
        正解率を調べたときの、それまでの更新の回数。
    train_accuracy, test_accuracy : list of float
        steps のそれぞれでの正解率。
    """

    loss: list = field(default_factory=list)
    steps: list = field(default_factory=list)
    train_accuracy: list = field(default_factory=list)
    test_accuracy: list = field(default_factory=list)

    def plot(self, checked="テストデータ"):
        """誤差と正解率の学習曲線を描き、図（Figure）を返す。まだ学習していなければ ValueError。

        checked は、訓練データのほかに正解率を調べたデータの名前（「検証用データ」など）。
        """
        # 描くときにだけ matplotlib を読み込む
        from common.plots.learning_curves import plot_history

        return plot_history(self, checked)


class Trainer:
    """ネットワークをミニバッチで学習する。進み具合をプログレスバーで表示する。

    1 エポックごとに訓練データを混ぜ、先頭から mini_batch_size 件ずつ使う（端数も使う）。
    誤差が nan や inf になったら（発散）、そのことを表示してそこでやめる。

    Parameters
    ----------
    network : MultiLayerNet など
        params、loss_and_gradient(x, d)、accuracy(x, d) を持つもの。
    x_train, x_test : ndarray of shape (N, I)
    d_train, d_test : ndarray。one-hot (N, K) かクラス番号 (N,)
    epochs : int
        訓練データを使う回数。epochs か iterations の、どちらか一方を指定する。
    mini_batch_size : int
    optimizer : SGD など
        update(params, grads) を持つもの。省略すると SGD()。
    iterations : int
        更新の回数。
    evaluate_every : int, optional
        正解率を調べる間隔（更新の回数）。省略すると 1 エポックごと。最後の更新のあとでも調べる。
    rng : numpy.random.Generator, optional
        訓練データを混ぜる乱数生成器。

    Attributes
    ----------
    history : History

    Raises
    ------
    ValueError
        件数が合わない、または回数の指定が正しくない。

    Examples
    --------
    >>> from common.multi_layer_net import TwoLayerNet
    >>> rng = np.random.default_rng(0)
    >>> x, d = rng.random((20, 3)), rng.integers(0, 2, size=20)
    >>> network = TwoLayerNet(3, 4, 2, rng=rng)
    >>> trainer = Trainer(network, x, d, x, d, epochs=2, mini_batch_size=8, rng=rng)
    >>> history = trainer.train()
    >>> history.steps
    [3, 6]
    >>> history.plot()
    <Figure size 840x320 with 2 Axes>
    """

    def __init__(
        self,
        network,
        x_train,
        d_train,
        x_test,
        d_test,
        epochs=None,
        mini_batch_size=100,
        optimizer=None,
        iterations=None,
        evaluate_every=None,
        rng=None,
    ):
        _require_pairs(x_train, d_train, "train")
        _require_pairs(x_test, d_test, "test")
        if (epochs is None) == (iterations is None):
            raise ValueError("epochs か iterations の、どちらか一方を指定してください")
        self.network, self.optimizer = network, SGD() if optimizer is None else optimizer
        self.train_set, self.test_set = (x_train, d_train), (x_test, d_test)
        self.mini_batch_size = _at_least_one("mini_batch_size", mini_batch_size)
        updates_per_epoch = -(-len(x_train) // mini_batch_size)  # 切り上げ
        if iterations is None:
            iterations = _at_least_one("epochs", epochs) * updates_per_epoch
        self.iterations = _at_least_one("iterations", iterations)
        if evaluate_every is None:
            evaluate_every = updates_per_epoch
        self.evaluate_every = _at_least_one("evaluate_every", evaluate_every)
        self.history = History()
        self._batches = _endless_batches(
            *self.train_set, mini_batch_size, np.random.default_rng() if rng is None else rng
        )

    def train(self):
        """iterations 回更新し、記録（History）を返す。もう 1 度呼ぶと、続きから学習する。"""
        first = len(self.history.loss)
        bar = _Bar(total=self.iterations, desc="学習", unit="回")
        # 発散のあふれは、警告のかわりに _diverged で見つける
        with bar, np.errstate(over="ignore", invalid="ignore"):
            for step in range(first + 1, first + self.iterations + 1):
                self._update()
                bar.update()
                last = step == first + self.iterations or self._diverged()
                if last or step % self.evaluate_every == 0:
                    self._evaluate(bar)
                if last:
                    break
        if self._diverged():
            print(f"学習が発散したので、{len(self.history.loss)} 回でやめました。")
        return self.history

    def _update(self):
        x, d = next(self._batches)
        loss, grads = self.network.loss_and_gradient(x, d)
        self.optimizer.update(self.network.params, grads)
        self.history.loss.append(loss.item())

    def _diverged(self):
        return not np.isfinite(self.history.loss[-1])

    def _evaluate(self, bar):
        history = self.history
        history.steps.append(len(history.loss))
        history.train_accuracy.append(self.network.accuracy(*self.train_set).item())
        history.test_accuracy.append(self.network.accuracy(*self.test_set).item())
        bar.set_postfix_str(f"正解率 {history.test_accuracy[-1]:.3f}")


class _Bar(tqdm):
    monitor_interval = 0  # 見張りのスレッドを使わない（ブラウザの中の Python には、スレッドがない）


def _endless_batches(x, d, batch_size, rng):
    """ミニバッチ (x, d) を、エポックごとに混ぜ直しながら、いつまでも作る。"""
    while True:
        order = np.asarray(rng.permutation(len(x)), like=x)
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            yield x[chosen], d[chosen]


def _require_pairs(x, d, kind):
    if len(x) != len(d) or len(x) == 0:
        raise ValueError(
            f"x_{kind} と d_{kind} の件数は同じで、1 件以上にしてください：{len(x)}、{len(d)}"
        )


def _at_least_one(name, value):
    if value < 1:
        raise ValueError(f"{name} は 1 以上にしてください：{value}")
    return value
