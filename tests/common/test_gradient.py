import numpy as np
import pytest

from common.functions import numerical_gradient
from common.gradient import gradient_check, relative_error


def test_numerical_gradient_sum_of_squares_gives_twice_x(array):
    got = array.host(numerical_gradient(lambda x: np.sum(x**2), array([3.0, 4.0])))
    np.testing.assert_allclose(got, [6, 8], rtol=1e-9)


def test_numerical_gradient_matrix_with_mixed_term_gives_every_element(array):
    x = array([[1.0, 2.0], [3.0, -4.0]])
    got = array.host(numerical_gradient(lambda a: a[0, 0] * a[1, 1] + a[0, 1] ** 2, x))
    np.testing.assert_allclose(got, [[-4, 4], [0, 1]], rtol=1e-8, atol=1e-10)


def test_numerical_gradient_cubic_is_a_central_difference(array):
    got = array.host(numerical_gradient(lambda x: np.sum(x**3), array([1.0]), h=1e-2))
    np.testing.assert_allclose(got, [3 + 1e-4], rtol=1e-10)  # forward: 3 + 3h = 3.03


def test_numerical_gradient_integers_are_promoted(array):
    x = array([3, 4])
    got = array.host(numerical_gradient(lambda a: np.sum(a**2), x))
    np.testing.assert_allclose(got, [6, 8], rtol=1e-9)
    np.testing.assert_array_equal(array.host(x), [3, 4])
    assert x.dtype.kind == "i"


def test_numerical_gradient_calls_f_with_the_given_array(array):
    x = array([1.0, 2.0])
    got = numerical_gradient(lambda a: np.sum(x**2) if a is x else 0.0, x)
    np.testing.assert_allclose(array.host(got), [2, 4], rtol=1e-9)


def test_numerical_gradient_f_that_reads_the_parameter_itself_works(array):
    params = {"W": array([[1.0, 2.0, 3.0]])}
    got = numerical_gradient(lambda _: np.sum(params["W"] ** 2), params["W"])
    np.testing.assert_allclose(array.host(got), [[2, 4, 6]], rtol=1e-9)


def test_numerical_gradient_f_that_returns_an_element_of_x_works(array):
    got = array.host(numerical_gradient(lambda x: x[0], array([3.0, 4.0])))
    np.testing.assert_allclose(got, [1, 0], rtol=1e-9)


def test_numerical_gradient_zero_dimensions_work(array):
    got = array.host(numerical_gradient(lambda x: x, array(3.0)))
    np.testing.assert_allclose(got, 1.0, rtol=1e-9)


def test_numerical_gradient_leaves_x_exactly_as_it_was(array, rng):
    values = rng.normal(size=(2, 3, 2))
    x = array(values)
    assert numerical_gradient(lambda a: np.sum(a), x).shape == (2, 3, 2)
    np.testing.assert_array_equal(array.host(x), values)


def test_numerical_gradient_error_in_f_still_restores_x(array):
    def fail(x):
        raise ZeroDivisionError

    x = array([1.0, 2.0])
    with pytest.raises(ZeroDivisionError):
        numerical_gradient(fail, x)
    np.testing.assert_array_equal(array.host(x), [1.0, 2.0])


@pytest.mark.parametrize("shape", [(1,), (3,), (2, 2)])
def test_numerical_gradient_f_that_returns_an_array_is_refused(array, shape):
    with pytest.raises(ValueError, match="1 つの数") as error:
        numerical_gradient(lambda x: x**2, array(np.ones(shape)))
    assert str(shape) in str(error.value)


# ---------------------------------------------------------------- relative error


def test_relative_error_is_the_largest_of_the_elements(array):
    a, b = array([[1.0, -2.0], [0.0, 4.0]]), array([[1.0, -3.0], [0.0, 4.0]])
    np.testing.assert_allclose(array.host(relative_error(a, b)), 0.2, rtol=1e-12)
    np.testing.assert_allclose(array.host(relative_error(b, a)), 0.2, rtol=1e-12)


