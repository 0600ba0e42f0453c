"""How common.functions behaves: extremes, types, shapes refused, inputs untouched."""

import numpy as np
import pytest

from common import functions as F

ELEMENTWISE = [F.sigmoid, F.relu, F.identity, F.step_function, F.d_sigmoid, F.d_relu]
ELEMENTWISE += [F.d_step_function]
LOSSES = [F.mean_squared_error, F.cross_entropy_error, F.binary_cross_entropy_error]
LOSSES += [F.softmax_with_loss]
DERIVATIVES = [F.d_mean_squared_error, F.d_softmax_with_loss, F.d_sigmoid_with_loss]

EXTREMES = [[-1000.0, 0.0, 1000.0], [1000.0, 999.0, -745.0], [-90.0, -88.0, 20.0]]
FLOATS = [np.float32, np.float64]

D = [[1, 0, 0], [0, 0, 1]]
Y = [[0.2, 0.3, 0.5], [0.1, 0.8, 0.1]]


# ---------------------------------------------------------------- extremes


@pytest.mark.parametrize("function", [*ELEMENTWISE, F.softmax])
@pytest.mark.parametrize("dtype", FLOATS)
def test_activation_extreme_inputs_raise_no_float_warning(array, function, dtype):
    with np.errstate(all="raise"):
        result = array.host(function(array(EXTREMES, dtype)))
    assert np.isfinite(result).all()


@pytest.mark.parametrize("dtype", FLOATS)
def test_sigmoid_extreme_inputs_give_exact_limits(array, dtype):
    got = array.host(F.sigmoid(array([-1000, 0, 1000], dtype)))
    np.testing.assert_array_equal(got, [0, 0.5, 1])


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("d", [[0, 1, 2], np.eye(3)])
def test_softmax_with_loss_extreme_inputs_raise_no_float_warning(array, dtype, d):
    with np.errstate(all="raise"):
        loss = array.host(F.softmax_with_loss(array(d), array(EXTREMES, dtype)))
        F.d_softmax_with_loss(array(d), F.softmax(array(EXTREMES[:1] * 3, dtype)))
    assert np.isfinite(loss) and loss > 10


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("d", [[0, 0, 0], [1, 1, 1]])
def test_binary_loss_extreme_inputs_raise_no_float_warning(array, dtype, d):
    with np.errstate(all="raise"):
        y = F.sigmoid(array(EXTREMES[0], dtype))
        loss = array.host(F.binary_cross_entropy_error(array(d), y))
        F.d_sigmoid_with_loss(array(d), y)
    assert np.isfinite(loss) and loss > 10


@pytest.mark.parametrize("d", [1, [0, 1, 0]])
@pytest.mark.parametrize("dtype", FLOATS)
def test_cross_entropy_error_zero_on_the_right_class_is_finite_and_large(array, d, dtype):
    loss = array.host(F.cross_entropy_error(array(d), array([0.5, 0.0, 0.5], dtype)))
    assert 10 < loss < np.inf


@pytest.mark.parametrize(
    ("loss", "d", "y"),
    [
        (F.cross_entropy_error, [[0, 1], [1, 0]], [[0.0, 1.0], [1.0, 0.0]]),
        (F.cross_entropy_error, [1, 0], [[0.0, 1.0], [1.0, 0.0]]),
        (F.cross_entropy_error, 2, [0, 0, 1]),
        (F.cross_entropy_error, [1], [[0.0, 1.0 + 1e-9]]),
        (F.binary_cross_entropy_error, [1, 0], [1.0, 0.0]),
        (F.binary_cross_entropy_error, [[1.0]], [[1.0]]),
        (F.mean_squared_error, [[1, -2]], [[1.0, -2.0]]),
        (F.softmax_with_loss, [0], [[1000.0, -1000.0]]),
    ],
)
def test_loss_perfect_prediction_prints_zero_without_sign(array, loss, d, y):
    assert str(array.host(loss(array(d), array(y)))) == "0.0"


def test_softmax_each_row_is_normalised_on_its_own(array):
    y = array.host(F.softmax(array([[0.0, 1.0], [1000.0, 1001.0], [-5.0, -4.0]])))
    np.testing.assert_allclose(y.sum(axis=1), [1, 1, 1], rtol=1e-12)
    np.testing.assert_allclose(y, [y[0], y[0], y[0]], rtol=1e-12)


# ---------------------------------------------------------------- inputs and types


def unchanged_after(array, call, *values):
    arrays = [array(value) for value in values]
    call(*arrays)
    for value, after in zip(values, arrays, strict=True):
        np.testing.assert_array_equal(array.host(after), value)
        assert after.dtype == np.asarray(value).dtype


@pytest.mark.parametrize("function", [*ELEMENTWISE, F.softmax])
def test_activation_leaves_its_input_unchanged(array, function):
    unchanged_after(array, function, [[-1.5, 0.0, 2.0], [3.0, -4.0, 0.5]])


@pytest.mark.parametrize("function", [*LOSSES, *DERIVATIVES])
def test_loss_leaves_its_inputs_unchanged(array, function):
    unchanged_after(array, function, D, Y)


def test_cross_entropy_error_leaves_index_labels_unchanged(array):
    unchanged_after(array, F.cross_entropy_error, [0, 2], Y)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("shape", [(3,), (2, 3)])
@pytest.mark.parametrize("function", [F.sigmoid, F.relu, F.identity, F.softmax, *ELEMENTWISE[4:]])
def test_activation_keeps_shape_and_float_type(array, function, shape, dtype):
    result = function(array(np.ones(shape), dtype))
    assert (result.shape, result.dtype) == (shape, dtype)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("d_dtype", [np.float64, np.int64, np.uint8, np.bool_])
