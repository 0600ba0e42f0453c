"""Moving arrays between CPU and GPU: with a fake CuPy, with a CuPy without CUDA, without CuPy."""

import ast
import subprocess
import sys
import types
import warnings
from pathlib import Path

import numpy as np
import pytest

import common
from common import device
from common.device import (
    GpuNotFoundError,
    get_array_module,
    gpu_available,
    require_gpu,
    to_cpu,
    to_gpu,
)
from common.gpu.stand_in import DeviceArray, to_device

COMMON = Path(common.__file__).parent
WAYS_ON = ("import numpy as np", "Google Colab")


class NoCuda(Exception):
    """What CuPy raises at the first array when there is no CUDA: a class of its own."""


def fake_cupy(cuda=True):
    """A module that answers as CuPy does, with stand-in arrays for its own."""
    module = types.ModuleType("cupy")

    def create(values):
        if not cuda:
            raise NoCuda("cudaErrorInsufficientDriver")
        return values if isinstance(values, DeviceArray) else to_device(values)

    module.asarray = create
    module.zeros = lambda n: create(np.zeros(n))
    module.get_array_module = lambda *arrays: (
        module if any(isinstance(a, DeviceArray) for a in arrays) else np
    )
    return module


@pytest.fixture
def gpu(monkeypatch):
    monkeypatch.setitem(sys.modules, "cupy", fake_cupy())


@pytest.fixture(params=["no CuPy", "CuPy without CUDA"])
def no_gpu(request, monkeypatch):
    """None in sys.modules makes `import cupy` fail as where it is not installed."""
    cupy = None if request.param == "no CuPy" else fake_cupy(cuda=False)
    monkeypatch.setitem(sys.modules, "cupy", cupy)
    return request.param


# ---------------------------------------------------------------- without a GPU


def test_require_gpu_without_gpu_says_in_one_line_what_is_missing_and_how_to_go_on(no_gpu):
    assert gpu_available() is False
    with pytest.raises(GpuNotFoundError) as error:
        require_gpu()
    (line,) = error.value._render_traceback_()
    assert line == str(error.value) and "\n" not in line
    missing = "CuPy がありません" if no_gpu == "no CuPy" else "CUDA の GPU が見つかりません"
    assert all(part in line for part in (missing, *WAYS_ON))


def test_to_gpu_without_gpu_is_refused_and_never_stays_on_the_cpu_silently(no_gpu):
    for a in (np.ones(2), [1.0, 2.0], {"W": np.ones(2)}):
        with pytest.raises(GpuNotFoundError):
            to_gpu(a)


def test_to_cpu_and_get_array_module_need_no_gpu(no_gpu):
    np.testing.assert_array_equal(to_cpu(to_device([1, 2])), [1, 2])
    if no_gpu == "no CuPy":
        assert get_array_module(np.ones(2), 1.0) is np


def test_import_of_cupy_that_warns_stays_quiet(monkeypatch, tmp_path):
    (tmp_path / "cupy.py").write_text(
        "import warnings\nwarnings.warn('CUDA path could not be detected')\n"
        "def zeros(n): raise RuntimeError\n"
    )
    monkeypatch.delitem(sys.modules, "cupy", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert gpu_available() is False
    del sys.modules["cupy"]  # by monkeypatch, it would come back


@pytest.mark.parametrize("program", ["python", "ipython"])
def test_require_gpu_in_a_program_shows_the_line_and_no_traceback(tmp_path, program):
    code = "import sys; sys.modules['cupy'] = None; from common.device import *; require_gpu()"
    options = ["-m", "IPython", "--no-banner", "--colors=NoColor"] if program == "ipython" else []
    done = subprocess.run(
        [sys.executable, *options, "-c", code],
        capture_output=True, encoding="utf-8", cwd=tmp_path,
        env={"HOME": str(tmp_path), "PATH": ""},
    )  # fmt: skip
    shown = (done.stdout + done.stderr).strip()
    assert done.returncode == 1
    assert shown.startswith("GPU を使えません") and "\n" not in shown


# ---------------------------------------------------------------- with a GPU


def test_to_gpu_moves_arrays_lists_and_dicts_and_to_cpu_brings_them_back(gpu):
    assert gpu_available() is True
    for host in (np.array([1.0, 2.0], np.float32), [1, 2]):
        moved = to_gpu(host)
        assert isinstance(moved, DeviceArray) and moved.dtype == np.asarray(host).dtype
        np.testing.assert_array_equal(to_cpu(moved), host)
    params = {"W1": np.ones((2, 3)), "b1": np.zeros(3)}
    moved = to_gpu(params)
    assert {type(value) for value in moved.values()} == {DeviceArray}
    assert {type(value) for value in to_cpu(moved).values()} == {np.ndarray}


def test_require_gpu_with_gpu_gives_cupy(gpu):
    assert require_gpu() is sys.modules["cupy"]


def test_get_array_module_follows_the_arrays(gpu):
    assert get_array_module(np.ones(2), 1) is np
    assert get_array_module(np.ones(2), to_device([1.0])) is sys.modules["cupy"]


# ---------------------------------------------------------------- on either side


def test_to_gpu_array_that_is_there_already_is_returned_as_it_is():
    x = to_device([1.0])
    assert to_gpu(x) is x


def test_to_cpu_copies_from_the_device_and_returns_a_host_array_as_it_is(array):
    x = array([1.0, 2.0])
    host = to_cpu(x)
    assert type(host) is np.ndarray
    assert (host is x) == isinstance(x, np.ndarray)
    host[0] = 5.0
    assert isinstance(x, np.ndarray) or array.host(x)[0] == 1.0


def test_to_cpu_list_of_device_numbers_becomes_one_array(array):
    losses = [np.sum(array([1.0, 2.0])), np.sum(array([3.0])), 4.0]
    host = to_cpu(losses)
    assert type(host) is np.ndarray
    np.testing.assert_array_equal(host, [3.0, 3.0, 4.0])


def test_only_device_imports_cupy():
    for path in COMMON.rglob("*.py"):
        names = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                names.add((node.module or "").split(".")[0])
        assert ("cupy" in names) == (path.name == Path(device.__file__).name), path
