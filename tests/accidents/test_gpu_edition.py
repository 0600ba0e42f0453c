"""The GPU edition on the strict stand-in: what learners write, and a CuPy that does not work.

No real GPU: errors of CuPy are told by a fake.
"""

import copy
import importlib.util
import sys
import types
from pathlib import Path

import numpy
import pytest

from common import device
from common.device import GpuNotFoundError, require_gpu, to_cpu
from common.gpu import stand_in
from common.gpu.rng import default_rng
from common.gpu.stand_in import DeviceArray, to_device
from common.plots import plot_bars, plot_confusion_matrix, plot_curves, plot_losses, plot_points

STAND_IN = Path(__file__).parents[1] / "stand_in_gpu" / "cupy.py"


@pytest.fixture
def np(monkeypatch):
    """What `import cupy as np` gives where there is no GPU. It changes DeviceArray: undone here."""
    kept = dict(vars(DeviceArray))
    spec = importlib.util.spec_from_file_location("cupy", STAND_IN)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "cupy", module)
    monkeypatch.setattr(stand_in, "METHODS", set(stand_in.METHODS))
    spec.loader.exec_module(module)
    yield module
    for name in set(vars(DeviceArray)) - set(kept):
        delattr(DeviceArray, name)
    for name, value in kept.items():
        if vars(DeviceArray)[name] is not value:
            setattr(DeviceArray, name, value)


# ---- figures -----------------------------------------------------------------------------------

DRAWN = {
    "curves": lambda losses: plot_curves([0, 1, 2], {"誤差": losses}, "回", "誤差"),
    "places as well": lambda losses: plot_curves(losses, {"誤差": losses}, "回", "誤差"),
    "losses": lambda losses: plot_losses({"A": losses, "B": (losses, losses)}),
    "bars": lambda losses: plot_bars([losses[0], 0.5, 1], ["a", "b", "c"]),
    "points": lambda losses: plot_points(losses, losses, "x", "y"),
    "rows of them": lambda losses: plot_confusion_matrix([losses[:2], losses[1:]]),
    "numbers": lambda losses: plot_curves([0, 1, 2], {"f": [float(v) for v in losses]}, "x", "y"),
}


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_lists_of_results_are_drawn(np, draw):
    losses = [np.sum(np.array([1.0, value])) for value in (3.0, 2.0, 1.0)]
    assert draw(losses).to_png().startswith(b"\x89PNG")


@pytest.mark.parametrize("rows", [[[1.0, 2.0], [3.0, 4.0]], ((1, 2), (3, 4)), [[[1.0]], [[2.0]]]])
def test_nested_lists_of_results_become_one_array(rows):
    def moved(value):
        nested = isinstance(value, (list, tuple))
        return type(value)(map(moved, value)) if nested else to_device(value)

    numpy.testing.assert_array_equal(to_cpu(moved(rows)), rows)


# ---- numbers out of arrays, arrays as shapes ---------------------------------------------------

NUMBERS = {
    "float": lambda np, loss: float(loss),
    "int": lambda np, loss: int(loss),
    "formatted": lambda np, loss: float(f"{loss:.1f}"),
    "item": lambda np, loss: loss.item(),
    "comparison": lambda np, loss: 3.0 if loss > 1 else 0.0,
    "index": lambda np, loss: [0.0, 1.0, 2.0, 3.0][loss.astype(int)],
    "range": lambda np, loss: len(range(loss.astype(int))),
}


@pytest.mark.parametrize("read", NUMBERS.values(), ids=NUMBERS)
def test_result_is_read_as_a_number(np, read):
    assert read(np, np.sum(np.array([1.0, 2.0]))) == 3


SHAPES = {
    "array": lambda np: np.zeros(np.array([2, 3])),
    "0-d": lambda np: np.ones(np.array(6)).reshape(2, 3),
    "in a tuple": lambda np: np.empty((np.array(2), 3)),
    "reshape": lambda np: np.arange(6).reshape(np.array([2, 3])),
    "like": lambda np: numpy.zeros(np.array([2, 3]), like=np.ones(1)),
    "0-d like": lambda np: numpy.zeros((np.array(2), 3), like=np.ones(1)),
    "random": lambda np: default_rng(0, np).normal(size=np.array([2, 3])),
}


