"""線のグラフと棒グラフ：活性化関数、学習の曲線、値の比べ。"""

import math

import numpy as np

from common.arrays import require_shape
from common.plots.figure import (
    BLACK,
    BLUE,
    GREEN,
    SKY_BLUE,
    VERMILION,
    course_style,
    host_copy,
    new_figure,
    number,
    tidy,
)

CURVE_STYLES = ("-", "--", ":", "-.")
CURVE_COLORS = (BLUE, VERMILION, GREEN, BLACK)


@course_style()
def plot_activation(function, derivative=None, low=-5.0, high=5.0, title=None, formula=None):
    """活性化関数（実線）と、その導関数（破線）のグラフを描く。

    Parameters
    ----------
    function, derivative : 総入力 u の配列 (n,) を受け取り、同じ形の配列を返す関数
    low, high : 横軸の範囲
    title : 図の題
    formula : 凡例に書く数式。例：``r"$f(u) = \\max(0, u)$"``

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        low が high より小さくない、または関数の結果の形が u と違う。

    Examples
    --------
    >>> plot_activation(np.tanh, lambda u: 1 - np.tanh(u) ** 2, title="双曲線正接関数")
    <Figure size 650x400 with 1 Axes>
    """
    figure = new_figure(6.5, 4.0, layout="constrained")
    axes = figure.add_subplot()
    u = _grid(low, high)
    label = formula or "関数 $f(u)$"
    axes.plot(u, _curve("function", function, u), color=BLUE, linewidth=2.4, label=label)
    if derivative is not None:
        slope = _curve("derivative", derivative, u)
        axes.plot(u, slope, "--", color=VERMILION, linewidth=2.0, label="導関数 $f'(u)$")
    _zero_axes(axes, low, high)
    axes.set_title(title or "")
    axes.set_ylabel("$f(u)$", fontsize=13)
    axes.legend(loc="best", fontsize=12)
    return figure


@course_style()
def plot_activations(functions, low=-5.0, high=5.0):
    """いくつかの活性化関数を、小さなグラフにして並べる。

    Parameters
    ----------
    functions : dict。キーはグラフの題、値は u (n,) を受け取り同じ形を返す関数
    low, high : 横軸の範囲

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        関数が 1 つもない、low が high より小さくない、または関数の結果の形が u と違う。

    Examples
    --------
    >>> plot_activations({"正弦": np.sin, "余弦": np.cos})
    <Figure size 800x260 with 2 Axes>
    """
    if not functions:
        raise ValueError("functions には、関数を 1 つ以上入れてください：空の辞書です")
    columns = 2 if len(functions) in (2, 4) else min(3, len(functions))
    rows = math.ceil(len(functions) / columns)
    figure = new_figure(min(8.4, 4.0 * columns), 2.6 * rows, layout="constrained")
    u = _grid(low, high)
    for position, (name, function) in enumerate(functions.items(), start=1):
        axes = figure.add_subplot(rows, columns, position)
        axes.plot(u, _curve(name, function, u), color=BLUE, linewidth=2.2)
        _zero_axes(axes, low, high)
        axes.set_title(name, fontsize=11)
    return figure


def _grid(low, high):
    if not low < high:
        raise ValueError(f"low は high より小さくなければなりません：low={low}, high={high}")
    return np.linspace(low, high, 1001)


def _curve(name, function, u):
    y = host_copy(function(u.copy()))
    require_shape(f"{name}(u)", y, u.shape)
    return y


def _zero_axes(axes, low, high):
    tidy(axes)
    axes.axhline(0, color=BLACK, linewidth=0.8, zorder=1)
    if low < 0 < high:
        axes.axvline(0, color=BLACK, linewidth=0.8, zorder=1)
    axes.set_xlim(low, high)
    axes.set_xlabel("総入力 $u$", fontsize=11.5)


def styled(curves):
    """曲線ごとの、名前、値 y（形は自由）、線の種類、色。1 本から 4 本でなければ ValueError。"""
    if not 1 <= len(curves) <= len(CURVE_STYLES):
        raise ValueError(
            f"curves には、曲線を 1 本から {len(CURVE_STYLES)} 本入れてください：{len(curves)} 本"
        )
    for (name, y), style, color in zip(curves.items(), CURVE_STYLES, CURVE_COLORS, strict=False):
        yield name, y, style, color


