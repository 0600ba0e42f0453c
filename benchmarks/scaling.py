"""Time per image of a training step against batch size and width, on one log-log plot.

    python benchmarks/scaling.py [threads]

Prints the table and draws benchmarks/results/scaling.png: a line for each width on the CPU and,
where there is one, on the GPU.
"""

import time
from collections.abc import Callable
from pathlib import Path

from networks import LEARNING_RATE, THREADS, processor  # first: it sets the threads

import numpy as np  # isort: skip

from common.device import gpu_available, to_cpu, to_gpu
from common.multi_layer_net import MultiLayerNet
from common.optimizer import SGD
from common.plots import plot_curves

BATCHES = (1, 10, 100, 1_000, 10_000)
WIDTHS = (50, 1_000)
ROUNDS = 5
SHORTEST = 0.05  # seconds that one round takes at least, so that the clock is no matter
PICTURE = Path(__file__).parent / "results" / "scaling.png"


def microseconds_per_image(batch: int, width: int, place: Callable) -> float:
    """The fastest of some rounds of training steps, for one image of the batch."""
    rng = np.random.default_rng(0)
    x = place(rng.random((batch, 784), dtype=np.float32))
    d = place(rng.integers(0, 10, batch))
    params = MultiLayerNet(784, [width], 10, rng=rng).params
    network, optimizer = MultiLayerNet.from_params(place(params)), SGD(LEARNING_RATE)

    def seconds(steps: int) -> float:
        start = time.perf_counter()
        for _ in range(steps):
            optimizer.update(network.params, network.gradient(x, d))
        to_cpu(network.params["b2"])  # the result has arrived
        return time.perf_counter() - start

    seconds(1)  # warm: a GPU prepares each calculation when it first meets it
    steps = max(1, round(SHORTEST / seconds(1)))
    return min(seconds(steps) for _ in range(ROUNDS)) / steps / batch * 1e6


def main() -> None:
    places = {"CPU": to_cpu} | ({"GPU": to_gpu} if gpu_available() else {})
    print(f"{processor()}; {THREADS} thread(s); µs per image of a training step, 784-width-10")
    print(f"{'':17}" + "".join(f"{f'batch {batch:,}':>14}" for batch in BATCHES))
    curves = {}
    for name, place in places.items():
        for width in WIDTHS:
            line = f"{name}、{width}ユニット"
            curves[line] = [microseconds_per_image(batch, width, place) for batch in BATCHES]
            print(f"{name}, {width:5} units  " + "".join(f"{t:14.2f}" for t in curves[line]))
    if "GPU" not in places:
        print("no GPU: its lines are left out")
    PICTURE.parent.mkdir(exist_ok=True)
    figure = plot_curves(
        BATCHES, curves, "ミニバッチの枚数", "1枚あたりの時間（マイクロ秒）", log=True
    )
    figure.savefig(PICTURE, dpi=150)


if __name__ == "__main__":
    main()
