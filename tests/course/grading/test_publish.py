"""The one writer, with a gradebook that only remembers: all of it is published, or nothing."""

import shutil
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_notebook
from sqlalchemy.exc import OperationalError

from course.errors import CourseError
from course.feedback.graded_page import Grades
from course.grading import publish as publish_module
from course.grading.added_exercises import AddedExercises
from course.grading.exchange_files import TIMESTAMP
from course.grading.publish import Publisher
from course.grading.report import Cause, Problem
from course.grading.worker import Answers, Chapter, Graded, Task, _packed
from course.layout import Course

SLUG = "1_1_doubling"
CHAPTER = Chapter(SLUG, "source", version="v")
TASK = Task("s1", "notebook", "key", "2026-01-02 03:04:05 UTC")
GRADES = Grades({"t": (1.0, 2.0)}, {"a": None}, 1.0, 2.0)
NOTEBOOK = nbformat.writes(new_notebook())


def graded(task=TASK, notebook=NOTEBOOK, page="<p>the worker's</p>"):
    packed = _packed(notebook), _packed(page)
    verdicts = {"t": {"kind": "passed", "points": 1.0, "reason": ""}}
    return Graded(Answers.to(CHAPTER, task), verdicts, [], {"a": 0.5}, GRADES, *packed)


class FakeScores:
    """In the place of the gradebook: what it holds, and what it does when it is written to."""

    def __init__(self):
        self.held, self.problem, self.closed = GRADES, None, 0
        self.added = AddedExercises(new_notebook(), {"late": False})
        self.log = []

    @contextmanager
    def transaction(self):
        self.log.append("begin")
        yield SimpleNamespace()
        self.log.append("commit")

    def confirmed_by_hand(self, book, student):
        return "confirmed"

    def save(self, book, task, graded):
        if self.problem:
            raise self.problem.pop() if isinstance(self.problem, list) else self.problem
        self.log.append("save")
        return self.held

    def keep_confirmed(self, book, student, confirmed, folder, notebook):
        self.log.append(confirmed)

    def recount(self, task):
        self.log.append("recount")

    def grades(self, student):
        return self.held

    def close(self):
        self.closed += 1


@pytest.fixture
def publisher(tmp_path, monkeypatch):
    monkeypatch.setattr(publish_module, "PAUSE", 0)
    monkeypatch.setattr(
        publish_module, "page", lambda notebook, slug, grades, html: f"anew: {grades.score:g}"
    )
    return Publisher(Course(tmp_path), CHAPTER, FakeScores())


def published(publisher, student="s1"):
    """The files of a student that people and nbgrader see, as text."""
    folders = publisher.graded_folder(student), publisher.page_path(student).parent
    paths = [path for folder in folders if folder.is_dir() for path in folder.iterdir()]
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def test_notebook_page_time_and_record_are_published(publisher):
    result = publisher.publish(TASK, graded())
    assert published(publisher) == {
        f"{SLUG}.ipynb": NOTEBOOK,
        TIMESTAMP: TASK.timestamp,
        f"{SLUG}.html": "<p>the worker's</p>",
    }
    assert publisher.records.published("s1") == result
    assert (result.key, result.seconds, result.answers["version"]) == ("key", {"a": 0.5}, "v")
    assert publisher.scores.log == ["begin", "save", "confirmed", "commit"]


def test_submission_without_a_time_has_none(publisher):
    task = replace(TASK, timestamp="")
    publisher.publish(task, graded(task))
    assert TIMESTAMP not in published(publisher)


def test_page_is_made_anew_where_the_gradebook_knows_better(publisher):
    publisher.scores.held = replace(GRADES, score=2.0)
    publisher.publish(TASK, graded())
    assert published(publisher)[f"{SLUG}.html"] == "anew: 2"


def test_second_result_replaces_the_files_of_the_first(publisher):
    publisher.publish(TASK, graded())
    (publisher.graded_folder("s1") / "left over").write_text("x")
    task = replace(TASK, notebook="other", key="other", timestamp="")
    publisher.publish(task, graded(task, page="second"))
    assert set(published(publisher)) == {f"{SLUG}.ipynb", f"{SLUG}.html"}
    assert published(publisher)[f"{SLUG}.html"] == "second"


