"""The one writer: from a worker's result to the gradebook, autograded/, feedback/ and the record.

The record in .grading/ goes first and comes back last. So a grader that is killed at any moment
leaves either the old grade with its record, or no record, and then the submission is done again.
"""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import nbformat
from sqlalchemy.exc import OperationalError

from course.errors import CourseError
from course.feedback.graded_page import Grades, page
from course.files import replace_folder, stage_folder, swap_folder, write_atomically
from course.grading.exchange_files import TIMESTAMP, exchange_files
from course.grading.old_answers import answers_before, keep_removed
from course.grading.report import Cause, Problem
from course.grading.results import Records, Result
from course.grading.scores import Scores
from course.grading.worker import Answers, Chapter, Graded, Task
from course.layout import Course
from course.notebooks.exercises import read_notebook

PATIENCE = 120  # seconds that another program may keep the gradebook
PAUSE = 0.2


class Publisher:
    """Puts results where people and nbgrader look for them."""

    def __init__(self, course: Course, chapter: Chapter, scores: Scores):
        self.course, self.chapter, self.scores = course, chapter, scores
        self.slug, self.html = chapter.slug, chapter.html
        self.records = Records(course, self.slug)
        self.on_wait: Callable[[], None] = lambda: None

    def graded_folder(self, student: str) -> Path:
        return self.course.root / "autograded" / student / self.slug

    def page_path(self, student: str) -> Path:
        return self.course.feedback_page(student, self.slug)

    def _exchange_files(self, student: str) -> dict[str, str]:
        """Read here and not by the worker, which has no business with the secret."""
        return exchange_files(self.course.root / "submitted" / student / self.slug)

    def publish(self, task: Task, graded: Graded) -> Result:
        """All of it or, if anything goes wrong, nothing."""
        self.refuse_others(task, graded)
        return self._patiently(lambda: self._publish(task, graded))

    def refuse_others(self, task: Task, graded: Graded) -> None:
        """Problem if this is not the result of this very submission with these tests."""
        if graded.answers != Answers.to(self.chapter, task):
            raise Problem(
                Cause.OTHER_RESULT,
                "ほかの提出物かテストの結果が届いたので、使いませんでした",
                "もう一度 course grade を動かしてください",
            )

    def _publish(self, task: Task, graded: Graded) -> Result:
        student, folder = task.student, self.graded_folder(task.student)
        notebook = nbformat.reads(graded.notebook, as_version=4)
        removed = self.records.folder / "removed" / f"{student}.json"
        before = answers_before(folder, removed)
        with self.scores.transaction() as book, _temporary_folder() as temporary:
            confirmed = self.scores.confirmed_by_hand(book, student)
            grades = self.scores.save(book, task, graded)
            self.scores.keep_confirmed(book, student, confirmed, before, notebook)
            html = graded.page
            if grades != graded.grades:  # somebody gave points or comments, or it was late
                html = page(notebook, self.slug, grades, self.html)
            self._stage(temporary, task, graded, html)
            self.records.forget(student)
        # only now: whoever does this again after a kill still finds the old answers, or the
        # gradebook that knows already which of them have changed
        swap_folder(folder)
        swap_folder(self.page_path(student).parent)
        keep_removed(removed, before, notebook)
        return self._record(task, graded, grades)

    def _stage(self, temporary: Path, task: Task, graded: Graded, html: str) -> None:
        """Both folders, beside those that stand."""
        files = {f"{self.slug}.ipynb": graded.notebook}
        if task.timestamp:
            files[TIMESTAMP] = task.timestamp
        made = _write(temporary / "graded", files)
        beside = self._exchange_files(task.student)
        shown = _write(temporary / "page", {f"{self.slug}.html": html, **beside})
        stage_folder(made, self.graded_folder(task.student))
        stage_folder(shown, self.page_path(task.student).parent)

    def _record(self, task: Task, graded: Graded, grades: Grades) -> Result:
        result = result_of(task, graded, page_shows=_digest(grades))
        result = replace(result, tampering=self.scores.added.fair(result.tampering))
        result.write(self.records.published_folder)
        return result

    def is_published(self, task: Task) -> Result | None:
        """The record of this very submission, if it was graded with these tests already."""
        result = self.records.published(task.student)
        if result is None or result.key != task.key:
            return None
        there = self.page_path(task.student).exists()
        graded = self.graded_folder(task.student) / f"{self.slug}.ipynb"
        return result if there and graded.exists() else None

    def refresh(self, result: Result, task: Task) -> bool:
        """Make the page anew if people have changed the grade; False if the grade is gone."""
        beside = self._exchange_files(result.student)
        self._patiently(lambda: self.scores.recount(task))
        grades = self._patiently(lambda: self.scores.grades(result.student))
        if grades is None:
            return False
        if _digest(grades) != result.page_shows:
            graded = self.graded_folder(result.student) / f"{self.slug}.ipynb"
            html = page(read_notebook(graded), self.slug, grades, self.html)
            with _temporary_folder() as temporary:
                made = _write(temporary / "page", {f"{self.slug}.html": html, **beside})
                replace_folder(made, self.page_path(result.student).parent)
            renewed = replace(result, page_shows=_digest(grades))
            renewed.write(self.records.published_folder)
        for name, text in beside.items():  # the secret may have come after the grading
            write_atomically(self.page_path(result.student).with_name(name), text)
        return True

    def _patiently(self, action: Callable):
        """Wait for a gradebook that another program keeps locked, or that is away for a while."""
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                return action()
            except OperationalError as error:
                self.scores.close()
                reason = (str(error.orig).splitlines() or [type(error).__name__])[0]
                if time.monotonic() > ends:
                    raise CourseError(
                        f"成績簿に {PATIENCE} 秒のあいだ書けませんでした（{reason}）。"
                        "成績簿を使っているほかのプログラムを終えて、もう一度 course grade を"
                        "動かすと、続きから採点します"
                    ) from None
                self.on_wait()
                time.sleep(PAUSE)


def result_of(task: Task, graded: Graded, page_shows: str = "") -> Result:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    found = graded.verdicts, graded.tampering, graded.seconds, now
    answers = asdict(graded.answers)
    return Result(task.student, task.key, *found, page_shows, answers, graded.remarks)


def _digest(grades: Grades) -> str:
    return sha256(json.dumps(asdict(grades), sort_keys=True).encode()).hexdigest()


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    """A temporary folder, from which only finished results are carried out."""
    with tempfile.TemporaryDirectory(prefix="course-grade-") as folder:
        yield Path(folder)


def _write(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
