"""学習曲線：誤差と正解率の移り変わり。"""

import numpy as np

from common.plots.figure import (
    BLACK,
    BLUE,
    SKY_BLUE,
    VERMILION,
    course_style,
    host_copy,
    new_figure,
    tidy,
)

WINDOW_SHARE = 20  # 移動平均は、更新の回数のこの数分の 1 の幅でとる


@course_style()
def plot_history(history, checked="テストデータ"):
    """Trainer の記録から、誤差（左）と正解率（右）の学習曲線を描く。

    Parameters
    ----------
    history : common.trainer.History
    checked : str
        訓練データのほかに正解率を調べたデータの名前

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        まだ 1 回も学習していない。
    """
    if not history.loss:
        raise ValueError("まだ記録がありません。先に trainer.train() を呼びましょう。")
    figure = new_figure(8.4, 3.2, layout="constrained")
    loss_axes, accuracy_axes = figure.subplots(1, 2)
    _draw_loss(loss_axes, host_copy(history.loss))
    _draw_accuracy(accuracy_axes, history, checked)
    for axes in (loss_axes, accuracy_axes):
        tidy(axes)
        axes.set_xlabel("更新の回数")
        axes.legend()
    return figure


def _draw_loss(axes, loss):
    width = max(1, len(loss) // WINDOW_SHARE)
    average = np.convolve(loss, np.full(width, 1 / width), mode="valid")
    axes.plot(np.arange(1, len(loss) + 1), loss, color=SKY_BLUE, linewidth=0.7, label="1回ごと")
    axes.plot(
        np.arange(len(average)) + (width + 1) / 2,  # 平均した回の、まん中
        average,
        color=BLACK,
        linewidth=1.8,
        label=f"前後{width}回の平均",
    )
    axes.set(ylabel="誤差", title="誤差", ylim=(0, None))


def _draw_accuracy(axes, history, checked):
    steps = history.steps
    axes.plot(
        steps, history.train_accuracy, "o--", color=VERMILION, markersize=4, label="訓練データ"
    )
    axes.plot(steps, history.test_accuracy, "s-", color=BLUE, markersize=4, label=checked)
    axes.set(ylabel="正解率", title="正解率")
