"""全結合のニューラルネットワーク：層を順に並べ、順伝播と逆伝播をひとまとめにする。"""

import math

import numpy as np

from common.arrays import require_shape
from common.functions import softmax
from common.layers import Affine, Relu, Sigmoid, SoftmaxWithLoss
from common.weight_files import load_params, save_params

ACTIVATIONS = {"relu": Relu, "sigmoid": Sigmoid}
# 入力の数 I から、重みの標準偏差を決める
INITIAL_STDS = {
    "he": lambda n_in: math.sqrt(2 / n_in),
    "xavier": lambda n_in: math.sqrt(1 / n_in),
}
INITIAL_STDS |= {"relu": INITIAL_STDS["he"], "sigmoid": INITIAL_STDS["xavier"]}


class MultiLayerNet:
    """中間層がいくつでもよい、分類のネットワーク（出力はソフトマックス関数）。

    Parameters
    ----------
    input_size : int
    hidden_size_list : list of int
        中間層ごとのユニットの数。空のリストなら、中間層なし。
    output_size : int
        クラスの数。
    activation : {"relu", "sigmoid"}
        中間層の活性化関数。
    weight_init_std : float または {"relu", "he", "sigmoid", "xavier"}
        重みの初期値（正規分布）の標準偏差。"relu" と "he" は √(2/I)、
        "sigmoid" と "xavier" は √(1/I)。バイアスは 0 から始める。
    dtype : 浮動小数点数の型
    rng : numpy.random.Generator か common.gpu.rng.default_rng, optional
        重みの初期値を作る乱数生成器。GPU の配列を作るものなら、ネットワークも GPU に置かれる。
        省略すると、毎回違う初期値になる。

    Attributes
    ----------
    params : dict
        "W1", "b1", "W2", … から配列への辞書。層も同じ配列を使う。

    Examples
    --------
    >>> network = MultiLayerNet(784, [50, 100], 10, rng=np.random.default_rng(0))
    >>> network.predict(np.zeros((2, 784), dtype=np.float32)).shape
    (2, 10)

    出典：重みの初期値は Glorot, Bengio (2010)、He ら (2015)。Xavier は n_in だけを使う形
    """

    def __init__(
        self,
        input_size,
        hidden_size_list,
        output_size,
        activation="relu",
        weight_init_std="relu",
        dtype=np.float32,
        rng=None,
    ):
        sizes = [input_size, *hidden_size_list, output_size]
        rng = np.random.default_rng() if rng is None else rng
        self._build(initial_params(sizes, weight_init_std, dtype, rng), activation)

    @classmethod
    def from_params(cls, params, activation="relu"):
        """ "W1", "b1", … の辞書から、ネットワークを作る。配列は写さずに使う。"""
        network = cls.__new__(cls)
        network._build(dict(params), activation)
        return network

    def _build(self, params, activation):
        if activation not in ACTIVATIONS:
            raise ValueError(
                f"activation は {list(ACTIVATIONS)} のどれかにしてください：{activation!r}"
            )
        _require_chain(params)
        self.params = params
        self._affines = [
            Affine(params[f"W{k}"], params[f"b{k}"]) for k in range(1, len(params) // 2 + 1)
        ]
        self._layers = [self._affines[0]]
        for affine in self._affines[1:]:
            self._layers += [ACTIVATIONS[activation](), affine]
        self._loss_layer = SoftmaxWithLoss()

    def predict(self, x):
        """入力 x (N, I) から、クラスごとの確率 y (N, K) を計算する。"""
        return softmax(self._forward(x))

    def loss(self, x, d):
        """誤差（交差エントロピー誤差の平均）。d は one-hot (N, K) かクラス番号 (N,)。"""
        return self._loss_layer.forward(self._forward(x), d)

    def accuracy(self, x, d):
        """正解率：確率がいちばん高いクラスが、正解と同じだった割合。"""
        u = self._forward(x)  # ソフトマックス関数は順番を変えないので、通さなくてよい
        require_shape("d", d, u.shape if d.ndim == 2 else u.shape[:1])
        return (u.argmax(axis=1) == (d.argmax(axis=1) if d.ndim == 2 else d)).mean()

    def gradient(self, x, d):
        """誤差逆伝播法で、params と同じ名前の勾配の辞書を計算する。"""
        return self.loss_and_gradient(x, d)[1]

    def loss_and_gradient(self, x, d):
        """誤差と、勾配の辞書。順伝播を 1 回で済ませる。"""
        loss = self.loss(x, d)
        dout = self._loss_layer.backward()
        for layer in reversed(self._layers[1:]):
            dout = layer.backward(dout)
        self._layers[0].parameter_gradients(dout)  # 入力 x の勾配は使わない
        grads = {}
        for k, affine in enumerate(self._affines, start=1):
            grads[f"W{k}"], grads[f"b{k}"] = affine.dW, affine.db
        return loss, grads

    def save(self, path):
        """params を npz ファイルに保存する。"""
        save_params(path, self.params)

    def load(self, path):
        """save で保存したパラメータを読み込む。名前か形が違えば、何も変えずに断る。"""
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

    def _forward(self, x):
        for layer in self._layers:
            x = layer.forward(x)
        return x  # (N, K) 出力層の総入力


class TwoLayerNet(MultiLayerNet):
    """中間層が 1 つで、活性化関数が ReLU の、2 層のネットワーク。

    Parameters
    ----------
    input_size, hidden_size, output_size : int
    weight_init_std, dtype, rng : MultiLayerNet と同じ

    Examples
    --------
    >>> network = TwoLayerNet(784, 40, 10)
    >>> {key: param.shape for key, param in network.params.items()}
    {'W1': (784, 40), 'b1': (40,), 'W2': (40, 10), 'b2': (10,)}
    """

    def __init__(
        self,
        input_size,
        hidden_size,
        output_size,
        weight_init_std=0.01,
        dtype=np.float32,
        rng=None,
    ):
        super().__init__(
            input_size,
            [hidden_size],
            output_size,
            weight_init_std=weight_init_std,
            dtype=dtype,
            rng=rng,
        )


def initial_params(sizes, weight_init_std, dtype, rng):
    """層の大きさのリスト sizes から、"W1", "b1", … の辞書を作る。b はすべて 0。"""
    if min(sizes) < 1:
        raise ValueError(f"どの層の大きさも 1 以上にしてください：{sizes}")
    params = {}
    for k, (n_in, n_out) in enumerate(zip(sizes, sizes[1:], strict=False), start=1):
        std = _initial_std(weight_init_std, n_in)
        W = (std * rng.standard_normal((n_in, n_out))).astype(dtype)
        params[f"W{k}"], params[f"b{k}"] = W, np.zeros(n_out, dtype=dtype, like=W)
    return params


def _initial_std(weight_init_std, n_in):
    if not isinstance(weight_init_std, str):
        return weight_init_std
    if weight_init_std not in INITIAL_STDS:
        raise ValueError(
            f"weight_init_std は数か {list(INITIAL_STDS)} のどれかにしてください："
            f"{weight_init_std!r}"
        )
    return INITIAL_STDS[weight_init_std](n_in)


def _require_chain(params):
    """名前が W1, b1, W2, b2, … で、隣り合う層の大きさがつながっていることを確かめる。"""
    count = max(1, len(params) // 2)
    names = [f"{kind}{k}" for k in range(1, count + 1) for kind in "Wb"]
    if list(params) != names:
        raise ValueError(f"パラメータの名前は W1, b1, W2, b2, … の順にしてください：{list(params)}")
    for k in range(2, count + 1):
        left, right = params[f"W{k - 1}"].shape, params[f"W{k}"].shape
        if left[-1] != right[0]:
            raise ValueError(f"W{k - 1} と W{k} がつながりません：{left}、{right}")
