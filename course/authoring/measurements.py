"""`course results`: measure what chapters show in tables, and keep it in datasets/results.json.

What this machine cannot measure (all of MNIST, a GPU) keeps its former record, or stays `null`.
"""

import datetime
import json
import os
import platform
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

import numpy as np
from rich.console import Console
from threadpoolctl import threadpool_info

from common.device import gpu_available, require_gpu, to_cpu, to_gpu
from common.gpu.timing import seconds
from common.multi_layer_net import MultiLayerNet, TwoLayerNet
from common.optimizer import SGD
from common.trainer import Trainer
from course.files import write_atomically
from datasets import load_mnist
from datasets.results import FILE, ON

FULL = 60_000  # training images of all of MNIST
TRAINING = {
    "hidden": 40, "learning_rate": 0.1, "batch": 100, "updates": 1000, "every": 100, "seeds": 5,
}  # fmt: skip
CHOSEN = {"hidden": 120, "learning_rate": 0.5, "std": "he", "updates": 2000}
STDS = {"0.01": 0.01, "xavier": "xavier", "he": "he"}
SPEED = {
    "copied_floats": 25_000_000, "copies": 5, "hidden": 1000, "repeats": 10,
    "batches": [1, 10, 100, 1000, 10_000], "epoch": 10_000,
}  # fmt: skip
PLACES = ("mnist_t10k", "mnist", "cpu", "gpu")
PACKAGES = ("numpy", "cupy-cuda12x", "cupy-cuda13x")


def write_results(places: list[str], console: Console) -> None:
    """Measure what can be measured at these places, and store each as soon as it is known."""
    for place in places:
        experiment, measure = EXPERIMENTS[place]
        load = round(os.getloadavg()[0], 1)  # others at work make clocks run slower
        found = measure(place)
        if found is None:
            console.print(f"{ON[place]}：ここでは測れません（前の記録があれば、残します）")
            continue
        stored = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else empty()
        settings, values = found
        stored[experiment][place] = {
            "date": datetime.date.today().isoformat(),
            "machine": {**machine(place), "load": load},
            "versions": versions(),
            "settings": settings,
            "values": values,
        }
        write_atomically(FILE, json.dumps(stored, ensure_ascii=False, indent=1) + "\n")
        console.print(f"測りました：{ON[place]}", soft_wrap=True)


def empty() -> dict:
    """Nothing measured yet."""
    stored: dict[str, dict] = {}
    for place, (experiment, _) in EXPERIMENTS.items():
        stored.setdefault(experiment, {})[place] = None
    return stored


def machine(place: str) -> dict:
    """The kinds of processors and how many; nothing that tells whose machine it is."""
    gpu = None
    if place == "gpu":
        cupy = require_gpu()
        gpu = cupy.cuda.runtime.getDeviceProperties(cupy.cuda.Device().id)["name"].decode()
    threads = max((pool["num_threads"] for pool in threadpool_info()), default=1)
    return {"cpu": _cpu(), "cores": os.cpu_count(), "threads": threads, "gpu": gpu}


def _cpu() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.machine()


def versions() -> dict[str, str]:
    found = {"Python": platform.python_version()}
    for package in PACKAGES:
        try:
            found["NumPy" if package == "numpy" else "CuPy"] = version(package)
        except PackageNotFoundError:
            continue
    return found


# ---------------------------------------------------------------- accuracy


def measure_training(place: str) -> tuple[dict, dict] | None:
    """Test accuracies of five seeds: three initial scales, and the settings that one may choose.

    All settings were fixed beforehand: nothing is chosen by these numbers.
    """
    data = _images(place)
    if data is None:
        return None
    settings = {**TRAINING, "chosen": CHOSEN, "train": len(data[0]), "test": len(data[2])}
    values = {"initial": {name: _curves(data, {"std": std}) for name, std in STDS.items()}}
    base, chosen = {**TRAINING, "std": 0.01, "updates": CHOSEN["updates"]}, CHOSEN
    for name, changes in {"base": base, "chosen": chosen}.items():
        values[name] = [curve[-1] for curve in _curves(data, changes)["accuracy"]]
    return settings, values


