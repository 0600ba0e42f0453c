"""What joins intake, pool and publishing: keys of tasks, what is kept of others, and the log."""

import logging
import warnings
from dataclasses import replace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.grading.grade import _logger, _merged, set_aside, task_of
from course.grading.intake import Submission
from course.grading.report import Cause, Problem, Report, SetAside
from course.grading.results import Records
from course.grading.worker import Chapter
from course.layout import Course
from course.sealed.sandbox import Limits

CHAPTER = Chapter("1_1_a", "source", version="v")


def submission(source="x = 1", **about):
    notebook = new_notebook(cells=[new_code_cell(source, id="a")])
    return Submission(**{"student": "s1", "notebook": notebook, "timestamp": "then"} | about)


def test_task_is_the_submission_as_text():
    task = task_of(submission(), CHAPTER)
    assert (task.student, task.timestamp) == ("s1", "then")
    assert nbformat.reads(task.notebook, 4).cells[0].source == "x = 1"
    assert task_of(submission(), CHAPTER) == task


@pytest.mark.parametrize(
    "other, chapter",
    [
        (submission("x = 2"), CHAPTER),
        (submission(timestamp="later"), CHAPTER),
        (submission(), replace(CHAPTER, source="other")),
        (submission(), replace(CHAPTER, limits=Limits(memory=1))),
        (submission(), replace(CHAPTER, isolated=False)),
    ],
)
def test_key_is_another_where_the_result_could_be(other, chapter):
    assert task_of(other, chapter).key != task_of(submission(), CHAPTER).key


def test_key_does_not_depend_on_who_handed_in():
    """Two students with one notebook have one key: it is kept by student."""
    assert task_of(submission(student="s2"), CHAPTER).key == task_of(submission(), CHAPTER).key


def test_problem_is_set_aside_at_its_place():
    found = set_aside("s1/1_1_a", Problem(Cause.EMPTY, "空です", "直す"))
    assert found == SetAside("s1/1_1_a", "空です", "直す", Cause.EMPTY)


def entry(student):
    return SetAside(f"{student}/1_1_a", "", "", Cause.EMPTY)


@pytest.mark.parametrize("students, kept", [((), ["s3"]), (("s1", "s3"), ["s2", "s3"])])
def test_what_is_known_of_students_who_were_not_graded_stays(tmp_path, students, kept):
    records = Records(Course(tmp_path), "1_1_a")
    records.write_set_aside([entry("s1"), entry("s2")])
    report = Report("1_1_a", {}, tmp_path / "log", set_aside=[entry("s3")])
    assert [found.student for found in _merged(records, report, students)] == kept


def test_log_takes_what_would_be_printed_over_the_bar_and_then_all_is_as_before(tmp_path, capsys):
    logger = logging.getLogger("traitlets")
    before = logger.level, logger.propagate, list(logger.handlers)
    with _logger(tmp_path / "log") as found:
        found.info("あ\udc80")
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn("careful", UserWarning, stacklevel=1)
        logging.getLogger("sqlalchemy.pool").error("lost")
    text = (tmp_path / "log").read_text(encoding="utf-8")
    assert "INFO あ\\udc80" in text and "careful" in text and "lost" in text
    assert capsys.readouterr().err == ""
    assert (logger.level, logger.propagate, list(logger.handlers)) == before
