"""ネットワークがなくても使える、MNISTの代わりの手書き数字。"""

import numpy as np

BOX = 20  # MNISTの数字は、28×28の中央の20×20に収まっている
MARGIN = 4
INK = (480, 1280)  # 拡大した値（0〜1600）のうち、これ以下は背景、これ以上は線とみなす


def load_digits_like_mnist():
    """scikit-learn の手書き数字1,797枚を、MNISTと同じ形と見た目にして返す。

    8×8の画像を20×20に線形補間で拡大し、にじみを線と背景に分けて、28×28の中央に置く。
    分け方はいつも同じで、数字ごとに5枚に1枚がテスト用になる。
    計算は整数だけで行うので、どの計算機でも同じ画像になる。

    Returns
    -------
    (x_train, d_train), (x_test, d_test)
        画像は (1437, 28, 28) と (360, 28, 28) の uint8（0〜255）、ラベルは 0〜9 の整数。

    出典：E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits",
    UCI Machine Learning Repository, 1998（そのうちテスト用の1,797枚）。
    """
    # 読み込みに約1秒かかり、MNISTがあれば要らないので、ここで import する
    from sklearn.datasets import load_digits

    small, labels = load_digits(return_X_y=True)
    images = enlarge(small.astype(np.int64).reshape(-1, 8, 8))
    is_test = np.zeros(len(labels), dtype=bool)
    is_test[np.argsort(labels, kind="stable")[::5]] = True
    return (images[~is_test], labels[~is_test]), (images[is_test], labels[is_test])


def enlarge(small):
    """8×8の数字を、MNISTと同じ形と見た目に拡大する。自分で書いた8×8の数字にも使える。

    Parameters
    ----------
    small : ndarray of shape (N, 8, 8)
        0（背景）〜16（線）の整数。

    Returns
    -------
    ndarray of shape (N, 28, 28)
        0〜255 の uint8。

    Examples
    --------
    >>> enlarge(np.full((1, 8, 8), 16)).max()
    np.uint8(255)
    """
    weight = _interpolation()
    low, high = INK
    ink = np.clip(weight @ small @ weight.T, low, high) - low  # (N, 20, 20)
    images = np.zeros((len(small), 28, 28), dtype=np.uint8)
    inside = slice(MARGIN, MARGIN + BOX)
    images[:, inside, inside] = ink * 255 // (high - low)
    return images


def _interpolation():
    """8点を20点に線形補間する行列 (20, 8) の10倍。重みは0.1の倍数なので、整数になる。"""
    position = 4 * np.arange(BOX) - 3  # 元の座標 (i + 0.5)·8/20 − 0.5 の10倍
    distance = np.abs(position[:, None] - 10 * np.arange(8))
    return np.maximum(10 - distance, 0)