@pytest.mark.parametrize("make", SHAPES.values(), ids=SHAPES)
def test_array_is_a_shape(np, make):
    made = make(np)
    assert isinstance(made, DeviceArray) and made.shape == (2, 3)


# ---- random numbers ----------------------------------------------------------------------------

DRAWS = {
    "choice of an array": lambda rng, np: rng.choice(np.arange(5) * 10, 3),
    "choice with p": lambda rng, np: rng.choice(5, 3, p=np.ones(5) / 5),
    "choice of a list of results": lambda rng, np: rng.choice([np.sum(np.arange(3)), 7], 4),
    "permutation of an array": lambda rng, np: rng.permutation(np.arange(6).reshape(3, 2)),
    "permutation of a result": lambda rng, np: rng.permutation(np.sum(np.arange(3))),
    "permuted": lambda rng, np: rng.permuted(np.arange(5)),
    "normal of arrays": lambda rng, np: rng.normal(np.zeros(3), np.ones(3)),
    "normal of a result": lambda rng, np: rng.normal(0.0, np.sqrt(np.array(4.0)), (2, 2)),
    "normal of a size": lambda rng, np: rng.normal(size=(np.array(2), 2)),
    "integers": lambda rng, np: rng.integers(np.array(10), size=4),
    "integers of arrays": lambda rng, np: rng.integers(np.zeros(3, dtype=int), np.array([1, 5, 9])),
    "uniform": lambda rng, np: rng.uniform(np.array(-1.0), 1, 3),
    "multinomial": lambda rng, np: rng.multinomial(3, np.ones(2) / 2),
    "spawn": lambda rng, np: rng.spawn(1)[0].normal(size=2),
}


@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)
def test_drawn_with_arrays_of_the_gpu_the_numbers_are_numpys(np, draw):
    drawn, expected = draw(default_rng(3, np), np), draw(default_rng(3, numpy), numpy)
    assert isinstance(drawn, DeviceArray) and drawn.dtype == expected.dtype
    numpy.testing.assert_array_equal(drawn.get(), expected)


@pytest.mark.parametrize("shape, axis", [((6,), 0), ((3, 2), 0), ((2, 3), 1)])
def test_shuffle_changes_the_array_itself(np, shape, axis):
    x, host = np.arange(6).reshape(shape), numpy.arange(6).reshape(shape)
    assert default_rng(3, np).shuffle(x, axis=axis) is None
    numpy.random.default_rng(3).shuffle(host, axis=axis)
    numpy.testing.assert_array_equal(x.get(), host)


def test_shuffle_of_a_list_or_a_host_array_is_numpys(np):
    for given in ([1, 2, 3, 4], numpy.arange(4)):
        expected = copy.copy(given)
        default_rng(3, np).shuffle(given)
        numpy.random.default_rng(3).shuffle(expected)
        numpy.testing.assert_array_equal(given, expected)


def test_drawn_number_is_an_index(np):
    assert "abcdefghij"[default_rng(3, np).integers(10)] == "abcdefghij"[8]


def test_generator_can_be_copied(np):
    rng = default_rng(3, np)
    twin = copy.deepcopy(rng)
    assert rng.random().item() == twin.random().item()
    assert isinstance(rng.bytes(2), bytes)


def test_out_is_refused_in_one_line(np):
    with pytest.raises(TypeError, match="out= を使えません"):
        default_rng(3, np).random(out=np.zeros(3))


# ---- a CuPy that does not work -----------------------------------------------------------------


class CUDARuntimeError(RuntimeError):
    """Of the name that CuPy gives its errors."""


def broken_cupy(error, version=0):
    module = types.ModuleType("cupy")

    def zeros(shape):
        raise error

    module.zeros = zeros
    runtime = types.SimpleNamespace(driverGetVersion=lambda: version)
    module.cuda = types.SimpleNamespace(runtime=runtime)
    return module


