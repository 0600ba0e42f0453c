"""分類の決定領域：入力の平面のどこを、どのクラスと予測するか。"""

import numpy as np
from matplotlib.patches import Patch

from common.arrays import require_shape
from common.plots.figure import (
    BLACK,
    BLUE,
    CLASS_COLORS,
    CLASS_MARKERS,
    GRAY,
    GREEN,
    VERMILION,
    beside,
    class_indices,
    course_style,
    host_copy,
    new_figure,
    tidy,
)

CURVES = (("-", "o", BLUE), ("--", "^", VERMILION), (":", "s", GREEN))
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
    points, truth, x1, x2, plane = _on_plane(x, d, low, high)
    predicted = _predicted_classes(predict, plane.reshape(-1, 2), x).reshape(plane.shape[:2])
    figure = new_figure(6.2, 5.0, layout="constrained")
    axes = figure.add_subplot()
    axes.set(xlabel="$x_0$", ylabel="$x_1$", xlim=x1[[0, -1]], ylim=x2[[0, -1]])
    handles = _fill_regions(axes, x1, x2, predicted) + _scatter_classes(axes, points, truth)
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set_fontsize(14)
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.02, 1), frameon=False)
    return figure


@course_style()
def plot_training(predicts, x, d, curves, step, low=None, high=None):
    """学習の途中の決定領域（左）と、そこまでの誤差の曲線（右）を並べる。動く図の 1 枚になる。

    右の軸の範囲は、step によらず、曲線の全体が収まるように決める。

    Parameters
    ----------
    predicts : dict。キーは図の題、値は decision_map の predict と同じ関数。3 個まで
    x : ndarray (n, 2)
        データ点
    d : ndarray (n,), (n, 1) または one-hot (n, K)
        正解のクラス
    curves : dict。キーは名前、値は (更新の回数, 誤差) の組。3 本まで
        2 本からは、名前の凡例をつける
    step : int
        更新の回数。これより右の曲線は描かない
    low, high : 入力の両方の軸の範囲。省くと、データ点が収まる範囲

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        x、d、predict の結果、曲線の形が違う、または図や曲線が 1 個から 3 個でない。

    Examples
    --------
    >>> x, d = np.array([[0, 0], [1, 1]]), np.array([0, 1])
    >>> plot_training({"左右": lambda x: x[:, 0]}, x, d, {"誤差": ([0, 9], [0.7, 0.5])}, 9)
    <Figure size 640x290 with 2 Axes>
    """
    _require_few(predicts=predicts, curves=curves)
    points, truth, x1, x2, plane = _on_plane(x, d, low, high)
    figure = new_figure(3.2 * (len(predicts) + 1), 2.9, layout="constrained")
    *maps, right = figure.subplots(1, len(predicts) + 1)
    for axes, (title, predict) in zip(maps, predicts.items(), strict=True):
        predicted = _predicted_classes(predict, plane.reshape(-1, 2), x)
        _fill_regions(axes, x1, x2, predicted.reshape(plane.shape[:2]))
        _scatter_classes(axes, points, truth, size=12, edge=0.3)
        axes.set(xlabel="$x_0$", ylabel="$x_1$", xlim=x1[[0, -1]], ylim=x2[[0, -1]], title=title)
    _draw_curves(right, curves, step)
    return figure


def _require_few(**given):
    for name, values in given.items():
        if not 1 <= len(values) <= len(CURVES):
            raise ValueError(
                f"{name} には、1 個から {len(CURVES)} 個入れてください：{len(values)} 個"
            )


def _draw_curves(axes, curves, step):
    """曲線を step まで描き、先端に印をつける。"""
    longest, highest = 0.0, 0.0
    for (name, curve), (style, marker, color) in zip(curves.items(), CURVES, strict=False):
        steps, losses = map(host_copy, curve)
        require_shape(f"curves[{name!r}]", losses, steps.shape)
        longest, highest = max(longest, steps.max()), max(highest, losses.max())
        done = steps <= step
        tip = [max(done.sum() - 1, 0)]
        axes.plot(
            steps[done], losses[done], style, color=color, label=name, marker=marker, markevery=tip
        )
    tidy(axes)
    room = 0.04 * longest
    axes.set(xlabel="更新の回数", title="誤差", xlim=(-room, longest + room))
    axes.set_ylim(0, 1.05 * highest)
    if len(curves) > 1:
        axes.legend(loc="upper right")


def _on_plane(x, d, low, high):
    """確かめたデータ点とクラス、両方の軸、平面の格子点 (201, 201, 2)。"""
    points = host_copy(x)
    if points.ndim != 2 or points.shape[1] != 2 or len(points) == 0:
        raise ValueError(f"x の形は (データ数, 2) でなければなりません：{points.shape}")
    truth = class_indices("d", d, len(points))
    x1, x2 = (_axis(points[:, i], low, high) for i in range(2))
    return points, truth, x1, x2, np.stack(np.meshgrid(x1, x2), axis=-1)


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


def _scatter_classes(axes, points, truth, size=50, edge=0.8):
    return [
        axes.scatter(
            *points[truth == k].T,
            s=size,
            color=CLASS_COLORS[k % 8],
            marker=CLASS_MARKERS[k % 8],
            edgecolor=BLACK,
            linewidth=edge,
            label=f"正解 {k}",
            zorder=3,
        )
        for k in np.unique(truth)
    ]
