"""ネットワーク：層を順に並べたもの。パラメータを集め、順伝播と逆伝播をひとまとめにする。"""

from collections import Counter

import numpy as np

from common.arrays import require_shape
from common.functions import softmax
from common.layers import SoftmaxWithLoss
from common.weight_files import load_params, save_params


class Network:
    """層のリストから作る、分類のネットワーク（出力はソフトマックス関数）。

    Parameters
    ----------
    layers : list
        順に通す層。どの層にも、params と grads（名前から配列への辞書。なければ空）、
        forward(x, training=False)、backward(dout) がある。
    weight_decay_lambda : float
        荷重減衰（weight decay）の強さ λ。誤差に λ/2 Σ W²、勾配に λ W を加える（b には加えない）。

    Attributes
    ----------
    params : dict
        層のパラメータを集めた辞書。名前には、その種類の何番目かをつける（"W1", "b1", "W2", …）。
        配列は写さないので、書き換えれば層も変わる。

    Raises
    ------
    ValueError
        層がない、weight_decay_lambda が負、または x と d の形が層に合わない。
    TypeError
        x、d、パラメータが、CPU と GPU に分かれている。

    Examples
    --------
    >>> from common.layers import Affine, Relu
    >>> rng = np.random.default_rng(0)
    >>> last = Affine(rng.random((4, 2)), np.zeros(2))
    >>> network = Network([Affine(rng.random((3, 4)), np.zeros(4)), Relu(), last])
    >>> list(network.params)
    ['W1', 'b1', 'W2', 'b2']
    >>> network.params["W2"] is last.W
    True
    >>> {name: g.shape for name, g in network.gradient(np.ones((5, 3)), np.zeros(5, int)).items()}
    {'W1': (3, 4), 'b1': (4,), 'W2': (4, 2), 'b2': (2,)}

    出典：荷重減衰は Krogh, Hertz (1992) "A Simple Weight Decay Can Improve Generalization"
    """

    def __init__(self, layers, weight_decay_lambda=0.0):
        if not layers:
            raise ValueError("層が 1 つもありません")
        if not weight_decay_lambda >= 0:
            raise ValueError(f"weight_decay_lambda は 0 以上にしてください：{weight_decay_lambda}")
        self.layers = list(layers)
        self.weight_decay_lambda = weight_decay_lambda
        self._loss_layer = SoftmaxWithLoss()
        self._places = _named(self.layers)
        self.params = {name: layer.params[key] for name, (layer, key) in self._places.items()}

    def predict(self, x):
        """入力 x (N, …) から、クラスごとの確率 y (N, K) を計算する。"""
        return softmax(self._forward(x))

    def loss(self, x, d, training=False):
        """誤差（スカラー）：交差エントロピー誤差の平均に、荷重減衰の項を加えた数。

        入力 x (N, …)、d は one-hot (N, K) かクラス番号 (N,)。
        training は、学習のときだけ違う計算をする層に伝わる。
        """
        loss = self._loss_layer.forward(self._forward(x, training), d)
        return loss + self._penalty() if self.weight_decay_lambda else loss

    def accuracy(self, x, d):
        """正解率（スカラー）：確率がいちばん高いクラスが、正解と同じだった割合。

        入力 x (N, …)、d は one-hot (N, K) かクラス番号 (N,)。
        """
        u = self._forward(x)  # ソフトマックス関数は順番を変えないので、通さなくてよい
        require_shape("d", d, u.shape if d.ndim == 2 else u.shape[:1])
        return (u.argmax(axis=1) == (d.argmax(axis=1) if d.ndim == 2 else d)).mean()

    def gradient(self, x, d):
        """誤差逆伝播法で、params と同じ名前、同じ形の勾配の辞書を計算する。

        入力 x (N, …)、d は one-hot (N, K) かクラス番号 (N,)。
        """
        return self.loss_and_gradient(x, d)[1]

    def loss_and_gradient(self, x, d):
        """学習のときの誤差（スカラー）と、勾配の辞書。順伝播を 1 回で済ませる。

        入力 x (N, …)、d は one-hot (N, K) かクラス番号 (N,)。
        """
        loss = self.loss(x, d, training=True)
        dout = self._loss_layer.backward()
        for layer in reversed(self.layers[1:]):
            dout = layer.backward(dout)
        first = self.layers[0]  # その入力 x の勾配は使わない
        getattr(first, "parameter_gradients", first.backward)(dout)
        return loss, {name: self._gradient_of(name) for name in self.params}

    def save(self, path):
        """params を npz ファイルに保存する。path が .npz で終わらなければ ValueError。"""
        save_params(path, self.params)

    def load(self, path):
        """save で保存したパラメータを読み込み、層の配列を書き換える。

        ファイルがなければ FileNotFoundError、名前か形が違えば、何も変えずに ValueError。

        Examples
        --------
        >>> import tempfile
        >>> from common.multi_layer_net import TwoLayerNet
        >>> first, second = TwoLayerNet(3, 4, 2), TwoLayerNet(3, 4, 2)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     first.save(f"{folder}/weights.npz")
        ...     second.load(f"{folder}/weights.npz")
        >>> bool(np.all(first.params["W1"] == second.params["W1"]))
        True
        """
        stored = load_params(path)
        if list(stored) != list(self.params):
            raise ValueError(
                f"パラメータの名前が違います：ファイルは {list(stored)}、"
                f"ネットワークは {list(self.params)}"
            )
        for key, param in self.params.items():
            require_shape(f"ファイルの {key}", stored[key], param.shape)
        for key, param in self.params.items():
            param[...] = np.asarray(stored[key], like=param)

    def _forward(self, x, training=False):
        for layer in self.layers:
            x = layer.forward(x, training)
        return x  # (N, K) 出力層の総入力

    def _gradient_of(self, name):
        layer, key = self._places[name]
        if self.weight_decay_lambda and key == "W":
            return layer.grads[key] + self.weight_decay_lambda * self.params[name]
        return layer.grads[key]

    def _penalty(self):
        weights = [self.params[name] for name, (_, key) in self._places.items() if key == "W"]
        return self.weight_decay_lambda / 2 * sum((W**2).sum() for W in weights)


def _named(layers):
    """パラメータの名前（W1, b1, gamma1, …）から、それを持つ層と、層の中での名前への辞書。"""
    places, count = {}, Counter()
    for layer in layers:
        for key in layer.params:
            count[key] += 1
            places[f"{key}{count[key]}"] = layer, key
    return places
