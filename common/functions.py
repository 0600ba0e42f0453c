"""ニューラルネットワークの関数：活性化関数、誤差関数、それらの微分、数値微分、im2col。

行が 1 件のサンプル。x 入力、u 総入力、y 出力、d 目標出力、N 件数、K クラス数。
誤差は、1 件の誤差 E_n を N 件で平均した値。引数の順は (d, y)。
渡された配列は書き換えない。float32 は float32 のまま計算し、整数は float64 に直す。
NumPy の配列でも GPU の配列でも動く（common.gpu.stand_in を参照）。

誤差関数とその微分の出典：Bishop (2006) "Pattern Recognition and Machine Learning" 5.2
"""

import numpy as np

from common.arrays import as_float, count_samples, one_hot_and_output, target_and_output

# ほかのファイルにある関数も、common.functions から import できるようにする
from common.gradient import numerical_gradient as numerical_gradient
from common.im2col import col2im as col2im
from common.im2col import im2col as im2col


def step_function(x):
    """ステップ関数：x > 0 なら 1、そうでなければ 0（x = 0 では 0）。

    x（形は自由）と同じ形の、整数の配列を返す。

    Examples
    --------
    >>> step_function(np.array([-1.0, 0.0, 1.0]))
    array([0, 0, 1])
    """
    return np.greater(x, 0).astype(int)