@pytest.mark.parametrize("function", [*LOSSES, *DERIVATIVES])
def test_loss_any_target_type_keeps_the_type_of_y(array, function, d_dtype, dtype):
    assert function(array(D, d_dtype), array(Y, dtype)).dtype == dtype


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("d_dtype", [np.int64, np.uint8, np.int8])
def test_cross_entropy_error_any_index_type_keeps_the_type_of_y(array, d_dtype, dtype):
    loss = F.cross_entropy_error(array([0, 2], d_dtype), array(Y, dtype))
    assert loss.dtype == dtype
    np.testing.assert_allclose(array.host(loss), np.log(50) / 2, rtol=1e-6)


def test_cross_entropy_error_more_classes_than_the_label_type_holds_works(array):
    y = np.full((1, 300), 1 / 300)
    loss = array.host(F.cross_entropy_error(array([255], np.uint8), array(y)))
    np.testing.assert_allclose(loss, np.log(300))


@pytest.mark.parametrize("dtype", [np.int64, np.uint8, np.bool_])
@pytest.mark.parametrize("function", [F.sigmoid, F.softmax, F.d_sigmoid, F.d_relu])
def test_activation_integer_input_equals_float_input(array, function, dtype):
    got = array.host(function(array([1, 0, 1], dtype)))
    want = array.host(function(array([1, 0, 1], np.float64)))
    np.testing.assert_array_equal(got, want)
    assert got.dtype == np.float64


def test_mean_squared_error_unsigned_inputs_do_not_wrap(array):
    loss = F.mean_squared_error(array([3, 0], np.uint8), array([1, 0], np.uint8))
    assert array.host(loss) == 2.0


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
def test_step_function_returns_integers(array, dtype):
    result = array.host(F.step_function(array([[-2, 0], [0, 3]], dtype)))
    np.testing.assert_array_equal(result, [[0, 0], [0, 1]])
    assert result.dtype.kind == "i"


@pytest.mark.parametrize("function", [F.relu, F.identity])
def test_activation_without_fractions_keeps_integers(array, function):
    assert function(array([0, 2], np.int32)).dtype == np.int32


@pytest.mark.parametrize(("function", "want"), [(F.sigmoid, 0.5), (F.d_sigmoid, 0.25), (F.relu, 0)])
def test_activation_python_number_is_accepted(function, want):
    assert function(0) == want


def test_losses_lists_are_accepted():
    assert F.mean_squared_error([2, 4], [1.02, 2.29]) == pytest.approx(1.94225)
    assert F.cross_entropy_error([1], [[0.5, 0.5]]) == pytest.approx(np.log(2))


def test_cross_entropy_error_python_class_number_is_accepted(array):
    loss = F.cross_entropy_error(1, array([0.5, 0.5]))
    np.testing.assert_allclose(array.host(loss), np.log(2))


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize("function", [F.mean_squared_error, F.binary_cross_entropy_error])
@pytest.mark.parametrize("d_shape, y_shape", [((3,), (3, 1)), ((3, 1), (3,)), ((1, 2), (4, 2))])
def test_loss_shapes_that_would_broadcast_are_refused(array, function, d_shape, y_shape):
    with pytest.raises(ValueError, match="形が違います") as error:
        function(array(np.zeros(d_shape)), array(np.full(y_shape, 0.5)))
    assert str(d_shape) in str(error.value) and str(y_shape) in str(error.value)


@pytest.mark.parametrize("function", [F.d_mean_squared_error, F.d_sigmoid_with_loss])
def test_loss_derivative_shapes_that_would_broadcast_are_refused(array, function):
    with pytest.raises(ValueError, match=r"\(3,\).*\(3, 1\)"):
        function(array(np.zeros(3)), array(np.zeros((3, 1))))


CROSS_ENTROPY = [F.cross_entropy_error, F.softmax_with_loss, F.d_softmax_with_loss]


@pytest.mark.parametrize("function", CROSS_ENTROPY)
@pytest.mark.parametrize(
    ("d", "message"),
    [
        ([0, 3], r"0 から 2 .*d \(2,\)、y \(2, 3\)"),
        ([-1, 0], "0 から 2 "),
        ([0.0, 1.0], r"整数.*\(2,\)"),
        ([True, False], "整数"),
        ([0, 1, 2], r"\(2, 3\) か \(2,\) .*d \(3,\)"),
        ([[0], [1]], r"d \(2, 1\)"),
        ([[1, 0, 0]], r"d \(1, 3\)"),
        (1, r"d \(\)"),
    ],
)
def test_cross_entropy_bad_labels_are_refused(array, function, d, message):
    with pytest.raises(ValueError, match=message):
        function(array(d), array(Y))


@pytest.mark.parametrize("function", CROSS_ENTROPY)
@pytest.mark.parametrize("d", [[0, 0], [[0], [1]]])
def test_cross_entropy_single_output_unit_is_refused(array, function, d):
    with pytest.raises(ValueError, match=r"\(2, 1\).*binary_cross_entropy_error"):
        function(array(d), array([[0.3], [0.6]]))


@pytest.mark.parametrize("shape", [(), (2, 3, 4), (3, 0)])
def test_softmax_other_shapes_are_refused(array, shape):
    with pytest.raises(ValueError, match=r"でなければなりません：\(") as error:
        F.softmax(array(np.zeros(shape)))
    assert str(shape) in str(error.value)


@pytest.mark.parametrize("function", [*LOSSES, *DERIVATIVES])
def test_loss_no_samples_are_refused(array, function):
    with pytest.raises(ValueError, match=r"1 件もありません.*\(0, 3\)"):
        function(array(np.zeros((0, 3))), array(np.zeros((0, 3))))
