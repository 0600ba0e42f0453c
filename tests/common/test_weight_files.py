import numpy as np
import pytest

from common.weight_files import load_params, save_params


@pytest.fixture
def params(rng):
    return {"W1": rng.normal(size=(3, 2)).astype(np.float32), "b1": np.zeros(2)}


def test_saved_params_come_back_with_names_order_values_and_types(tmp_path, params):
    save_params(tmp_path / "w.npz", params)
    loaded = load_params(tmp_path / "w.npz")
    assert list(loaded) == ["W1", "b1"]
    for key, value in params.items():
        np.testing.assert_array_equal(loaded[key], value)
        assert loaded[key].dtype == value.dtype


def test_device_arrays_are_saved_as_host_arrays(tmp_path, params, array):
    save_params(str(tmp_path / "w.npz"), {key: array(value) for key, value in params.items()})
    np.testing.assert_array_equal(load_params(tmp_path / "w.npz")["W1"], params["W1"])


def test_saving_twice_writes_the_same_bytes(tmp_path, params):
    for name in ("a.npz", "b.npz"):
        save_params(tmp_path / name, params)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_failed_save_keeps_the_file_before_and_leaves_nothing_half_written(tmp_path, params):
    class Broken:
        def get(self):
            raise OSError("disk full")

    save_params(tmp_path / "w.npz", params)
    before = (tmp_path / "w.npz").read_bytes()
    with pytest.raises(OSError, match="disk full"):
        save_params(tmp_path / "w.npz", {"W1": Broken()})
    assert (tmp_path / "w.npz").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["w.npz"]


def test_other_suffix_is_refused(tmp_path, params):
    with pytest.raises(ValueError, match="npz で終わる"):
        save_params(tmp_path / "weights.pkl", params)


def test_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"none\.npz"):
        load_params(tmp_path / "none.npz")


@pytest.mark.parametrize("damage", ["text", "truncated", "pickled", "empty"])
def test_file_that_is_no_npz_of_arrays_is_refused(tmp_path, params, damage):
    path = tmp_path / "w.npz"
    save_params(path, params)
    if damage == "text":
        path.write_text("これは重みではありません", encoding="utf-8")
    elif damage == "truncated":
        path.write_bytes(path.read_bytes()[:200])
    elif damage == "empty":
        path.write_bytes(b"")
    else:
        np.savez(path, W1=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ValueError, match="読めません"):
        load_params(path)
