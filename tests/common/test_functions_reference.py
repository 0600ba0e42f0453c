"""Values of common.functions against the course's networks, SciPy, scikit-learn and numbers."""

import numpy as np
import pytest
import scipy.special
import sklearn.metrics

from common import functions as F


def close(array, got, want, rtol=1e-12, atol=0.0):
    got = array.host(got)
    assert got.shape == np.shape(want)
    np.testing.assert_allclose(got, want, rtol=rtol, atol=atol)


# ---------------------------------------------------------------- the networks of the course

W1, B1 = [[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]], [0.1, 0.2, 0.3]


def hidden(array, x):
    return F.relu(array(x) @ array(W1) + array(B1))


def test_relu_single_unit_gives_the_course_value(array):
    u = array([2.0, 3.0]) @ array([[0.1], [0.2]]) + array([0.5])
    close(array, F.relu(u), [1.3])


def test_sigmoid_three_units_give_the_course_values(array):
    W = array([[0.1, 0.2, 0.3], [0.2, 0.3, 0.4], [0.3, 0.4, 0.5], [0.4, 0.5, 0.6]])
    u = array([1.0, 5.0, 2.0, -1.0]) @ W + array([0.1, 0.2, 0.3])
    close(array, u, [1.4, 2.2, 3.0])
    close(array, F.sigmoid(u), [0.80218389, 0.90024951, 0.95257413], rtol=1e-8)


@pytest.mark.parametrize("d", [[0, 0, 0, 1], 3])
def test_multiclass_network_gives_the_course_output_and_loss(array, d):
    W2 = array([[0.1, 0.4, 0.7, 1.0], [0.2, 0.5, 0.8, 1.1], [0.3, 0.6, 0.9, 1.2]])
    y = F.softmax(hidden(array, [1.0, 2.0]) @ W2 + array([0.1, 0.2, 0.3, 0.4]))
    close(array, y, [0.01602796, 0.05707321, 0.20322929, 0.72366954], rtol=1e-6)
    close(array, F.cross_entropy_error(array(d), y), 0.32342043, rtol=1e-7)


def test_regression_network_gives_the_course_output_and_loss(array):
    W2 = array([[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]])
    y = F.identity(hidden(array, [1.0, 2.0]) @ W2 + array([0.1, 0.2]))
    close(array, y, [1.02, 2.29])
    close(array, F.mean_squared_error(array([2.0, 4.0]), y), 1.94225)


def test_binary_network_gives_the_course_output_and_loss(array):
    u = hidden(array, [1.0, 2.0]) @ array([[0.2], [0.4], [0.6]]) + array([0.1])
    y = F.sigmoid(u)
    close(array, y, [0.87435214], rtol=1e-8)
    close(array, F.binary_cross_entropy_error(array([1]), y), 0.13427207, rtol=1e-7)


def test_backpropagation_network_gives_the_course_delta(array):
    W2 = array([[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]])
    u = hidden(array, [[1.0, 5.0]]) @ W2 + array([0.1, 0.2])
    d = array([[0, 1]])
    close(array, F.softmax_with_loss(d, u), 0.09109144, rtol=1e-7)
    delta = F.d_softmax_with_loss(d, F.softmax(u))
    close(array, delta, [[0.08706577, -0.08706577]], rtol=1e-7)


def test_softmax_three_units_give_the_course_values(array):
    y = F.softmax(array([0.3, 2.9, 4.0]))
    close(array, y, [0.01821127, 0.24519181, 0.73659691], rtol=1e-6)


def test_softmax_large_inputs_give_the_course_values(array):
    y = F.softmax(array([1000, 1001, 1002]))
    close(array, y, [0.09003057, 0.24472847, 0.66524096], rtol=1e-7)


@pytest.mark.parametrize("u", [10.0, -10.0])
def test_d_sigmoid_far_from_zero_gives_the_course_value(array, u):
    close(array, F.d_sigmoid(array([u])), [4.5395807735951673e-05])


def test_d_relu_at_minus_zero_plus_gives_zero_zero_one(array):
    close(array, F.d_relu(array([-1.0, 0.0, 2.0])), [0.0, 0.0, 1.0])


def test_step_function_at_minus_zero_plus_gives_zero_zero_one(array):
    close(array, F.step_function(array([-1, 0, 1])), [0, 0, 1])


def test_d_step_function_gives_zero_everywhere(array):
    close(array, F.d_step_function(array([[-1.0, 0.0, 2.0]])), [[0.0, 0.0, 0.0]])


def test_binary_cross_entropy_error_wrong_side_gives_the_course_value(array):
    close(array, F.binary_cross_entropy_error(array([0]), array([0.9])), 2.302585093, rtol=1e-9)


# ---------------------------------------------------------------- SciPy and scikit-learn


