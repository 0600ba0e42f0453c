"""functions と layers が使う、配列の下ごしらえ：型をそろえ、形を確かめる。

新しい配列はどれも渡された配列から作るので、NumPy の配列でも GPU の配列でも動く。
"""

import numpy as np


def as_float(x):
    """x（形は自由）を浮動小数点数の配列で返す。整数や真偽値は float64 に直し、ほかはそのまま。"""
    if not hasattr(x, "dtype"):
        x = np.asarray(x)
    return x if x.dtype.kind == "f" else x.astype(np.float64)


def target_and_output(d, y):
    """d（y と同じ形）を y（形は自由）の型に直して、(d, y) を返す。

    Raises
    ------
    ValueError
        d と y の形が違う（黙って広げない）。
    TypeError
        CPU の配列と GPU の配列が混ざっている。
    """
    y = as_float(y)
    d = _like(d, y)
    require_same_device(d=d, y=y)
    if d.shape != y.shape:
        raise ValueError(f"d と y の形が違います：d {d.shape}、y {y.shape}")
    return d.astype(y.dtype, copy=False), y


def one_hot_and_output(d, y):
    """d を y (N, K) か (K,) と同じ形の one-hot に直して、(d, y) を返す。

    d は、クラス番号 (N,) か 1 つの番号でも、もう one-hot (N, K) か (K,) でもよい。

    Raises
    ------
    ValueError
        d と y の形が合わない、K が 2 より小さい、クラス番号が整数でないか範囲の外。
    TypeError
        CPU の配列と GPU の配列が混ざっている。
    """
    y = as_float(y)
    d = _like(d, y)
    require_same_device(d=d, y=y)
    if y.ndim not in (1, 2) or y.shape[-1] < 2:
        raise ValueError(
            f"y の形は (クラス数,) か (件数, クラス数) で、クラスは 2 つ以上です：y {y.shape}"
            "（出力が 1 つなら binary_cross_entropy_error を使います）"
        )
    if d.shape == y.shape:
        return d.astype(y.dtype, copy=False), y
    _require_class_indices(d, y)
    return (d[..., np.newaxis] == np.arange(y.shape[-1], like=y)).astype(y.dtype), y


def count_samples(y, sample_ndim):
    """件数 N。y (N, …) の行の数で、y の次元が 1 件分の次元 sample_ndim しかなければ 1。

    1 件もなければ ValueError。
    """
    n = y.shape[0] if y.ndim > sample_ndim else 1
    if n == 0:
        raise ValueError(f"サンプルが 1 件もありません：y {y.shape}")
    return n


def require_shape(name, array, shape):
    """array（形は自由）の形が shape でなければ、両方の形を示す ValueError。"""
    if array.shape != shape:
        raise ValueError(f"{name} の形は {shape} でなければなりません：{array.shape}")


def require_same_device(**arrays):
    """配列（形は自由）が全部 CPU か、全部 GPU にあることを確かめる。混ざっていれば TypeError。"""
    on_cpu = [name for name, a in arrays.items() if isinstance(a, (np.ndarray, np.generic))]
    if on_cpu and len(on_cpu) < len(arrays):
        on_gpu = [name for name in arrays if name not in on_cpu]
        raise TypeError(
            "CPU の配列と GPU の配列は、混ぜて計算できません："
            f"CPU にあるのは {'、'.join(on_cpu)}、GPU にあるのは {'、'.join(on_gpu)}"
            "（common.device の to_gpu か to_cpu で、同じところに写します）"
        )


def remembered(value):
    """層が forward のときに覚えた value（形は自由）を、そのまま返す。まだなければ RuntimeError。"""
    if value is None:
        raise RuntimeError("backward の前に forward を呼びましょう。")
    return value


def _like(d, y):
    """数やリストの d を、y と同じ種類の配列にする。配列はそのまま返す。"""
    return d if hasattr(d, "dtype") else np.asarray(d, like=y)


def _require_class_indices(d, y):
    if d.shape != y.shape[:-1]:
        raise ValueError(f"d の形は {y.shape} か {y.shape[:-1]} でなければなりません：d {d.shape}")
    if d.dtype.kind not in "iu":
        raise ValueError(f"クラス番号 d は整数でなければなりません：d {d.shape}、型 {d.dtype}")
    n_classes = y.shape[-1]
    # GPU の配列では範囲の外の添字がエラーにならないので、値を 1 度だけ CPU 側で確かめる
    if bool(np.any((d < 0) | (d >= n_classes))):
        raise ValueError(
            f"クラス番号 d は 0 から {n_classes - 1} までです：d {d.shape}、y {y.shape}"
        )
