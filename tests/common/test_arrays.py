"""What functions and layers are given becomes arrays of one kind, or is refused."""

import numpy as np
import pytest

from common.arrays import (
    as_float,
    count_samples,
    one_hot_and_output,
    remembered,
    require_same_device,
    require_shape,
    target_and_output,
)
from common.gpu.stand_in import to_device


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
def test_as_float_array_of_floats_is_returned_as_it_is(array, dtype):
    x = array([1.5, 2.0], dtype)
    assert as_float(x) is x


@pytest.mark.parametrize("dtype", ["?", "i1", "u8", "i8"])
def test_as_float_other_numbers_become_float64_in_a_new_array(array, dtype):
    x = array([1, 0], dtype)
    found = as_float(x)
    assert found.dtype == np.float64
    assert array.host(found).tolist() == [1.0, 0.0]
    assert x.dtype == dtype


@pytest.mark.parametrize("x, shape", [(3, ()), (2.5, ()), ([1, 2], (2,)), ([[True]], (1, 1))])
def test_as_float_numbers_and_lists_become_arrays(x, shape):
    found = as_float(x)
    assert (found.dtype, found.shape) == (np.float64, shape)
    assert found.tolist() == x


def test_target_and_output_target_takes_the_type_of_the_output(array):
    d, y = target_and_output(array([1, 0], "u1"), array([0.5, 0.25], "f4"))
    assert d.dtype == y.dtype == np.float32
    assert (array.host(d).tolist(), array.host(y).tolist()) == ([1, 0], [0.5, 0.25])


def test_target_and_output_list_goes_where_the_output_is(array):
    d, y = target_and_output([1, 0], array([0.5, 0.25]))
    assert array.host(d - y).tolist() == [0.5, -0.25]


@pytest.mark.parametrize("d, y", [((3,), (3, 1)), ((1, 3), (2, 3)), ((), (3,)), ((2,), (3,))])
def test_target_and_output_other_shape_is_never_broadcast(array, d, y):
    with pytest.raises(ValueError, match="d と y の形が違います") as refused:
        target_and_output(array(np.zeros(d)), array(np.zeros(y)))
    assert f"d {d}、y {y}" in str(refused.value)


Y = [[0.2, 0.3, 0.5], [0.1, 0.8, 0.1]]


@pytest.mark.parametrize("dtype", ["u1", "i8"])
def test_one_hot_and_output_class_numbers_become_rows(array, dtype):
    d, y = one_hot_and_output(array([2, 0], dtype), array(Y, "f4"))
    assert d.dtype == y.dtype == np.float32
    assert array.host(d).tolist() == [[0, 0, 1], [1, 0, 0]]


def test_one_hot_and_output_one_sample_has_one_class_number(array):
    d, _ = one_hot_and_output(1, array(Y[0]))
    assert array.host(d).tolist() == [0, 1, 0]


def test_one_hot_and_output_one_hot_keeps_its_values(array):
    given = array([[0.9, 0.1, 0], [0, 0, 1]], "f4")
    d, _ = one_hot_and_output(given, array(Y))
    assert d.dtype == np.float64
    np.testing.assert_allclose(array.host(d), [[0.9, 0.1, 0], [0, 0, 1]], rtol=1e-7)


@pytest.mark.parametrize("d", [[0, 3], [-1, 0]])
def test_one_hot_and_output_class_that_is_not_there_is_refused(array, d):
    with pytest.raises(ValueError, match="クラス番号 d は 0 から 2 まで"):
        one_hot_and_output(array(d), array(Y))


@pytest.mark.parametrize("d", [[0.0, 1.0], [True, False]])
def test_one_hot_and_output_class_that_is_no_integer_is_refused(array, d):
    with pytest.raises(ValueError, match="整数でなければなりません.*型"):
        one_hot_and_output(array(d), array(Y))


@pytest.mark.parametrize("shape", [(3,), (2, 1), (2, 3, 1)])
def test_one_hot_and_output_other_shape_of_the_target_is_refused(array, shape):
    with pytest.raises(ValueError, match=r"d の形は \(2, 3\) か \(2,\)"):
        one_hot_and_output(array(np.zeros(shape, int)), array(Y))


@pytest.mark.parametrize("shape", [(), (3, 1), (1,), (2, 2, 2)])
def test_one_hot_and_output_without_two_classes_is_refused(array, shape):
    with pytest.raises(ValueError, match="クラスは 2 つ以上"):
        one_hot_and_output(array(np.zeros((3,), int)), array(np.zeros(shape)))


@pytest.mark.parametrize("shape, ndim, n", [((5, 3), 1, 5), ((3,), 1, 1), ((7,), 0, 7), ((), 0, 1)])
def test_count_samples_is_the_number_of_rows_or_one(shape, ndim, n):
    assert count_samples(np.zeros(shape), ndim) == n


def test_count_samples_of_none_is_refused_and_not_divided_by():
    with pytest.raises(ValueError, match=r"1 件もありません：y \(0, 3\)"):
        count_samples(np.zeros((0, 3)), 1)


def test_require_shape_names_the_array_and_both_shapes(array):
    require_shape("W", array(np.zeros((2, 3))), (2, 3))
    with pytest.raises(ValueError, match=r"W の形は \(3, 2\) でなければなりません：\(2, 3\)"):
        require_shape("W", array(np.zeros((2, 3))), (3, 2))


def test_require_same_device_names_what_is_where(array):
    require_same_device(x=array([1]), y=array([2]), z=array([3]))
    with pytest.raises(TypeError, match="CPU にあるのは x、z、GPU にあるのは y（"):
        require_same_device(x=np.ones(1), y=to_device(np.ones(1)), z=np.float64(1))


@pytest.mark.parametrize("value", [0, False, np.zeros(2), []], ids=str)
def test_remembered_is_whatever_was_kept(value):
    assert remembered(value) is value


def test_remembered_nothing_is_a_backward_without_a_forward():
    with pytest.raises(RuntimeError, match="backward の前に forward"):
        remembered(None)
