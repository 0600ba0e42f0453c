"""The stand-in refuses what a device array refuses, and computes what it computes."""

import copy
import math

import numpy as np
import pytest

from common.gpu.stand_in import DeviceArray, to_device, to_host

HOST = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]])


@pytest.fixture
def x():
    return to_device(HOST)


def assert_same(got, want):
    assert isinstance(got, DeviceArray)
    assert (got.shape, got.dtype) == (np.shape(want), np.asarray(want).dtype)
    np.testing.assert_array_equal(got.get(), want)


# ---------------------------------------------------------------- refused

IMPLICIT = {
    "np.asarray": np.asarray,
    "np.array": np.array,
    "np.array of a list": lambda x: np.array([x, x]),
    "np.array of a list of numbers": lambda x: np.array([x[0, 0], x[0, 1]]),
    "float": lambda x: float(x[0, 0]),
    "int": lambda x: int(x[0, 0]),
    "range": lambda x: range(x[0, 0].astype(int)),
    "format": lambda x: f"{x[0, 0]:.3f}",
    "math.fsum": lambda x: math.fsum(x[0]),
    "element of a host array": lambda x: np.zeros(2).__setitem__(0, x[0, 0]),
    "index of a host array": lambda x: np.zeros(3)[(x[0] > 0)],
    "assert_allclose": lambda x: np.testing.assert_allclose(x, HOST),
}


@pytest.mark.parametrize("convert", IMPLICIT.values(), ids=IMPLICIT.keys())
def test_device_array_implicit_conversion_is_refused(x, convert):
    with pytest.raises((TypeError, ValueError), match="DeviceArray|黙って|array element"):
        convert(x)


MIXED = {
    "device + host": lambda x: x + HOST,
    "host + device": lambda x: HOST + x,
    "device @ host": lambda x: x @ HOST.T,
    "host @ device": lambda x: HOST.T @ x,
    "device += host": lambda x: x.__iadd__(HOST),
    "host += device": lambda x: HOST.copy().__iadd__(x),
    "device + list": lambda x: x + [1.0, 2.0, 3.0],
    "device == host": lambda x: x == HOST,
    "np.maximum": lambda x: np.maximum(x, np.zeros(3)),
    "np.where": lambda x: np.where(x > 0, x, HOST),
    "np.concatenate": lambda x: np.concatenate([x, HOST]),
    "np.sum into host": lambda x: np.sum(x, axis=0, out=np.zeros(3)),
    "np.exp into host": lambda x: np.exp(x, out=np.zeros((2, 3))),
    "method": lambda x: x.dot(HOST.T),
    "host index": lambda x: x[np.array([0, 1])],
    "assignment": lambda x: x.__setitem__(0, np.zeros(3)),
}


def test_host_array_is_moved_to_the_device_by_like(x):
    moved = np.asarray(HOST, like=x)
    assert isinstance(moved, DeviceArray)
    moved[0] = 0.0
    assert HOST[0].any()
    np.testing.assert_array_equal(to_host(moved)[1:], HOST[1:])


@pytest.mark.parametrize("mix", MIXED.values(), ids=MIXED.keys())
def test_device_array_mixed_with_numpy_is_refused(x, mix):
    with pytest.raises(TypeError, match="混ぜて"):
        mix(x)
    np.testing.assert_array_equal(x.get(), HOST)


@pytest.mark.parametrize(
    "create", [lambda like: np.ones(2, like=like), lambda like: np.eye(2, like=like)]
)
def test_device_array_creation_that_cupy_lacks_is_refused(x, create):
    with pytest.raises(TypeError, match="like="):
        create(x)


def test_device_array_reduction_argument_that_cupy_lacks_is_refused(x):
    with pytest.raises(TypeError, match="initial="):
        np.max(x, initial=0.0)


def test_device_array_unknown_attribute_is_refused(x):
    with pytest.raises(AttributeError, match="ctypes"):
        _ = x.ctypes


