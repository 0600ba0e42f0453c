"""Training steps of common against plain textbook code, scikit-learn and PyTorch, in one run.

    python benchmarks/networks.py [threads]

All with the same number of threads (every core where none is given), the same data and float32,
except the textbook, which knows only float64. They take turns, so that a busy machine slows all;
what counts are the ratios of the medians. What is not installed is left out.
"""

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec

THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else os.cpu_count()
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = str(THREADS)  # read when NumPy is imported

import numpy as np  # noqa: E402
from textbook import TextbookConvolution, TextbookNet  # noqa: E402

from common.device import to_cpu  # noqa: E402
from common.layers import Convolution, Pooling, Relu  # noqa: E402
from common.multi_layer_net import MultiLayerNet  # noqa: E402
from common.optimizer import SGD  # noqa: E402

BATCH = 100
LEARNING_RATE = 0.1
ROUNDS = 30
PEERS = {"torch": "PyTorch eager", "sklearn": "scikit-learn partial_fit"}
Step = Callable[[], object]


def network_steps(
    hidden: int, batch: int = BATCH, place: Callable = to_cpu, torch_device: str = "cpu"
) -> dict[str, Step]:
    """One update of a 784-hidden-10 network on one batch, by each of them.

    `place` puts the arrays of common on its device; the others know the CPU, PyTorch also CUDA.
    """
    rng = np.random.default_rng(0)
    x, d = rng.random((batch, 784), dtype=np.float32), rng.integers(0, 10, batch)
    params = MultiLayerNet(784, [hidden], 10, rng=rng).params
    network, optimizer = MultiLayerNet.from_params(place(params)), SGD(LEARNING_RATE)
    placed_x, placed_d = place(x), place(d)
    steps: dict[str, Step] = {
        "common": lambda: optimizer.update(network.params, network.gradient(placed_x, placed_d)),
    }
    if torch_device == "cpu":
        textbook, one_hot = TextbookNet(784, hidden, 10, LEARNING_RATE), np.eye(10)[d]
        x64 = x.astype(np.float64)
        steps["textbook, float64"] = lambda: textbook.step(x64, one_hot)
        if find_spec("sklearn"):
            steps[PEERS["sklearn"]] = _sklearn_step(hidden, x, d)
    if find_spec("torch"):
        steps[PEERS["torch"]] = _torch_step(hidden, x, d, torch_device)
    return steps


def _sklearn_step(hidden: int, x: np.ndarray, d: np.ndarray) -> Step:
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        (hidden,), solver="sgd", alpha=0.0, batch_size=BATCH, learning_rate_init=LEARNING_RATE,
        momentum=0.0, nesterovs_momentum=False,
    )  # fmt: skip
    model.partial_fit(x, d, classes=np.arange(10))
    return lambda: model.partial_fit(x, d)


def _torch_step(hidden: int, x: np.ndarray, d: np.ndarray, device: str) -> Step:
    import torch

    torch.set_num_threads(THREADS)
    inputs, labels = torch.tensor(x, device=device), torch.tensor(d, device=device)
    layers = torch.nn.Linear(784, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, 10)
    model, error = torch.nn.Sequential(*layers).to(device), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)

    def step() -> None:
        optimizer.zero_grad()
        error(model(inputs), labels).backward()
        optimizer.step()

    return step


def convolution_steps(
    first: bool, batch: int = BATCH, place: Callable = to_cpu, torch_device: str = "cpu"
) -> dict[str, Step]:
    """Forward and backward through 30 filters of 5x5, ReLU and 2x2 pooling, on 28x28 images.

    The first layer of a network needs no gradient of its input; a later one does.
    """
    rng = np.random.default_rng(0)
    x = rng.random((batch, 1, 28, 28), dtype=np.float32)
    W, b = (0.1 * rng.standard_normal((30, 1, 5, 5))).astype(np.float32), np.zeros(30, np.float32)
    dout = rng.standard_normal((batch, 30, 12, 12)).astype(np.float32)
    steps: dict[str, Step] = {"common": _common_convolution(*map(place, (x, W, b, dout)), first)}
    if torch_device == "cpu":
        textbook, x64, dout64 = TextbookConvolution(W, b), x.astype(float), dout.astype(float)
        steps["textbook, float64"] = lambda: textbook.step(x64, dout64)
        steps["textbook, float32"] = lambda: textbook.step(x, dout)
    if find_spec("torch"):
        steps[PEERS["torch"]] = _torch_convolution(x, W, b, dout, first, torch_device)
    return steps


def _common_convolution(x, W, b, dout, first: bool) -> Step:
    convolution, relu, pooling = Convolution(W, b), Relu(), Pooling(2, 2, stride=2)
    last = convolution.parameter_gradients if first else convolution.backward

    def step() -> None:
        pooling.forward(relu.forward(convolution.forward(x)))
        last(relu.backward(pooling.backward(dout)))

    return step


def _torch_convolution(x, W, b, dout, first: bool, device: str) -> Step:
    import torch
    import torch.nn.functional as F

    torch.set_num_threads(THREADS)
    images = torch.tensor(x, requires_grad=not first, device=device)
    upstream = torch.tensor(dout, device=device)
    parameters = [torch.tensor(a, requires_grad=True, device=device) for a in (W, b)]

    def step() -> None:
        images.grad = parameters[0].grad = parameters[1].grad = None
        F.max_pool2d(F.relu(F.conv2d(images, *parameters)), 2).backward(upstream)

    return step


def measure(steps: dict[str, Step], rounds: int, repeats: int) -> dict[str, float]:
    """Median seconds of one step, over rounds in which they take turns."""
    found: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(rounds):
        for name, step in steps.items():
            step()  # warm: caches hold this one's arrays
            start = time.perf_counter()
            for _ in range(repeats):
                step()
            found[name].append((time.perf_counter() - start) / repeats)
    return {name: statistics.median(times) for name, times in found.items()}


def report(title: str, times: dict[str, float], required: str) -> None:
    print(title)
    for name, seconds in times.items():
        ratio = times["common"] / seconds
        print(f"  {name:26} {seconds * 1e3:8.3f} ms   common takes {ratio:5.2f} of this")
    if PEERS["torch"] in times:
        print(f"  (required: {required} of PyTorch's)")


def processor() -> str:
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
        return f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores"
    return f"{platform.processor()}, {os.cpu_count()} cores"


def main() -> None:
    print(f"{processor()}; {THREADS} thread(s) for everybody; Python {platform.python_version()}")
    print(f"NumPy {np.__version__}; batch {BATCH}; medians of {ROUNDS} interleaved rounds")
    for module, name in PEERS.items():
        if not find_spec(module):
            print(f"{name}: not installed, left out")
    for hidden in (50, 100):
        times = measure(network_steps(hidden), ROUNDS, repeats=20)
        report(f"training step, 784-{hidden}-10", times, "at most 0.67")
    for first in (True, False):
        times = measure(convolution_steps(first), ROUNDS, repeats=1)
        title = "first layer: no dx" if first else "later layer: with dx"
        report(f"5x5x30 convolution, ReLU, pooling ({title})", times, "at most 1.50")


if __name__ == "__main__":
    main()
