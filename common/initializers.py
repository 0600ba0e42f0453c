"""重みの初期値：層の大きさから、正規分布の標準偏差を決めて引く。"""

import math

import numpy as np

# 入力の数 I から、重みの標準偏差を決める
INITIAL_STDS = {
    "he": lambda n_in: math.sqrt(2 / n_in),
    "xavier": lambda n_in: math.sqrt(1 / n_in),
}
INITIAL_STDS |= {"relu": INITIAL_STDS["he"], "sigmoid": INITIAL_STDS["xavier"]}


def initial_params(sizes, weight_init_std, dtype, rng):
    """全結合の層のパラメータを作る。b はすべて 0。

    Parameters
    ----------
    sizes : list of int
        入力、中間層、出力の大きさ。
    weight_init_std : float または {"relu", "he", "sigmoid", "xavier"}
        重みの標準偏差。"relu" と "he" は √(2/I)、"sigmoid" と "xavier" は √(1/I)。
    dtype : 浮動小数点数の型
    rng : numpy.random.Generator か common.gpu.rng.default_rng

    Returns
    -------
    dict
        "W1" (I, O)、"b1" (O,)、"W2"、… から配列への辞書。

    Raises
    ------
    ValueError
        大きさが 1 より小さい、または weight_init_std の名前を知らない。

    Examples
    --------
    >>> params = initial_params([3, 4, 2], "he", np.float32, np.random.default_rng(0))
    >>> {name: param.shape for name, param in params.items()}
    {'W1': (3, 4), 'b1': (4,), 'W2': (4, 2), 'b2': (2,)}

    出典："xavier" は Glorot, Bengio (2010) "Understanding the difficulty of training deep
    feedforward neural networks" の、I だけを使う形。"he" は He ら (2015) "Delving Deep into
    Rectifiers: Surpassing Human-Level Performance on ImageNet Classification"
    """
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
