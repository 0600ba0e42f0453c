"""ニューラルネットワークの図。座標の単位はインチで、1 単位が図の上でも 1 インチになる。"""

from dataclasses import dataclass

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Circle
from matplotlib.patheffects import withStroke

from common.arrays import require_shape
from common.plots.figure import (
    BLACK,
    BLUE,
    GRAY,
    LIGHT_GRAY,
    ORANGE_TEXT,
    VERMILION,
    course_style,
    host_copy,
    new_figure,
    number,
)

RADIUS = 0.29
MAX_NODES = 6  # これより多い層は、先頭の 3 個と最後の 1 個だけを描く
MAX_LABELED_EDGES = 20  # 層と層の間の線がこれより多ければ、重みの数値は書かない
LABEL_HEIGHT = 0.16
FAINT = {"color": LIGHT_GRAY, "linewidth": 0.8, "linestyle": "-"}
HALO = [withStroke(linewidth=3, foreground="white")]


@dataclass
class Layer:
    """描くユニットの番号 indices と、その位置 (x, ys)。省いた層は dots に「…」の高さをもつ。"""

    x: float
    indices: list
    ys: np.ndarray
    dots: float | None


@course_style()
def draw_network(
    sizes,
    weights=None,
    biases=None,
    values=None,
    labels=None,
    title=None,
    deltas=None,
    marks=None,
    edges="重み",
):
    """全結合ネットワークを、左の入力層から右の出力層へ描く。

    重みは、正なら青い実線、負ならオレンジの破線、大きさは線の太さで表し、小さな層では数値も書く。
    weights, biases, values, labels, deltas の要素を None にすると、そこには書かない。

    Parameters
    ----------
    sizes : 各層のユニット数のリスト。例：``[2, 3, 2, 2]``
    weights : 重み (入力数, 出力数) のリスト。長さは ``len(sizes) - 1``
    biases : バイアス (出力数,) のリスト。長さは ``len(sizes) - 1``
    values : ユニットの中に書く値 (ユニット数,) のリスト。長さは ``len(sizes)``
    labels : ユニットの名前のリストのリスト。長さは ``len(sizes)``
    title : 図の題
    deltas : ユニットの下にオレンジの字で書く δ (ユニット数,) のリスト。長さは ``len(sizes)``
    marks : 見せたい線が True の配列 (入力数, 出力数) のリスト。長さは ``len(sizes) - 1``
        ほかの線は薄い灰色になり、重みの数値も書かない。None なら、どの線も見せる
    edges : 線の数の名前（凡例に書く）。weights に重みの勾配を渡すときは「勾配」

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        sizes が 1 以上の整数 2 つ以上でない、またはほかの引数の長さや形が合わない。

    Examples
    --------
    >>> draw_network([2, 1], weights=[[[0.1], [0.2]]], biases=[[0.5]], values=[[2, 3], [1.3]])
    <Figure size 560x310 with 1 Axes>
    """
    sizes = _require_sizes(sizes)
    extras = [texts for texts in (labels, biases, deltas) if texts is not None]
    pitch = 0.95 + 0.2 * max(0, len(extras) - 1)
    layers, figure, axes = _canvas(sizes, pitch, 0.6 if weights is None else 1.15, title)
    shapes = list(zip(sizes, sizes[1:], strict=False))
    weights, marks = _arrays("weights", weights, shapes), _arrays("marks", marks, shapes)
    biases = [None, *_arrays("biases", biases, [(n,) for n in sizes[1:]])]
    values = _arrays("values", values, [(n,) for n in sizes])
    labels = _arrays("labels", labels, [(n,) for n in sizes])
    deltas = _arrays("deltas", deltas, [(n,) for n in sizes])
    thickest = max((np.abs(w).max() for w in weights if w is not None), default=0)
    for left, right, w, mark in zip(layers, layers[1:], weights, marks, strict=False):
        _draw_edges(axes, left, right, w, thickest, mark)
    for layer, *texts in zip(layers, values, labels, biases, deltas, strict=True):
        _draw_units(axes, layer, *texts)
    _draw_captions(axes, layers, sizes, weights, edges)
    return figure


