"""Every test that asks for `array` runs on NumPy arrays and on the stand-in device array.

Where there is a GPU, it runs on CuPy's arrays as well.
"""

import numpy as np
import pytest

from common.device import gpu_available, require_gpu, to_cpu
from common.gpu.stand_in import DeviceArray, to_device


class ArrayKind:
    """Makes arrays of one kind, and brings results of that kind (and no other) back."""

    def __init__(self, make, result_types):
        self._make = make
        self._result_types = result_types

    def __call__(self, values, dtype=None):
        return self._make(np.array(values, dtype=dtype))

    def host(self, result):
        assert isinstance(result, self._result_types), f"left its device: {type(result)}"
        return to_cpu(result)


KINDS = {
    "numpy": ArrayKind(np.array, (np.ndarray, np.generic)),
    "stand_in": ArrayKind(to_device, DeviceArray),
}
if gpu_available():
    KINDS["cupy"] = ArrayKind(require_gpu().asarray, require_gpu().ndarray)


@pytest.fixture(params=KINDS)
def array(request):
    return KINDS[request.param]


@pytest.fixture
def rng():
    return np.random.default_rng(20240601)
