import numpy as np
import pytest

from common.plots.learning_curves import plot_history
from common.trainer import History


def history():
    return History(
        loss=[2.0, 1.0, 0.5, 0.25],
        steps=[2, 4],
        train_accuracy=[0.5, 0.9],
        test_accuracy=[0.4, 0.8],
    )


def test_history_draws_every_loss_and_both_accuracies():
    loss, accuracy = plot_history(history()).axes
    np.testing.assert_array_equal(loss.lines[0].get_xdata(), [1, 2, 3, 4])
    np.testing.assert_array_equal(loss.lines[0].get_ydata(), [2.0, 1.0, 0.5, 0.25])
    np.testing.assert_array_equal(accuracy.lines[0].get_ydata(), [0.5, 0.9])
    np.testing.assert_array_equal(accuracy.lines[1].get_ydata(), [0.4, 0.8])
    np.testing.assert_array_equal(accuracy.lines[1].get_xdata(), [2, 4])
    assert [text.get_text() for text in accuracy.get_legend().texts] == [
        "訓練データ", "テストデータ",
    ]  # fmt: skip


def test_mean_of_a_long_history_stands_in_the_middle_of_its_window():
    losses = np.linspace(2.0, 0.0, 100)
    mean = plot_history(History(loss=list(losses))).axes[0].lines[1]
    np.testing.assert_array_equal(mean.get_xdata(), np.arange(3, 99))
    np.testing.assert_allclose(mean.get_ydata(), losses[2:98])


def test_checked_data_are_called_by_their_name():
    accuracy = history().plot("検証用データ").axes[1]
    assert accuracy.get_legend().texts[1].get_text() == "検証用データ"


def test_history_plots_itself_with_every_glyph():
    assert history().plot().to_png().startswith(b"\x89PNG")


def test_empty_history_is_refused():
    with pytest.raises(ValueError, match="まだ記録がありません"):
        History().plot()