@course_style()
def plot_curves(x, curves, xlabel, ylabel, title=None, log=False):
    """横軸 x に対する曲線を、4 本まで重ねて描く。誤差の形や、学習のようすを見るときに使う。

    Parameters
    ----------
    x : ndarray (n,)
    curves : dict。キーは凡例に書く名前、値は縦軸の値 (n,)
    xlabel, ylabel, title : 軸の名前と、図の題
    log : bool
        両方の軸を、10 倍ごとに等間隔の目盛り（対数目盛り）にする

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        曲線が 1 本から 4 本でない、または x と形が違う。

    Examples
    --------
    >>> plot_curves([0, 1, 2], {"2 乗": [0, 1, 4]}, "差", "誤差")
    <Figure size 650x360 with 1 Axes>
    """
    x = host_copy(x)
    figure = new_figure(6.5, 3.6, layout="constrained")
    axes = figure.add_subplot()
    for name, y, style, color in styled(curves):
        y = host_copy(y)
        require_shape(f"curves[{name!r}]", y, x.shape)
        axes.plot(x, y, style, color=color, linewidth=2.2, label=name)
    tidy(axes)
    if log:
        axes.set(xscale="log", yscale="log")
    axes.set(xlabel=xlabel, ylabel=ylabel, title=title or "")
    axes.legend()
    return figure


@course_style()
def plot_bars(values, labels, title=None, ylabel=None):
    """値の書かれた棒グラフを描く。確率などの比較に使う。

    Parameters
    ----------
    values : ndarray (n,)
        棒の高さ
    labels : n 個の文字列
        棒の名前
    title, ylabel : 図の題と、縦軸の名前

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        values と labels の個数が違う。

    Examples
    --------
    >>> plot_bars([0.1, 0.2, 0.7], ["犬", "猫", "鳥"], ylabel="確率")
    <Figure size 650x360 with 1 Axes>
    """
    heights = host_copy(values)
    require_shape("values", heights, (len(labels),))
    figure = new_figure(6.5, 3.6, layout="constrained")
    axes = figure.add_subplot()
    _bars(axes, heights, labels, title)
    axes.set_ylabel(ylabel or "")
    return figure


@course_style()
def plot_bar_panels(panels, labels, limits=None):
    """名前の同じ棒グラフを、横に並べる。変換の前とあとを見比べるときに使う。

    Parameters
    ----------
    panels : dict。キーはグラフの題、値は棒の高さ (n,)
    labels : n 個の文字列
        棒の名前
    limits : 縦軸の範囲 (下, 上) を、グラフの数だけ並べたリスト
        動く図で、縦軸を止めておくときに渡す。省くと、それぞれの棒が収まる範囲

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        panels が空、棒の高さと labels の個数が違う、または limits の数がグラフの数と違う。

    Examples
    --------
    >>> plot_bar_panels({"総入力": [1, 2], "確率": [0.27, 0.73]}, ["犬", "猫"])
    <Figure size 760x320 with 2 Axes>
    """
    if not panels:
        raise ValueError("panels には、棒グラフを 1 つ以上入れてください：空の辞書です")
    limits = [None] * len(panels) if limits is None else list(limits)
    if len(limits) != len(panels):
        raise ValueError(f"limits は {len(panels)} 個でなければなりません：{len(limits)} 個")
    figure = new_figure(3.8 * len(panels), 3.2, layout="constrained")
    for place, (name, values) in enumerate(panels.items()):
        heights = host_copy(values)
        require_shape(f"panels[{name!r}]", heights, (len(labels),))
        axes = figure.add_subplot(1, len(panels), place + 1)
        _bars(axes, heights, labels, name)
        if limits[place] is not None:
            axes.set_ylim(*limits[place])
    return figure


def _bars(axes, heights, labels, title):
    bars = axes.bar(range(len(labels)), heights, width=0.6, color=SKY_BLUE, edgecolor=BLACK)
    axes.bar_label(bars, [number(value) for value in heights], padding=3)
    tidy(axes)
    axes.grid(axis="x", visible=False)
    axes.axhline(0, color=BLACK, linewidth=0.8, zorder=1)
    axes.margins(y=0.15)
    axes.set_xticks(range(len(labels)), labels)
    axes.set_title(title or "")
