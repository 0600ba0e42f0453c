"""Gather what is known of one graded chapter: exercises, results, the gradebook, the answers."""

import json
import re
from dataclasses import dataclass, field
from functools import cached_property

from nbformat import NotebookNode

from course.demo.sample_class import MARK_SCHEME, MARKERS
from course.errors import CourseError
from course.gradebook.changed_cells import Removed
from course.grading.report import SetAside
from course.grading.results import Records, Result
from course.layout import Course
from course.notebooks.cell_names import bound_names
from course.notebooks.exercises import (
    Exercise,
    exercises,
    is_given,
    nbgrader_metadata,
    read_notebook,
)
from course.report.book import Book, read_book
from course.sealed.verdicts import combined
from course.test_power.answer_files import read_answers

TITLE = re.compile(r"^# +(.*)$", re.M)
HEADING = re.compile(r"^#+ *やってみよう *([0-9]+)[ \u3000]*(.*)$", re.M)
SOLUTION = re.compile(r"^[ \t]*### BEGIN SOLUTION.*?### END SOLUTION[ \t]*\n?", re.M | re.S)
INLINE_CODE = re.compile(r"`+([^`]+)`+")
IDENTIFIER = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True)
class Item:
    """One exercise as the report sees it."""

    name: str
    number: str
    title: str
    full: float
    by_hand: bool
    graded: list[str]  # grade_ids of the cells that carry points
    handed_out: str
    ordinary: list[str]  # the reference, and the wrong and right answers that the course knows
    given: set[str]  # names that the exercise gives, so that equal ones say nothing

    @property
    def label(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def cells(self) -> set[str]:
        return {self.name, *self.graded}


@dataclass(frozen=True)
class Scored:
    """One student with a score; points are None where a person still has to grade.

    An exercise that came after the release has no points for who never had it.
    """

    student: str
    points: dict[str, float | None]
    verdicts: dict[str, dict] = field(default_factory=dict)  # by exercise
    penalty: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)  # by cell
    tampering: list[str] = field(default_factory=list)
    graded_at: str = ""
    remarks: list[str] = field(default_factory=list)

    @property
    def waiting(self) -> list[str]:
        """Exercises that a person still has to grade."""
        return [name for name, points in self.points.items() if points is None]


@dataclass
class Chapter:
    """Everything that the pages of one chapter are made of."""

    slug: str
    title: str
    items: list[Item]
    scored: list[Scored]
    class_list: list[str] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    answers: dict[str, dict[str, str]] = field(default_factory=dict)  # by student and exercise
    removed: list[Removed] = field(default_factory=list)  # cells that have left the chapter

    @cached_property
    def not_handed_in(self) -> list[str]:
        """Students of the class list of whom nothing has come in, gradable or not."""
        here = {row.student for row in self.scored} | {entry.student for entry in self.set_aside}
        return [student for student in self.class_list if student not in here]


def has_results(course: Course, slug: str) -> bool:
    return any(Records(course, slug).all_published()) or bool(read_book(course, slug).points)


def read_chapter(course: Course, slug: str) -> Chapter:
    """The graded chapter; a CourseError where nothing has been graded yet."""
    if not course.source_notebook(slug).exists():
        raise CourseError(f"{slug} には、やってみよう（source/{slug}）がありません")
    records, book = Records(course, slug), read_book(course, slug)
    notebook = read_notebook(course.source_notebook(slug))
    items = _items(notebook, _named_answers(course, slug))
    scored = _scored(items, {found.student: found for found in records.all_published()}, book)
    if not scored:
        raise CourseError(
            f"{slug} は、まだ採点されていません（先に course grade {slug} を動かしてください）"
        )
    answers = {row.student: _answers(course, slug, row.student) for row in scored}
    answers = {student: found for student, found in answers.items() if found}
    about = book.students, records.set_aside(), answers, book.removed
    return Chapter(slug, _title(notebook) or slug, items, scored, *about)


def _title(notebook: NotebookNode) -> str:
    headings = TITLE.findall(notebook.cells[0].source) if notebook.cells else []
    return headings[0].removesuffix("やってみよう").strip() if headings else ""


def _named_answers(course: Course, slug: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind in ("wrong_answers", "right_answers"):
        for answer in read_answers(course.root / "tests" / kind / slug):
            found.setdefault(answer.exercise, []).append(answer.source)
    return found


def _items(notebook: NotebookNode, named: dict[str, list[str]]) -> list[Item]:
    known = {name for cell in notebook.cells if is_given(cell) for name in bound_names(cell.source)}
    prompts = _prompts(notebook)
    return [
        _item(exercise, count, prompts[exercise.name], known, named.get(exercise.name, []))
        for count, exercise in enumerate(exercises(notebook), start=1)
    ]


def _prompts(notebook: NotebookNode) -> dict[str, str]:
    """The text that stands before each answer, since the answer before it."""
    answers = {exercise.name for exercise in exercises(notebook)}
    prompts, text = {}, []
    for cell in notebook.cells:
        name = nbgrader_metadata(cell).get("grade_id")
        if name in answers:
            prompts[name], text = "\n".join(text), []
        elif cell.cell_type == "markdown":
            text.append(cell.source)
    return prompts


def _item(exercise: Exercise, count: int, prompt: str, known: set[str], named: list[str]) -> Item:
    headings = HEADING.findall(prompt)
    number, title = headings[-1] if headings else (str(count), "")
    source = exercise.answer.source
    handed_out = "" if exercise.by_hand else SOLUTION.sub("", source)
    given = set(IDENTIFIER.findall(" ".join([handed_out, *INLINE_CODE.findall(prompt)])))
    return Item(
        exercise.name,
        number,
        title or exercise.name,
        exercise.points,
        exercise.by_hand,
        exercise.graded_cells,
        handed_out,
        [MARK_SCHEME.sub("", MARKERS.sub("", source)), *named],
        known | given,
    )


def _scored(items: list[Item], results: dict[str, Result], book: Book) -> list[Scored]:
    """By student. What the gradebook says counts; without one, what the grader has written."""
    students = sorted(book.points or results)
    return [_row(items, s, results.get(s) or Result(s, "", {}), book) for s in students]


def _row(items: list[Item], student: str, result: Result, book: Book) -> Scored:
    points = _points(items, student, result, book)
    verdicts = {}
    for item in items:
        found = [result.verdicts[cell] for cell in item.graded if cell in result.verdicts]
        if found and item.name in points:
            verdicts[item.name] = combined(found)
    penalty = book.penalties.get(student, 0.0)
    about = result.seconds, result.tampering, result.graded_at, result.remarks
    return Scored(student, points, verdicts, penalty, *about)


def _points(items: list[Item], student: str, result: Result, book: Book) -> dict:
    if student not in book.points:
        automatic = {cell: verdict["points"] for cell, verdict in result.verdicts.items()}
        return {item.name: _sum([automatic.get(cell) for cell in item.graded]) for item in items}
    given = book.points[student]
    counted = {item.name: [given[c] for c in item.graded if c in given] for item in items}
    return {name: _sum(points) for name, points in counted.items() if points}


def _sum(points: list[float | None]) -> float | None:
    return None if None in points or not points else sum(points)


def _answers(course: Course, slug: str, student: str) -> dict[str, str]:
    """The graded answers of a student. Plain JSON: nbformat's checks take minutes for a school."""
    path = course.root / "autograded" / student / slug / f"{slug}.ipynb"
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return {}
    found = {}
    for cell in cells:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("solution"):
            found[about["grade_id"]] = "".join(cell["source"])
    return found
