import numpy as np
import pytest

from common.functions import numerical_gradient


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
