"""Every patch of nbgrader's modules, in one place. nbgrader_config.py switches them on.

Elsewhere nothing of nbgrader is replaced but by its own settings (sealed/preprocessors,
sealed/safe_unzip, feedback/exporter), and one open gradebook saves once for each submission
(grading/scores).

They make nbgrader work on PostgreSQL, for several graders at once, and when a chapter changes:

- It files every chapter under a course with the name "", which it never enters in the table of
  courses. SQLite forgives that, PostgreSQL refuses such a row (the table came with jupyter/nbgrader
  pull request 1099; issue 1150 tells what is still missing).
- It registers a chapter by deleting it and making it anew (pull request 309): a second grader who
  does so at the same time finds half of it, or deletes what the first is about to need (graders
  side by side are its open issue 174).
- `nbgrader db upgrade` writes the URL into a file in which "%" has a meaning of its own
  (sqlalchemy/alembic issue 1279); passwords with an "@" or "/" have one.
- It refuses a chapter whose cells came or went after something was handed in (issue 1699).

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
from nbgrader.api import Course, MissingEntry, Notebook
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import SaveCells
from sqlalchemy import DDL, event, func, make_url, select
from sqlalchemy.orm import Session
from traitlets import Bool

from course.errors import CourseError
from course.gradebook.address import opened
from course.gradebook.changed_cells import (
    cells_of,
    forget_added,
    give_back,
    mark_added,
    remove_cells,
)
from course.gradebook.transaction import one_transaction

# a new nbgrader: read in it what is patched here, run the tests of gradebook/, and add it
TESTED = {"0.9.6"}
LOCK = 0x6E6267  # any number, as long as it is the same for all graders of a gradebook
CHANGED = (
    "source/ のセルが、増えたか減ったかしています。--regrade と --publish は、成績簿のセルを"
    "変えません（付けずに course grade を動かしてください）"
)
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
    """SaveCells that deletes a chapter only if its cells changed and nobody has handed in.

    Where somebody has, single cells come and go (gradebook/changed_cells).
    """

    cells_may_change = Bool(True, help="False: refuse, as nbgrader does").tag(config=True)

    def _create_notebook(self, nb: NotebookNode) -> None:
        notebook = self._registered()
        changed = notebook is None or cells_of(notebook).keys() != self._new_cells().keys()
        if changed and (notebook is None or not notebook.submissions):
            forget_added(self.gradebook.db, self.assignment_id)
            super()._create_notebook(nb)
            return
        if changed and not self.cells_may_change:
            raise CourseError(CHANGED)
        with one_transaction(self.gradebook) as db:
            self._change(db, notebook, nb)

    def _change(self, db: Session, notebook: Notebook, nb: NotebookNode) -> None:
        """Cells that are gone leave, new ones come, the others are updated."""
        before, after = cells_of(notebook), self._new_cells()
        remove_cells(db, notebook, [cell for key, cell in before.items() if key not in after])
        place = self.notebook_id, self.assignment_id
        kernel = json.dumps(nb.metadata.get("kernelspec", {}))
        self.gradebook.update_or_create_notebook(*place, kernelspec=kernel)
        for (kind, name), about in after.items():
            getattr(self.gradebook, f"update_or_create_{kind}")(name, *place, **about)
        db.expire_all()
        came = [cell for key, cell in cells_of(notebook).items() if key not in before]
        give_back(db, notebook, came)
        old, new = ({name for _, name in cells} for cells in (before, after))
        mark_added(db, self.assignment_id, old, new)

    def _registered(self) -> Notebook | None:
        try:
            return self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            return None

    def _new_cells(self) -> dict[tuple[str, str], dict]:
        found = {
            "grade_cell": self.new_grade_cells,
            "solution_cell": self.new_solution_cells,
            "task_cell": self.new_task_cells,
            "source_cell": self.new_source_cells,
        }
        return {(kind, name): cell for kind, cells in found.items() for name, cell in cells.items()}


def configure(config) -> None:
    """Called in nbgrader_config.py."""
    # SQLAlchemy 2.1 warns of how nbgrader 0.9 adds rows, which changes no grade
    warnings.filterwarnings("ignore", message="Object of type <Submitted", module=r"nbgrader\.api")
    steps = GenerateAssignment.class_traits()["preprocessors"].default()
    config.GenerateAssignment.preprocessors = [
        RegisterCells if step is SaveCells else step for step in steps
    ]