def _require_sizes(sizes):
    sizes = host_copy(sizes)
    if sizes.ndim != 1 or len(sizes) < 2 or sizes.dtype.kind not in "iu" or sizes.min() < 1:
        raise ValueError(
            "sizes は、各層のユニット数（1 以上の整数）を 2 つ以上並べたものでなければなりません："
            f"{sizes.tolist()}"
        )
    return sizes.tolist()


def _arrays(name, arrays, shapes):
    if arrays is None:
        return [None] * len(shapes)
    if len(arrays) != len(shapes):
        raise ValueError(f"{name} の要素は {len(shapes)} 個でなければなりません：{len(arrays)} 個")
    hosts = [None if a is None else host_copy(a) for a in arrays]
    for i, (host, shape) in enumerate(zip(hosts, shapes, strict=True)):
        if host is not None:
            require_shape(f"{name}[{i}]", host, shape)
    return hosts


def _canvas(sizes, pitch, below, title):
    gap = max(2.3, 4.2 - 0.8 * (len(sizes) - 2))
    layers = [_place_units(i * gap, size, pitch) for i, size in enumerate(sizes)]
    top = max(layer.ys[0] for layer in layers)
    width = gap * (len(sizes) - 1) + 1.4
    low, high = -top - below, top + (1.35 if title else 1.0)
    figure = new_figure(width, high - low)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(-0.7, width - 0.7), ylim=(low, high))
    axes.set_axis_off()
    axes.text(width / 2 - 0.7, high - 0.2, title or "", ha="center", va="center", fontsize=13)
    return layers, figure, axes


def _place_units(x, size, pitch):
    elided = size > MAX_NODES
    slots = 5 if elided else size
    ys = pitch * ((slots - 1) / 2 - np.arange(slots))
    if not elided:
        return Layer(x, list(range(size)), ys, None)
    return Layer(x, [0, 1, 2, size - 1], ys[[0, 1, 2, 4]], ys[3])


def _draw_edges(axes, left, right, w, thickest, mark):
    starts = np.repeat([(left.x, y) for y in left.ys], len(right.ys), axis=0)
    ends = np.tile([(right.x, y) for y in right.ys], (len(left.ys), 1))
    shown = [None] * len(starts) if w is None else w[np.ix_(left.indices, right.indices)].ravel()
    seen = (
        np.ones(len(starts)) if mark is None else mark[np.ix_(left.indices, right.indices)].ravel()
    )
    for start, end, weight, plain in zip(starts, ends, shown, seen, strict=True):
        style = _edge_style(weight, thickest) if plain else FAINT
        axes.plot(*zip(start, end, strict=True), zorder=1, **style)
    if w is not None and len(starts) <= MAX_LABELED_EDGES:
        _label_edges(axes, starts, ends, shown, seen)


def _edge_style(weight, thickest):
    if weight is None or weight == 0:
        return {"color": GRAY, "linewidth": 0.8, "linestyle": "-" if weight is None else ":"}
    width = 0.7 + 2.0 * abs(weight) / thickest
    if weight > 0:
        return {"color": BLUE, "linewidth": width, "linestyle": "-"}
    return {"color": VERMILION, "linewidth": width, "linestyle": (0, (4, 2))}


def _label_edges(axes, starts, ends, shown, seen):
    texts = [number(weight, 3) for weight in shown]
    widths = np.array([0.09 * len(text) + 0.12 for text in texts])
    positions = _spread_labels(starts, ends, widths)
    angles = np.degrees(np.arctan2(*(ends - starts).T[::-1]))
    # 破線とマイナス記号がつながって見えないように、数値のまわりの線を白く消す
    box = {"facecolor": "white", "edgecolor": "none", "boxstyle": "square,pad=0.15"}
    style = {"fontsize": 9.5, "ha": "center", "va": "center", "zorder": 2, "bbox": box}
    for (x, y), angle, text, plain in zip(positions, angles, texts, seen, strict=True):
        if plain:
            axes.text(x, y, text, rotation=angle, **style)


