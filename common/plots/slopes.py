"""傾きの図：曲線の接線と1歩、2つの差分の直線、誤差の地形、目標の点に合わせた線。動く図のコマにもする。"""

import numpy as np
from matplotlib.colors import BoundaryNorm

from common.arrays import require_shape
from common.plots.figure import (
    BLACK,
    BLUE,
    GRAY,
    GREEN,
    PURPLE,
    VERMILION,
    course_style,
    host_copy,
    new_figure,
    number,
    tidy,
)

PATHS = (("-", "o", BLUE), ("--", "^", VERMILION), ("-.", "D", GREEN), (":", "v", PURPLE))


@course_style()
def plot_step(function, w, slope, lr, low, high, title=None):
    """誤差の曲線の上の、いまの点（●）、そこでの接線、傾きと反対へ動いた点（■）を描く。

    Parameters
    ----------
    function : w の配列 (n,) を受け取り、同じ形の配列を返す関数
    w, slope : いまの場所と、そこでの傾き
    lr : 傾きにかけて、1 歩の大きさにする数
    low, high : 横軸の範囲
    title : 図の題。省くと、場所と傾きを書く

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        function の結果の形が w と違う。

    Examples
    --------
    >>> plot_step(np.square, w=1.0, slope=2.0, lr=0.1, low=-2, high=2)
    <Figure size 650x360 with 1 Axes>
    """
    w, slope = float(host_copy(w)), float(host_copy(slope))
    axis = np.linspace(low, high, 401)
    curve, (now, then) = _heights(function, axis), _heights(function, np.array([w, w - lr * slope]))
    figure, axes = _panel(low, high, title or f"w = {number(w)}　傾き {number(slope)}")
    reach = (high - low) / 6
    ends = np.array([w - reach, w + reach])
    axes.plot(axis, curve, color=BLUE, linewidth=2.2, label="誤差 E")
    axes.plot(ends, now + slope * (ends - w), "--", color=BLACK, linewidth=1.6, label="接線")
    axes.plot([w], [now], "o", color=BLACK, markersize=9, label="いまの w")
    axes.plot([w - lr * slope], [then], "s", color=VERMILION, markersize=8, label="1歩動いた w")
    bottom = curve.min() - 0.14 * np.ptp(curve)
    arrow = {"arrowstyle": "-|>", "color": VERMILION, "linewidth": 2.2, "mutation_scale": 16}
    axes.annotate("", xy=(w - lr * slope, bottom), xytext=(w, bottom), arrowprops=arrow)
    axes.set(ylim=(bottom - 0.08 * np.ptp(curve), curve.max() + 0.2 * np.ptp(curve)))
    axes.set(xlabel="重み w（下の矢印が1歩）", ylabel="誤差 E")
    axes.legend(loc="upper left", ncols=2, fontsize=9)
    return figure


@course_style()
def plot_secants(function, x, h, slope, low, high):
    """前進差分の直線（2 点を通る）、中心差分の直線、傾き slope の接線を、曲線に重ねる。

    Parameters
    ----------
    function : x の配列 (n,) を受け取り、同じ形の配列を返す関数
    x, h : 傾きを測る場所と、動かす幅
    slope : x での正しい傾き
    low, high : 横軸の範囲

    Returns
    -------
    Figure
        題に、2 つの差分の値を書く。

    Raises
    ------
    ValueError
        function の結果の形が x と違う。

    Examples
    --------
    >>> plot_secants(np.square, x=1.0, h=0.5, slope=2.0, low=0, high=2)
    <Figure size 650x360 with 1 Axes>
    """
    axis = np.linspace(low, high, 201)
    left, middle, right = _heights(function, np.array([x - h, x, x + h]))
    forward, central = (right - middle) / h, (right - left) / (2 * h)
    title = f"前進差分 {number(forward)}　中心差分 {number(central)}　正しい傾き {number(slope)}"
    figure, axes = _panel(low, high, title)
    curve = _heights(function, axis)
    axes.plot(axis, curve, color=GRAY, linewidth=1.6, label="f(x)")
    axes.plot(axis, middle + slope * (axis - x), "-.", color=BLACK, linewidth=1.6, label="接線")
    axes.plot(axis, middle + forward * (axis - x), "--", color=VERMILION, label="前進差分の直線")
    axes.plot(
        axis, left + central * (axis - x + h), ":", color=GREEN, linewidth=3, label="中心差分の直線"
    )
    axes.plot([x, x + h], [middle, right], "^", color=VERMILION, markersize=8)
    axes.plot([x - h, x + h], [left, right], "s", color=GREEN, markersize=6)
    margin = 0.1 * np.ptp(curve)
    axes.set(xlabel="x", ylabel="f(x)", ylim=(curve.min() - margin, curve.max() + margin))
    axes.legend(loc="upper left")
    return figure


