"""分類の決定領域：入力の平面のどこを、どのクラスと予測するか。"""

import numpy as np
from matplotlib.patches import Patch

from common.plots.figure import (
    BLACK,
    CLASS_COLORS,
    CLASS_MARKERS,
    GRAY,
    beside,
    class_indices,
    course_style,
    host_copy,
    new_figure,
)

HATCHES = ("", "//", "..", "\\\\", "xx", "--", "oo", "++")


@course_style()
def decision_map(predict, x, d, low=None, high=None):
    """入力の平面を予測したクラスで塗り分け、その上に正解のデータ点を重ねる。

    K 列の予測は最も大きい列のクラス、1 列の予測は、整数ならクラスの番号、小数なら 0.5 より
    大きいときにクラス 1 とする。

    Parameters
    ----------
    predict : (n, 2) の配列を受け取り、(n,), (n, 1), (n, K) のどれかを返す関数
    x : ndarray (n, 2)
        データ点
    d : ndarray (n,), (n, 1) または one-hot (n, K)
        正解のクラス
    low, high : 両方の軸の範囲。省くと、データ点が収まる範囲

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        x、d、predict の結果の形が違う、または low が high より小さくない。

    Examples
    --------
    >>> x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> decision_map(lambda x: x[:, 0] + x[:, 1] - 1, x, [0, 0, 0, 1])
    <Figure size 620x500 with 1 Axes>
    """
    points = host_copy(x)
    if points.ndim != 2 or points.shape[1] != 2 or len(points) == 0:
        raise ValueError(f"x の形は (データ数, 2) でなければなりません：{points.shape}")
    truth = class_indices("d", d, len(points))
    x1, x2 = (_axis(points[:, i], low, high) for i in range(2))
    plane = np.stack(np.meshgrid(x1, x2), axis=-1)  # (201, 201, 2)
    predicted = _predicted_classes(predict, plane.reshape(-1, 2), x).reshape(plane.shape[:2])
    figure = new_figure(6.2, 5.0, layout="constrained")
    axes = figure.add_subplot()
    axes.set(xlabel="$x_0$", ylabel="$x_1$", xlim=x1[[0, -1]], ylim=x2[[0, -1]])
    handles = _fill_regions(axes, x1, x2, predicted) + _scatter_classes(axes, points, truth)
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set_fontsize(14)
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.02, 1), frameon=False)
    return figure


def _axis(values, low, high):
    margin = 0.15 * (np.ptp(values) or 1.0)
    low = values.min() - margin if low is None else low
    high = values.max() + margin if high is None else high
    if not low < high:
        raise ValueError(f"low は high より小さくなければなりません：low={low}, high={high}")
    return np.linspace(low, high, 201)


def _predicted_classes(predict, plane, x):
    y = host_copy(predict(beside(plane, x)))
    n = len(plane)
    if y.ndim not in (1, 2) or len(y) != n or y.size == 0:
        raise ValueError(
            f"predict に ({n}, 2) の配列を渡したときの出力の形は ({n},), ({n}, 1), "
            f"({n}, クラス数) のどれかでなければなりません：{y.shape}"
        )
    if y.ndim == 2 and y.shape[1] > 1:
        return y.argmax(axis=1)
    return (y if y.dtype.kind in "iu" else y > 0.5).reshape(n).astype(int)


def _fill_regions(axes, x1, x2, predicted):
    handles = []
    for k in np.unique(predicted):
        color, hatch = CLASS_COLORS[k % 8], HATCHES[k % 8]
        inside = (predicted == k).astype(float)
        region = axes.contourf(
            x1, x2, inside, levels=[0.5, 1.5], colors=[color], alpha=0.25, hatches=[hatch]
        )
        region.set_edgecolor(GRAY)
        region.set_linewidth(0)
        axes.contour(x1, x2, inside, levels=[0.5], colors=BLACK, linewidths=1.2)
        patch = Patch(facecolor=color, alpha=0.25, hatch=2 * hatch, label=f"予測 {k}")
        handles.append(patch)
    return handles


def _scatter_classes(axes, points, truth):
    return [
        axes.scatter(
            *points[truth == k].T,
            s=50,
            color=CLASS_COLORS[k % 8],
            marker=CLASS_MARKERS[k % 8],
            edgecolor=BLACK,
            linewidth=0.8,
            label=f"正解 {k}",
            zorder=3,
        )
        for k in np.unique(truth)
    ]
