import doctest
import gzip
import subprocess
import sys

import numpy as np
import pooch
import pytest

from datasets import download, load_mnist, mnist
from datasets.idx import read_idx

TRAIN_COUNT, TEST_COUNT = 20, 10  # of the tiny files


def test_load_mnist_defaults_give_flat_float32_and_integer_labels(folder):
    (x_train, d_train), (x_test, d_test) = load_mnist()
    assert x_train.shape == (TRAIN_COUNT, 784)
    assert x_test.shape == (TEST_COUNT, 784)
    assert x_train.dtype == x_test.dtype == np.float32
    raw = read_idx(folder / "t10k-images-idx3-ubyte.gz", ndim=3)
    np.testing.assert_allclose(x_test, raw.reshape(TEST_COUNT, 784) / 255, rtol=1e-6)
    assert x_train.min() == 0
    assert x_train.max() == 1
    np.testing.assert_array_equal(d_train, np.arange(TRAIN_COUNT) % 10)
    np.testing.assert_array_equal(d_test, np.arange(TEST_COUNT))
    assert np.issubdtype(d_train.dtype, np.signedinteger)


def test_load_mnist_not_normalized_not_flat_one_hot_gives_what_was_asked(folder):
    (x_train, d_train), (x_test, d_test) = load_mnist(
        normalize=False, flatten=False, one_hot_label=True
    )
    assert x_train.shape == (TRAIN_COUNT, 1, 28, 28)
    assert x_train.dtype == x_test.dtype == np.uint8
    raw = read_idx(folder / "train-images-idx3-ubyte.gz", ndim=3)
    np.testing.assert_array_equal(x_train[:, 0], raw)
    assert d_train.dtype == np.float32
    np.testing.assert_array_equal(d_test, np.eye(10))


@pytest.mark.parametrize("normalize", [True, False])
@pytest.mark.parametrize("one_hot_label", [True, False])
@pytest.mark.parametrize("source", ["auto", "digits"])
def test_load_mnist_changed_in_place_leaves_the_next_call_alone(
    folder, normalize, one_hot_label, source
):
    options = {"normalize": normalize, "one_hot_label": one_hot_label, "source": source}
    kept = [array.copy() for part in load_mnist(**options) for array in part]
    for part in load_mnist(**options):
        for array in part:
            array[...] = 1
    for array, expected in zip(sum(load_mnist(**options), ()), kept, strict=True):
        np.testing.assert_array_equal(array, expected)


def test_load_mnist_unzipped_files_are_read_too(folder):
    expected = load_mnist()
    for path in list(folder.iterdir()):
        path.with_suffix("").write_bytes(gzip.decompress(path.read_bytes()))
        path.unlink()
    np.testing.assert_array_equal(load_mnist()[0][0], expected[0][0])


def test_load_mnist_only_t10k_files_are_split_and_announced_once(folder, capsys):
    raw = load_mnist()[1][0]
    for path in folder.glob("train-*"):
        path.unlink()
    (x_train, d_train), (x_test, d_test) = load_mnist(source="mnist")
    load_mnist()
    np.testing.assert_array_equal(np.concatenate([x_train, x_test]), raw)
    np.testing.assert_array_equal(d_train, np.arange(8))
    np.testing.assert_array_equal(d_test, [8, 9])
    output = capsys.readouterr()
    assert output.out.count("\n") == 1
    assert "最初の8枚を訓練用" in output.out
    assert output.err == ""


@pytest.mark.parametrize("source", ["auto", "mnist"])
@pytest.mark.parametrize("name", mnist.TRAIN_FILES + mnist.TEST_FILES)
def test_load_mnist_one_file_missing_is_named(folder, name, source):
    (folder / f"{name}.gz").unlink()
    with pytest.raises(FileNotFoundError) as caught:
        load_mnist(source=source)
    assert name in str(caught.value)
    assert str(folder) in str(caught.value)
    others = set(mnist.TRAIN_FILES + mnist.TEST_FILES) - {name}
    assert not any(other in str(caught.value) for other in others)


def test_load_mnist_both_image_files_missing_is_not_taken_for_t10k_only(folder):
    for path in folder.glob("*images*"):
        path.unlink()
    with pytest.raises(FileNotFoundError, match="train-images.*t10k-images"):
        load_mnist()


def test_load_mnist_empty_folder_names_all_files(folder):
    for path in list(folder.iterdir()):
        path.unlink()
    with pytest.raises(FileNotFoundError) as caught:
        load_mnist()
    assert all(name in str(caught.value) for name in mnist.TRAIN_FILES + mnist.TEST_FILES)


