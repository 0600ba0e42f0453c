"""The picture at the site's front door: a network of the course learns to part two moons."""

from copy import deepcopy
from functools import cache

import numpy as np
from sklearn.datasets import make_moons

from common.multi_layer_net import MultiLayerNet
from common.optimizer import SGD
from common.plots import decision_map, show_frames

MOONS, WEIGHTS = 1, 3  # seeds
STEPS = [0, 5, 10, 20, 30, 50, 80, 120, 180, 260, 380, 550, 800, 1200]
LEARNING_RATE = 0.1
ALT = (
    "2つの三日月の形に並んだ青と橙の点。はじめ、平面を分ける境界はでたらめな折れ線で、多くの点を"
    "間違えている。学習が進むと境界は曲がり、最後は2つの三日月のあいだを縫って、ほぼすべてを分ける。"
)


@cache
def learned_boundary() -> str:
    """HTML with a slider; the same bytes each time."""
    x, d = make_moons(n_samples=120, noise=0.12, random_state=MOONS)
    network = MultiLayerNet(2, [16, 16], 2, dtype=np.float64, rng=np.random.default_rng(WEIGHTS))
    snapshots = _snapshots(network, x, d)
    figures = [_figure(snapshot, x, d) for snapshot in snapshots]
    texts = [
        f"{step:,} 回（正解 {snapshot.accuracy(x, d):.0%}）"
        for step, snapshot in zip(STEPS, snapshots, strict=True)
    ]
    return show_frames(figures, texts, label="更新の回数", alt=ALT).to_html()


def _snapshots(network: MultiLayerNet, x: np.ndarray, d: np.ndarray) -> list[MultiLayerNet]:
    """The network as it was after each number of updates in STEPS."""
    optimizer, found = SGD(LEARNING_RATE), []
    for step in range(STEPS[-1] + 1):
        if step in STEPS:
            found.append(deepcopy(network))
        optimizer.update(network.params, network.gradient(x, d))
    return found


def _figure(network: MultiLayerNet, x: np.ndarray, d: np.ndarray):
    """Without the numbers of the axes: nobody reads them here."""
    figure = decision_map(network.predict, x, d)
    figure.set_size_inches(5.6, 3.9)
    [axes] = figure.axes
    axes.get_legend().remove()
    axes.set_axis_off()
    return figure