def _images(place: str):
    """x_train, d_train, x_test, d_test; None where these images are not to be had."""
    try:
        train, test = load_mnist(source="mnist")
    except FileNotFoundError:
        return None
    full = len(train[0]) == FULL
    if place == "mnist":
        return (*train, *test) if full else None
    if full:  # the same images as with the test set alone
        size = len(test[0]) * 8 // 10
        train, test = ([a[:size] for a in test], [a[size:] for a in test])
    return (*train, *test)


def _curves(data, changes: dict) -> dict:
    """Steps, and the test accuracy at each of them for each seed."""
    setting = {**TRAINING, **changes}
    histories = [_history(data, setting, seed) for seed in range(TRAINING["seeds"])]
    accuracy = [[round(value, 4) for value in each.test_accuracy] for each in histories]
    return {"steps": histories[0].steps, "accuracy": accuracy}


def _history(data, setting: dict, seed: int):
    rng = np.random.default_rng(seed)
    network = TwoLayerNet(784, setting["hidden"], 10, setting["std"], rng=rng)
    trainer = Trainer(
        network,
        *data,
        iterations=setting["updates"],
        mini_batch_size=setting["batch"],
        optimizer=SGD(setting["learning_rate"]),
        evaluate_every=setting["every"],
        rng=rng,
    )
    return trainer.train()


# ---------------------------------------------------------------- speed


def measure_speed(place: str) -> tuple[dict, dict] | None:
    """Gigabytes a second of copies, images a second of one update, seconds of one epoch."""
    if place == "gpu" and not gpu_available():
        return None
    there = to_gpu if place == "gpu" else to_cpu
    rng = np.random.default_rng(0)
    x = rng.random((max(SPEED["batches"] + [SPEED["epoch"]]), 784), dtype=np.float32)
    d = rng.integers(0, 10, len(x))
    params = TwoLayerNet(784, SPEED["hidden"], 10, rng=rng).params
    x, d, params = there(x), there(d), there(params)
    values = {
        "copy_gb_per_second": _copies(place),
        "images_per_second": [
            round(n / _fastest(_update, params, x[:n], d[:n])) for n in SPEED["batches"]
        ],
        "epoch_seconds": _round(_fastest(_epoch, params, x[: SPEED["epoch"]], d[: SPEED["epoch"]])),
    }
    return dict(SPEED), values


def _copies(place: str) -> dict[str, float]:
    block = np.ones(SPEED["copied_floats"], dtype=np.float32)
    moves: dict[str, tuple[Callable, object]] = {"within": (lambda a: a.copy(), block)}
    if place == "gpu":
        on_gpu = to_gpu(block)
        moves = {
            "within": (lambda a: a.copy(), on_gpu),
            "to_gpu": (to_gpu, block),
            "to_cpu": (to_cpu, on_gpu),
        }
    speeds = {}
    for name, (move, a) in moves.items():
        spent = min(seconds(lambda m=move, a=a: m(a)[-1]) for _ in range(SPEED["copies"]))
        speeds[name] = _round(a.nbytes / spent / 1e9)
    return speeds


def _update(params, x, d):
    network = MultiLayerNet.from_params(params)
    SGD(0.1).update(network.params, network.gradient(x, d))
    return network.params["b2"]


def _epoch(params, x, d):
    for start in range(0, len(x), 100):
        done = _update(params, x[start : start + 100], d[start : start + 100])
    return done


def _fastest(function, params, x, d) -> float:
    copies = ({k: v.copy() for k, v in params.items()} for _ in range(SPEED["repeats"]))
    return min(seconds(function, each, x, d) for each in copies)


def _round(value: float) -> float:
    return float(f"{value:.3g}")


EXPERIMENTS = {
    "mnist_t10k": ("training", measure_training),
    "mnist": ("training", measure_training),
    "cpu": ("speed", measure_speed),
    "gpu": ("speed", measure_speed),
}