def _spread_labels(starts, ends, widths):
    """ほかの線や数値から最も離れるように、それぞれの線の上で数値を置く位置を選ぶ。"""
    length = ends[0, 0] - starts[0, 0]
    t = np.linspace((RADIUS + 0.25) / length, 1 - (RADIUS + 0.3) / length, 49)
    points = starts[:, None] + t[:, None] * (ends - starts)[:, None]  # (線, 候補, 2)
    spacing = np.abs(points[:, None, :, 1] - points[None, :, :, 1])  # (線, 線, 候補)
    crowded = np.exp(-((spacing / (1.4 * LABEL_HEIGHT)) ** 2)).sum(axis=1)
    crowded += 0.5 * np.abs(t - 0.3)  # ほかに決め手がなければ、線の根もとの近くにそろえる
    chosen = np.zeros(len(starts), dtype=int)
    for _ in range(4):
        for e in range(len(starts)):
            others = np.delete(np.arange(len(starts)), e)
            offset = points[e][:, None] - points[others, chosen[others]]  # (候補, ほかの線, 2)
            reach = np.stack([(widths[e] + widths[others]) / 2, 0 * widths[others] + LABEL_HEIGHT])
            overlap = np.exp(-((offset / reach.T) ** 2).sum(axis=2)).sum(axis=1)
            chosen[e] = (crowded[e] + 4 * overlap).argmin()
    return points[np.arange(len(starts)), chosen]


def _draw_units(axes, layer, value, label, bias, delta):
    for i, y in zip(layer.indices, layer.ys, strict=True):
        axes.add_patch(
            Circle((layer.x, y), RADIUS, facecolor="white", edgecolor=BLACK, lw=1.4, zorder=3)
        )
        if value is not None:
            text = _fit(value[i])
            _write(axes, layer.x, y, text, min(11, 64 / len(text)))
        if label is not None:
            _write(axes, layer.x, y if value is None else y + RADIUS + 0.13, str(label[i]), 12)
        if bias is not None:
            _write(axes, layer.x, y - RADIUS - 0.13, f"$b$ = {number(bias[i], 3)}", 9.5)
        if delta is not None:
            below = y - RADIUS - (0.13 if bias is None else 0.32)
            _write(axes, layer.x, below, f"$\\delta$ = {number(delta[i])}", 10.5, ORANGE_TEXT)
    if layer.dots is not None:
        for shift in (-0.14, 0, 0.14):
            axes.add_patch(Circle((layer.x, layer.dots + shift), 0.03, color=BLACK, zorder=3))


def _fit(value):
    """有効数字 4 桁で書く。円からはみ出すなら、桁を減らす。"""
    texts = [number(value, digits) for digits in (4, 3, 2)]
    return next((text for text in texts if len(text) <= 7), texts[-1])


def _write(axes, x, y, text, size, color=BLACK):
    style = {"ha": "center", "va": "center", "zorder": 4, "path_effects": HALO}
    axes.text(x, y, text, fontsize=size, color=color, **style)


def _draw_captions(axes, layers, sizes, weights, edges):
    top = max(layer.ys[0] for layer in layers)
    names = ["入力層", *(f"中間層 {i}" for i in range(1, len(sizes) - 1)), "出力層"]
    for layer, name, size in zip(layers, names, sizes, strict=True):
        _write(axes, layer.x, top + 0.75, f"{name}\n{size} 個", 10.5)
    if all(w is None for w in weights):
        return
    for i, (left, right) in enumerate(zip(layers, layers[1:], strict=False), start=1):
        shape = f"$W_{i}$ : ({sizes[i - 1]}, {sizes[i]})"
        _write(axes, (left.x + right.x) / 2, -top - 0.65, shape, 10.5)
    positive, negative = (
        Line2D([], [], label=name, **_edge_style(sign, 1))
        for sign, name in ((1, f"正の{edges}"), (-1, f"負の{edges}（太いほど絶対値が大きい）"))
    )
    axes.legend(handles=[positive, negative], loc="lower center", ncols=2, frameon=False)
