"""Every patch of nbgrader's modules, in one place. nbgrader_config.py switches them on.

Elsewhere nothing of nbgrader is replaced but by its own settings (sealed/preprocessors,
sealed/safe_unzip, feedback/exporter), and one open gradebook saves once for each submission
(grading/scores).

They make nbgrader work on PostgreSQL, and for several graders at once:

- It files every chapter under a course with the name "", which it never enters in the table of
  courses. SQLite forgives that, PostgreSQL refuses such a row (the table came with jupyter/nbgrader
  pull request 1099; issue 1150 tells what is still missing).
- It registers a chapter by deleting it and making it anew (pull request 309): a second grader who
  does so at the same time finds half of it, or deletes what the first is about to need (graders
  side by side are its open issue 174).
- `nbgrader db upgrade` writes the URL into a file in which "%" has a meaning of its own
  (sqlalchemy/alembic issue 1279); passwords with an "@" or "/" have one.

And one thing is slow: for every new gradebook it starts the program alembic, to ask for a word that
stands in a file (pull request 764).

Each holds for the versions in TESTED and no others: see there.
"""

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import wraps

import nbgrader
from alembic.script import ScriptDirectory
from nbformat import NotebookNode
from nbgrader import api, dbutil
from nbgrader.api import Course, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import SaveCells
from sqlalchemy import DDL, event, func, make_url, select

from course.errors import CourseError
from course.gradebook.address import opened

# a new nbgrader: read in it what is patched here, run the tests of gradebook/, and add it
TESTED = {"0.9.6"}
LOCK = 0x6E6267  # any number, as long as it is the same for all graders of a gradebook
NO_NAME = ""  # of the course, unless c.CourseDirectory.course_id gives it one


def check_version(version: str) -> None:
    """Raises CourseError for an nbgrader that these patches were not tried with."""
    if version not in TESTED:
        raise CourseError(
            f"nbgrader {version} では、成績簿の修正（{__name__}）を確かめていません。"
            f"{'、'.join(sorted(TESTED))} を入れてください（pip install -r requirements.txt）"
        )


check_version(nbgrader.__version__)
event.listen(Course.__table__, "after_create", DDL("INSERT INTO course (id) VALUES ('')"))


@contextmanager
def turn(db_url: str) -> Iterator[None]:
    """Wait until no other grader is in here; the database lets go of who dies inside."""
    url = make_url(db_url)
    if url.get_backend_name() != "postgresql":
        yield
        return
    with opened(url) as connection:
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
        yield


def _in_turn(start):
    """Registering a chapter: one grader after the other (GenerateAssignment has no hook for it)."""

    @wraps(start)
    def alone(self):
        with nullcontext() if self.no_database else turn(self.coursedir.db_url):
            start(self)

    return alone


def _escaped(write):
    @wraps(write)
    def escaped(alembic_ini: str, db_url: str) -> None:
        write(alembic_ini, db_url.replace("%", "%%"))

    return escaped


def newest_version() -> str:
    """Of the gradebook's tables, in this nbgrader."""
    return ScriptDirectory(dbutil.ALEMBIC_DIR).get_current_head()


api.get_alembic_version = newest_version
GenerateAssignment.start = _in_turn(GenerateAssignment.start)
dbutil.write_alembic_ini = _escaped(dbutil.write_alembic_ini)


class RegisterCells(SaveCells):
    """SaveCells that deletes a chapter only if its cells are not the same any more."""

    def _create_notebook(self, nb: NotebookNode) -> None:
        if not self._known():
            super()._create_notebook(nb)
            return
        place = self.notebook_id, self.assignment_id
        kernel = json.dumps(nb.metadata.get("kernelspec", {}))
        self.gradebook.update_or_create_notebook(*place, kernelspec=kernel)
        for kind, cells in self._new().items():
            for name, about in cells.items():
                getattr(self.gradebook, f"update_or_create_{kind}")(name, *place, **about)

    def _known(self) -> bool:
        """Whether the gradebook has exactly these cells already."""
        try:
            notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            return False
        return all(
            {cell.name for cell in getattr(notebook, f"{kind}s")} == cells.keys()
            for kind, cells in self._new().items()
        )

    def _new(self) -> dict[str, dict]:
        return {
            "grade_cell": self.new_grade_cells,
            "solution_cell": self.new_solution_cells,
            "task_cell": self.new_task_cells,
            "source_cell": self.new_source_cells,
        }


def configure(config) -> None:
    """Called in nbgrader_config.py."""
    # SQLAlchemy 2.1 warns of how nbgrader 0.9 adds rows, which changes no grade
    warnings.filterwarnings("ignore", message="Object of type <Submitted", module=r"nbgrader\.api")
    steps = GenerateAssignment.class_traits()["preprocessors"].default()
    config.GenerateAssignment.preprocessors = [
        RegisterCells if step is SaveCells else step for step in steps
    ]
