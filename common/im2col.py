"""畳み込みを行列の積で計算するための、画像と行列のあいだの変換。

どの関数も、shifted_views の 1 つの考え方でできている：フィルターを動かすかわりに、
フィルターの 1 か所ごとに、そこに重なる画素をまとめて取り出す。
"""

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
    views = shifted_views(pad_image(input_data, pad), filter_h, filter_w, stride)
    N, C, oh, ow = views[0].shape
    col = np.stack(views, axis=2).transpose(0, 3, 4, 1, 2)  # (N, oh, ow, C, fh*fw)
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
    image = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=col.dtype, like=col)
    views = shifted_views(image, filter_h, filter_w, stride)
    oh, ow = views[0].shape[2:]
    if col.shape != (N * oh * ow, C * filter_h * filter_w):
        raise ValueError(f"col の形が {input_shape} の画像と合いません：{col.shape}")
    col = col.reshape(N, oh, ow, C, filter_h * filter_w)
    for position, pixels in enumerate(views):
        pixels += col[..., position].transpose(0, 3, 1, 2)  # (N, C, oh, ow)
    return crop_image(image, pad)


def shifted_views(image, filter_h, filter_w, stride=1):
    """フィルターの p 行 q 列に重なる画素を、(p, q) の順に並べたリスト。

    フィルターが動くと、その 1 か所は、画像を stride おきに、oh × ow か所で読む。
    写しではなく image の一部なので、書き込めば image が変わる。

    Parameters
    ----------
    image : ndarray of shape (N, C, H, W)
        パディングを済ませた画像。
    filter_h, filter_w, stride : int

    Returns
    -------
    filter_h*filter_w 個の ndarray of shape (N, C, oh, ow)

    Raises
    ------
    ValueError
        フィルターが stride ごとにちょうど収まらない。

    Examples
    --------
    >>> image = np.arange(9).reshape(1, 1, 3, 3)
    >>> [view[0, 0].tolist() for view in shifted_views(image, 1, 2)]
    [[[0, 1], [3, 4], [6, 7]], [[1, 2], [4, 5], [7, 8]]]
    """
    oh, ow = (
        _output_size(image.shape, size, filter_size, stride)
        for size, filter_size in zip(image.shape[2:], (filter_h, filter_w), strict=True)
    )
    return [
        image[:, :, p : p + stride * oh : stride, q : q + stride * ow : stride]
        for p in range(filter_h)
        for q in range(filter_w)
    ]


def pad_image(image, pad, value=0):
    """image (N, C, H, W) の上下左右に枠をつけ、(N, C, H + 2·pad, W + 2·pad) にする。

    枠の幅は pad 画素、値は value。pad が 0 なら image そのもの。4 次元でなければ ValueError。

    Examples
    --------
    >>> pad_image(np.array([[[[5]]]]), 1)[0, 0]
    array([[0, 0, 0],
           [0, 5, 0],
           [0, 0, 0]])
    """
    if image.ndim != 4:
        raise ValueError(f"画像の形は (N, C, H, W) でなければなりません：{image.shape}")
    if pad == 0:
        return image  # 枠がなければ、写す必要もない
    frame = ((0, 0), (0, 0), (pad, pad), (pad, pad))
    return np.pad(image, frame, constant_values=value)


def crop_image(image, pad):
    """pad_image の枠を取りのぞく：image (N, C, H, W) から (N, C, H − 2·pad, W − 2·pad)。

    写しではなく image の一部。

    Examples
    --------
    >>> crop_image(np.ones((1, 1, 5, 5)), 1).shape
    (1, 1, 3, 3)
    """
    H, W = image.shape[2:]
    return image[:, :, pad : H - pad, pad : W - pad]


def _output_size(shape, size, filter_size, stride):
    steps, rest = divmod(size - filter_size, stride)
    if rest or steps < 0:
        raise ValueError(
            f"枠を含めて {shape[2:]} の画像に、縦か横が {filter_size} のフィルターが"
            f" stride {stride} でちょうど収まりません"
        )
    return steps + 1
