"""畳み込みとプーリングの層。

フィルターを 1 か所ずつ動かすかわりに、フィルターの 1 画素ごとに、そこに重なる画素を
まとめて取り出す（common.im2col の shifted_views）。畳み込みは、それを積み上げた行列との積になり、
プーリングは、それらの最大値になる。
"""

import functools

import numpy as np

from common.arrays import as_float, remembered, require_same_device, require_shape
from common.im2col import crop_image, pad_image, shifted_views


class Convolution:
    """畳み込み層：u[n, o, i, j] = Σ_{c, p, q} W[o, c, p, q] x[n, c, s·i + p, s·j + q] + b[o]。

    s は stride。フィルター W は裏返さない。画像の外は 0 とみなす。

    Parameters
    ----------
    W : ndarray of shape (O, C, filter_h, filter_w)
    b : ndarray of shape (O,)
    stride, pad : int
        フィルターを動かす間隔と、画像につける枠の幅。

    Attributes
    ----------
    dW, db : ndarray（W, b と同じ形）
        backward で計算した勾配。
    params, grads : dict
        同じ W と b、同じ dW と db を、"W" と "b" の名前で。

    Raises
    ------
    ValueError
        W と b、x、dout の形が合わない、またはフィルターが stride ごとにちょうど収まらない。
    TypeError
        x と W が、CPU と GPU に分かれている。
    RuntimeError
        forward の前に backward を呼んだ。

    Examples
    --------
    >>> layer = Convolution(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), np.array([0.0]))
    >>> layer.forward(np.arange(9.0).reshape(1, 1, 3, 3))
    array([[[[27., 37.],
             [57., 67.]]]])
    >>> layer.backward(np.array([[[[1.0, 0.0], [0.0, 0.0]]]]))
    array([[[[1., 2., 0.],
             [3., 4., 0.],
             [0., 0., 0.]]]])

    出典：LeCun ら (1989) "Backpropagation Applied to Handwritten Zip Code Recognition"
    """

    def __init__(self, W, b, stride=1, pad=0):
        if W.ndim != 4 or b.shape != W.shape[:1]:
            raise ValueError(
                f"W の形は (O, C, 縦, 横)、b の形は (O,) です：W {W.shape}、b {b.shape}"
            )
        _require_steps(stride, pad)
        self.W, self.b = W, b
        self.stride, self.pad = stride, pad
        self.dW = self.db = None
        self.params, self.grads = {"W": W, "b": b}, {}
        self._col = None

    def forward(self, x, training=False):
        """x (N, C, H, W) から u (N, O, oh, ow) を計算する。"""
        if x.ndim != 4 or x.shape[1] != self.W.shape[1]:
            raise ValueError(f"x と W の形が合いません：x {x.shape}、W {self.W.shape}")
        require_same_device(x=x, W=self.W)
        views = self._views(pad_image(x, self.pad))
        N, _, oh, ow = views[0].shape
        self._x_shape, self._u_shape = x.shape, (N, len(self.W), oh, ow)
        self._col = np.stack(views, axis=2).reshape(N, -1, oh * ow)  # (N, C*fh*fw, oh*ow)
        u = self._filter_rows() @ self._col + self.b[:, np.newaxis]  # (N, O, oh*ow)
        return u.reshape(self._u_shape)

    def backward(self, dout):
        """dout (N, O, oh, ow) から dx (N, C, H, W) を計算する。dW と db も求める。"""
        self.parameter_gradients(dout)
        N, C, H, W = self._x_shape
        dcol = self._filter_rows().T @ self._places(dout)  # (N, C*fh*fw, oh*ow)
        dcol = dcol.reshape(N, C, -1, *dout.shape[2:])  # (N, C, fh*fw, oh, ow)
        shape = (N, C, H + 2 * self.pad, W + 2 * self.pad)
        dx = np.zeros(shape, dtype=dcol.dtype, like=dcol)
        for position, pixels in enumerate(self._views(dx)):
            pixels += dcol[:, :, position]
        return crop_image(dx, self.pad)

    def parameter_gradients(self, dout):
        """dout (N, O, oh, ow) から、dW と db だけを求める。dx の要らない、最初の層で使う。"""
        col = remembered(self._col)
        require_shape("dout", dout, self._u_shape)
        dout = self._places(dout)
        self.dW = (dout @ col.transpose(0, 2, 1)).sum(axis=0).reshape(self.W.shape)
        self.db = dout.sum(axis=(0, 2))
        self.grads = {"W": self.dW, "b": self.db}

    def _views(self, image):
        return shifted_views(image, *self.W.shape[2:], self.stride)

    def _filter_rows(self):
        return self.W.reshape(len(self.W), -1)  # (O, C*fh*fw)

    @staticmethod
    def _places(u):
        return u.reshape(*u.shape[:2], -1)  # (N, O, oh*ow)


class Pooling:
    """最大プーリング層：z[n, c, i, j] = max_{p, q} x[n, c, s·i + p, s·j + q]。

    s は stride。チャネルごとに計算する。画像につけた枠は、最大値に選ばれない。

    Parameters
    ----------
    pool_h, pool_w : int
        最大値をとる範囲の縦と横。
    stride, pad : int
        範囲を動かす間隔と、画像につける枠の幅。

    Raises
    ------
    ValueError
        x や dout の形が合わない、範囲が stride ごとにちょうど収まらない、pad が範囲より小さくない。
    RuntimeError
        forward の前に backward を呼んだ。

    Examples
    --------
    >>> layer = Pooling(2, 2, stride=2)
    >>> layer.forward(np.array([[[[1.0, 5.0, 2.0, 0.0], [3.0, 4.0, 2.0, 1.0]]]]))
    array([[[[5., 2.]]]])
    >>> layer.backward(np.array([[[[10.0, 20.0]]]]))  # 最大値が 2 つあれば、先のほうだけに伝える
    array([[[[ 0., 10., 20.,  0.],
             [ 0.,  0.,  0.,  0.]]]])

    出典：Zhou, Chellappa (1988) "Computation of Optical Flow Using a Neural Network"
    """

    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        _require_steps(stride, pad)
        if min(pool_h, pool_w) <= pad:
            raise ValueError(
                f"枠だけの範囲ができないように、pad は範囲より小さくしてください：pad {pad}、"
                f"範囲 ({pool_h}, {pool_w})"
            )
        self.pool_h, self.pool_w = pool_h, pool_w
        self.stride, self.pad = stride, pad
        self.params, self.grads = {}, {}
        self._image = self._z = None

    def forward(self, x, training=False):
        """x (N, C, H, W) から z (N, C, oh, ow) を計算する。"""
        self._image = pad_image(as_float(x), self.pad, value=-np.inf)
        self._z = functools.reduce(np.maximum, self._views(self._image))
        return self._z

    def backward(self, dout):
        """dout (N, C, oh, ow) を、最大値だった画素に伝え、x と同じ形の dx にする。"""
        z = remembered(self._z)
        require_shape("dout", dout, z.shape)
        dx = np.zeros_like(self._image, dtype=dout.dtype)
        waiting = np.ones_like(dout, dtype=bool)  # 最大値がまだ見つかっていない
        for dpixels, pixels in zip(self._views(dx), self._views(self._image), strict=True):
            found = waiting & (pixels == z)
            dpixels += dout * found
            waiting &= ~found
        return crop_image(dx, self.pad)

    def _views(self, image):
        return shifted_views(image, self.pool_h, self.pool_w, self.stride)


def _require_steps(stride, pad):
    if stride < 1 or pad < 0:
        raise ValueError(f"stride は 1 以上、pad は 0 以上です：stride {stride}、pad {pad}")