@course_style()
def plot_fit(x, d, y, title=None, low=-0.5, high=1.5):
    """目標の点 (x, d) と、ネットワークの出力 (x, y) を結んだ線を描く。

    Parameters
    ----------
    x, d, y : ndarray (n,) または (n, 1)
        入力、目標出力、出力。x は小さい順
    title : 図の題
    low, high : 縦軸の範囲

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        x、d、y の個数が違う。

    Examples
    --------
    >>> plot_fit([0, 1, 2], [0, 1, 0], [0.2, 0.8, 0.1])
    <Figure size 650x360 with 1 Axes>
    """
    x, d, y = (host_copy(a).ravel() for a in (x, d, y))
    require_shape("d", d, x.shape)
    require_shape("y", y, x.shape)
    figure, axes = _panel(x.min(), x.max(), title)
    axes.plot(x, d, "o", color=GRAY, markersize=4, label="目標 d")
    axes.plot(x, y, color=VERMILION, linewidth=2.4, label="ネットワークの出力 y")
    axes.set(xlabel="入力 x", ylabel="出力", ylim=(low, high))
    axes.legend(loc="upper right", ncols=2)
    return figure


@course_style()
def plot_landscape(function, paths, low, high, levels, title=None):
    """重み 2 つの誤差の地形を濃さで表し、その上を下った道筋を 4 本まで重ねる。

    Parameters
    ----------
    function : 平面の点 (n, 2) を受け取り、誤差 (n,) を返す関数
    paths : dict。キーは凡例に書く名前、値は通った点 (T, 2)
    low, high : 縦軸と横軸の範囲
    levels : 濃さの境目にする誤差のリスト。小さい順
    title : 図の題

    Returns
    -------
    Figure
        ■ が出発点。

    Raises
    ------
    ValueError
        道筋が 1 本から 4 本でない、または function が点 1 つにつき数を 1 つ返さない。

    Examples
    --------
    >>> paths = {"2 歩": [[1, 1], [0.5, 0.2]]}
    >>> plot_landscape(lambda w: (w**2).sum(axis=1), paths, -1, 1, levels=[0, 1, 2])
    <Figure size 620x460 with 2 Axes>
    """
    if not 1 <= len(paths) <= len(PATHS):
        raise ValueError(f"道筋を 1 本から {len(PATHS)} 本入れてください：{len(paths)} 本")
    w0, w1 = np.meshgrid(*2 * [np.linspace(low, high, 161)])
    height = host_copy(function(np.stack([w0.ravel(), w1.ravel()], axis=1)))
    require_shape("function(w)", height, (w0.size,))
    figure = new_figure(6.2, 4.6, layout="constrained")
    axes = figure.add_subplot(aspect="equal", xlim=(low, high), ylim=(low, high))
    shades = BoundaryNorm(levels, 256)
    filled = axes.contourf(
        w0, w1, height.reshape(w0.shape), levels, cmap="Greys", norm=shades, alpha=0.7
    )
    figure.colorbar(filled, ax=axes, label="誤差 E（濃いほど大きい）", format="%.3g")
    for (name, path), (style, marker, color) in zip(paths.items(), PATHS, strict=False):
        points = host_copy(path)
        axes.plot(*points.T, style, marker=marker, color=color, markersize=5, label=name)
        axes.plot(*points[:1].T, "s", color=BLACK, markersize=5)
    axes.set(xlabel="$w_0$", ylabel="$w_1$", title=title or "")
    axes.legend(loc="upper left", title="■ が出発点")
    return figure


def _heights(function, places):
    heights = host_copy(function(places))
    require_shape("function(w)", heights, places.shape)
    return heights


def _panel(low, high, title):
    figure = new_figure(6.5, 3.6, layout="constrained")
    axes = figure.add_subplot(xlim=(low, high), title=title or "")
    tidy(axes)
    return figure, axes
