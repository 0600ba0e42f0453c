"""`course export`, with grades that nobody has to read: where it goes, and what is said."""

import io

import pytest
from rich.console import Console

from course.collecting.class_list import ClassList, Person
from course.collecting.unusable import Refused
from course.errors import CourseError
from course.exporting import export as export_module
from course.exporting.export import Request, export_feedback, export_grades
from course.exporting.feedback import Packed
from course.exporting.grades import ChapterGrades, Result
from course.layout import Course

PEOPLE = ClassList([Person("s1"), Person("s2")])


def chapter(slug, **points):
    results = {s: Result({"essay": p}, 0.0, p or 0.0) for s, p in points.items()}
    return ChapterGrades(slug, {"essay": 5.0}, results)


@pytest.fixture
def export(tmp_path, monkeypatch):
    """Whether all was final, and what was printed."""
    course = Course(tmp_path / "course")

    def export(*chapters, format="csv", output=None, worksheet=None, scale=False):
        monkeypatch.setattr(export_module, "read_grades", lambda *a: (PEOPLE, list(chapters)))
        screen = io.StringIO()
        request = Request(format, worksheet, output, scale)
        slugs = [one.slug for one in chapters]
        done = export_grades(course, slugs, request, Console(file=screen, width=40))
        return done, screen.getvalue()

    return export


@pytest.mark.parametrize(
    "format, name", [("csv", "1_1_a.csv"), ("moodle", "1_1_a.moodle.csv"), ("excel", "1_1_a.xlsx")]
)
def test_table_lies_in_exported_by_the_name_of_its_chapter(export, tmp_path, format, name):
    done, text = export(chapter("1_1_a", s1=5.0, s2=1.0), format=format)
    path = tmp_path / "course" / "exported" / name
    assert done and path.is_file() and text == f"{path} に成績を書きました\n"


def test_several_chapters_have_a_name_of_their_own(export, tmp_path):
    export(chapter("1_1_a", s1=5.0), chapter("1_2_b", s1=5.0))
    assert (tmp_path / "course" / "exported" / "grades.csv").is_file()


def test_who_waits_for_a_person_is_named_by_exercise(export):
    done, text = export(chapter("1_1_a", s1=None, s2=1.0), chapter("1_2_b", s2=None, s1=None))
    assert not done
    assert "  1_1_a　essay（1 人）：s1\n  1_2_b　essay（2 人）：s1、s2\n" in text


@pytest.mark.parametrize(
    "options, reason",
    [
        ({"format": "ods"}, "moodle、csv、excel のどれか"),
        ({"worksheet": "w"}, "--format moodle のとき"),
        ({"scale": True}, "--worksheet のとき"),
    ],
)
def test_wrong_use_is_one_clear_line_before_anything_is_written(export, tmp_path, options, reason):
    with pytest.raises(CourseError, match=reason):
        export(chapter("1_1_a", s1=5.0), **options)
    assert not (tmp_path / "course").exists()


def test_worksheet_is_of_one_chapter(export):
    with pytest.raises(CourseError, match="章も1つだけ"):
        export(chapter("1_1_a"), chapter("1_2_b"), format="moodle", worksheet="w")


def test_place_that_cannot_be_written_to_is_one_clear_line(export, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CourseError, match="out.csv に書けません（File exists）"):
        export(chapter("1_1_a", s1=5.0), output=tmp_path / "file" / "out.csv")


def feedback(monkeypatch, tmp_path, students, refused):
    packed = Packed(b"zip", students, refused)
    monkeypatch.setattr(export_module, "pack_feedback", lambda *a: packed)
    screen = io.StringIO()
    console = Console(file=screen, width=200)
    return export_feedback(Course(tmp_path), "1_1_a", None, None, console), screen.getvalue()


def test_feedback_is_written_and_who_is_left_out_is_named(monkeypatch, tmp_path):
    refused = [Refused("s2", "理由")]
    done, text = feedback(monkeypatch, tmp_path, ["s1"], refused)
    assert (tmp_path / "exported" / "1_1_a.feedback.zip").read_bytes() == b"zip"
    assert not done and "1 人分" in text and "  s2\n    理由　理由\n" in text
    assert feedback(monkeypatch, tmp_path, ["s1"], [])[0]


def test_feedback_of_nobody_is_not_written(monkeypatch, tmp_path):
    with pytest.raises(CourseError, match="s1：a\ns2：b"):
        feedback(monkeypatch, tmp_path, [], [Refused("s1", "a"), Refused("s2", "b")])
    assert not (tmp_path / "exported").exists()
