"""8×8 の手書き数字 1,000枚。ファイルから読むだけなので、すぐに使える。"""

from pathlib import Path

import numpy as np

FILE = Path(__file__).parent / "small_digits.npz"


def load_small_digits():
    """scikit-learn に入っている 8×8 の手書き数字の、最初の 1,000枚を読む。

    Returns
    -------
    x : float32 の ndarray (1000, 64)
        濃さ。0〜1。
    d : int64 の ndarray (1000,)
        0〜9 の数字。どの数字も 98〜104 枚ある。

    Examples
    --------
    >>> x, d = load_small_digits()
    >>> x.shape, d[:5].tolist()
    ((1000, 64), [0, 1, 2, 3, 4])

    出典：E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits",
    UCI Machine Learning Repository, 1998（そのうちテスト用の1,797枚の、最初の1,000枚）。
    """
    with np.load(FILE, allow_pickle=False) as stored:
        images, labels = stored["images"], stored["labels"]
    return (images.reshape(len(images), 64) / 16).astype(np.float32), labels.astype(np.int64)
