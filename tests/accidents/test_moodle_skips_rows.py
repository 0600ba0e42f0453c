"""Rows that Moodle leaves out of an upload without a word are named when they are written."""

import csv
import io

import pytest

from course.collecting.class_list import ClassList, Person
from course.collecting.worksheet import Worksheet
from course.exporting.grade_rows import into_worksheet
from course.exporting.grades import ChapterGrades, Result
from course.exporting.moodle_warnings import is_used_again
from course.exporting.sheets import unescaped_csv_bytes

HEADINGS = ["識別子", "フルネーム", "ID番号", "評定", "最大評点", "最終更新日時 (評定)"]
NEVER, LATER = "-", "2026年 11月 20日(金曜日) 10:00"


def worksheet(tmp_path, *rows, headings=HEADINGS):
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    path = tmp_path / "sheet.csv"
    path.write_bytes(text.getvalue().encode("utf-8-sig"))
    return Worksheet.read(path)


def row(number, grade="", highest="10.00", modified=NEVER):
    return [f"参加者 {number}", f"学生 {number}", f"s{number}", grade, highest, modified]


def filled(sheet, points, full=10, scale=False):
    people = ClassList([Person(f"s{n}", "", "", "") for n in points])
    results = {f"s{n}": Result({"a": p}, 0.0, p) for n, p in points.items()}
    return into_worksheet(sheet, people, ChapterGrades("1_1", {"a": full}, results), scale)


@pytest.mark.parametrize(("points", "named"), [(12, True), (10.5, True), (10, False), (0, False)])
def test_grade_above_the_maximum_is_written_and_named(tmp_path, points, named):
    found = filled(worksheet(tmp_path, row(1), row(2)), {1: points, 2: 5})
    assert found.rows[1][3] == points and found.written == 2
    assert [student for student, _ in found.skipped] == (["s1"] if named else [])
    assert all("最大評点 10 を超える" in why for _, why in found.skipped)


def test_scaled_grade_above_the_maximum_is_named(tmp_path):
    found = filled(worksheet(tmp_path, row(1, highest="100")), {1: 11}, scale=True)
    assert found.rows[1][3] == 110 and len(found.skipped) == 1


def test_second_export_into_an_old_worksheet_is_noticed(tmp_path):
    old = worksheet(tmp_path, row(1), row(2))
    first = unescaped_csv_bytes(filled(old, {1: 5, 2: 6}).rows)
    assert not is_used_again(old, b"")
    assert is_used_again(old, first)
    assert is_used_again(worksheet(tmp_path, row(1)), first)


def test_worksheet_that_was_taken_anew_is_not_an_old_one(tmp_path):
    first = unescaped_csv_bytes(filled(worksheet(tmp_path, row(1)), {1: 5}).rows)
    assert not is_used_again(worksheet(tmp_path, row(1, "5.00", modified=LATER)), first)
    assert not is_used_again(worksheet(tmp_path, row(2)), first)
    assert not is_used_again(worksheet(tmp_path, row(1)), "ほかの\r\n表".encode())
    assert not is_used_again(worksheet(tmp_path, row(1)), b"\xff\xfe")
