"""Training steps of common on CuPy against PyTorch eager, both on the same GPU, in one run.

    python benchmarks/networks_gpu.py > benchmarks/results/networks_gpu.txt

The same networks as in networks.py, with batches of 100 and 8192. A step counts as done when the
GPU has finished it. Ends with one line where there is no GPU or no PyTorch for it.
"""

import datetime
import sys
from importlib.util import find_spec

from networks import BATCH, ROUNDS, convolution_steps, measure, network_steps, report

import numpy as np  # isort: skip

from common.device import gpu_available, require_gpu, to_gpu

BATCHES = (BATCH, 8192)
REQUIRED = {BATCH: "at most 1.50", 8192: "at most 1.00"}


def synchronized(step, synchronize):
    """The step, ended only when the GPU has finished it."""

    def whole() -> None:
        step()
        synchronize()

    return whole


def main() -> None:
    if not gpu_available():
        sys.exit("not run: no GPU that CuPy can use (pip install -r requirements-gpu.txt)")
    if not find_spec("torch") or not __import__("torch").cuda.is_available():
        sys.exit("not run: PyTorch for this GPU is not installed")
    import torch

    cupy = require_gpu()
    device = cupy.cuda.runtime.getDeviceProperties(0)["name"].decode()
    versions = f"CuPy {cupy.__version__}, CUDA {cupy.cuda.runtime.runtimeGetVersion()}"
    print(f"{device}; {versions}, PyTorch {torch.__version__}, NumPy {np.__version__}")
    print(f"{datetime.date.today()}; medians of {ROUNDS} interleaved rounds")
    waits = {"common": cupy.cuda.Device().synchronize, "PyTorch eager": torch.cuda.synchronize}
    for batch in BATCHES:
        steps = {
            f"784-{hidden}-10": network_steps(hidden, batch, to_gpu, "cuda") for hidden in (50, 100)
        }
        steps["5x5x30 convolution"] = convolution_steps(True, batch, to_gpu, "cuda")
        for title, both in steps.items():
            whole = {name: synchronized(both[name], wait) for name, wait in waits.items()}
            times = measure(whole, ROUNDS, repeats=20)
            report(f"{title}, batch {batch}", times, REQUIRED[batch])


if __name__ == "__main__":
    main()