def told(monkeypatch, module):
    """The one line that a learner sees."""
    monkeypatch.setitem(sys.modules, "cupy", module)
    with pytest.raises(GpuNotFoundError) as caught:
        require_gpu()
    line = str(caught.value)
    assert "\n" not in line and "import numpy as np に戻せば" in line
    return line


DRIVER = "cudaErrorInsufficientDriver: CUDA driver version is insufficient for CUDA runtime version"
PTX = "cudaErrorUnsupportedPtxVersion: the provided PTX was compiled with an unsupported toolchain"
ERRORS = {
    "driver too old": (CUDARuntimeError(DRIVER), 11040, "ドライバーが古すぎます（CUDA 11.4 まで）"),
    "too old for the compiler": (CUDARuntimeError(PTX), 12020, "古すぎます（CUDA 12.2 まで）"),
    "no driver at all": (CUDARuntimeError(DRIVER), 0, "GPU が見つかりません（NVIDIA のドライバー"),
    "no device": (CUDARuntimeError("cudaErrorNoDevice: no device"), 0, "見つかりません"),
    "memory": (MemoryError("Out of memory allocating 512 bytes"), 0, "メモリが足りません"),
    "old GPU": (CUDARuntimeError("cudaErrorNoKernelImageForDevice"), 0, "この版の CuPy では"),
    "no nvrtc": (RuntimeError("CuPy failed to load libnvrtc.so.12: OSError"), 0, "ライブラリが"),
    "stub": (RuntimeError("\n====\nFailed to import CuPy.\n===="), 0, "入れ直してください"),
}  # fmt: skip


@pytest.mark.parametrize("error, version, words", ERRORS.values(), ids=ERRORS)
def test_error_of_cupy_is_one_line_with_what_to_do(monkeypatch, error, version, words):
    assert words in told(monkeypatch, broken_cupy(error, version))


def installed(monkeypatch, *names):
    packages = [types.SimpleNamespace(metadata={"Name": name}) for name in names]
    monkeypatch.setattr(device, "distributions", lambda: packages)


TWO = ("numpy", "cupy-cuda12x", "cupy-cuda13x", "cupy-xarray")


@pytest.mark.parametrize("names", [TWO, ("cupy", "cupy-cuda11x"), ("cupy-cuda118", "CuPy-CUDA12x")])
def test_two_packages_of_cupy_are_named(monkeypatch, names):
    installed(monkeypatch, *names)
    line = told(monkeypatch, broken_cupy(RuntimeError("CuPy failed to load libnvrtc.so.12")))
    assert "いくつも入っています（cupy" in line and "cupy-xarray" not in line


def test_two_packages_that_work_are_left_alone(monkeypatch, np):
    installed(monkeypatch, *TWO)
    assert require_gpu() is np


def test_memory_is_not_taken_for_two_packages(monkeypatch):
    installed(monkeypatch, *TWO)
    assert "メモリ" in told(monkeypatch, broken_cupy(MemoryError("out of memory")))


LEFT_OVER = {
    "empty folder": ("cupy/.keep", "", "CuPy ではないもの"),
    "file of the learner": ("cupy.py", "x = 1", "CuPy ではないもの"),
    "half uninstalled": ("cupy/__init__.py", "import cupy._core", "読み込めません"),
    "library missing": (
        "cupy.py",
        "raise ImportError('\\n===\\nlibcuda.so.1: cannot open shared object file\\n===')",
        "ライブラリが見つかりません",
    ),
}


@pytest.mark.parametrize("place, code, words", LEFT_OVER.values(), ids=LEFT_OVER)
def test_what_is_left_of_a_cupy_is_named(monkeypatch, tmp_path, place, code, words):
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text(code)
    monkeypatch.delitem(sys.modules, "cupy", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    found, line = device._find_cupy()
    sys.modules.pop("cupy", None)
    assert found is None and words in line and "\n" not in line
