"""Files and folders are replaced in one step, and a failure leaves the old ones."""

import os

import pytest

from course.files import (
    normal_form,
    replace_folder,
    stage_folder,
    swap_folder,
    write_atomically,
    write_bytes_atomically,
)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def made(tmp_path):
    folder = tmp_path / "made"
    (folder / "within").mkdir(parents=True)
    (folder / "within" / "page").write_text("new")
    return folder


@pytest.fixture
def place(tmp_path):
    """An old folder, in a folder of its own."""
    folder = tmp_path / "class" / "place"
    folder.mkdir(parents=True)
    (folder / "page").write_text("old")
    return folder


def test_text_is_written_as_utf_8_without_other_line_ends(tmp_path):
    write_atomically(tmp_path / "file", "あ\n\ufeffb\r\n")
    assert (tmp_path / "file").read_bytes() == "あ\n\ufeffb\r\n".encode()
    assert names(tmp_path) == ["file"]


def test_file_that_would_not_change_is_not_touched(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"same")
    before = path.stat()
    write_bytes_atomically(path, b"same")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    write_bytes_atomically(path, b"other")
    assert path.read_bytes() == b"other" and path.stat().st_ino != before.st_ino


def test_text_that_cannot_be_written_leaves_the_old_file(tmp_path):
    path = tmp_path / "file"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "\ud800")
    assert path.read_text() == "old" and names(tmp_path) == ["file"]


def test_folder_is_replaced_wholly_and_nothing_is_left_beside_it(made, place):
    replace_folder(made, place)
    assert names(place) == ["within"] and (place / "within" / "page").read_text() == "new"
    assert names(place.parent) == ["place"]
    assert (made / "within" / "page").exists()


def test_folder_that_was_not_there_is_made_with_those_above_it(made, tmp_path):
    replace_folder(made, tmp_path / "a" / "b" / "place")
    assert names(tmp_path / "a" / "b") == ["place"]


def test_staged_folder_changes_nothing_until_it_is_swapped(made, place):
    stage_folder(made, place)
    assert names(place) == ["page"]
    assert all(name.startswith(".") for name in names(place.parent) if name != "place")
    swap_folder(place)
    assert names(place) == ["within"]


def test_staging_that_fails_leaves_the_old_folder_and_tells_the_first_reason(made, place):
    os.mkfifo(made / "pipe")  # what no copy can be made of
    with pytest.raises(OSError, match="is a named pipe$"):
        stage_folder(made, place)
    assert names(place) == ["page"]


@pytest.mark.parametrize("left", [(".place.new",), (".place.old",), (".place.new", ".place.old")])
def test_what_a_broken_off_attempt_has_left_is_in_nobodys_way(made, place, left):
    for name in left:
        (place.parent / name).mkdir()
        (place.parent / name / "half").write_text("x")
    replace_folder(made, place)
    assert names(place) == ["within"] and names(place.parent) == ["place"]


def test_attempt_broken_off_between_the_two_names_can_be_repeated(made, place):
    stage_folder(made, place)
    place.rename(place.with_name(".place.old"))  # killed here
    replace_folder(made, place)
    assert names(place) == ["within"] and names(place.parent) == ["place"]


def test_swap_that_fails_leaves_the_old_folder(place):
    with pytest.raises(FileNotFoundError):
        swap_folder(place)  # nothing was staged
    assert names(place) == ["page"] and names(place.parent) == ["place"]


def test_normal_form_of_names_and_texts():
    assert normal_form("か\u3099") == "が"
    assert normal_form("ＡＢ１", "NFKC") == "AB1"


def test_piled_up_marks_stay_as_they_are():
    """Unicode's normal form would take minutes of them, and nothing could stop it."""
    text = "a" + "\u0301" * 300_000 + "\u0316" * 300_000
    assert normal_form(text) == text
