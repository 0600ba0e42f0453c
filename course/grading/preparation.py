"""Before grading: the configuration is read and the chapter entered in nbgrader's gradebook."""

import logging
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

from course.errors import CourseError
from course.grading.scores import Scores
from course.grading.worker import Chapter, version
from course.layout import Course
from course.nbgrader_setup import load_config
from course.notebooks.exercises import read_notebook
from course.sealed.preprocessors import SealedExecute


@dataclass(frozen=True)
class Prepared:
    """What the grading of one chapter needs: here, and on every worker."""

    scores: Scores
    chapter: Chapter


class _Register(GenerateAssignment):
    """Keeps the exception that nbgrader's converters write to the log only."""

    cause: Exception | None = None

    def convert_single_notebook(self, notebook_filename):
        try:
            super().convert_single_notebook(notebook_filename)
        except Exception as error:
            self.cause = error
            raise


@dataclass(frozen=True)
class Registering:
    """What may happen to the gradebook's cells, and what counts of those that came late."""

    cells_may_change: bool = True
    count_added: bool | None = None  # for who never had them; None: as it was decided before


AS_BEFORE = Registering()


def prepare(
    course: Course, slug: str, log: logging.Logger, how: Registering = AS_BEFORE
) -> Prepared:
    """Tell the gradebook the exercises, points and tests of source/ as they are now."""
    config = load_config(course)
    config.RegisterCells.cells_may_change = how.cells_may_change
    coursedir = CourseDirectory(config=config, root=str(course.root), log=log)
    with tempfile.TemporaryDirectory(prefix="course-grade-") as folder:
        _register(course, slug, config, Path(folder), coursedir.db_url, log)
    late = AssignLatePenalties(config=config, log=log)
    late.init_plugin()
    penalty = late.plugin_inst.late_submission_penalty
    text = course.source_notebook(slug).read_text(encoding="utf-8")
    notebook = read_notebook(course.source_notebook(slug))
    scores = Scores(coursedir.db_url, coursedir.course_id, slug, notebook, penalty)
    scores.add_indexes()
    scores.settle_added(notebook, how.count_added)
    sealed = SealedExecute(config=config)
    html = dict(config.HTMLExporter)
    isolated = sealed.sandbox != "none"
    about = scores.checksums(), sealed.limits, isolated, html, version()
    return Prepared(scores, Chapter(slug, text, *about))


def _register(
    course: Course, slug: str, config: Config, folder: Path, db_url: str, log: logging.Logger
) -> None:
    """By nbgrader's own generate_assignment, in a folder of its own: only the gradebook is real."""
    place = folder / "source" / slug
    place.mkdir(parents=True)
    shutil.copyfile(course.source_notebook(slug), place / f"{slug}.ipynb")
    coursedir = CourseDirectory(config=config, root=str(folder), db_url=db_url, log=log)
    coursedir.assignment_id = slug
    step = _Register(coursedir=coursedir, config=config, log=log, force=True)
    try:
        step.start()
    except NbGraderException as error:
        reason = str(step.cause or error).splitlines()[0]
        raise CourseError(f"{slug} を成績簿に登録できません：{reason}") from None
