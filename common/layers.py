"""層：forward で出力を計算し、backward で上流の勾配 dout から入力の勾配 dx を計算する。

どの層にも、パラメータと勾配の辞書 params と grads（なければ空）、forward(x, training=False)、
backward(dout) がある。training は、学習のときだけ違う計算をする層のためのもの。
層は、逆伝播に使う値を forward のときに覚える。重みは渡された配列をそのまま使い、写さない。
渡された配列は書き換えない。NumPy の配列でも GPU の配列でも動く。

出典：Rumelhart, Hinton, Williams (1986) "Learning representations by back-propagating errors"
"""

import math

from common.arrays import one_hot_and_output, remembered, require_same_device, require_shape

# 畳み込みの層も、common.layers から import できるようにする
from common.convolution import Convolution as Convolution
from common.convolution import Pooling as Pooling
from common.functions import (
    cross_entropy_error,
    d_relu,
    d_sigmoid,
    d_softmax_with_loss,
    relu,
    sigmoid,
    softmax,
)


class Affine:
    """全結合層：u = x @ W + b。

    Parameters
    ----------
    W : ndarray of shape (I, O)
    b : ndarray of shape (O,)

    Attributes
    ----------
    dW, db : ndarray（W, b と同じ形）
        backward で計算した勾配。
    params, grads : dict
        同じ W と b、同じ dW と db を、"W" と "b" の名前で。

    Raises
    ------
    ValueError
        W と b、x、dout の形が合わない。
    TypeError
        x と W が、CPU と GPU に分かれている。
    RuntimeError
        forward の前に backward を呼んだ。

    Examples
    --------
    >>> layer = Affine(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0.5, 0.5]))
    >>> layer.forward(np.array([[1.0, 1.0]]))
    array([[4.5, 6.5]])
    >>> layer.backward(np.array([[1.0, 0.0]]))
    array([[1., 3.]])
    >>> layer.db
    array([1., 0.])
    """

    def __init__(self, W, b):
        if W.ndim != 2 or b.shape != W.shape[1:]:
            raise ValueError(f"W の形は (I, O)、b の形は (O,) です：W {W.shape}、b {b.shape}")
        self.W, self.b = W, b
        self.dW = self.db = None
        self.params, self.grads = {"W": W, "b": b}, {}
        self._x = None

    def forward(self, x, training=False):
        """x (N, I) から u (N, O) を計算する。画像 (N, C, H, W) などは、1 件を 1 行に並べて使う。"""
        if x.ndim < 2 or math.prod(x.shape[1:]) != self.W.shape[0]:
            raise ValueError(f"x と W の形が合いません：x {x.shape}、W {self.W.shape}")
        require_same_device(x=x, W=self.W)
        self._x_shape, self._x = x.shape, x.reshape(len(x), len(self.W))  # (N, I)
        return self._x @ self.W + self.b

    def backward(self, dout):
        """dout (N, O) から、x と同じ形の dx を計算する。dW と db も求める。"""
        self.parameter_gradients(dout)
        return (dout @ self.W.T).reshape(self._x_shape)

    def parameter_gradients(self, dout):
        """dout (N, O) から、dW と db だけを求める。dx の要らない、最初の層で使う。"""
        # dx の積は、u や dW の積と同じだけかかる。省けば、この層の時間は 2/3 になる
        x = remembered(self._x)
        require_shape("dout", dout, (len(x), len(self.b)))
        self.dW, self.db = x.T @ dout, dout.sum(axis=0)
        self.grads = {"W": self.dW, "b": self.db}


class Relu:
    """ReLU の層：z = max(0, u)。

    Raises
    ------
    ValueError, RuntimeError
        dout の形が違う、または forward の前に backward を呼んだ。

    Examples
    --------
    >>> layer = Relu()
    >>> layer.forward(np.array([[-1.0, 0.0, 2.0]]))
    array([[0., 0., 2.]])
    >>> layer.backward(np.array([[5.0, 6.0, 7.0]]))
    array([[0., 0., 7.]])
    """

    def __init__(self):
        self.params, self.grads = {}, {}
        self._u = None

    def forward(self, x, training=False):
        """総入力 x（形は自由）から、同じ形の出力を計算する。"""
        self._u = x
        return relu(x)

    def backward(self, dout):
        """dout（x と同じ形）から、同じ形の dx = dout × ReLU の微分（要素ごとの積）を計算する。"""
        u = remembered(self._u)
        require_shape("dout", dout, u.shape)
        return dout * d_relu(u)


class Sigmoid:
    """シグモイド関数の層：z = σ(u)。

    Raises
    ------
    ValueError, RuntimeError
        dout の形が違う、または forward の前に backward を呼んだ。

    Examples
    --------
    >>> layer = Sigmoid()
    >>> layer.forward(np.array([[0.0]]))
    array([[0.5]])
    >>> layer.backward(np.array([[4.0]]))
    array([[1.]])
    """

    def __init__(self):
        self.params, self.grads = {}, {}
        self._u = None

    def forward(self, x, training=False):
        """総入力 x（形は自由）から、同じ形の出力を計算する。"""
        self._u = x
        return sigmoid(x)

    def backward(self, dout):
        """dout（x と同じ形）から、同じ形の dx = dout × σ の微分（要素ごとの積）を計算する。"""
        u = remembered(self._u)
        require_shape("dout", dout, u.shape)
        return dout * d_sigmoid(u)


class SoftmaxWithLoss:
    """ソフトマックス関数と交差エントロピー誤差の層。

    Attributes
    ----------
    y : ndarray（forward の x と同じ形）
        ソフトマックス関数の出力。

    Raises
    ------
    ValueError, TypeError
        forward の x と d が、cross_entropy_error の断るもの。
    RuntimeError
        forward の前に backward を呼んだ。

    Examples
    --------
    >>> layer = SoftmaxWithLoss()
    >>> print(layer.forward(np.array([[0.0, 0.0]]), np.array([1])).round(6))
    0.693147
    >>> layer.backward()
    array([[ 0.5, -0.5]])
    """

    def __init__(self):
        self.y = None
        self._d = None

    def forward(self, x, d):
        """総入力 x (N, K) と d（one-hot かクラス番号 (N,)）から、誤差（スカラー）を計算する。"""
        # one-hot にするのも、番号を確かめるのも 1 度だけ
        self._d, self.y = one_hot_and_output(d, softmax(x))
        return cross_entropy_error(self._d, self.y)

    def backward(self, dout=1):
        """x と同じ形の dx = dout (y − d) / N を計算する。dout は誤差の勾配（スカラー）。"""
        return dout * d_softmax_with_loss(self._d, remembered(self.y))
