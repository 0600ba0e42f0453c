import numpy as np

from datasets import load_small_digits


def test_small_digits_are_the_first_thousand_of_scikit_learn():
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    x, d = load_small_digits()
    np.testing.assert_array_equal(16 * x, images[:1000])
    np.testing.assert_array_equal(d, labels[:1000])
    assert (x.dtype, d.dtype) == (np.float32, np.int64)


def test_small_digits_are_new_arrays_at_each_call():
    load_small_digits()[0][:] = 0
    assert load_small_digits()[0].any()