@pytest.mark.parametrize("shape", [(), (7,), (4, 5), (2, 3, 4)])
def test_sigmoid_random_inputs_equal_scipy(array, rng, shape):
    u = rng.normal(scale=20, size=shape)
    close(array, F.sigmoid(array(u)), scipy.special.expit(u), rtol=1e-13)


def test_d_sigmoid_random_inputs_keep_relative_precision(array, rng):
    u = rng.normal(scale=100, size=50)
    want = scipy.special.expit(u) * scipy.special.expit(-u)
    close(array, F.d_sigmoid(array(u)), want, rtol=1e-13)


@pytest.mark.parametrize("shape", [(1,), (6,), (1, 3), (5, 4)])
def test_softmax_random_inputs_equal_scipy(array, rng, shape):
    u = rng.normal(scale=10, size=shape)
    close(array, F.softmax(array(u)), scipy.special.softmax(u, axis=-1), rtol=1e-12)


def test_softmax_with_loss_random_batch_equals_scipy_log_softmax(array, rng):
    u, d = rng.normal(scale=3, size=(6, 4)), rng.integers(4, size=6)
    want = -scipy.special.log_softmax(u, axis=1)[np.arange(6), d].mean()
    close(array, F.softmax_with_loss(array(d), array(u)), want, rtol=1e-12)


def test_cross_entropy_error_random_batch_equals_sklearn(array, rng):
    y, d = rng.dirichlet(np.ones(4), size=9), rng.integers(4, size=9)
    want = sklearn.metrics.log_loss(d, y, labels=range(4))
    close(array, F.cross_entropy_error(array(d), array(y)), want)
    close(array, F.cross_entropy_error(array(np.eye(4)[d]), array(y)), want)


@pytest.mark.parametrize("shape", [(9,), (9, 1)])
def test_binary_cross_entropy_error_random_batch_equals_sklearn(array, rng, shape):
    y, d = rng.uniform(size=9), rng.integers(2, size=9)
    want = sklearn.metrics.log_loss(d, y, labels=[0, 1])
    got = F.binary_cross_entropy_error(array(d.reshape(shape)), array(y.reshape(shape)))
    close(array, got, want)


def test_mean_squared_error_random_batch_equals_sklearn(array, rng):
    y, d = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
    want = sklearn.metrics.mean_squared_error(d, y) * 3 / 2  # sklearn: mean over K, no 1/2
    close(array, F.mean_squared_error(array(d), array(y)), want)


def test_mean_squared_error_one_dimension_is_one_sample(array):
    close(array, F.mean_squared_error(array([0, 0]), array([1.0, 3.0])), 5.0)


def test_binary_cross_entropy_error_one_dimension_is_many_samples(array):
    got = F.binary_cross_entropy_error(array([1, 0]), array([0.5, 0.9]))
    close(array, got, (np.log(2) + np.log(10)) / 2)


# ---------------------------------------------------------------- derivatives against numbers


@pytest.mark.parametrize(
    ("function", "derivative"),
    [(F.sigmoid, F.d_sigmoid), (F.relu, F.d_relu), (F.step_function, F.d_step_function)],
)
def test_activation_derivative_equals_numerical_gradient(array, rng, function, derivative):
    u = rng.normal(size=(4, 3))
    want = array.host(F.numerical_gradient(lambda a: np.sum(function(a)), array(u)))
    close(array, derivative(array(u)), want, rtol=1e-7, atol=1e-10)


@pytest.mark.parametrize("shape", [(3, 2), (4, 3), (1, 5), (5,)])
def test_d_mean_squared_error_equals_numerical_gradient(array, rng, shape):
    d, y = array(rng.normal(size=shape)), array(rng.normal(size=shape))
    want = array.host(F.numerical_gradient(lambda a: F.mean_squared_error(d, a), y))
    close(array, F.d_mean_squared_error(d, y), want, rtol=1e-7, atol=1e-10)


@pytest.mark.parametrize("shape", [(3, 2), (4, 3), (1, 5), (5,)])
@pytest.mark.parametrize("kind", ["index", "one_hot"])
def test_d_softmax_with_loss_equals_numerical_gradient(array, rng, shape, kind):
    u, labels = rng.normal(size=shape), rng.integers(shape[-1], size=shape[:-1])
    d = array(labels if kind == "index" else np.eye(shape[-1])[labels])
    want = array.host(F.numerical_gradient(lambda a: F.softmax_with_loss(d, a), array(u)))
    close(array, F.d_softmax_with_loss(d, F.softmax(array(u))), want, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("shape", [(1,), (5,), (4, 1)])
def test_d_sigmoid_with_loss_equals_numerical_gradient(array, rng, shape):
    u, d = array(rng.normal(size=shape)), array(rng.integers(2, size=shape))
    want = array.host(
        F.numerical_gradient(lambda a: F.binary_cross_entropy_error(d, F.sigmoid(a)), u)
    )
    close(array, F.d_sigmoid_with_loss(d, F.sigmoid(u)), want, rtol=1e-6, atol=1e-9)
