"""数値微分と、勾配チェック。"""

import numpy as np

from common.arrays import as_float, require_shape

SMALLEST_SCALE = 1e-6  # これより小さい勾配どうしの差は、数値微分の誤差とみなす


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

    出典：Bishop (2006) "Pattern Recognition and Machine Learning" 5.3.3
    """
    x = as_float(x)
    grad = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        grad[index] = _central_difference(f, x, index, h)
    return grad


def relative_error(a, b):
    """いちばん大きい相対誤差：max_i |a_i − b_i| / max(|a_i| + |b_i|, 10⁻⁶)。

    平均ではなく最大なので、1 つの要素だけのずれも見のがさない。0 どうしの誤差は 0。

    Parameters
    ----------
    a, b : ndarray（同じ形。形は自由）

    Returns
    -------
    0 以上 1 以下のスカラー（どちらかに nan か inf があれば nan）

    Raises
    ------
    ValueError
        a と b の形が違う。

    Examples
    --------
    >>> print(relative_error(np.array([0.0, 2.0]), np.array([0.0, 3.0])))
    0.2
    """
    a, b = as_float(a), as_float(b)
    require_shape("b", b, a.shape)
    scale = np.maximum(np.abs(a) + np.abs(b), SMALLEST_SCALE)
    if a.size == 0:
        return np.zeros((), dtype=a.dtype, like=a)
    return np.max(np.abs(a - b) / scale)


def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    """勾配チェック：数値微分と比べて、相対誤差が tol を超えたパラメータの名前を返す。

    Parameters
    ----------
    loss : callable
        辞書 params を受け取り、誤差（1 つの数）を返す関数。
    params, grads : dict
        パラメータの配列と、確かめたい勾配の配列。精度のため、params は float64 がよい。
        params は、調べているあいだだけ少し動かし、元に戻す。
    h : float
        数値微分の幅。中心差分のずれ（h² の大きさ）と丸め誤差（1/h の大きさ）の、両方が小さい値。
    tol : float
        許す相対誤差。

    Returns
    -------
    list of str（params の順。空なら、すべて合っている）

    Raises
    ------
    ValueError
        grads にない名前がある、形が違う、または params が浮動小数点数の配列ではない。

    Examples
    --------
    >>> params = {"W": np.array([[1.0, 2.0]]), "b": np.array([3.0])}
    >>> grads = {"W": np.array([[2.0, 4.0]]), "b": np.array([3.0])}
    >>> gradient_check(lambda p: np.sum(p["W"] ** 2) + np.sum(p["b"] ** 2), params, grads)
    ['b']
    """
    missing = [key for key in params if key not in grads]
    if missing:
        raise ValueError(f"grads に勾配がありません：{', '.join(missing)}")
    return [key for key in params if not _agrees(loss, params, key, grads[key], h, tol)]


def _agrees(loss, params, key, grad, h, tol):
    param = params[key]
    if param.dtype.kind != "f":  # 整数の写しを動かしても、loss は変わらない
        raise ValueError(f"{key} は浮動小数点数の配列でなければなりません：型 {param.dtype}")
    require_shape(f"grads[{key!r}]", grad, param.shape)
    numerical = numerical_gradient(lambda _: loss(params), param, h)
    return bool(relative_error(grad, numerical) <= tol)  # nan は「合わない」になる


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
