"""画像を見分けるネットワークの図：画像の一覧、1 枚の画像の確率、混同行列、重みの画像。"""

import math

import numpy as np

from common.arrays import require_shape
from common.plots.figure import (
    BLACK,
    GRAY,
    ORANGE_TEXT,
    SKY_BLUE,
    VERMILION,
    class_indices,
    course_style,
    host_copy,
    new_figure,
    number,
    tidy,
)

LOW = 0.05  # これより低い確率の数は、となりの数と重なるので書かない
FEW_CLASSES = 12  # これより多いクラスでは、数を書くと読めない


@course_style()
def plot_confusion_matrix(cm, labels=None, title=None):
    """混同行列を描く。濃いほど多い。正解（対角線）は多すぎるので、色をつけない。

    枚数をマスに書く。クラスが多くて書けないときは、色の目盛りを添える。

    Parameters
    ----------
    cm : 整数の ndarray (K, K)
        行が正解、列が予測
    labels : K 個の文字列や数
        クラスの名前。省略すると 0、1、2、…

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        cm が正方形でない。

    Examples
    --------
    >>> plot_confusion_matrix(np.array([[5, 1], [0, 4]]))
    <Figure size 520x460 with 1 Axes>
    """
    counts = host_copy(cm)
    n_classes = len(counts)
    require_shape("cm", counts, (n_classes, n_classes))
    mistakes = np.ma.masked_where(np.eye(n_classes, dtype=bool), counts)
    figure = new_figure(5.2, 4.6, layout="constrained")
    axes = figure.add_subplot()
    shown = axes.imshow(mistakes, cmap="Oranges", vmin=0, vmax=max(mistakes.max() * 1.4, 1))
    if n_classes > FEW_CLASSES:
        figure.colorbar(shown, label="枚数", shrink=0.8)
    else:
        for (row, column), count in np.ndenumerate(counts):
            axes.text(column, row, count, ha="center", va="center", fontsize=9)
    names = range(n_classes) if labels is None else labels
    axes.set_xticks(range(n_classes), names)
    axes.set_yticks(range(n_classes), names)
    axes.set(xlabel="予測", ylabel="正解", title=title or "")
    return figure


@course_style()
def show_weights(W, columns=10, title=None, limit=None):
    """重み W の列を 1 本ずつ画像にして並べる。正の重みは赤、負の重みは青（右の目盛り）。

    Parameters
    ----------
    W : ndarray (画素数, 枚数)
        画素数は平方数
    columns : 1 行に並べる数
    limit : float, optional
        いちばん濃い色にする、重みの大きさ。いくつかの図の色をそろえるときに渡す。
        省略すると、W の中でいちばん大きい絶対値

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        W の形が違う、または columns が 1 より小さい。

    Examples
    --------
    >>> show_weights(np.eye(9)[:, :3], columns=3)
    <Figure size 320x100 with 4 Axes>
    """
    weights = host_copy(W)
    side = math.isqrt(len(weights))
    if weights.ndim != 2 or side * side != len(weights):
        raise ValueError(f"W の形は (平方数の画素数, 枚数) でなければなりません：{weights.shape}")
    count = weights.shape[1]
    rows, columns = _grid(count, columns)
    figure = new_figure(0.9 * columns + 0.5, 1.0 * rows, layout="constrained")
    limit = (np.abs(weights).max() or 1.0) if limit is None else float(host_copy(limit))
    for place in range(count):
        axes = figure.add_subplot(rows, columns, place + 1, xticks=[], yticks=[])
        picture = weights[:, place].reshape(side, side)
        shown = axes.imshow(picture, cmap="RdBu_r", vmin=-limit, vmax=limit)
        axes.spines[:].set(color=BLACK, linewidth=0.4)
    scale = figure.colorbar(shown, ax=figure.axes, ticks=[-limit, 0, limit], aspect=12)
    ends = [f"負 {number(-limit, 2)}", "0", f"正 {number(limit, 2)}"]
    scale.set_ticklabels(ends, fontsize=11)
    scale.ax.tick_params(length=0, pad=6)  # 目盛りの線が「負」の字に重なって見えないように
    figure.suptitle(title)
    return figure


