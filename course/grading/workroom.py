"""nbgrader at work in a room of its own: a temporary course with the real gradebook.

Only finished results are carried out of it, so a failure leaves what was there before.
"""

import logging
import shutil
from pathlib import Path

import nbformat
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from course.errors import CourseError
from course.grading.intake import TIMESTAMP, Submission
from course.grading.report import Cause, Problem
from course.layout import Course
from course.nbgrader_setup import load_config
from course.sealed.nbgrader import SealedExecute


class _Remembers:
    """Keeps the exception that nbgrader's converters write to the log only."""

    cause: Exception | None = None

    def convert_single_notebook(self, notebook_filename):
        try:
            super().convert_single_notebook(notebook_filename)
        except Exception as error:
            self.cause = error
            raise


class _Register(_Remembers, GenerateAssignment):
    pass


class _Grade(_Remembers, Autograde):
    pass


class _Feedback(_Remembers, GenerateFeedback):
    pass


class Workroom:
    """nbgrader's three steps for one chapter, one submission at a time."""

    def __init__(self, course: Course, slug: str, folder: Path, log: logging.Logger):
        self.course, self.slug, self.folder, self.log = course, slug, folder, log
        self.config = load_config(course)
        real = CourseDirectory(config=self.config, root=str(course.root), log=log)
        self.coursedir = CourseDirectory(
            config=self.config, root=str(folder), db_url=real.db_url, log=log
        )
        self.coursedir.assignment_id = slug
        self.sandbox = SealedExecute(config=self.config).sandbox

    def register(self) -> None:
        """Tell the gradebook the exercises, points and tests of source/ as they are now."""
        place = self.folder / "source" / self.slug
        place.mkdir(parents=True)
        shutil.copyfile(self.course.source_notebook(self.slug), place / f"{self.slug}.ipynb")
        step = self._step(_Register)
        try:
            step.start()
        except NbGraderException as error:
            reason = str(step.cause or error).splitlines()[0]
            if "Cannot add or remove cells" in reason:
                raise CourseError(_cells_changed(self.slug)) from None
            raise CourseError(f"{self.slug} を成績簿に登録できません：{reason}") from None

    def grade(self, submission: Submission) -> Path:
        """Run and score one submission; the folder with the graded notebook."""
        place = self.folder / "submitted" / submission.student / self.slug
        place.mkdir(parents=True)
        nbformat.write(submission.notebook, place / f"{self.slug}.ipynb")
        if submission.timestamp:
            (place / TIMESTAMP).write_text(submission.timestamp, encoding="utf-8")
        self._run(_Grade, submission.student)
        return self.folder / "autograded" / submission.student / self.slug

    def feedback(self, student: str) -> Path:
        """Write the page that shows a graded submission; the folder it is in."""
        self._run(_Feedback, student)
        return self.folder / "feedback" / student / self.slug

    def _step(self, kind):
        return kind(coursedir=self.coursedir, config=self.config, log=self.log, force=True)

    def _run(self, kind, student: str) -> None:
        self.coursedir.student_id = student
        step = self._step(kind)
        try:
            step.start()
        except NbGraderException as error:
            raise unexpected(step.cause or error) from None


def unexpected(error: Exception) -> Problem:
    """What to say about an error that nobody foresaw."""
    reason = (str(error).splitlines() or [""])[0][:100]
    return Problem(
        Cause.UNEXPECTED,
        f"採点の途中でエラーが起きました（{type(error).__name__}: {reason}）",
        "ログで原因を確かめてください",
    )


def _cells_changed(slug: str) -> str:
    return (
        f"source/{slug} の採点に関わるセルが、採点を始めたあとで増えたか減ったかしています。"
        "元に戻すか、すべての採点をやり直すなら、この章の点（手で付けた点も）を "
        f"nbgrader db assignment remove {slug} --force で消してから実行してください"
    )
