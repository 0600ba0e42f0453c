"""nbgrader's gradebook as the grading of one chapter sees it: read, and written in one transaction.

One submission is saved wholly or not at all: nbgrader's own methods commit after every step, so a
grader that was killed, or a full disk, would leave half of the points behind.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nbformat import NotebookNode
from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import Index

from course.feedback.graded_page import Grades
from course.gradebook.changed_cells import added_cells, count_added, removed_cells
from course.gradebook.transaction import one_transaction
from course.grading.added_exercises import AddedExercises
from course.grading.old_answers import answers
from course.grading.report import AddedExercise, RemovedCell
from course.grading.submission_rows import make_rows_fit, rows_of
from course.grading.worker import NO_RESPONSE, Graded, Task
from course.notebooks.exercises import exercises

Penalty = Callable[[str, float, float], float | None]  # student, score, seconds late
# without them the database reads the rows of the whole class to find those of one submission
INDEXES = tuple(
    Index(f"course_{table.__tablename__}_by_notebook", table.notebook_id)
    for table in (Grade, Comment)
)


class Scores:
    """The gradebook's view of one chapter; `penalty` says what being late costs."""

    def __init__(
        self, db_url: str, course_id: str, slug: str, notebook: NotebookNode, penalty: Penalty
    ):
        self._place, self.slug, self._penalty = (db_url, course_id), slug, penalty
        self._open: Gradebook | None = None
        self.exercises = exercises(notebook)
        self.added = AddedExercises(notebook, {})
        self._taking_out = False

    @property
    def full_points(self) -> dict[str, float]:
        return {exercise.name: exercise.points for exercise in self.exercises}

    @contextmanager
    def transaction(self) -> Iterator[Gradebook]:
        """What happens inside is kept at its end, or not at all."""
        if self._open is None:  # kept open: connecting takes longer than all the rest
            self._open = Gradebook(*self._place)
        book = self._open
        try:
            with one_transaction(book):
                yield book
        finally:
            book.db.remove()

    def add_indexes(self) -> None:
        """A large class costs no more for each student than a small one."""
        with self.transaction() as book:
            for index in INDEXES:
                index.create(book.db.connection(), checkfirst=True)

    def settle_added(self, notebook: NotebookNode, count: bool | None) -> None:
        """What came after the release counts for everybody or not; None: as it was decided."""
        with self.transaction() as book:
            if count is not None:
                count_added(book.db(), self.slug, count)
            self.added = AddedExercises(notebook, added_cells(book.db(), self.slug))
        self._taking_out = count is False

    def close(self) -> None:
        """The next use connects anew."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def students(self) -> dict[str, bool]:
        """Every student in the gradebook, and whether a submission of this chapter is."""
        with self.transaction() as book:
            of_chapter = book.db.query(SubmittedAssignment.student_id).join(Assignment)
            handed_in = {name for (name,) in of_chapter.filter(Assignment.name == self.slug)}
            return {name: name in handed_in for (name,) in book.db.query(Student.id)}

    def checksums(self) -> dict[str, str]:
        """Of the graded cells as they were handed out."""
        with self.transaction() as book:
            cells = book.find_notebook(self.slug, self.slug).source_cells
            return {cell.name: cell.checksum for cell in cells if cell.checksum}

    def grades(self, student: str) -> Grades | None:
        """What the gradebook holds of a student, None where there is no submission."""
        with self.transaction() as book:
            try:
                return _grades_in(book, self._notebook(book, student))
            except MissingEntry:
                return None

    def of(self, student: str) -> dict[str, float | None]:
        """Points per exercise that counts for the student; None where a person has to grade."""
        with self.transaction() as book:
            grades = rows_of(book, Grade, self._notebook(book, student))
            points = {}
            for exercise in self.exercises:
                rows = [grades[name] for name in exercise.graded_cells if name in grades]
                points |= {exercise.name: _points(rows)} if rows else {}
            return points

    def save(self, book: Gradebook, task: Task, graded: Graded) -> Grades:
        """Write new verdicts beside what people have given; the grades as they then are."""
        book.update_or_create_student(task.student)
        handed_in = {"timestamp": task.timestamp} if task.timestamp else {}
        known = self.added.any and self._is_known(book, task.student)
        submission = book.update_or_create_submission(self.slug, task.student, **handed_in)
        notebook = self._notebook(book, task.student)
        never_had = self._fit(book, notebook, task, drop=not known)
        for name, grade in rows_of(book, Grade, notebook).items():
            by_hand = name not in graded.verdicts
            untouched = name in never_had or graded.grades.comments.get(name) == NO_RESPONSE
            unknown = by_hand and not untouched
            grade.auto_score = None if unknown else graded.grades.cells[name][0]
            grade.needs_manual_grade = unknown or grade.manual_score is not None
        for name, comment in rows_of(book, Comment, notebook).items():
            comment.auto_comment = graded.grades.comments.get(name)
        self._take_off(book, submission, notebook)
        return _grades_in(book, notebook)

    def _is_known(self, book: Gradebook, student: str) -> bool:
        try:
            return self._notebook(book, student) is not None
        except MissingEntry:
            return False

    def _fit(self, book: Gradebook, notebook: SubmittedNotebook, task: Task, drop: bool) -> set:
        """Rows for what counts; the added exercises that the submission never had."""
        if not self.added.any:
            return set()
        never_had = self.added.never_had(task.notebook)
        left_out = never_had & {exercise.name for exercise in self.added.uncounted}
        make_rows_fit(book, notebook, self.exercises, left_out, drop or self._taking_out)
        return never_had

    def recount(self, task: Task) -> None:
        """Of a submission that is not graded again, as it is decided now what counts."""
        if self.added.any:
            with self.transaction() as book:
                if self._is_known(book, task.student):
                    self._fit(book, self._notebook(book, task.student), task, drop=False)

    def added_exercises(self) -> list[AddedExercise]:
        """Those that some submission never had, or that count in spite of that."""
        with self.transaction() as book:
            chapter = book.find_notebook(self.slug, self.slug)
            everyone = book.db.query(SubmittedNotebook).filter_by(notebook_id=chapter.id).count()
            having = book.db.query(Grade.notebook_id).join(GradeCell, GradeCell.id == Grade.cell_id)
            having = having.filter(GradeCell.notebook_id == chapter.id).distinct()
            found = []
            for exercise in self.added.all:
                here = having.filter(GradeCell.name.in_(exercise.graded_cells)).count()
                about = everyone - here, self.added.counts(exercise)
                found += [AddedExercise(exercise.name, *about)] if any(about) else []
            return found

    def removed_cells(self) -> list[RemovedCell]:
        """Those for which points are in the record."""
        with self.transaction() as book:
            found = removed_cells(book.db.connection(), self.slug)
        return [RemovedCell(r.cell, len(r.points), sum(r.points.values())) for r in found]

    def _take_off(
        self, book: Gradebook, submission: SubmittedAssignment, notebook: SubmittedNotebook
    ) -> None:
        """What being late costs, between 0 and the whole score."""
        notebook.late_submission_penalty = None
        book.db.flush()
        book.db.expire_all()  # totals are computed by the database
        late = submission.total_seconds_late
        if late > 0:
            penalty = self._penalty(submission.student.id, notebook.score, late)
            if penalty is not None:
                notebook.late_submission_penalty = min(max(penalty, 0), notebook.score)
                book.db.flush()

    def confirmed_by_hand(self, book: Gradebook, student: str) -> set[str]:
        """Graded cells whose points a person has given and that ask for no other look."""
        try:
            grades = rows_of(book, Grade, self._notebook(book, student))
        except MissingEntry:
            return set()
        return {
            name
            for name, grade in grades.items()
            if grade.manual_score is not None and not grade.needs_manual_grade
        }

    def keep_confirmed(
        self, book: Gradebook, student: str, names: set[str], old: dict, new: NotebookNode
    ) -> None:
        """Only a changed answer needs another look at points that a person has given."""
        if not names:
            return
        now = answers(new)
        grades = rows_of(book, Grade, self._notebook(book, student))
        for exercise in self.exercises:
            if exercise.name in old and old[exercise.name] == now.get(exercise.name):
                for name in names.intersection(exercise.graded_cells):
                    grades[name].needs_manual_grade = False

    def _notebook(self, book: Gradebook, student: str) -> SubmittedNotebook:
        return book.find_submission_notebook(self.slug, self.slug, student)


def _grades_in(book: Gradebook, notebook: SubmittedNotebook) -> Grades:
    grades = rows_of(book, Grade, notebook)
    full = dict(
        book.db.query(GradeCell.name, GradeCell.max_score)
        .filter(GradeCell.notebook_id == notebook.notebook_id, GradeCell.name.in_(grades))
        .all()
    )
    comments = rows_of(book, Comment, notebook)
    return Grades(
        {name: (float(grade.score), float(full[name])) for name, grade in grades.items()},
        {name: comment.comment for name, comment in comments.items()},
        float(notebook.score),
        float(sum(full.values())),
        float(notebook.late_submission_penalty or 0),
    )


def _points(grades: list) -> float | None:
    if any(grade.needs_manual_grade for grade in grades):
        return None
    return sum(grade.score for grade in grades)
