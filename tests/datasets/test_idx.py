import gzip

import numpy as np
import pytest

from datasets import idx
from datasets.idx import read_idx

IMAGES = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)


@pytest.fixture
def save(tmp_path):
    def save(content, name="images-idx3-ubyte.gz"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return save


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_read_idx_plain_or_gzip_gives_the_array(save, to_idx, pack):
    array = read_idx(save(pack(to_idx(IMAGES))), ndim=3)
    np.testing.assert_array_equal(array, IMAGES)
    assert array.dtype == np.uint8
    assert array.flags.writeable


def test_read_idx_labels_gives_one_dimension(save, to_idx):
    np.testing.assert_array_equal(read_idx(save(to_idx(np.array([3, 1]))), ndim=1), [3, 1])


def broken_files(to_idx):
    good = to_idx(IMAGES)
    packed = gzip.compress(good)
    return {
        "empty": (b"", "ヘッダーの途中"),
        "header cut": (good[:10], "ヘッダーの途中"),
        "data cut": (good[:-1], "24バイトのうち23バイト"),
        "gzip of cut data": (gzip.compress(good[:-1]), "24バイトのうち23バイト"),
        "gzip cut": (packed[:-12], "gzip圧縮"),
        "gzip checksum": (packed[:-8] + bytes(8), "gzip圧縮"),
        "gzip damaged": (packed[:10] + b"\xff" * 40, "gzip圧縮"),
        "gzip followed by others": (packed + b"more", "gzip圧縮"),
        "trailing byte": (good + b"x", "余分なバイト"),
        "trailing byte in gzip": (gzip.compress(good + b"x"), "余分なバイト"),
        "web page": (b"<!DOCTYPE html>", "IDX形式のファイルではありません"),
        "int32": (to_idx(IMAGES, dtype=0x0C), "0x0c"),
        "labels": (to_idx(np.array([1, 2])), "1次元のデータ"),
    }


CASES = list(broken_files(lambda array, dtype=8: bytes(40)))


@pytest.mark.parametrize("case", CASES)
def test_read_idx_broken_file_names_file_reason_and_remedy(save, to_idx, case):
    content, reason = broken_files(to_idx)[case]
    path = save(content)
    with pytest.raises(ValueError) as caught:
        read_idx(path, ndim=3)
    for words in (str(path), reason, "置き換えてください"):
        assert words in str(caught.value)


def test_read_idx_huge_header_is_refused_before_reading(save, to_idx):
    header = to_idx(IMAGES)[:4] + b"\xff" * 12
    with pytest.raises(ValueError, match="大きすぎます"):
        read_idx(save(header), ndim=3)


def test_read_idx_limit_admits_a_file_of_just_that_size(save, to_idx, monkeypatch):
    monkeypatch.setattr(idx, "MAX_BYTES", IMAGES.size)
    assert read_idx(save(to_idx(IMAGES)), ndim=3).shape == IMAGES.shape
    monkeypatch.setattr(idx, "MAX_BYTES", IMAGES.size - 1)
    with pytest.raises(ValueError, match="大きすぎます"):
        read_idx(save(to_idx(IMAGES)), ndim=3)
