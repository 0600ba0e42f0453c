"""畳み込みを行列の積で計算するための、画像と行列のあいだの変換。"""

import numpy as np


def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    """画像から、フィルターと重なる部分を 1 行ずつに並べた行列を作る。

    行は (画像, 縦の位置, 横の位置) の順、列は (チャネル, フィルターの縦, 横) の順。
    oh = (H + 2·pad − filter_h) / stride + 1、ow も同様。

    Parameters
    ----------
    input_data : ndarray of shape (N, C, H, W)
    filter_h, filter_w, stride, pad : int

    Returns
    -------
    ndarray of shape (N*oh*ow, C*filter_h*filter_w)

    Raises
    ------
    ValueError
        4 次元ではない、またはフィルターが stride ごとにちょうど収まらない。

    Examples
    --------
    >>> im2col(np.arange(9).reshape(1, 1, 3, 3), 2, 2)
    array([[0, 1, 3, 4],
           [1, 2, 4, 5],
           [3, 4, 6, 7],
           [4, 5, 7, 8]])

    出典：Chellapilla, Puri, Simard (2006) "High Performance Convolutional Neural Networks
    for Document Processing"
    """
    if input_data.ndim != 4:
        raise ValueError(f"input_data の形は (N, C, H, W) でなければなりません：{input_data.shape}")
    N, C, H, W = input_data.shape
    oh, ow = _output_sizes(H, W, filter_h, filter_w, stride, pad)
    image = np.pad(input_data, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    shape = (N, oh, ow, C, filter_h, filter_w)
    col = np.empty(shape, dtype=input_data.dtype, like=input_data)
    for i in range(filter_h):
        for j in range(filter_w):
            pixels = image[:, :, i : i + stride * oh : stride, j : j + stride * ow : stride]
            col[:, :, :, :, i, j] = pixels.transpose(0, 2, 3, 1)  # (N, oh, ow, C)
    return col.reshape(N * oh * ow, C * filter_h * filter_w)


def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """im2col の行列を画像の形に戻す。同じ画素から写された値は足し合わせる（im2col の逆伝播）。

    Parameters
    ----------
    col : ndarray of shape (N*oh*ow, C*filter_h*filter_w)
    input_shape : tuple (N, C, H, W)
        im2col に渡した画像の形。
    filter_h, filter_w, stride, pad : int

    Returns
    -------
    ndarray of shape (N, C, H, W)

    Raises
    ------
    ValueError
        col の形が合わない、またはフィルターが stride ごとにちょうど収まらない。

    Examples
    --------
    >>> col2im(np.ones((4, 4)), (1, 1, 3, 3), 2, 2)[0, 0]
    array([[1., 2., 1.],
           [2., 4., 2.],
           [1., 2., 1.]])
    """
    N, C, H, W = input_shape
    oh, ow = _output_sizes(H, W, filter_h, filter_w, stride, pad)
    if col.shape != (N * oh * ow, C * filter_h * filter_w):
        raise ValueError(f"col の形が {input_shape} の画像と合いません：{col.shape}")
    col = col.reshape(N, oh, ow, C, filter_h, filter_w)
    image = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=col.dtype, like=col)
    for i in range(filter_h):
        for j in range(filter_w):
            pixels = col[:, :, :, :, i, j].transpose(0, 3, 1, 2)  # (N, C, oh, ow)
            image[:, :, i : i + stride * oh : stride, j : j + stride * ow : stride] += pixels
    return image[:, :, pad : pad + H, pad : pad + W]


def _output_sizes(H, W, filter_h, filter_w, stride, pad):
    steps_h, rest_h = divmod(H + 2 * pad - filter_h, stride)
    steps_w, rest_w = divmod(W + 2 * pad - filter_w, stride)
    if rest_h or rest_w or steps_h < 0 or steps_w < 0:
        raise ValueError(
            f"({H}, {W}) の画像に ({filter_h}, {filter_w}) のフィルターがちょうど収まりません："
            f"stride {stride}、pad {pad}"
        )
    return steps_h + 1, steps_w + 1
