"""数値微分。"""

import numpy as np

from common.arrays import as_float


def numerical_gradient(f, x, h=1e-4):
    """数値微分（中心差分）：∂f/∂x_i ≈ (f(x_i + h) − f(x_i − h)) / 2h。

    1 要素ずつ x を h だけ動かして f(x) を呼び、元の値に戻す。精度のため、x は float64 がよい。

    Parameters
    ----------
    f : callable
        配列 x を受け取り、1 つの数を返す関数。
    x : ndarray（形は自由）
        整数の配列は、float64 の配列に写してから動かす。

    Returns
    -------
    ndarray（x と同じ形）

    Raises
    ------
    ValueError
        f が 1 つの数を返さない。

    Examples
    --------
    >>> numerical_gradient(lambda x: np.sum(x**2), np.array([3.0, 4.0])).round(6)
    array([6., 8.])
    """
    x = as_float(x)
    grad = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        grad[index] = _central_difference(f, x, index, h)
    return grad


def _central_difference(f, x, index, h):
    original = x[index].copy()  # GPU の配列では x[index] も x の一部なので、写しておく
    try:
        x[index] = original + h
        f_plus = _scalar(f(x))
        x[index] = original - h
        f_minus = _scalar(f(x))
    finally:
        x[index] = original
    return (f_plus - f_minus) / (2 * h)


def _scalar(value):
    shape = getattr(value, "shape", ())
    if shape != ():
        raise ValueError(f"f は 1 つの数を返さなければなりません：形 {shape}")
    return value + 0.0  # x の一部がそのまま返されたときのために、写しておく
