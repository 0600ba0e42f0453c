"""What a worker makes of one submission, without a sandbox: answers, grades, notebook and page."""

import subprocess
import sys
from dataclasses import replace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.errors import CourseError
from course.grading import worker
from course.grading.worker import (
    NO_RESPONSE,
    Answers,
    Chapter,
    Graded,
    Task,
    cannot,
    digest,
    grade,
    grades_of,
    ready,
    version,
)
from course.notebooks.exercises import grade_id, nbgrader_metadata
from course.notebooks.graded_notebook import ABOUT, checksum
from course.sealed.child import PAGE
from course.sealed.executor import Outcome
from course.sealed.sandbox import Ended
from course.sealed.verdicts import Kind, Verdict

CHAPTER = Chapter("1_1_doubling", "source", version=version())
TASK = Task("s1", "notebook", "key")


def test_digest_is_of_any_text():
    assert digest("\ud800") != digest("\ud801") and len(digest("")) == 64


@pytest.mark.parametrize(
    "change, told",
    [
        ({"key": "other"}, True),
        ({"notebook": "other"}, True),
        ({"student": "other"}, False),
        ({"timestamp": "other"}, False),
    ],
)
def test_result_answers_the_task_with_this_key_and_notebook(change, told):
    graded = Graded(Answers.to(CHAPTER, TASK), {}, [], {}, None, b"", b"")
    assert graded.is_for(TASK)
    assert graded.is_for(replace(TASK, **change)) != told


@pytest.mark.parametrize("change", [{"source": "other"}, {"version": "other"}])
def test_answers_are_to_these_tests_by_this_program(change):
    assert Answers.to(replace(CHAPTER, **change), TASK) != Answers.to(CHAPTER, TASK)
    assert Answers.to(replace(CHAPTER, slug="other"), TASK) == Answers.to(CHAPTER, TASK)


def test_other_version_is_refused_in_one_line_and_not_graded():
    with pytest.raises(CourseError, match=f"こちら {version()}、採点する側 older"):
        ready("older", False)
    assert "版が違います" in cannot("older", False, at=None)
    assert cannot(version(), False) == ""
    with pytest.raises(CourseError, match="版が違います"):
        grade(replace(CHAPTER, version="older"), TASK)


def test_machine_without_a_sandbox_cannot_grade(monkeypatch):
    def missing():
        raise CourseError("bubblewrap が要ります")

    monkeypatch.setattr(worker, "bubblewrap", missing)
    ready.cache_clear()
    assert cannot(version(), True) == "bubblewrap が要ります"
    assert cannot(version(), False) == ""


@pytest.mark.parametrize(
    "path, decides",
    [
        ("course/sealed/inside/wire.py", True),
        ("course/notebooks/cell_names.py", True),
        ("common/functions.py", True),
        ("datasets/idx.py", True),
        ("course/sealed/new.py", True),
        ("course/grading/report.py", False),
        ("course/notebooks/execute.py", False),
        ("course/sealed/notes.txt", False),
    ],
)
def test_version_is_that_of_the_programs_that_decide(tmp_path, monkeypatch, path, decides):
    for package in ("course", "common", "datasets"):
        monkeypatch.setattr(getattr(worker, package), "__file__", str(tmp_path / package / "x.py"))
    for name in ("course/notebooks/exercises", "course/notebooks/cell_names", "course/sealed/a"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / f"{name}.py").write_text("old")
    before = version.__wrapped__()
    assert version.__wrapped__() == before
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text("new")
    assert (version.__wrapped__() != before) == decides


def cell(name, source="", **about):
    return new_code_cell(source, id=name, metadata={"nbgrader": {"grade_id": name, **about}})


def answer(name, source="", **about):
    return cell(name, source, **{"solution": True, "grade": False} | about)


def check(name, points):
    return cell(name, grade=True, solution=False, points=points)


def test_grades_are_those_of_the_verdicts_and_nothing_for_what_waits_for_a_person():
    cells = [answer("a", "x = 1"), check("t1", 3), check("t2", 2)]
    cells.append(answer("essay", "text", grade=True, points=5))
    verdicts = {"t1": {"points": 3.0}, "t2": {"points": 0.0}}
    found = grades_of(new_notebook(cells=cells), verdicts)
    assert found.cells == {"t1": (3.0, 3.0), "t2": (0.0, 2.0), "essay": (0.0, 5.0)}
    assert (found.score, found.full, found.late_penalty) == (3.0, 10.0, 0.0)
    assert found.comments == {"a": None, "essay": None}


def test_answer_as_it_was_handed_out_has_nbgraders_comment():
    untouched, written = answer("a", "pass"), answer("b", "x = 1")
    untouched.metadata.nbgrader["checksum"] = checksum(untouched)
    written.metadata.nbgrader["checksum"] = "that of another text"
    found = grades_of(new_notebook(cells=[untouched, written]), {})
    assert found.comments == {"a": NO_RESPONSE, "b": None}


def test_process_that_grades_does_not_import_nbgrader():
    """It would take longer than to grade a submission."""
    program = "import course.grading.worker, sys; print('nbgrader' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert result.stdout == "False\n", result.stderr


def test_notebook_in_which_nothing_is_graded_has_no_points():
    found = grades_of(new_notebook(cells=[new_code_cell("1")]), {})
    assert (found.cells, found.score, found.full) == ({}, 0.0, 0.0)


@pytest.fixture
def quick(tiny, monkeypatch):
    """A chapter, a submission, and an execution that passes every test without running any."""
    ran = []

    def execute(notebook, source, limits, isolated, at, stopped):
        ran.append((limits, isolated, dict(stopped)))
        at("step")
        verdicts = {name: Verdict(Kind.PASSED, 1.0) for name in ("double_test", "colors_test")}
        verdicts["double_test_negative"] = Verdict(Kind.FAILED, 0.0, "理由")
        return Outcome(notebook, verdicts, {"double": 0.5})

    monkeypatch.setattr(worker, "execute", execute)
    source = tiny.course.source_notebook(tiny.slug).read_text(encoding="utf-8")
    chapter = replace(CHAPTER, source=source, isolated=False, checksums={"double": "123"})
    return chapter, replace(TASK, notebook=tiny.solved()), ran


def test_grading_gives_notebook_page_and_points(quick):
    chapter, task, ran = quick
    steps = []
    graded = grade(chapter, task, steps.append, {"double": Ended("time", "why")})
    assert steps == ["step", PAGE]
    assert ran == [(chapter.limits, False, {"double": Ended("time", "why")})]
    assert graded.is_for(task) and graded.answers == Answers.to(chapter, task)
    assert (graded.grades.score, graded.grades.full) == (2.0, 10.0)
    assert graded.verdicts["double_test_negative"]["reason"] == "理由"
    assert graded.seconds == {"double": 0.5} and graded.tampering == []
    assert graded.page.startswith("<!DOCTYPE html>") and chapter.slug in graded.page


def test_graded_notebook_knows_how_it_was_graded(quick):
    chapter, task, _ = quick
    notebook = nbformat.reads(grade(chapter, task).notebook, as_version=4)
    about = notebook.metadata[ABOUT]
    assert about["sandbox"] == "none" and about["tampering"] == []
    assert about["verdicts"]["colors_test"]["kind"] == "passed"
    known = {grade_id(cell): nbgrader_metadata(cell).get("checksum") for cell in notebook.cells}
    assert known["double"] == "123" and known["colors"] is None


def test_same_chapter_is_read_once_and_not_changed_by_grading(quick):
    chapter, task, _ = quick
    first = grade(chapter, task)
    assert grade(chapter, task) == first
