"""活性化関数のグラフ、ネットワーク図、計算グラフ、決定領域、画像の一覧、棒グラフ、動く図。

どの関数も図（Figure、動く図なら Frames）を返し、表示はしない。図は、セルの最後の式に置くと
1 回だけ表示される（しくみは common.plots.figure にある）。
このモジュールを import すると、matplotlib の文字が日本語フォントになる。
配列は NumPy でも GPU の配列でもよく、CPU 側へ写してから描くので、渡した配列は変わらない。
"""

from common.plots.computational_graph import draw_computational_graph
from common.plots.curves import (
    plot_activation,
    plot_activations,
    plot_bar_panels,
    plot_bars,
    plot_curves,
)
from common.plots.decision_regions import decision_map
from common.plots.descent import (
    plot_descent,
    plot_losses,
    plot_maps,
    plot_paths,
    plot_points,
)
from common.plots.frames import show_frames
from common.plots.images import plot_confusion_matrix, show_images, show_weights
from common.plots.network_diagram import draw_network

__all__ = [
    "decision_map",
    "draw_computational_graph",
    "draw_network",
    "plot_activation",
    "plot_activations",
    "plot_bar_panels",
    "plot_bars",
    "plot_confusion_matrix",
    "plot_curves",
    "plot_descent",
    "plot_losses",
    "plot_maps",
    "plot_paths",
    "plot_points",
    "show_frames",
    "show_images",
    "show_weights",
]
