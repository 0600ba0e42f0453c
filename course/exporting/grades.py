"""The grades of a class as nbgrader's gradebook has them: points, penalties, what is unfinished."""

from dataclasses import dataclass

from nbgrader.api import Assignment, Gradebook, MissingEntry, SubmittedAssignment

from course.collecting.class_list import ClassList, opened_gradebook
from course.errors import CourseError
from course.layout import Course
from course.notebooks.exercises import Exercise, exercises, read_notebook


@dataclass(frozen=True)
class Result:
    """One student's points in one chapter; None where a person has yet to grade.

    `points` has the exercises that count for the student: those that came after the release do not
    count for who never had them.
    """

    points: dict[str, float | None]
    penalty: float
    score: float
    full: float = 0.0  # of these exercises
    out_of: float = 0.0  # of the chapter

    @property
    def final(self) -> float | None:
        """What counts: the points less the penalty for lateness, out of the chapter's points."""
        if None in self.points.values() or self.is_out:
            return None
        own = max(0.0, self.score - self.penalty)
        return own * self.out_of / self.full if self.is_scaled else own

    @property
    def is_out(self) -> bool:
        """Nothing of the chapter counts."""
        return self.out_of > 0 and not self.points

    @property
    def is_scaled(self) -> bool:
        return 0 < self.full < self.out_of

    @property
    def by_hand(self) -> list[str]:
        """Exercises that wait for a person."""
        return [name for name, points in self.points.items() if points is None]


@dataclass(frozen=True)
class ChapterGrades:
    """Results by student; who has none handed nothing in that was graded."""

    slug: str
    full_points: dict[str, float]
    results: dict[str, Result]

    @property
    def full(self) -> float:
        return sum(self.full_points.values())

    @property
    def scaled(self) -> list[str]:
        """Students for whom not every exercise counts."""
        return sorted(student for student, result in self.results.items() if result.is_scaled)


def read_grades(course: Course, slugs: list[str]) -> tuple[ClassList, list[ChapterGrades]]:
    """Everyone in the gradebook, and the results of these chapters."""
    with opened_gradebook(course) as gradebook:
        chapters = [_chapter(course, gradebook, slug) for slug in slugs]
    return ClassList.read(course), chapters


def _chapter(course: Course, gradebook: Gradebook, slug: str) -> ChapterGrades:
    source = course.source_notebook(slug)
    if not source.exists():
        raise CourseError(f"{slug} にはやってみようがありません（source/{slug}/ を確かめて）")
    found = exercises(read_notebook(source))
    try:
        assignment = gradebook.find_assignment(slug)
    except MissingEntry:
        raise CourseError(f"{slug} は、まだ採点していません（course grade {slug}）") from None
    full = _full_points(assignment, found, slug)
    results = {s.student.id: _result(s, found, full) for s in assignment.submissions}
    return ChapterGrades(slug, full, results)


def _full_points(assignment: Assignment, found: list[Exercise], slug: str) -> dict[str, float]:
    cells = {cell.name: cell.max_score for nb in assignment.notebooks for cell in nb.grade_cells}
    names = [name for exercise in found for name in exercise.graded_cells]
    if set(names) != set(cells):
        raise CourseError(
            f"{slug} の採点に関わるセルが、採点したあとで変わっています（course grade {slug} で"
            "採点し直してください）"
        )
    return {e.name: sum(cells[name] for name in e.graded_cells) for e in found}


def _result(submission: SubmittedAssignment, found: list[Exercise], full: dict) -> Result:
    grades = {grade.name: grade for notebook in submission.notebooks for grade in notebook.grades}
    points = {}
    for exercise in found:
        cells = [grades[name] for name in exercise.graded_cells if name in grades]
        if cells:
            waiting = any(cell.needs_manual_grade for cell in cells)
            points[exercise.name] = None if waiting else sum(cell.score for cell in cells)
    score = submission.late_submission_penalty or 0.0, submission.score or 0.0
    return Result(points, *score, sum(full[name] for name in points), sum(full.values()))
