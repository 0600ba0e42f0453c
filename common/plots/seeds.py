"""何回も学習した結果の図：1 回ごとの値と、平均と、ばらつきの幅。"""

import numpy as np

from common.arrays import require_shape
from common.plots.curves import styled
from common.plots.figure import (
    BLACK,
    SKY_BLUE,
    course_style,
    host_copy,
    new_figure,
    number,
    tidy,
)


@course_style()
def plot_scores(scores, ylabel, title=None):
    """条件ごとに、1 回ごとの値（丸）、平均（横線と数）、平均 ± 標準偏差（縦線）を描く。

    Parameters
    ----------
    scores : dict。キーは条件の名前、値は 1 回ごとの値 (n,)
        n は条件ごとに違ってもよい
    ylabel, title : 縦軸の名前と、図の題

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        条件が 1 つもない、または値が 1 次元でないか、1 つもない。

    Examples
    --------
    >>> plot_scores({"A": [0.90, 0.92], "B": [0.95, 0.94, 0.96]}, "正解率")
    <Figure size 650x360 with 1 Axes>
    """
    if not scores:
        raise ValueError("scores には、条件を 1 つ以上入れてください：空の辞書です")
    figure = new_figure(6.5, 3.6, layout="constrained")
    axes = figure.add_subplot()
    for place, (name, values) in enumerate(scores.items()):
        values = host_copy(values)
        if values.ndim != 1 or values.size == 0:
            raise ValueError(f"scores[{name!r}] の形は (回数,) にしてください：{values.shape}")
        mean, spread = values.mean(), values.std()
        axes.errorbar(place, mean, spread, color=BLACK, capsize=7, linewidth=1.4, zorder=2)
        axes.plot([place - 0.2, place + 0.2], [mean, mean], color=BLACK, linewidth=2.4, zorder=3)
        aside = place + np.linspace(-0.12, 0.12, len(values))
        axes.scatter(aside, values, s=34, color=SKY_BLUE, edgecolor=BLACK, linewidth=0.7, zorder=4)
        axes.annotate(number(mean, 3), (place + 0.24, mean), va="center", fontsize=10, zorder=5)
    tidy(axes)
    axes.grid(axis="x", visible=False)
    axes.set_xticks(range(len(scores)), list(scores))
    axes.set_xlim(-0.5, len(scores) - 0.3)
    axes.set(ylabel=ylabel, title=title or "")
    return figure


@course_style()
def plot_bands(x, curves, xlabel, ylabel, title=None):
    """横軸 x に対して、何回かの平均（線）と、いちばん低い値から高い値まで（帯）を描く。

    Parameters
    ----------
    x : ndarray (n,)
    curves : dict。キーは凡例に書く名前、値は 1 回が 1 行の (回数, n)。4 つまで
    xlabel, ylabel, title : 軸の名前と、図の題

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        curves が 1 つから 4 つでない、または形が (回数, n) でない。

    Examples
    --------
    >>> plot_bands([0, 1], {"A": [[0.5, 0.8], [0.6, 0.9]]}, "回", "正解率")
    <Figure size 650x360 with 1 Axes>
    """
    x = host_copy(x)
    figure = new_figure(6.5, 3.6, layout="constrained")
    axes = figure.add_subplot()
    for name, runs, style, color in styled(curves):
        runs = host_copy(runs)
        require_shape(f"curves[{name!r}]", runs, (len(runs), *x.shape))
        axes.fill_between(x, runs.min(axis=0), runs.max(axis=0), color=color, alpha=0.15, lw=0)
        axes.plot(x, runs.mean(axis=0), style, color=color, linewidth=2.2, label=name)
    tidy(axes)
    axes.set(xlabel=xlabel, ylabel=ylabel, title=title or "")
    axes.legend()
    return figure