def test_relative_error_zeros_against_zeros_is_zero(array):
    zeros = array(np.zeros((2, 3)))
    assert array.host(relative_error(zeros, zeros)) == 0.0


def test_relative_error_value_against_zero_and_opposite_signs_are_one(array):
    np.testing.assert_allclose(array.host(relative_error(array([0.0]), array([0.3]))), 1.0)
    np.testing.assert_allclose(array.host(relative_error(array([-0.3]), array([0.3]))), 1.0)


def test_relative_error_noise_near_zero_is_forgiven(array):
    assert array.host(relative_error(array([0.0]), array([1e-12]))) < 1e-5


def test_relative_error_one_wrong_element_among_many_is_not_averaged_away(array):
    a = np.ones(1000)
    b = a.copy()
    b[777] = 3.0
    np.testing.assert_allclose(array.host(relative_error(array(a), array(b))), 0.5)


def test_relative_error_nan_stays_nan_and_nothing_is_zero(array):
    assert np.isnan(array.host(relative_error(array([np.nan, 1.0]), array([1.0, 1.0]))))
    assert array.host(relative_error(array(np.zeros((0, 3))), array(np.zeros((0, 3))))) == 0.0


def test_relative_error_other_shape_is_refused(array):
    with pytest.raises(ValueError, match=r"\(3,\).*\(1, 3\)"):
        relative_error(array(np.ones(3)), array(np.ones((1, 3))))


# ---------------------------------------------------------------- gradient check


def bowl(params):
    return np.sum(params["W"] ** 2) + np.sum(params["b"] ** 3)


def bowl_and_gradient(array):
    W, b = np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([2.0, 0.0])
    params = {"W": array(W), "b": array(b)}
    return params, {"W": array(2 * W), "b": array(3 * b**2)}


def test_gradient_check_right_gradient_finds_nothing(array):
    params, grads = bowl_and_gradient(array)
    assert gradient_check(bowl, params, grads) == []


@pytest.mark.parametrize("index, value", [((0, 0), 2.01), ((1, 1), 0.0), ((0, 1), 4.0)])
def test_gradient_check_one_wrong_element_names_its_key(array, index, value):
    params, grads = bowl_and_gradient(array)
    grads["W"][index] = value
    assert gradient_check(bowl, params, grads) == ["W"]


def test_gradient_check_nan_and_all_wrong_keys_are_named_in_the_order_of_params(array):
    params, grads = bowl_and_gradient(array)
    grads["W"][0, 0] = np.nan
    grads["b"] = grads["b"] + 1
    assert gradient_check(bowl, params, dict(reversed(grads.items()))) == ["W", "b"]


def test_gradient_check_tolerance_decides(array):
    params, grads = bowl_and_gradient(array)
    grads["W"] = grads["W"] * 1.001
    assert gradient_check(bowl, params, grads, tol=1e-2) == []
    assert gradient_check(bowl, params, grads, tol=1e-4) == ["W"]


def test_gradient_check_leaves_params_exactly_as_they_were(array):
    params, grads = bowl_and_gradient(array)
    before = {key: array.host(param).copy() for key, param in params.items()}
    gradient_check(bowl, params, grads)
    for key, values in before.items():
        np.testing.assert_array_equal(array.host(params[key]), values)


def test_gradient_check_bad_input_is_refused_with_what_is_wrong(array):
    params, grads = bowl_and_gradient(array)
    with pytest.raises(ValueError, match="grads に勾配がありません：b"):
        gradient_check(bowl, params, {"W": grads["W"]})
    with pytest.raises(ValueError, match="浮動小数点数"):
        gradient_check(bowl, params | {"W": array([[1, 2], [3, 4]])}, grads)
    with pytest.raises(ValueError, match="grads"):
        gradient_check(bowl, params, grads | {"b": array([1.0])})
