"""Random numbers are the host's on every device."""

import types

import numpy as np
import pytest

from common.gpu.rng import default_rng
from common.gpu.stand_in import DeviceArray, to_device

DRAWS = {
    "random": lambda rng: rng.random(3),
    "uniform": lambda rng: rng.uniform(-1, 1, size=(2, 2)),
    "standard_normal": lambda rng: rng.standard_normal((2, 3), dtype=np.float32),
    "integers": lambda rng: rng.integers(0, 10, 5),
    "permutation": lambda rng: rng.permutation(7),
    "choice": lambda rng: rng.choice(10, 3, replace=False),
    "one number": lambda rng: rng.normal(),
}


@pytest.fixture
def gpu_numpy():
    """What `import cupy as np` gives, as far as the generator looks."""
    return types.SimpleNamespace(asarray=to_device)


def test_default_rng_with_numpy_is_numpys_own_generator():
    assert type(default_rng(0, np)) is np.random.Generator


@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS.keys())
def test_default_rng_draws_the_same_numbers_and_puts_them_on_the_device(gpu_numpy, draw):
    rng, host = default_rng(3, gpu_numpy), np.random.default_rng(3)
    for _ in range(2):  # the second draw goes on where the first ended
        drawn, expected = draw(rng), draw(host)
        assert isinstance(drawn, DeviceArray)
        assert drawn.dtype == np.asarray(expected).dtype
        np.testing.assert_array_equal(drawn.get(), expected)


def test_default_rng_unknown_method_is_refused(gpu_numpy):
    with pytest.raises(AttributeError, match="nomal"):
        default_rng(0, gpu_numpy).nomal(3)


def test_what_is_not_a_method_of_numpys_generator_is_the_same(gpu_numpy):
    host, rng = np.random.default_rng(3), default_rng(3, gpu_numpy)
    plain = [name for name in dir(host) if name[0] != "_" and not callable(getattr(host, name))]
    assert plain == ["bit_generator"]
    assert rng.bit_generator.state == host.bit_generator.state
    rng.normal()
    assert rng.bit_generator.state != host.bit_generator.state
