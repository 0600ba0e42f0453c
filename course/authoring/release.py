"""Make the student edition of exercises with nbgrader, in a temporary folder."""

import logging
import tempfile
from contextlib import contextmanager
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from course.errors import CourseError
from course.layout import Course
from course.nbgrader_setup import load_config


@contextmanager
def made_release(course: Course, slug: str):
    """The folder of the chapter's student edition; it goes away at the end of the with block.

    The gradebook and release/ are not touched: nbgrader deletes the old release before it
    knows whether a new one can be made.
    """
    config = load_config(course)
    config.SaveCells.enabled = False
    with tempfile.TemporaryDirectory(prefix="course-release-") as folder:
        config.CourseDirectory.source_directory = str(course.root / "source")
        log = _Messages()
        coursedir = CourseDirectory(config=config, root=folder, log=log.logger)
        coursedir.assignment_id = slug
        step = GenerateAssignment(
            coursedir=coursedir, config=config, log=log.logger, no_database=True, force=True
        )
        try:
            step.start()
        except NbGraderException as error:
            reason = log.last or str(error)
            raise CourseError(f"{slug}：nbgrader が release/ を作れません（{reason}）") from None
        yield Path(folder) / "release" / slug


class _Messages(logging.Handler):
    """Keeps nbgrader's last error, and everything else off the screen."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.last = ""
        self.logger = logging.Logger("nbgrader")
        self.logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.last = record.getMessage().splitlines()[0]