@course_style()
def show_images(images, labels=None, predictions=None, columns=10, title=None):
    """画像を並べ、上に正解と予測を書く。予測が外れた画像には × とオレンジの枠がつく。

    Parameters
    ----------
    images : ndarray (n, 画素数), (n, 縦, 横) または (n, 1, 縦, 横)
        画素数のときは、正方形の画像とみなす
    labels, predictions : ndarray (n,) または one-hot・確率 (n, K)
        正解と予測のクラス
    columns : 1 行に並べる数
    title : 図の題

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        images、labels、predictions の形が違う、または columns が 1 より小さい。

    Examples
    --------
    >>> show_images(np.eye(16).reshape(16, 4, 4)[:3], labels=[0, 1, 2], columns=3)
    <Figure size 270x115 with 3 Axes>
    """
    pictures = _square(host_copy(images))
    n = len(pictures)
    truth = None if labels is None else class_indices("labels", labels, n)
    guess = None if predictions is None else class_indices("predictions", predictions, n)
    rows, columns = _grid(n, columns)
    figure = new_figure(0.9 * columns, 1.15 * rows, layout="constrained")
    for i, picture in enumerate(pictures):
        axes = figure.add_subplot(rows, columns, i + 1, xticks=[], yticks=[])
        axes.imshow(picture, cmap="gray_r", vmin=pictures.min(), vmax=pictures.max())
        _caption_image(axes, truth, guess, i)
    if title:
        figure.suptitle(title, fontsize=11)
    return figure


@course_style()
def show_prediction(image, y, label=None, title=None):
    """1 枚の画像（左）と、クラスごとの確率（右の棒）を描く。正解のクラスの棒には斜線を引く。

    棒の長さは、どの図でも 0 から 1 までで比べられる。

    Parameters
    ----------
    image : ndarray (画素数,), (縦, 横) または (1, 縦, 横)
    y : ndarray (K,) または (1, K)
        クラスごとの確率
    label : 正解のクラス（分かっていれば）
    title : 図の題

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        image が 1 枚の画像でない、または y が 1 枚分の確率でない。

    Examples
    --------
    >>> show_prediction(np.eye(4), np.array([0.1, 0.7, 0.2]), label=1)
    <Figure size 650x280 with 2 Axes>
    """
    pictures = _square(host_copy(image)[np.newaxis])
    y = host_copy(y)
    if y.size != y.shape[-1] or y.size == 0:
        raise ValueError(f"y の形は (クラス数,) か (1, クラス数) にしてください：{y.shape}")
    heights = y.reshape(-1)
    figure = new_figure(6.5, 2.8, layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=[1, 1.9])
    left.set(xticks=[], yticks=[])
    left.imshow(pictures[0], cmap="gray_r", vmin=0, vmax=max(pictures.max(), 1e-9))
    best = int(heights.argmax())
    label = None if label is None else int(host_copy(label))
    truth = "" if label is None else f"正解 {label}　"
    left.set_title(f"{truth}予測 {best}", fontsize=11)
    bars = right.bar(range(len(heights)), heights, width=0.7, color=SKY_BLUE, edgecolor=BLACK)
    if label is not None:
        bars[label].set_hatch("///")
    right.bar_label(bars, [f"{p:.2f}" if p >= LOW else "" for p in heights], fontsize=9)
    tidy(right)
    right.grid(axis="x", visible=False)
    right.set(xticks=range(len(heights)), ylim=(0, 1.12), xlabel="クラス", ylabel="確率")
    if title:
        figure.suptitle(title, fontsize=11)
    return figure


def _grid(count, columns):
    """count 枚を並べる、行と列の数。"""
    if columns < 1:
        raise ValueError(f"columns は 1 以上でなければなりません：{columns}")
    columns = min(columns, count)
    return math.ceil(count / columns), columns


def _square(images):
    shape = images.shape
    if images.ndim == 4 and shape[1] == 1:
        images = images[:, 0]  # (n, 縦, 横)
    if images.ndim == 2 and math.isqrt(shape[1]) ** 2 == shape[1]:
        images = images.reshape(shape[0], math.isqrt(shape[1]), math.isqrt(shape[1]))  # (n, 縦, 横)
    if images.ndim != 3 or images.size == 0:
        raise ValueError(
            "images の形は (枚数, 画素数), (枚数, 縦, 横), (枚数, 1, 縦, 横) のどれかで、"
            f"画素数は平方数でなければなりません：{shape}"
        )
    return images


def _caption_image(axes, truth, guess, i):
    right = truth is None or guess is None or truth[i] == guess[i]
    parts = [] if truth is None else [f"正解 {truth[i]}"]
    if guess is not None:
        parts.append(f"予測 {guess[i]}" + ("" if right else " ×"))
    axes.set_title("\n".join(parts), fontsize=9, pad=3, color=BLACK if right else ORANGE_TEXT)
    axes.spines[:].set(color=GRAY if right else VERMILION, linewidth=0.6 if right else 2.5)
