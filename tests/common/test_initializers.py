import numpy as np
import pytest

from common.initializers import initial_params
from common.multi_layer_net import MultiLayerNet


@pytest.mark.parametrize("name, factor", [("he", 2), ("relu", 2), ("xavier", 1), ("sigmoid", 1)])
def test_standard_deviation_follows_the_number_of_inputs(rng, name, factor):
    params = initial_params([400, 900, 300], name, np.float64, rng)
    for k, n_in in ((1, 400), (2, 900)):
        np.testing.assert_allclose(params[f"W{k}"].std(), np.sqrt(factor / n_in), rtol=0.01)


def test_numbers_are_drawn_layer_by_layer(rng):
    params = initial_params([3, 4, 2], 0.5, np.float32, np.random.default_rng(7))
    again = np.random.default_rng(7)
    for k, shape in ((1, (3, 4)), (2, (4, 2))):
        W = (0.5 * again.standard_normal(shape)).astype(np.float32)
        np.testing.assert_array_equal(params[f"W{k}"], W)
        assert params[f"b{k}"].tolist() == [0.0] * shape[1]


def test_networks_begin_with_these_values():
    sizes, rngs = [5, 4, 3], [np.random.default_rng(1) for _ in range(2)]
    network = MultiLayerNet(5, [4], 3, weight_init_std="xavier", rng=rngs[0])
    params = initial_params(sizes, "xavier", np.float32, rngs[1])
    assert list(network.params) == list(params)
    for key, param in params.items():
        np.testing.assert_array_equal(network.params[key], param)


@pytest.mark.parametrize(
    "sizes, std, words", [([3, 0], 0.1, "1 以上"), ([3, 2], "normal", "のどれか")]
)
def test_what_cannot_be_is_refused(rng, sizes, std, words):
    with pytest.raises(ValueError, match=words):
        initial_params(sizes, std, np.float32, rng)
