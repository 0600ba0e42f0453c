"""Feedback pages in a zip that Moodle hands out by the names of its folders."""

import json
import re
import zipfile

import pytest

from course.errors import CourseError

MOODLE_READS = re.compile(r"[^_]*_([0-9]+)_assignsubmission_file_?")


def remember(graded, folders):
    path = graded.course.root / ".collected" / graded.slug / "moodle.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(folders), encoding="utf-8")


def pages(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_pages_lie_in_the_folders_that_came_from_moodle(graded):
    graded.page("s001", "<p>1</p>")
    graded.page("s002", "<p>2</p>")
    place = graded.course.root / "feedback" / "s001" / graded.slug
    for name in ("timestamp.txt", "submission_secret.txt"):  # as after a hand-in by the exchange
        (place / name).write_text("secret", encoding="utf-8")
    folders = {
        "s001": "山田 太郎_11_assignsubmission_file_",
        "s002": "鈴木 花_12_assignsubmission_file",
    }
    remember(graded, folders)
    path, complete, screen = graded.feedback()
    assert complete and "2 人分" in screen
    assert pages(path) == {
        f"{folders['s001']}/1_1_doubling.html": "<p>1</p>",
        f"{folders['s002']}/1_1_doubling.html": "<p>2</p>",
    }


def test_zip_is_the_same_every_time_and_marks_its_names_as_utf_8(graded):
    graded.page("s001")
    remember(graded, {"s001": "山田 太郎_11_assignsubmission_file_"})
    path, _, _ = graded.feedback()
    first = path.read_bytes()
    path.unlink()
    assert graded.feedback()[0].read_bytes() == first
    with zipfile.ZipFile(path) as archive:
        assert all(info.flag_bits & 0x800 for info in archive.infolist())


def test_worksheet_tells_the_folders_where_nothing_was_collected_from_moodle(graded):
    graded.enrol("s001", "山田", "太郎")
    graded.page("s001")
    worksheet = graded.worksheet((11, "山田_太郎/..", "s001"))
    path, complete, _ = graded.feedback(worksheet)
    assert complete
    (name,) = pages(path)
    folder, page = name.split("/")
    assert MOODLE_READS.fullmatch(folder)[1] == "11" and page == "1_1_doubling.html"


def test_pages_of_nobody_in_particular_are_named(graded):
    graded.page("s001")
    graded.page("s002")
    remember(graded, {"s001": "山田 太郎_11_assignsubmission_file_"})
    path, complete, screen = graded.feedback()
    assert not complete and len(pages(path)) == 1
    assert "s002\n    理由　Moodle のだれなのか分かりません" in screen


def test_zip_without_anyone_is_not_written(graded):
    with pytest.raises(CourseError, match="フィードバックがありません"):
        graded.feedback()
    graded.page("s001")
    with pytest.raises(CourseError, match="s001：Moodle のだれなのか分かりません"):
        graded.feedback()
    assert not (graded.course.root.parent / "feedback.zip").exists()