def test_device_array_truth_of_many_elements_is_refused(x):
    with pytest.raises(ValueError, match=r"\(2, 3\)"):
        bool(x)


# ---------------------------------------------------------------- computed on the device

SAME = {
    "operators": lambda a: (2 * a - 1) / 3 + a**2,
    "comparison": lambda a: a > 0,
    "matmul": lambda a: a @ a.T,
    "ufunc": np.exp,
    "ufunc with NumPy number": lambda a: np.maximum(a, np.float64(0.5)),
    "ufunc reduce": np.add.reduce,
    "method reduction": lambda a: a.sum(),
    "axis reduction": lambda a: a.max(axis=1, keepdims=True),
    "function reduction": lambda a: np.mean(a, axis=0),
    "argmax": lambda a: a.argmax(axis=1),
    "where": lambda a: np.where(a > 0, a, 0.0),
    "concatenate": lambda a: np.concatenate([a, a], axis=1),
    "stack": lambda a: np.stack((a, a)),
    "zeros_like": np.zeros_like,
    "zeros with like": lambda a: np.zeros((2, 2), dtype=np.float32, like=a),
    "arange with like": lambda a: np.arange(3, like=a),
    "list with like": lambda a: np.asarray([1, 2], like=a),
    "reshape and astype": lambda a: a.reshape(3, -1).astype(np.float32),
    "element": lambda a: a[1, 2],
    "row": lambda a: a[1],
    "slices and new axis": lambda a: a[:, ::2, np.newaxis],
    "ellipsis": lambda a: a[..., 0],
    "mask": lambda a: a[a > 0],
    "allclose": lambda a: np.allclose(a, a),
}


@pytest.mark.parametrize("compute", SAME.values(), ids=SAME.keys())
def test_device_array_computes_the_same_as_numpy(x, compute):
    assert_same(compute(x), compute(HOST))


def test_device_array_several_results_all_stay_on_the_device(x):
    for got, want in zip(np.split(x, 3, axis=1), np.split(HOST, 3, axis=1), strict=True):
        assert_same(got, want)
    for got, want in zip(np.modf(x), np.modf(HOST), strict=True):
        assert_same(got, want)


def test_device_array_shape_questions_are_answered_on_the_host(x):
    assert (x.shape, x.ndim, x.size, len(x), x.dtype) == ((2, 3), 2, 6, 2, np.float64)
    assert (x.T.shape, np.ndim(x), np.shape(x)) == ((3, 2), 2, (2, 3))


def test_device_array_element_is_a_part_of_the_array(x):
    element = x[0, 0]
    x[0, 0] = 7.0
    assert_same(element, np.float64(7.0))


def test_device_array_assignment_of_numbers_and_device_arrays_works(x):
    x[0] = 0.0
    x[1, 1:] = x[1, :2]
    x[x < 0] = 9
    assert_same(x, np.array([[0.0, 0.0, 0.0], [0.5, 0.5, 4.0]]))


def test_device_array_in_place_operation_keeps_the_same_array(x):
    same, view = x, x[0]
    x += 1
    assert x is same
    assert_same(view, HOST[0] + 1)


def test_device_array_explicit_values_are_given(x):
    assert x[0, 1].item() == -2.0
    assert bool(x[0, 0] > 0) is True
    assert bool(x[0, 1] > 0) is False
    assert "-2." in repr(x)


def test_device_array_deep_copy_is_independent(x):
    other = copy.deepcopy({"W": x})["W"]
    other[0, 0] = 100.0
    assert_same(x, HOST)


# ---------------------------------------------------------------- there and back


def test_to_device_and_to_host_copy_the_values():
    host = HOST.copy()
    device = to_device(host)
    host[0, 0] = 5.0
    back = to_host(device)
    back[0, 1] = 5.0
    assert type(back) is np.ndarray
    assert_same(device, HOST)


def test_to_host_numpy_values_stay_numpy():
    assert to_host(HOST) is HOST
    np.testing.assert_array_equal(to_host(np.float32(2.0)), 2.0)
