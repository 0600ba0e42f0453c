import numpy as np
import pytest

from common.optimizer import SGD


def test_sgd_quadratic_gives_the_values_of_the_curriculum(array):
    params = {"W": array([1.0]), "b": array([-2.0])}
    optimizer = SGD(learning_rate=0.1)
    for want in (0.8, 0.64, 0.512):
        optimizer.update(params, {key: 2 * param for key, param in params.items()})
        np.testing.assert_allclose(array.host(params["W"]), [want], rtol=1e-12)
        np.testing.assert_allclose(array.host(params["b"]), [-2 * want], rtol=1e-12)


def test_sgd_writes_into_the_arrays_it_was_given(array):
    W = array([1.0, 2.0])
    params = {"W": W}
    SGD(0.5).update(params, {"W": array([1.0, 0.0])})
    assert params["W"] is W
    np.testing.assert_array_equal(array.host(W), [0.5, 2.0])


def test_sgd_leaves_gradients_as_they_were_and_keeps_float32(array):
    params = {"W": array([1.0, 2.0], np.float32)}
    grads = {"W": array([1.0, -1.0], np.float32)}
    SGD(0.1).update(params, grads)
    np.testing.assert_array_equal(array.host(grads["W"]), np.float32([1, -1]))
    assert params["W"].dtype == np.float32


@pytest.mark.parametrize("learning_rate", [0, -0.1, float("nan")])
def test_sgd_learning_rate_that_is_not_positive_is_refused(learning_rate):
    with pytest.raises(ValueError, match="正の数"):
        SGD(learning_rate)


def test_sgd_missing_or_misshapen_gradient_is_refused_by_name(array):
    params = {"W": array([[1.0, 2.0]])}
    with pytest.raises(ValueError, match="grads に勾配がありません：W"):
        SGD().update(params, {})
    with pytest.raises(ValueError, match=r"grads\['W'\]"):
        SGD().update(params, {"W": array([1.0, 2.0])})
