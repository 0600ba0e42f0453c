"""全結合のニューラルネットワーク。層の並べ方だけを決め、計算は Network がする。"""

import numpy as np

from common.initializers import initial_params
from common.layers import Affine, Relu, Sigmoid
from common.network import Network

ACTIVATIONS = {"relu": Relu, "sigmoid": Sigmoid}


class MultiLayerNet(Network):
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
    weight_decay_lambda : float
        荷重減衰の強さ（Network と同じ）。

    Attributes
    ----------
    params : dict
        "W1" (I, H)、"b1" (H,)、"W2"、… から配列への辞書。層も同じ配列を使う。

    Raises
    ------
    ValueError
        大きさが 1 より小さい、荷重減衰の強さが負、または activation か初期値の名前を知らない。

    Examples
    --------
    >>> network = MultiLayerNet(784, [50, 100], 10, rng=np.random.default_rng(0))
    >>> network.predict(np.zeros((2, 784), dtype=np.float32)).shape
    (2, 10)

    出典：重みの初期値は common.initializers.initial_params にある
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
        weight_decay_lambda=0.0,
    ):
        sizes = [input_size, *hidden_size_list, output_size]
        rng = np.random.default_rng() if rng is None else rng
        params = initial_params(sizes, weight_init_std, dtype, rng)
        super().__init__(_layers(params, activation), weight_decay_lambda)

    @classmethod
    def from_params(cls, params, activation="relu"):
        """ "W1" (I, H)、"b1" (H,)、"W2"、… の辞書から、ネットワークを作る。配列は写さずに使う。

        名前か形が順につながらないか、activation を知らなければ ValueError。

        Examples
        --------
        >>> MultiLayerNet.from_params({"W1": np.eye(2), "b1": np.zeros(2)}).predict(np.eye(2)).shape
        (2, 2)
        """
        network = cls.__new__(cls)
        Network.__init__(network, _layers(params, activation))
        return network


class TwoLayerNet(MultiLayerNet):
    """中間層が 1 つで、活性化関数が ReLU の、2 層のネットワーク。

    Parameters
    ----------
    input_size, hidden_size, output_size : int
    weight_init_std, dtype, rng : MultiLayerNet と同じ

    Raises
    ------
    ValueError
        大きさが 1 より小さい、または初期値の名前を知らない。

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


def _layers(params, activation):
    """Affine → 活性化関数 → Affine → …。最後の Affine のあとには、何も置かない。"""
    if activation not in ACTIVATIONS:
        raise ValueError(
            f"activation は {list(ACTIVATIONS)} のどれかにしてください：{activation!r}"
        )
    _require_chain(params)
    layers = []
    for k in range(1, len(params) // 2 + 1):
        layers += [Affine(params[f"W{k}"], params[f"b{k}"]), ACTIVATIONS[activation]()]
    return layers[:-1]


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
