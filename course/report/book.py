"""What only nbgrader's gradebook knows: the class list, points given by hand, late penalties."""

from dataclasses import dataclass, field

from nbgrader.api import Assignment, BaseCell, Grade, Student, SubmittedAssignment
from nbgrader.api import SubmittedNotebook as Notebook
from sqlalchemy.orm import Session

from course.gradebook.address import opened, present, sqlite_file
from course.gradebook.changed_cells import Removed, removed_cells
from course.layout import Course


@dataclass(frozen=True)
class Book:
    """The gradebook's view of one chapter; empty where there is no gradebook."""

    students: list[str] = field(default_factory=list)
    points: dict[str, dict[str, float | None]] = field(default_factory=dict)  # by student and cell
    penalties: dict[str, float] = field(default_factory=dict)
    removed: list[Removed] = field(default_factory=list)


def read_book(course: Course, slug: str) -> Book:
    """Everything in a few queries, however large the class is."""
    url = present(course)
    file = sqlite_file(url)
    if file and not file.exists():  # opening it would make an empty one
        return Book()
    with opened(url) as connection, Session(connection) as database:
        students = sorted(name for (name,) in database.query(Student.id))
        removed = removed_cells(connection, slug)
        return Book(students, _points(database, slug), _penalties(database, slug), removed)


def _of_chapter(query, slug: str):
    query = query.join(Notebook.assignment).join(SubmittedAssignment.assignment)
    return query.filter(Assignment.name == slug)


def _points(database: Session, slug: str) -> dict[str, dict[str, float | None]]:
    """Points by student and graded cell that counts; None where a person has to grade."""
    everyone = database.query(SubmittedAssignment.student_id).select_from(Notebook)
    found: dict[str, dict[str, float | None]] = {s: {} for (s,) in _of_chapter(everyone, slug)}
    columns = SubmittedAssignment.student_id, BaseCell.name, Grade.score, Grade.needs_manual_grade
    query = database.query(*columns).select_from(Grade).join(Grade.cell).join(Grade.notebook)
    for student, cell, score, needs_a_person in _of_chapter(query, slug):
        found[student][cell] = None if needs_a_person else score
    return found


def _penalties(database: Session, slug: str) -> dict[str, float]:
    columns = SubmittedAssignment.student_id, Notebook.late_submission_penalty
    query = database.query(*columns).select_from(Notebook)
    return {student: value for student, value in _of_chapter(query, slug) if value}
