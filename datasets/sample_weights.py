"""学習済みの重み：784-50-100-10 のネットワーク（中間層はシグモイド関数）。

``course weights`` が、同じ乱数の種から学習して作る。
"""

from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent / "weights"
SIZES = (784, 50, 100, 10)


def load_sample_weights(source="digits"):
    """手書き数字を見分けるように学習した重みを読む。

    どちらの重みも、load_mnist(source=source) の x_test[-2000:] は学習に使っていない
    （"mnist" の重みは、MNIST のテスト用画像 10,000 枚のうち、最初の 8,000 枚で学習した）。

    Parameters
    ----------
    source : {"digits", "mnist"}
        重みの学習に使った画像。

    Returns
    -------
    dict
        "W1" (784, 50)、"b1" (50,)、"W2" (50, 100)、"b2" (100,)、"W3" (100, 10)、"b3" (10,) の
        float32 の配列。

    Raises
    ------
    ValueError
        source が正しくない。

    Examples
    --------
    >>> load_sample_weights("digits")["W1"].shape
    (784, 50)
    """
    path = FOLDER / f"{source}.npz"
    if not path.is_file():
        sources = sorted(found.stem for found in FOLDER.glob("*.npz"))
        raise ValueError(
            f"source は {sources} のどれかにしてください。受け取ったのは {source!r} です。"
        )
    with np.load(path, allow_pickle=False) as stored:
        return dict(stored)
