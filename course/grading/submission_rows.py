"""The rows that nbgrader's gradebook has for one submission: no row says "never had this cell"."""

from collections.abc import Collection, Iterable

from nbgrader.api import BaseCell, Comment, Grade, Gradebook, GradeCell, SolutionCell
from nbgrader.api import SubmittedNotebook as Submitted

from course.grading.worker import NO_RESPONSE
from course.notebooks.exercises import Exercise

CELLS = {Grade: GradeCell, Comment: SolutionCell}
UNANSWERED = {
    Grade: {"auto_score": 0.0, "needs_manual_grade": False},
    Comment: {"auto_comment": NO_RESPONSE},
}


def rows_of(book: Gradebook, kind: type, notebook: Submitted) -> dict:
    """The Grades or Comments of a submission by the name of their cell: one query for all."""
    rows = book.db.query(BaseCell.name, kind).join(kind, kind.cell_id == BaseCell.id)
    return dict(rows.filter(kind.notebook_id == notebook.id).all())


def make_rows_fit(
    book: Gradebook,
    notebook: Submitted,
    exercises: Iterable[Exercise],
    left_out: Collection[str],
    drop: bool,
) -> None:
    """Every exercise has its rows but for those left out; `drop`: rows of these go, if any.

    What a person has given keeps its exercise in.
    """
    rows = {kind: rows_of(book, kind, notebook) for kind in CELLS}
    wanted = {kind: set() for kind in CELLS}
    for exercise in exercises:
        names = {Grade: {*exercise.graded_cells}, Comment: {exercise.name}}
        theirs = [rows[kind][name] for kind in CELLS for name in names[kind] & rows[kind].keys()]
        if exercise.name not in left_out or any(map(_by_hand, theirs)) or (theirs and not drop):
            for kind in CELLS:
                wanted[kind] |= names[kind] - rows[kind].keys()
        else:
            for row in theirs:
                book.db.delete(row)
    for kind, names in wanted.items():
        _make(book, kind, notebook, names)
    book.db.flush()


def _by_hand(row: Grade | Comment) -> bool:
    if isinstance(row, Comment):
        return row.manual_comment is not None
    return row.manual_score is not None or row.extra_credit is not None


def _make(book: Gradebook, kind: type, notebook: Submitted, names: set[str]) -> None:
    """Rows as of an answer that is not there."""
    if not names:
        return
    cell = CELLS[kind]
    cells = book.db.query(cell.id).filter(cell.notebook_id == notebook.notebook_id)
    for (number,) in cells.filter(cell.name.in_(names)):
        book.db.add(kind(cell_id=number, notebook_id=notebook.id, **UNANSWERED[kind]))
