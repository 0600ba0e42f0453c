"""Cells that came into a chapter, or left it, after submissions were graded (nbgrader issue 1699).

nbgrader refuses such a chapter. Here a submission that never had a cell has no Grade for it, which
every query of nbgrader understands. What nbgrader has no place for stands in tables of our own,
beside its own ones, so that it goes wherever the gradebook goes:

- what a removed cell was given (points, and comments of people), until the cell comes back;
- which cells came after the release, and whether they count for those who never had them.

nbgrader makes the tables whenever it opens a gradebook, because they belong to its metadata.
"""

from collections.abc import Collection
from dataclasses import dataclass

from nbgrader.api import (
    Assignment,
    Base,
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    Notebook,
    SolutionCell,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    String,
    Table,
    Text,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.orm import Session

NAME = String(128)  # as nbgrader's own


def _whose() -> list[Column]:
    return [Column(name, NAME, primary_key=True) for name in ("assignment", "cell", "student")]


REMOVED = {
    Grade: Table(
        "course_removed_grade",
        Base.metadata,
        *_whose(),
        Column("auto_score", Float),
        Column("manual_score", Float),
        Column("extra_credit", Float),
        Column("needs_manual_grade", Boolean, nullable=False),
    ),
    Comment: Table(
        "course_removed_comment", Base.metadata, *_whose(), Column("manual_comment", Text)
    ),
}
ADDED = Table(
    "course_added_cell",
    Base.metadata,
    Column("assignment", NAME, primary_key=True),
    Column("cell", NAME, primary_key=True),
    Column("counted", Boolean, nullable=False, default=False),  # for those who never had it, too
)
GIVEN_TO = {Grade: (GradeCell, TaskCell), Comment: (SolutionCell, TaskCell)}
OURS = (*REMOVED.values(), ADDED)


@dataclass(frozen=True)
class Removed:
    """A cell that is no longer in the chapter, and the points by student that it was given."""

    cell: str
    points: dict[str, float]


# ---- registering --------------------------------------------------------------------------------


def cells_of(notebook: Notebook) -> dict[tuple[str, str], object]:
    """The cells that a gradebook knows, by kind and name: one name may be of several kinds."""
    kinds = ("grade_cell", "solution_cell", "task_cell", "source_cell")
    return {(kind, cell.name): cell for kind in kinds for cell in getattr(notebook, f"{kind}s")}


def remove_cells(db: Session, notebook: Notebook, cells: Collection) -> None:
    """Delete them with all that belongs to them, once that is in the record."""
    if not cells:
        return
    ids = [cell.id for cell in cells if isinstance(cell, BaseCell)]
    for kind, table in REMOVED.items():
        _keep(db, notebook.assignment.name, kind, table, ids)
        db.execute(delete(kind).where(kind.cell_id.in_(ids)))
    db.expire_all()
    for cell in cells:
        db.delete(cell)
    db.flush()


def _keep(db: Session, slug: str, kind: type, table: Table, ids: list[str]) -> None:
    student = SubmittedAssignment.student_id.label("student")
    given = [getattr(kind, column.name) for column in table.c if not column.primary_key]
    query = select(BaseCell.name.label("cell"), student, *given).select_from(kind)
    query = query.join(BaseCell, BaseCell.id == kind.cell_id)
    query = query.join(SubmittedNotebook, SubmittedNotebook.id == kind.notebook_id)
    query = query.join(SubmittedAssignment).where(kind.cell_id.in_(ids))
    if kind is Comment:  # what the grader says it will say again
        query = query.where(Comment.manual_comment.is_not(None))
    if rows := [{"assignment": slug, **row} for row in db.execute(query).mappings()]:
        db.execute(insert(table), rows)


def give_back(db: Session, notebook: Notebook, cells: Collection) -> None:
    """What the record has for cells that came back returns to the submissions."""
    for kind, table in REMOVED.items():
        theirs = {cell.name: cell.id for cell in cells if isinstance(cell, GIVEN_TO[kind])}
        for row in _kept(db, notebook, table, theirs):
            given = {c.name: row[c.name] for c in table.c if not c.primary_key}
            db.add(kind(cell_id=theirs[row["cell"]], notebook_id=row["notebook_id"], **given))
            whose = [table.c[name] == row[name] for name in ("assignment", "cell", "student")]
            db.execute(delete(table).where(*whose))
    db.flush()


def _kept(db: Session, notebook: Notebook, table: Table, names: Collection[str]) -> list:
    query = select(table, SubmittedNotebook.id.label("notebook_id"))
    query = query.join(SubmittedAssignment, SubmittedAssignment.student_id == table.c.student)
    query = query.join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
    here = table.c.assignment == notebook.assignment.name, table.c.cell.in_(names)
    of_chapter = SubmittedNotebook.notebook_id == notebook.id
    return db.execute(query.where(*here, of_chapter)).mappings().all()


def mark_added(db: Session, slug: str, before: set[str], after: set[str]) -> None:
    """Cells that are new came after the release; those that are gone are forgotten."""
    gone = ADDED.c.assignment == slug, ADDED.c.cell.in_(before - after)
    db.execute(delete(ADDED).where(*gone))
    if rows := [{"assignment": slug, "cell": name} for name in sorted(after - before)]:
        db.execute(insert(ADDED), rows)


def forget_added(db: Session, slug: str) -> None:
    """The chapter is made anew: nothing of it was handed in yet."""
    db.execute(delete(ADDED).where(ADDED.c.assignment == slug))


# ---- what is known ------------------------------------------------------------------------------


def added_cells(db: Session, slug: str) -> dict[str, bool]:
    """The cells that came after the release, and whether they count for everybody."""
    query = select(ADDED.c.cell, ADDED.c.counted).where(ADDED.c.assignment == slug)
    return dict(db.execute(query).all())


def count_added(db: Session, slug: str, counted: bool) -> None:
    """From now on, they count for those who never had them, too, or they do not."""
    db.execute(update(ADDED).where(ADDED.c.assignment == slug).values(counted=counted))


def removed_cells(connection: Connection, slug: str) -> list[Removed]:
    """What the record holds of a chapter; nothing in a gradebook that is older than the record."""
    table = REMOVED[Grade]
    if not inspect(connection).has_table(table.name):
        return []
    given = func.coalesce(table.c.manual_score, table.c.auto_score, 0.0)
    points = given + func.coalesce(table.c.extra_credit, 0.0)
    query = select(table.c.cell, table.c.student, points).where(table.c.assignment == slug)
    found: dict[str, dict[str, float]] = {}
    for cell, student, value in connection.execute(query.order_by(table.c.cell, table.c.student)):
        found.setdefault(cell, {})[student] = value
    return [Removed(cell, by_student) for cell, by_student in found.items()]


# ---- what goes with a submission ----------------------------------------------------------------


@event.listens_for(SubmittedAssignment, "after_delete")
def _forget_student(mapper, connection: Connection, submission: SubmittedAssignment) -> None:
    """Whoever deletes a student or a submission deletes it from the record, too."""
    slug = select(Assignment.name).where(Assignment.id == submission.assignment_id)
    for table in REMOVED.values():
        whose = table.c.student == submission.student_id, table.c.assignment.in_(slug)
        connection.execute(delete(table).where(*whose))


@event.listens_for(Assignment, "after_delete")
def _forget_chapter(mapper, connection: Connection, assignment: Assignment) -> None:
    connection.execute(delete(ADDED).where(ADDED.c.assignment == assignment.name))