def test_load_mnist_folder_that_does_not_exist_is_an_error(monkeypatch, tmp_path):
    monkeypatch.setenv("DL_COURSE_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError, match=r"DL_COURSE_DATA.*nowhere.*がありません"):
        load_mnist()


def save_gzip(folder, name, content):
    (folder / f"{name}.gz").write_bytes(gzip.compress(content))


def test_load_mnist_fewer_labels_than_images_is_refused(folder, to_idx):
    save_gzip(folder, "t10k-labels-idx1-ubyte", to_idx(np.arange(9)))
    with pytest.raises(ValueError, match="t10k-labels.*画像は10枚、ラベルは9個"):
        load_mnist()


def test_load_mnist_label_above_nine_is_refused(folder, to_idx):
    save_gzip(folder, "t10k-labels-idx1-ubyte", to_idx(np.arange(1, 11)))
    with pytest.raises(ValueError, match="t10k-labels.*ラベル 10"):
        load_mnist()


def test_load_mnist_images_of_another_size_are_refused(folder, to_idx):
    save_gzip(folder, "t10k-images-idx3-ubyte", to_idx(np.zeros((10, 32, 32))))
    with pytest.raises(ValueError, match="t10k-images.*28×28ではなく"):
        load_mnist()


def test_load_mnist_unknown_source_is_refused():
    with pytest.raises(ValueError, match="'web'"):
        load_mnist(source="web")


def test_load_mnist_without_any_files_uses_digits_and_says_so_once(capsys):
    (x_train, d_train), (x_test, d_test) = load_mnist()
    load_mnist()
    assert x_train.shape == (1437, 784)
    assert x_test.shape == (360, 784)
    assert d_train.shape == (1437,)
    assert d_test.shape == (360,)
    output = capsys.readouterr()
    assert output.out.count("\n") == 1
    assert "手書き数字" in output.out
    assert output.err == ""


def test_load_mnist_source_mnist_without_files_refuses_and_says_what_to_do():
    with pytest.raises(FileNotFoundError) as caught:
        load_mnist(source="mnist")
    for words in ("インターネット", "DL_COURSE_DATA", "train-images-idx3-ubyte.gz", "auto"):
        assert words in str(caught.value)


def test_load_mnist_source_digits_ignores_folder_and_says_nothing(folder, capsys):
    assert load_mnist(source="digits")[0][0].shape == (1437, 784)
    assert capsys.readouterr().out == ""


def test_load_mnist_downloads_when_no_folder_is_set(server, monkeypatch):
    monkeypatch.setattr(download, "MIRRORS", (server.url("good"),))
    (x_train, _), (x_test, _) = load_mnist(source="mnist")
    assert x_train.shape == (TRAIN_COUNT, 784)
    assert x_test.shape == (TEST_COUNT, 784)


def test_load_mnist_folder_goes_before_the_download(server, folder, monkeypatch):
    monkeypatch.setattr(download, "MIRRORS", (server.url("good"),))
    load_mnist()
    assert server.requests == []


def test_load_mnist_real_t10k_gives_8000_and_2000(real_mnist, capsys):
    (x_train, d_train), (x_test, d_test) = load_mnist(source="mnist")
    assert x_train.shape == (8000, 784)
    assert x_test.shape == (2000, 784)
    np.testing.assert_array_equal(d_train[:5], [7, 2, 1, 0, 4])
    counts = np.bincount(d_train) + np.bincount(d_test)
    np.testing.assert_array_equal(counts, [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
    assert "最初の8,000枚を訓練用、残りの2,000枚をテスト用" in capsys.readouterr().out


@pytest.mark.parametrize("name", mnist.TEST_FILES)
def test_checksum_table_real_file_agrees(real_mnist, name):
    assert pooch.file_hash(real_mnist / f"{name}.gz") == download.CHECKSUMS[f"{name}.gz"]


def test_load_mnist_docstring_example_runs():
    assert doctest.testmod(mnist) == doctest.TestResults(failed=0, attempted=2)


def test_import_datasets_brings_neither_course_nor_common_nor_jupyter():
    code = "import sys, datasets; print(*{name.split('.')[0] for name in sys.modules})"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    loaded = set(result.stdout.split())
    assert "datasets" in loaded
    assert loaded.isdisjoint({"course", "common", "IPython", "jupyter_core", "sklearn"})
