"""MNIST's files under the names that other sites and other programs give them."""

import gzip
import struct
import unicodedata

import numpy as np
import pytest

from datasets import load_mnist, mnist

COUNT = 10
MAC = unicodedata.normalize("NFD", "のコピー")
IMAGES, LABELS = mnist.TEST_FILES
RENAMINGS = {
    "dot": lambda name: name.replace("-idx", ".idx"),
    "dot, compressed": lambda name: name.replace("-idx", ".idx") + ".gz",
    "underscores": lambda name: name.replace("-", "_") + ".gz",
    "capitals": lambda name: name.upper() + ".GZ",
    "second download": lambda name: f"{name} (1).gz",
    "copy on a Japanese Windows": lambda name: f"{name} - コピー.gz",
    "copy on a Mac": lambda name: f"{name} copy 2",
    "copy on a Japanese Mac": lambda name: f"{name} {MAC}.gz",
    "ending": lambda name: f"{name}.bin",
    "a folder for each file": lambda name: f"{name.replace('-idx', '.idx')}/{name}",
    "torchvision": lambda name: f"MNIST/raw/{name}",
    "a folder with a space": lambda name: f"手書き 数字/{name}.gz",
}
OTHERS = ["t10k-images-idx3-ubyte.gz.part", "emnist-mnist-t10k-images-idx3-ubyte", "t10k-images"]


def content(name):
    array = np.zeros((COUNT, 28, 28)) if name == IMAGES else np.arange(COUNT)
    head = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return head + array.astype(np.uint8).tobytes()


def save(folder, place, data):
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data) if place.casefold().endswith(".gz") else data)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DL_COURSE_DATA", str(tmp_path))
    monkeypatch.setattr(mnist, "_said", set())
    return tmp_path


@pytest.mark.parametrize("renamed", RENAMINGS.values(), ids=RENAMINGS)
def test_usual_names_of_the_files_are_found(folder, renamed):
    for name in mnist.TEST_FILES:
        save(folder, renamed(name), content(name))
    (_, d_train), (_, d_test) = load_mnist(source="mnist")
    np.testing.assert_array_equal(np.concatenate([d_train, d_test]), np.arange(COUNT))


def test_all_four_files_with_dots_are_the_whole_mnist(folder):
    for part in ("train", "t10k"):
        for name in mnist.TEST_FILES:
            save(folder, name.replace("t10k", part).replace("-idx", ".idx"), content(name))
    (x_train, _), (x_test, _) = load_mnist(source="mnist")
    assert x_train.shape == x_test.shape == (COUNT, 784)


def test_file_with_the_original_name_goes_first(folder):
    for name in mnist.TEST_FILES:
        save(folder, f"old/{name}.gz", b"broken")
        save(folder, f"{name} (1)", b"broken")
        save(folder, f"{name}.gz", content(name))
    assert load_mnist()[0][0].shape == (8, 784)


def test_folder_of_the_name_of_a_file_is_no_file(folder):
    for name in mnist.TEST_FILES:
        (folder / name).mkdir()
        save(folder, name.replace("-idx", ".idx"), content(name))
    assert load_mnist()[0][0].shape == (8, 784)


@pytest.mark.parametrize("other", OTHERS)
def test_half_a_download_or_another_dataset_is_not_taken_for_it(folder, other):
    save(folder, f"{LABELS}.gz", content(LABELS))
    save(folder, other, content(IMAGES))
    with pytest.raises(FileNotFoundError, match=IMAGES):
        load_mnist()
