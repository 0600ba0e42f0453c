"""Files that students write into are replaced in one step."""

import pathlib

import pytest

from common.classroom.files import on_disk, printable, replace_file


def test_file_is_replaced_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / on_disk("提出.ipynb")
    path.write_bytes(b"old")
    replace_file(path, b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [(path.name, b"new")]


def test_write_that_fails_half_way_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / on_disk("提出.ipynb")
    path.write_bytes(b"old")

    def full_disk(self, data):
        with open(self, "wb") as file:
            file.write(data[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pathlib.Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="No space"):
        replace_file(path, b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [(path.name, b"old")]


def test_name_on_disk_can_be_shown_again(tmp_path):
    name = "（新しい版）１.ipynb"
    assert printable(str(tmp_path / on_disk(name))).endswith(f"/{name}")
    assert on_disk(on_disk(name)) == on_disk(name)


def test_name_that_no_one_can_read_is_shown_all_the_same():
    assert printable("a\udcff") == "a\N{REPLACEMENT CHARACTER}"
