"""Read the scores from nbgrader's gradebook, and keep it honest when a submission fails."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory

from course.exercises import Exercise, exercises, nbgrader_metadata, read_notebook

GRADE_VALUES = ("auto_score", "manual_score", "extra_credit", "needs_manual_grade")


@dataclass(frozen=True)
class _Snapshot:
    """What the gradebook holds about one submission."""

    timestamp: datetime | None
    grades: dict[str, dict]

    @property
    def confirmed_by_hand(self) -> set[str]:
        """Graded cells whose points a person has given and that ask for no other look."""
        return {
            name
            for name, grade in self.grades.items()
            if grade["manual_score"] is not None and not grade["needs_manual_grade"]
        }


class Scores:
    """The gradebook's view of one chapter."""

    def __init__(self, coursedir: CourseDirectory, slug: str, notebook: NotebookNode):
        self.coursedir, self.slug = coursedir, slug
        self.exercises = exercises(notebook)

    def _gradebook(self) -> Gradebook:
        return Gradebook(self.coursedir.db_url, self.coursedir.course_id)

    def of(self, student: str) -> dict[str, float | None]:
        """Points per exercise; None where a person has to grade."""
        with self._gradebook() as gradebook:
            grades = self._grades(gradebook, student)
            return {
                exercise.name: _points([grades[name] for name in _graded_cells(exercise)])
                for exercise in self.exercises
            }

    def _grades(self, gradebook: Gradebook, student: str) -> dict:
        notebook = gradebook.find_submission_notebook(self.slug, self.slug, student)
        return {grade.name: grade for grade in notebook.grades}

    def students(self) -> dict[str, bool]:
        """Every student in the gradebook, and whether a submission of this chapter is."""
        with self._gradebook() as gradebook:
            submissions = gradebook.assignment_submissions(self.slug)
            handed_in = {submission.student.id for submission in submissions}
            return {student.id: student.id in handed_in for student in gradebook.students}

    @contextmanager
    def unchanged_on_failure(self, student: str):
        """A submission that fails leaves the gradebook as it was; new students not at all.

        Gives the names of the graded cells whose points a person has given.
        """
        known = self.students()
        before = self._snapshot(student) if known.get(student) else None
        try:
            yield before.confirmed_by_hand if before else set()
        except BaseException:
            self._restore(student, before, known)
            raise

    def _snapshot(self, student: str) -> "_Snapshot":
        with self._gradebook() as gradebook:
            timestamp = gradebook.find_submission(self.slug, student).timestamp
            grades = self._grades(gradebook, student).items()
            values = {name: {key: getattr(g, key) for key in GRADE_VALUES} for name, g in grades}
            return _Snapshot(timestamp, values)

    def _restore(self, student: str, before: "_Snapshot | None", known: dict[str, bool]) -> None:
        with self._gradebook() as gradebook:
            if before is None:
                _ignore_missing(gradebook.remove_submission, self.slug, student)
                if student not in known:
                    _ignore_missing(gradebook.remove_student, student)
                return
            gradebook.find_submission(self.slug, student).timestamp = before.timestamp
            for name, grade in self._grades(gradebook, student).items():
                for key, value in before.grades.get(name, {}).items():
                    setattr(grade, key, value)
            gradebook.db.commit()

    def keep_confirmed(self, student: str, names: set[str], before: Path, after: Path) -> None:
        """nbgrader asks for another look at every regrade: only a changed answer needs one."""
        if not names:
            return
        old, new = _answers(before), _answers(after)
        with self._gradebook() as gradebook:
            grades = self._grades(gradebook, student)
            for exercise in self.exercises:
                if exercise.name in old and old[exercise.name] == new.get(exercise.name):
                    for name in names.intersection(_graded_cells(exercise)):
                        grades[name].needs_manual_grade = False
            gradebook.db.commit()


def _graded_cells(exercise: Exercise) -> list[str]:
    graded = [exercise.answer] if exercise.by_hand else exercise.tests
    return [nbgrader_metadata(cell)["grade_id"] for cell in graded]


def _points(grades: list) -> float | None:
    if any(grade.needs_manual_grade for grade in grades):
        return None
    return sum(grade.score for grade in grades)


def _answers(folder: Path) -> dict[str, str]:
    """The answers in a graded notebook, none where it does not exist (yet)."""
    found = {}
    for path in folder.glob("*.ipynb"):
        found |= {
            exercise.name: exercise.answer.source for exercise in exercises(read_notebook(path))
        }
    return found


def _ignore_missing(remove, *names: str) -> None:
    try:
        remove(*names)
    except MissingEntry:
        return