@pytest.mark.parametrize(
    "change", [{"key": "k"}, {"notebook": "n"}, {"tests": "t"}, {"version": "w"}]
)
def test_result_of_something_else_is_refused_before_anything_is_written(publisher, change):
    other = replace(graded(), answers=replace(graded().answers, **change))
    with pytest.raises(Problem) as caught:
        publisher.publish(TASK, other)
    assert caught.value.cause is Cause.OTHER_RESULT
    assert published(publisher) == {} and publisher.scores.log == []


def broken_disk(*arguments, **more):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("problem", ["gradebook", "disk"])
def test_problem_half_way_leaves_what_was_published_and_its_record(publisher, monkeypatch, problem):
    first = publisher.publish(TASK, graded())
    before = published(publisher)
    if problem == "gradebook":
        publisher.scores.problem = ValueError("no")
    else:
        monkeypatch.setattr(publish_module, "stage_folder", broken_disk)
    task = replace(TASK, notebook="other", key="other")
    with pytest.raises((ValueError, OSError)):
        publisher.publish(task, graded(task))
    assert published(publisher) == before and publisher.records.published("s1") == first
    assert publisher.scores.log.count("commit") == 1


def test_grader_killed_between_gradebook_and_files_leaves_no_record(publisher, monkeypatch):
    publisher.publish(TASK, graded())

    def killed(place):
        raise KeyboardInterrupt

    monkeypatch.setattr(publish_module, "swap_folder", killed)
    task = replace(TASK, notebook="other", key="other")
    with pytest.raises(KeyboardInterrupt):
        publisher.publish(task, graded(task))
    assert publisher.records.published("s1") is None
    assert publisher.is_published(task) is None, "it is done again"


def test_submission_is_published_when_its_record_its_page_and_its_notebook_are_there(publisher):
    result = publisher.publish(TASK, graded())
    assert publisher.is_published(TASK) == result
    assert publisher.is_published(replace(TASK, key="other")) is None
    assert publisher.is_published(replace(TASK, student="s2")) is None
    for folder in (publisher.page_path("s1").parent, publisher.graded_folder("s1")):
        kept = folder.rename(folder.with_name("kept"))
        assert publisher.is_published(TASK) is None
        shutil.copytree(kept, folder)
    assert publisher.is_published(TASK) == result


def test_page_that_shows_the_grades_is_left_as_it_is(publisher):
    result = publisher.publish(TASK, graded())
    before = publisher.page_path("s1").stat().st_mtime_ns
    assert publisher.refresh(result, TASK)
    assert publisher.page_path("s1").stat().st_mtime_ns == before
    assert publisher.records.published("s1") == result


def test_page_follows_the_points_that_people_have_given(publisher):
    result = publisher.publish(TASK, graded())
    publisher.scores.held = replace(GRADES, score=1.5)
    assert publisher.refresh(result, TASK)
    assert published(publisher)[f"{SLUG}.html"] == "anew: 1.5"
    renewed = publisher.records.published("s1")
    assert renewed == replace(result, page_shows=renewed.page_shows)
    assert renewed.page_shows != result.page_shows


def test_grade_that_is_gone_is_not_refreshed(publisher):
    result = publisher.publish(TASK, graded())
    publisher.scores.held = None
    assert not publisher.refresh(result, TASK)


def locked(words="database is locked\nmore"):
    return OperationalError("INSERT", {}, Exception(words))


def test_gradebook_that_is_locked_is_waited_for(publisher):
    waits = []
    publisher.on_wait = lambda: waits.append(publisher.scores.closed)
    publisher.scores.problem = [locked(), locked()]
    assert publisher.publish(TASK, graded()).key == "key"
    assert waits == [1, 2], "each time after connecting was given up"


@pytest.mark.parametrize(
    "words, reason", [("locked\nmore", "（locked）"), ("", "（OperationalError）")]
)
def test_gradebook_that_stays_locked_is_one_line(publisher, monkeypatch, words, reason):
    monkeypatch.setattr(publish_module, "PATIENCE", -1)
    publisher.scores.problem = locked(words)
    with pytest.raises(CourseError, match="成績簿に -1 秒のあいだ書けませんでした") as caught:
        publisher.publish(TASK, graded())
    (line,) = caught.value.problems
    assert reason in line and published(publisher) == {}