def sigmoid(x):
    """シグモイド関数：1 / (1 + exp(−x))。

    x（形は自由）と同じ形の、0 以上 1 以下の配列を返す。
    exp(x) / (1 + exp(x)) とも書ける。exp に正の数を渡さない式を x の符号で選び、あふれを防ぐ。

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    x = as_float(x)
    with np.errstate(under="ignore"):  # 小さすぎる exp は 0 でよい
        return np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))


def relu(x):
    """ReLU：max(0, x)。

    x（形は自由）と同じ形、同じ型の配列を返す（整数は整数のまま）。

    Examples
    --------
    >>> relu(np.array([-1.0, 0.0, 2.5]))
    array([0. , 0. , 2.5])

    出典：Nair, Hinton (2010) "Rectified Linear Units Improve Restricted Boltzmann Machines"
    """
    return np.maximum(x, 0)


def identity(x):
    """恒等関数：x（形は自由）をそのまま返す。回帰の出力層で使う。

    Examples
    --------
    >>> identity(np.array([-1.0, 2.5]))
    array([-1. ,  2.5])
    """
    return x


def softmax(x):
    """ソフトマックス関数：y_k = exp(x_k) / Σ_j exp(x_j)。行ごとに計算する。

    どの x_k から同じ数を引いても y は変わらないので、行の最大値を引いて、あふれを防ぐ。

    Parameters
    ----------
    x : ndarray of shape (N, K) or (K,)

    Returns
    -------
    ndarray（x と同じ形）。行の合計は 1。

    Raises
    ------
    ValueError
        x が 1 次元でも 2 次元でもない、または K が 0。

    Examples
    --------
    >>> softmax(np.array([0.3, 2.9, 4.0]))
    array([0.01821127, 0.24519181, 0.73659691])

    出典：Bridle (1990) "Probabilistic Interpretation of Feedforward Classification Network
    Outputs, with Relationships to Statistical Pattern Recognition"
    """
    x = as_float(x)
    if x.ndim not in (1, 2) or x.shape[-1] == 0:
        raise ValueError(f"x の形は (N, K) か (K,) でなければなりません：{x.shape}")
    with np.errstate(under="ignore"):  # 小さすぎる exp は 0 でよい
        exp_x = np.exp(x - x.max(axis=-1, keepdims=True))
        return exp_x / exp_x.sum(axis=-1, keepdims=True)


def d_step_function(u):
    """ステップ関数の微分：どこでも 0（u = 0 でも 0 とする）。

    u（形は自由）と同じ形の配列を返す。

    Examples
    --------
    >>> d_step_function(np.array([-1.0, 0.0, 2.0]))
    array([0., 0., 0.])
    """
    return np.zeros_like(as_float(u))


def d_sigmoid(u):
    """シグモイド関数の微分：σ(u)(1 − σ(u))。引数は z = σ(u) ではなく、総入力 u。

    u（形は自由）と同じ形の、0 以上 0.25 以下の配列を返す。
    1 − σ(u) = σ(−u) なので、引き算で桁が落ちない σ(u)σ(−u) で計算する。

    Examples
    --------
    >>> d_sigmoid(np.array([0.0, 1000.0]))
    array([0.25, 0.  ])
    """
    u = as_float(u)
    return sigmoid(u) * sigmoid(-u)


def d_relu(u):
    """ReLU の微分：u > 0 なら 1、そうでなければ 0（u = 0 では 0 とする）。

    総入力 u（形は自由）と同じ形の配列を返す。

    Examples
    --------
    >>> d_relu(np.array([-1.0, 0.0, 2.0]))
    array([0., 0., 1.])
    """
    u = as_float(u)
    return (u > 0).astype(u.dtype)


def mean_squared_error(d, y):
    """2 乗誤差の平均：(1/N) Σ_n ½ Σ_k (y_nk − d_nk)²。

    Parameters
    ----------
    d, y : ndarray of shape (N, K) or (K,)
        1 次元の配列は、出力が K 個のサンプル 1 件。

    Returns
    -------
    スカラー

    Raises
    ------
    ValueError
        d と y の形が違う、または 1 件もない。
    TypeError
        CPU の配列と GPU の配列が混ざっている。

    Examples
    --------
    >>> print(mean_squared_error(np.array([2.0, 4.0]), np.array([1.02, 2.29])).round(5))
    1.94225
    """
    d, y = target_and_output(d, y)
    return np.sum((y - d) ** 2) / (2 * count_samples(y, sample_ndim=1))


def cross_entropy_error(d, y):
    """交差エントロピー誤差の平均：−(1/N) Σ_n Σ_k d_nk log y_nk。

    Parameters
    ----------
    d : ndarray of shape (N, K) or (N,)
        one-hot かクラス番号。1 次元の y には、(K,) の one-hot か 1 つのクラス番号。
    y : ndarray of shape (N, K) or (K,)
        確率（ソフトマックス関数の出力）。1 次元の配列は、サンプル 1 件。

    Returns
    -------
    0 以上のスカラー

    Raises
    ------
    ValueError
        d と y の形が合わない、K が 2 より小さい、1 件もない、番号が整数でないか範囲の外。
    TypeError
        CPU の配列と GPU の配列が混ざっている。

    Examples
    --------
    >>> y = np.array([[0.1, 0.9], [0.5, 0.5]])
    >>> print(cross_entropy_error(np.array([1, 0]), y).round(4))
    0.3993
    """
    d, y = one_hot_and_output(d, y)
    loss = -np.sum(d * _safe_log(y)) / count_samples(y, sample_ndim=1)
    return loss + 0.0  # −0.0 を 0.0 に直す


def binary_cross_entropy_error(d, y):
    """2 値の交差エントロピー誤差の平均：−(1/N) Σ_n (d_n log y_n + (1 − d_n) log(1 − y_n))。

    Parameters
    ----------
    d : ndarray of shape (N,) or (N, 1)
        0 か 1。
    y : ndarray（d と同じ形）
        確率（シグモイド関数の出力）。1 次元の配列は、出力が 1 個のサンプル N 件。

    Returns
    -------
    0 以上のスカラー

    Raises
    ------
    ValueError
        d と y の形が違う、または 1 件もない。
    TypeError
        CPU の配列と GPU の配列が混ざっている。

    Examples
    --------
    >>> print(binary_cross_entropy_error(np.array([0.0]), np.array([0.9])).round(6))
    2.302585
    """
    d, y = target_and_output(d, y)
    errors = d * _safe_log(y) + (1 - d) * _safe_log(1 - y)
    return -np.sum(errors) / count_samples(y, sample_ndim=0) + 0.0  # −0.0 を 0.0 に直す


def softmax_with_loss(d, x):
    """ソフトマックス関数を通した交差エントロピー誤差：cross_entropy_error(d, softmax(x))。

    d は one-hot (N, K) かクラス番号 (N,)、x は総入力 (N, K)。0 以上のスカラーを返す。

    Raises
    ------
    ValueError, TypeError
        cross_entropy_error と同じ。

    Examples
    --------
    >>> print(softmax_with_loss(np.array([1]), np.array([[1000.0, 1000.0]])).round(6))
    0.693147
    """
    return cross_entropy_error(d, softmax(x))


def d_mean_squared_error(d, y):
    """mean_squared_error の y での微分：(y − d) / N。恒等関数を通す前の u での微分でもある。

    Parameters
    ----------
    d, y : ndarray of shape (N, K) or (K,)

    Returns
    -------
    ndarray（y と同じ形）

    Raises
    ------
    ValueError, TypeError
        mean_squared_error と同じ。

    Examples
    --------
    >>> d_mean_squared_error(np.array([[1.0], [1.0]]), np.array([[3.0], [0.0]]))
    array([[ 1. ],
           [-0.5]])
    """
    d, y = target_and_output(d, y)
    return (y - d) / count_samples(y, sample_ndim=1)


def d_softmax_with_loss(d, y):
    """y = softmax(u) のときの、交差エントロピー誤差の u での微分：(y − d) / N。

    Parameters
    ----------
    d : ndarray of shape (N, K) or (N,)
        one-hot かクラス番号。
    y : ndarray of shape (N, K) or (K,)
        ソフトマックス関数の出力。

    Returns
    -------
    ndarray（y と同じ形）

    Raises
    ------
    ValueError, TypeError
        cross_entropy_error と同じ。

    Examples
    --------
    >>> d_softmax_with_loss(np.array([1]), np.array([[0.25, 0.75]]))
    array([[ 0.25, -0.25]])
    """
    d, y = one_hot_and_output(d, y)
    return (y - d) / count_samples(y, sample_ndim=1)


def d_sigmoid_with_loss(d, y):
    """y = sigmoid(u) のときの、2 値の交差エントロピー誤差の u での微分：(y − d) / N。

    Parameters
    ----------
    d, y : ndarray of shape (N,) or (N, 1)

    Returns
    -------
    ndarray（y と同じ形）

    Raises
    ------
    ValueError, TypeError
        binary_cross_entropy_error と同じ。

    Examples
    --------
    >>> d_sigmoid_with_loss(np.array([1.0, 0.0]), np.array([0.5, 0.5]))
    array([-0.25,  0.25])
    """
    d, y = target_and_output(d, y)
    return (y - d) / count_samples(y, sample_ndim=0)


def _safe_log(y):
    """確率 y の対数。y = 0 でも有限になるように、いちばん小さい正の数で下から支える。"""
    return np.log(np.clip(y, np.finfo(y.dtype).tiny, 1))
