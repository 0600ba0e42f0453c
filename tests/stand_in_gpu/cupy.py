"""What `import cupy` gives where there is no GPU: NumPy's functions on stand-in arrays.

It has the functions that CuPy has and NumPy's random numbers has not; it refuses what CuPy refuses.
Other than the library, a notebook may read a number out of an array: float(), int() and formatting
work in CuPy too. What no stand-in can show (speed, memory, kernels) needs a real GPU.
"""

import numbers
import sys
import types
from pathlib import Path

import numpy

from common.gpu import stand_in
from common.gpu.stand_in import DeviceArray, to_device

NAMES = set(Path(__file__).with_name("cupy_names.txt").read_text(encoding="utf-8").split())
# these take lists of numbers; all other functions of CuPy take arrays and numbers
FROM_LISTS = {"array", "asarray", "asanyarray", "ndim", "shape", "size", "broadcast_shapes"}
FROM_LISTS |= {"zeros", "ones", "empty", "full", "set_printoptions", "flip", "moveaxis", "pad"}
OF_ARRAYS = {"stack", "concatenate", "vstack", "hstack", "column_stack", "meshgrid"}
ON_THE_HOST = {"ndim", "shape", "size", "broadcast_shapes", "set_printoptions", "finfo", "iinfo"}


def _number(convert):
    return lambda self: convert(self._host)


def _formatted(self, specification):
    return format(self._host, specification)


DeviceArray.__float__ = _number(float)
DeviceArray.__int__ = _number(int)
DeviceArray.__index__ = lambda self: self._host.__index__()
DeviceArray.__format__ = _formatted
DeviceArray.__str__ = _number(str)
DeviceArray.__repr__ = _number(repr)
stand_in.METHODS |= {"round", "nonzero", "diagonal", "trace", "take"}
DeviceArray.tolist = lambda self: self._host.tolist()
ndarray = DeviceArray


def asnumpy(a):
    return a.get() if isinstance(a, DeviceArray) else numpy.asarray(a)


def get_array_module(*arrays):
    ours = any(isinstance(a, DeviceArray) for a in arrays)
    return sys.modules[__name__] if ours else numpy


def array(values, dtype=None, copy=True):
    """From values of one kind only: numbers, host arrays or device arrays, in nested lists."""
    kinds = {_kind(leaf) for leaf in _leaves(values)}
    if len(kinds) > 1:
        raise TypeError(f"Implicit conversion to a NumPy array is not allowed ({kinds})")
    return to_device(numpy.array(_to_host(values), dtype=dtype))


def asarray(values, dtype=None):
    if isinstance(values, DeviceArray) and dtype in (None, values.dtype):
        return values
    return array(values, dtype)


def _leaves(values):
    if isinstance(values, (list, tuple)):
        for value in values:
            yield from _leaves(value)
    else:
        yield values


def _kind(leaf):
    if isinstance(leaf, (numbers.Number, numpy.generic)):
        return "number"
    return "device array" if isinstance(leaf, DeviceArray) else "host array"


def _to_host(values):
    if isinstance(values, (list, tuple)):
        return [_to_host(value) for value in values]
    return asnumpy(values) if isinstance(values, DeviceArray) else values


class _Function:
    """A function of NumPy on arrays of the stand-in, which refuses what CuPy's function refuses."""

    def __init__(self, name, function):
        self._name, self._function = name, function

    def __call__(self, *args, **kwargs):
        if not kwargs.keys().isdisjoint({"like", "initial"}):
            raise TypeError(f"cupy.{self._name}() got an unexpected keyword argument")
        if self._name not in FROM_LISTS | OF_ARRAYS and any(isinstance(a, list) for a in args):
            raise TypeError(f"cupy.{self._name}: unsupported type <class 'list'>")
        result = self._function(*stand_in._unwrap(args), **stand_in._unwrap(kwargs))
        return result if self._name in ON_THE_HOST else stand_in._wrap(result)

    def at(self, *args):
        self._function.at(*stand_in._unwrap(args))


def __getattr__(name):
    if name not in NAMES or name == "random":
        raise AttributeError(f"module 'cupy' has no attribute {name!r}")
    value = getattr(numpy, name)
    if isinstance(value, (type, types.ModuleType)) or not callable(value):
        return value
    return _Function(name, value)
