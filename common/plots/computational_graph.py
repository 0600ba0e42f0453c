"""計算グラフ：線の上に順伝播の値を、線の下に逆伝播の勾配を書く図。座標の単位はインチ。"""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse

from common.plots.figure import (
    BLACK,
    GRAY,
    ORANGE_TEXT,
    VERMILION,
    course_style,
    host_copy,
    new_figure,
    number,
)

ROW = 1.15
HEIGHT = 0.56  # 丸の高さ。長い名前では、幅だけを広げる
FORWARD = {"color": BLACK, "linewidth": 1.4, "linestyle": "-"}
BACKWARD = {"color": VERMILION, "linewidth": 1.6, "linestyle": (0, (4, 2))}


@course_style()
def draw_computational_graph(nodes, edges, title=None, above="順伝播の値", below="逆伝播の勾配"):
    """計算グラフを描く。順伝播は黒い実線の矢印、逆伝播は逆向きのオレンジの破線の矢印。

    入る線と出る線の両方があるノード（演算）は丸で囲み、端のノード（変数）は囲まない。
    勾配を書かない線には、逆伝播の矢印も描かない。

    Parameters
    ----------
    nodes : dict。キーはノードの名前、値は (書く文字, 列, 段)。段は大きいほど上
    edges : (出発点の名前, 行き先の名前, 順伝播の値, 逆伝播の勾配) のリスト
        値と勾配は、数でも文字列（数式や配列の形）でもよく、None なら書かない。
    title : 図の題
    above, below : 線の上と下に書いたものの名前（凡例に書く）

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        edges に、nodes にない名前がある。

    Examples
    --------
    >>> nodes = {"x": ("$x$", 0, 0), "square": ("2乗", 1, 0), "z": ("$z$", 2, 0)}
    >>> draw_computational_graph(nodes, [("x", "square", 3, 6), ("square", "z", 9, 1)])
    <Figure size 540x140 with 1 Axes>
    """
    _require_known(nodes, edges)
    backward = any(gradient is not None for *_, gradient in edges)
    figure, axes, pitch = _canvas(nodes, title, backward)
    sources, targets = [source for source, *_ in edges], [target for _, target, *_ in edges]
    places = {
        name: np.array([column * pitch, row * ROW]) for name, (_, column, row) in nodes.items()
    }
    for source, target, value, gradient in edges:
        line = _trim(places, nodes, source, target)
        # 集まる線では出発点の近く、分かれる線では行き先の近くに書き、隣の線の字と離す
        t = 0.5 - 0.12 * (targets.count(target) > 1) + 0.12 * (sources.count(source) > 1)
        _draw_edge(axes, *line, t, value, gradient)
    for name, (text, *_) in nodes.items():
        _draw_node(axes, places[name], text, circled=name in sources and name in targets)
    if backward:
        _explain(axes, above, below)
    return figure


def _require_known(nodes, edges):
    unknown = sorted({name for edge in edges for name in edge[:2]} - nodes.keys())
    if unknown:
        raise ValueError(f"edges に、nodes にない名前があります：{', '.join(unknown)}")


def _canvas(nodes, title, backward):
    _, columns, rows = zip(*nodes.values(), strict=True)
    pitch = min(2.0, 6.6 / max(1, max(columns) - min(columns)))
    left, right = pitch * min(columns) - 0.7, pitch * max(columns) + 0.7
    low = ROW * min(rows) - (0.9 if backward else 0.5)
    high = ROW * max(rows) + (0.9 if title else 0.5)
    figure = new_figure(right - left, high - low)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(left, right), ylim=(low, high))
    axes.set_axis_off()
    axes.text((left + right) / 2, high - 0.2, title or "", ha="center", va="center", fontsize=13)
    return figure, axes, pitch


def _width(text):
    """丸の幅。日本語の文字は、英数字の 2 倍の幅とみなす。数式では記号の命令を数えない。"""
    shown = text.strip("$").replace("\\times", "×").replace("\\sigma", "σ")
    units = sum(2 if ord(letter) > 0x2E7F else 1 for letter in shown)
    return max(HEIGHT, 0.11 * units + 0.3)


def _trim(places, nodes, source, target):
    """線の両端を、ノードの縁のすぐ外まで縮める。"""
    start, end = places[source], places[target]
    direction = (end - start) / np.hypot(*(end - start))
    return (
        start + direction * _reach(direction, nodes[source][0]),
        end - direction * _reach(direction, nodes[target][0]),
    )


def _reach(direction, text):
    half = np.array([_width(text) / 2, HEIGHT / 2])
    return 1 / np.hypot(*(direction / half)) + 0.03


def _draw_edge(axes, start, end, t, value, gradient):
    direction = (end - start) / np.hypot(*(end - start))
    normal = np.array([-direction[1], direction[0]])
    if normal[1] < 0:
        normal = -normal  # いつも線の上側を向く
    middle = start + t * (end - start)
    shift = normal * (0.05 if gradient is not None else 0)
    _arrow(axes, start + shift, end + shift, FORWARD)
    _write(axes, middle + normal * 0.2, direction, value, BLACK)
    if gradient is not None:
        _arrow(axes, end - shift, start - shift, BACKWARD)
        _write(axes, middle - normal * 0.22, direction, gradient, ORANGE_TEXT)


def _arrow(axes, start, end, style):
    arrow = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 12, **style}
    axes.annotate("", xy=end, xytext=start, arrowprops=arrow)


def _write(axes, place, direction, value, color):
    if value is None:
        return
    text = value if isinstance(value, str) else number(host_copy(value))
    slope = direction if direction[0] >= 0 else -direction
    angle = np.degrees(np.arctan2(slope[1], slope[0]))
    style = {"ha": "center", "va": "center", "rotation": angle, "rotation_mode": "anchor"}
    axes.text(*place, text, color=color, fontsize=11.5, **style)


def _draw_node(axes, place, text, circled):
    if circled:
        style = {"facecolor": "white", "edgecolor": BLACK, "linewidth": 1.4}
        axes.add_patch(Ellipse(place, _width(text), HEIGHT, **style))
    axes.text(*place, text, fontsize=13, ha="center", va="center")


def _explain(axes, above, below):
    lines = [
        Line2D([], [], label=f"{above}（線の上）", **FORWARD),
        Line2D([], [], label=f"{below}（線の下）", **BACKWARD),
    ]
    axes.legend(
        handles=lines, loc="lower center", ncols=2, frameon=False, labelcolor=[GRAY, ORANGE_TEXT]
    )
