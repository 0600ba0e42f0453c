"""What only nbgrader's gradebook knows: the class list, points given by hand, late penalties."""

from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, Student, SubmittedAssignment
from nbgrader.api import SubmittedNotebook as Notebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from course.errors import CourseError
from course.layout import Course
from course.nbgrader_setup import load_config, programs_on_path


@dataclass(frozen=True)
class Book:
    """The gradebook's view of one chapter; empty where there is no gradebook."""

    students: list[str] = field(default_factory=list)
    points: dict[str, dict[str, float | None]] = field(default_factory=dict)  # by student and cell
    penalties: dict[str, float] = field(default_factory=dict)


def read_book(course: Course, slug: str) -> Book:
    """Everything in a few queries, however large the class is."""
    coursedir = CourseDirectory(config=load_config(course), root=str(course.root))
    if _is_missing(coursedir.db_url):  # opening it would make an empty one
        return Book()
    try:
        with programs_on_path(), Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            students = sorted(name for (name,) in gradebook.db.query(Student.id))
            return Book(students, _points(gradebook.db, slug), _penalties(gradebook.db, slug))
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        reason = str(error).splitlines()[0]
        raise CourseError(
            f"成績簿を読めません（nbgrader_config.py の db_url を確かめてください）：{reason}"
        ) from None


def _is_missing(db_url: str) -> bool:
    url = make_url(db_url)
    is_file = url.get_backend_name() == "sqlite" and url.database
    return bool(is_file) and not Path(url.database).exists()


def _of_chapter(query, slug: str):
    query = query.join(Notebook.assignment).join(SubmittedAssignment.assignment)
    return query.filter(Assignment.name == slug)


def _points(database, slug: str) -> dict[str, dict[str, float | None]]:
    """Points by student and graded cell; None where a person has to grade."""
    columns = SubmittedAssignment.student_id, BaseCell.name, Grade.score, Grade.needs_manual_grade
    query = database.query(*columns).select_from(Grade).join(Grade.cell).join(Grade.notebook)
    found: dict[str, dict[str, float | None]] = {}
    for student, cell, score, needs_a_person in _of_chapter(query, slug):
        found.setdefault(student, {})[cell] = None if needs_a_person else score
    return found


def _penalties(database, slug: str) -> dict[str, float]:
    columns = SubmittedAssignment.student_id, Notebook.late_submission_penalty
    query = database.query(*columns).select_from(Notebook)
    return {student: value for student, value in _of_chapter(query, slug) if value}
