"""The report on the screen: tables fit and align, odd names do no harm."""

import io
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from course.grading.print_report import WIDTH, show_report
from course.grading.report import (
    AddedExercise,
    Cause,
    Left,
    RemovedCell,
    Report,
    SetAside,
    StudentScores,
    printable,
)
from course.layout import Course

NAMES = ["linear", "binary_cross_entropy_error", "discussion"]
ROOT = Path("/course")


def report(students, points=(5.0, 2.5, None)):
    scores = [StudentScores(s, tuple(NAMES), tuple(points)) for s in students]
    full = dict(zip(NAMES, (5, 10, 4), strict=True))
    return Report("1_1_forward", full, ROOT / ".grading" / "1_1_forward.log", scores)


def shown(found, **settings):
    screen = io.StringIO()
    show_report(found, Course(ROOT), Console(file=screen, highlight=False, **settings))
    return screen.getvalue()


def table_lines(text):
    """Lines of the tables: between the title and the blank line after it."""
    return [line for line in text.splitlines() if line.startswith("  ") and "feedback" not in line]


def test_few_students_are_columns_and_exercises_rows():
    lines = [line for line in table_lines(shown(report(["s01", "s02"]))) if line.strip()]
    assert lines[0].split() == ["問題", "配点", "s01", "s02"]
    rows = [line.split() for line in lines[1:]]
    assert ["linear", "5", "5", "5"] in rows
    assert ["binary_cross_entropy_error", "10", "2.5", "2.5"] in rows
    assert ["discussion", "4", "要採点", "要採点"] in rows
    assert ["合計", "19", "7.5", "7.5"] in rows


@pytest.mark.parametrize("students", [2, 12])
def test_exercise_that_does_not_count_is_neither_points_nor_waiting(students):
    names = [f"s{n:02}" for n in range(students)]
    rows = [r.split() for r in shown(report(names, (5.0, Left.OUT, 0.0))).splitlines()]
    if students == 2:
        assert ["binary_cross_entropy_error", "10", "対象外", "対象外"] in rows
        assert ["合計", "19", "5", "5"] in rows
    else:
        assert ["binary_cross_entropy_error", "10", "－", "0", "0"] in rows
        assert ["s07", "5", "0", "discussion"] in rows


def test_exercises_that_came_or_went_are_named_with_what_to_do():
    found = report(["s01"])
    found.added = [AddedExercise("late", 3, False), AddedExercise("asked", 0, True)]
    found.removed = [RemovedCell("gone_test", 4, 7.5)]
    lines = shown(found).splitlines()
    (late,) = [line for line in lines if "late" in line]
    assert "提出物 3 件には数えません" in late
    assert late.endswith("course grade 1_1_forward --count-added")
    (asked,) = [line for line in lines if "asked" in line]
    assert asked.endswith("course grade 1_1_forward --no-count-added")
    (gone,) = [line for line in lines if "gone_test" in line]
    assert "4 人の、合わせて 7.5 点を成績簿の記録に残し、合計から外しました" in gone


def test_many_students_are_rows_after_a_summary_of_each_exercise():
    text = shown(report([f"s{n:02}" for n in range(12)]))
    rows = [line.split() for line in text.splitlines()]
    assert ["binary_cross_entropy_error", "10", "2.5", "0", "0"] in rows
    assert ["linear", "5", "5.0", "12", "0"] in rows
    assert ["discussion", "4", "－", "0", "12"] in rows
    assert ["s07", "7.5", "1", "binary_cross_entropy_error"] in rows
    assert "12 人分" in text


def test_hundreds_of_students_come_in_pages_that_align_and_leave_nobody_out():
    students = [f"s{n:03}" for n in range(249)] + ["s249-長い学籍番号"]
    text = shown(report(students))
    assert [word for word in text.split() if word in students] == students
    headings = [line for line in text.splitlines() if "学籍番号" in line and "合計" in line]
    assert len(headings) == 3 and len(set(headings)) == 1


@pytest.mark.parametrize("students", [["s1"], ["a" * 20] * 8, [f"{n:09}" for n in range(8)]])
def test_table_fits_into_the_width_and_aligns_without_a_terminal(students):
    text = shown(report(students))
    lines = table_lines(text)
    assert max(cell_len(line) for line in lines) <= WIDTH
    header = next(line for line in lines if "配点" in line)
    body = [line for line in lines if line.strip().startswith(tuple(NAMES))][: len(NAMES)]
    assert {cell_len(line) for line in body} == {cell_len(header)}
    assert "\x1b" not in text


def test_table_is_as_wide_as_a_page_without_a_terminal():
    students = [f"{n:07}" for n in range(6)]
    text = shown(report(students), width=80)
    assert "学生ごとの点" not in text and 80 < max(map(cell_len, table_lines(text))) <= WIDTH
    assert "学生ごとの点" in shown(report(students), width=80, force_terminal=True)


def test_untouched_notebook_is_summed_up_in_one_word():
    text = shown(report([f"s{n:02}" for n in range(12)], points=(0, 0, 0)))
    assert ["s03", "0", "0", "すべて"] in [line.split() for line in text.splitlines()]


def test_names_with_markup_and_control_characters_are_shown_as_plain_text():
    name = printable("[red]x[/red]\x1b[2J\udc80")
    found = report([])
    found.set_aside = [SetAside(name, f"{name} です", "直す", Cause.STRAY)]
    text = shown(found, force_terminal=True, width=120)
    assert "[red]x[/red]\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER} です" in text
    text.encode("utf-8")


def test_without_by_hand_exercises_nothing_is_said_about_them():
    assert "要採点" in shown(report(["s1"]))
    assert "要採点" not in shown(report(["s1"], points=(5, 10, 4)))
