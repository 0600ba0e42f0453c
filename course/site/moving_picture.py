"""The picture at the site's front door: a network of the course learns to part two moons.

`python -m course.site.moving_picture docs/images/boundary.gif` writes that of the README.
"""

import sys
from copy import deepcopy
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from PIL import Image
from sklearn.datasets import make_moons

from common.multi_layer_net import MultiLayerNet
from common.optimizer import SGD
from common.plots import decision_map, show_frames

MOONS, WEIGHTS = 1, 3  # seeds
STEPS = [0, 5, 10, 20, 30, 50, 80, 120, 180, 260, 380, 550, 800, 1200]
LEARNING_RATE = 0.1
GIF_WAIT, GIF_LAST, GIF_DPI = 400, 2500, 80  # milliseconds of a picture and of the last one
ALT = (
    "2つの三日月の形に並んだ青と橙の点。はじめ、平面を分ける境界はでたらめな折れ線で、多くの点を"
    "間違えている。学習が進むと境界は曲がり、最後は2つの三日月のあいだを縫って、ほぼすべてを分ける。"
)


@cache
def learned_boundary() -> str:
    """HTML with a slider; the same bytes each time."""
    figures, texts = _figures()
    return show_frames(figures, texts, label="更新の回数", alt=ALT).to_html()


def write_gif(path: Path) -> None:
    """The same, playing by itself, for pages without scripts (README.md)."""
    figures, texts = _figures()
    for figure, text in zip(figures, texts, strict=True):
        figure.axes[0].set_title(f"更新 {text}")
    pictures = [_picture(figure) for figure in figures]
    waits = [GIF_WAIT] * (len(pictures) - 1) + [GIF_LAST]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=waits, loop=0)


def _figures() -> tuple[list[Figure], list[str]]:
    x, d = make_moons(n_samples=120, noise=0.12, random_state=MOONS)
    network = MultiLayerNet(2, [16, 16], 2, dtype=np.float64, rng=np.random.default_rng(WEIGHTS))
    snapshots = _snapshots(network, x, d)
    texts = [
        f"{step:,} 回（正解 {snapshot.accuracy(x, d):.0%}）"
        for step, snapshot in zip(STEPS, snapshots, strict=True)
    ]
    return [_figure(snapshot, x, d) for snapshot in snapshots], texts


def _picture(figure: Figure) -> Image.Image:
    file = BytesIO()
    figure.savefig(file, format="png", dpi=GIF_DPI)
    return Image.open(file).convert("P", palette=Image.Palette.ADAPTIVE, colors=64)


def _snapshots(network: MultiLayerNet, x: np.ndarray, d: np.ndarray) -> list[MultiLayerNet]:
    """The network as it was after each number of updates in STEPS."""
    optimizer, found = SGD(LEARNING_RATE), []
    for step in range(STEPS[-1] + 1):
        if step in STEPS:
            found.append(deepcopy(network))
        optimizer.update(network.params, network.gradient(x, d))
    return found


def _figure(network: MultiLayerNet, x: np.ndarray, d: np.ndarray) -> Figure:
    """Without the numbers of the axes: nobody reads them here."""
    figure = decision_map(network.predict, x, d)
    figure.set_size_inches(5.6, 3.9)
    [axes] = figure.axes
    axes.get_legend().remove()
    axes.set_axis_off()
    return figure


if __name__ == "__main__":
    write_gif(Path(sys.argv[1]))
