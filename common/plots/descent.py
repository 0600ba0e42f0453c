"""勾配降下法の図：曲線や面の上の道筋、いろいろな学習の誤差、平面の上の関数。"""

import math

import numpy as np

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
    tidy,
)

LINES = (("-", "o", BLUE), ("--", "^", VERMILION), (":", "s", GREEN), ("-.", "D", PURPLE))
FEW = 60  # これより多い点は、印をつけずに線だけで描く
COLUMNS = 3


@course_style()
def plot_descent(function, paths, low, high, ylabel="誤差"):
    """曲線 f(w) と、その上を下った道筋を、小さな図にして並べる。

    Parameters
    ----------
    function : w の配列 (n,) を受け取り、同じ形の配列を返す関数
    paths : dict。キーは図の題、値は通った場所 w_0, w_1, … (T,)
    low, high : 横軸の範囲。外に出た点は描かない

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        paths が空、または function の結果の形が w と違う。

    Examples
    --------
    >>> plot_descent(np.square, {"2 歩": [1.0, 0.8, 0.64]}, -1, 1)
    <Figure size 290x250 with 1 Axes>
    """
    figure, all_axes = _small_multiples(len(paths), 2.9, 2.5)
    w = np.linspace(low, high, 401)
    height = host_copy(function(w))
    require_shape("function(w)", height, w.shape)
    for axes, (title, path) in zip(all_axes, paths.items(), strict=True):
        places = host_copy(path)
        places = places[(low <= places) & (places <= high)]
        axes.plot(w, height, color=GRAY, linewidth=1.4)
        heights = host_copy(function(places))
        axes.plot(places, heights, "o-", color=VERMILION, markersize=4, linewidth=1.6)
        axes.plot(places[:1], heights[:1], "s", color=BLACK, markersize=6)
        tidy(axes)
        axes.set(title=title, xlabel="w", ylabel=ylabel, xlim=(low, high))
    return figure


@course_style()
def plot_paths(function, paths, low, high):
    """面 f(x_0, x_1) の等高線と、その上を下った道筋を、小さな図にして並べる。

    Parameters
    ----------
    function : 平面の点 (n, 2) を受け取り、高さ (n,) を返す関数
    paths : dict。キーは図の題、値は通った点 (T, 2)
    low, high : 縦軸と横軸の範囲。外に出た点は描かない

    Returns
    -------
    Figure
        ■ が出発点。等高線は、高さの順位が等間隔になるように引く。

    Raises
    ------
    ValueError
        paths が空、または function が点 1 つにつき数を 1 つ返さない。

    Examples
    --------
    >>> plot_paths(lambda w: (w**2).sum(axis=1), {"2 歩": [[1, 1], [0.5, 0.2]]}, -1, 1)
    <Figure size 290x280 with 1 Axes>
    """
    figure, all_axes = _small_multiples(len(paths), 2.9, 2.8)
    x0, x1, height = _on_plane(function, low, high)
    levels = np.unique(np.quantile(height, np.linspace(0.02, 0.95, 14)))
    for axes, (title, path) in zip(all_axes, paths.items(), strict=True):
        axes.contour(x0, x1, height, levels=levels, colors=[BLUE], linewidths=0.9)
        points = host_copy(path)
        points = points[np.all((low <= points) & (points <= high), axis=1)]
        axes.plot(*points.T, "o-", color=VERMILION, markersize=4, linewidth=1.6)
        axes.plot(*points[:1].T, "s", color=BLACK, markersize=6)
        axes.set(title=title, xlabel="$w_0$", ylabel="$w_1$", aspect="equal")
        axes.set(xlim=(low, high), ylim=(low, high))
    return figure


@course_style()
def plot_losses(curves, xlabel="更新の回数", title=None, log=True, limits=None):
    """誤差の移り変わりを、4 本まで重ねて描く。横軸の値は、曲線ごとに違ってよい。

    Parameters
    ----------
    curves : dict。キーは凡例に書く名前、値は (横軸の値, 誤差) の組か、誤差だけ
    xlabel, title : 横軸の名前と、図の題
    log : bool
        縦軸を、10 倍ごとに等間隔の目盛り（対数目盛り）にする
    limits : 縦軸の（下の端, 上の端）
        動く図では、どの図も同じにする。省くと、曲線が収まる範囲

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        曲線が 1 本から 4 本でない、または横軸の値と誤差の個数が違う。

    Examples
    --------
    >>> plot_losses({"学習": [1.0, 0.5, 0.25]})
    <Figure size 650x360 with 1 Axes>
    """
    if not 1 <= len(curves) <= len(LINES):
        raise ValueError(
            f"curves には、曲線を 1 本から {len(LINES)} 本入れてください：{len(curves)} 本"
        )
    figure = new_figure(6.5, 3.6, layout="constrained")
    axes = figure.add_subplot()
    for (name, curve), (style, marker, color) in zip(curves.items(), LINES, strict=False):
        pair = isinstance(curve, tuple)
        y = host_copy(curve[1] if pair else curve)
        x = host_copy(curve[0]) if pair else np.arange(1, len(y) + 1)
        require_shape(f"curves[{name!r}]", x, y.shape)
        look = {"marker": marker, "markersize": 4} if len(y) <= FEW else {"alpha": 0.8}
        axes.plot(x, y, style, color=color, linewidth=1.3, label=name, **look)
    tidy(axes)
    if log:
        axes.set_yscale("log")
    axes.set(xlabel=xlabel, ylabel="誤差", title=title or "", ylim=limits)
    axes.legend()
    return figure


@course_style()
def plot_points(x, y, xlabel, ylabel, line=None, title=None):
    """点 (x, y) を散布図にし、あれば直線 y = line × x を重ねる。

    Parameters
    ----------
    x, y : ndarray (n,)
    line : 直線の傾き

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        x と y の形が違う。

    Examples
    --------
    >>> plot_points([1, 2], [1.1, 1.9], "正解", "予測", line=1)
    <Figure size 450x360 with 1 Axes>
    """
    x, y = host_copy(x), host_copy(y)
    require_shape("y", y, x.shape)
    figure = new_figure(4.5, 3.6, layout="constrained")
    axes = figure.add_subplot()
    axes.scatter(x, y, s=14, color=VERMILION, linewidths=0)
    if line is not None:
        ends = np.array([x.min(), x.max()])
        axes.plot(ends, line * ends, "--", color=BLACK, linewidth=1.0)
    tidy(axes)
    axes.set(xlabel=xlabel, ylabel=ylabel, title=title or "")
    return figure


def _small_multiples(count, width, height):
    if count < 1:
        raise ValueError("図に描くものを 1 つ以上入れてください：空の辞書です")
    columns = min(COLUMNS, count)
    rows = math.ceil(count / columns)
    figure = new_figure(width * columns, height * rows, layout="constrained")
    return figure, [figure.add_subplot(rows, columns, place + 1) for place in range(count)]


def _on_plane(function, low, high, steps=81):
    """平面の格子点 (steps, steps) と、そこでの関数の値。"""
    x0, x1 = np.meshgrid(np.linspace(low, high, steps), np.linspace(low, high, steps))
    points = np.stack([x0.ravel(), x1.ravel()], axis=1)  # (steps², 2)
    values = host_copy(function(points))
    if values.size != len(points):
        raise ValueError(f"関数は、点 1 つにつき数を 1 つ返さなければなりません：{values.shape}")
    return x0, x1, values.reshape(x0.shape)
