"""Does a submitted notebook belong to this chapter?"""

from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course.errors import CourseError
from course.grading.notebook_file import read_submission
from course.grading.report import Cause, Problem
from course.layout import Course
from course.notebooks.exercises import read_notebook
from course.sealed.rebuild import grade_id

START_AGAIN = "配ったノートブック（release/）に答えを写して、出し直してもらってください"


@dataclass(frozen=True)
class Expected:
    """The grade_ids of our cells, by chapter, as source/ has them."""

    slug: str
    chapters: dict[str, set[str]]

    @classmethod
    def of(cls, course: Course, slug: str) -> "Expected":
        chapters = {name: _our_cells(course, name) for name in course.slugs}
        if not chapters[slug]:
            raise CourseError(f"{slug} にはやってみようがありません（source/{slug}/ を確かめて）")
        return cls(slug, chapters)


def _our_cells(course: Course, slug: str) -> set[str]:
    path = course.source_notebook(slug)
    try:
        cells = read_notebook(path).cells if path.exists() else []
    except Exception as error:
        raise CourseError(f"source/{slug}/ のノートブックを読めません（{error}）") from None
    return {name for cell in cells if (name := grade_id(cell))}


def checked_notebook(path: Path, expected: Expected) -> NotebookNode:
    """The submission as its author saved it, if it is a notebook of this chapter."""
    notebook = read_submission(path, set().union(*expected.chapters.values()))
    names = {name for cell in notebook.cells if (name := grade_id(cell))}
    _check_chapter(names, expected)
    return notebook


def _check_chapter(names: set[str], expected: Expected) -> None:
    """Is the notebook another one altogether?"""
    shared = {slug: len(cells & names) for slug, cells in expected.chapters.items()}
    best = max(shared, key=shared.get)
    if not shared[best]:
        reason = "この講座のやってみようのセルが1つもありません"
        raise Problem(Cause.FOREIGN, reason, START_AGAIN)
    if shared[best] > shared[expected.slug]:
        action = f"{expected.slug} のノートブックを出してもらってください"
        raise Problem(Cause.FOREIGN, f"別の章（{best}）のノートブックです", action)
