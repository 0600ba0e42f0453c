"""CPU と GPU の 2 つのメモリと、そのあいだの道（PCIe）の図。"""

from matplotlib.patches import FancyBboxPatch

from common.plots.figure import (
    BLACK,
    GRAY,
    ORANGE_TEXT,
    course_style,
    new_figure,
    number,
)

NOT_MEASURED = "測っていません"
BOXES = (
    (0.0, "CPU\n（計算）"),
    (2.6, "CPUのメモリ"),
    (6.2, "GPUのメモリ"),
    (8.8, "GPU\n（計算）"),
)
WIDTH, HEIGHT = 1.7, 1.1


@course_style()
def draw_memories(within_cpu=None, to_gpu=None, to_cpu=None, within_gpu=None, title=None):
    """CPU と GPU のメモリ、そのあいだの道（PCIe）を描き、1 秒に進む量（GB）を書く。

    Parameters
    ----------
    within_cpu, within_gpu : float, optional
        CPU のメモリの中、GPU のメモリの中で写す速さ（GB／秒）
    to_gpu, to_cpu : float, optional
        CPU から GPU へ、GPU から CPU へ送る速さ（GB／秒）。渡さなければ「測っていません」
    title : 図の題

    Returns
    -------
    Figure

    Examples
    --------
    >>> draw_memories(within_cpu=11.0)
    <Figure size 840x270 with 1 Axes>
    """
    figure = new_figure(8.4, 2.7, layout="constrained")
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.set(xlim=(-0.1, 10.7), ylim=(-1.1, 1.5), title=title or "")
    for left, name in BOXES:
        box = FancyBboxPatch(
            (left, -HEIGHT / 2), WIDTH, HEIGHT, boxstyle="round,pad=0.02,rounding_size=0.12",
            facecolor="white", edgecolor=BLACK, linewidth=1.4,
        )  # fmt: skip
        axes.add_patch(box)
        axes.text(left + WIDTH / 2, 0, name, ha="center", va="center", fontsize=11.5)
    _road(axes, 1.75, 2.55, 0.0, "<|-|>", 3.5)
    _road(axes, 7.95, 8.75, 0.0, "<|-|>", 3.5)
    _road(axes, 4.4, 6.1, 0.25, "-|>", 1.2)
    _road(axes, 4.4, 6.1, -0.25, "<|-", 1.2)
    axes.text(5.25, 1.1, "PCIe（細い道）", ha="center", fontsize=11.5)
    for x, y, speed in (
        (3.45, 0.85, within_cpu),
        (5.25, 0.55, to_gpu),
        (5.25, -0.75, to_cpu),
        (7.05, 0.85, within_gpu),
    ):
        text = NOT_MEASURED if speed is None else f"{number(speed, 3)} GB／秒"
        color = GRAY if speed is None else ORANGE_TEXT
        axes.text(x, y, text, ha="center", va="center", fontsize=10.5, color=color)
    return figure


def _road(axes, start, end, height, style, width):
    axes.annotate(
        "", (end, height), (start, height),
        arrowprops={"arrowstyle": style, "color": BLACK, "linewidth": width, "mutation_scale": 14},
    )  # fmt: skip
