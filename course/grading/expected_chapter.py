"""Does a submitted notebook belong to this chapter?"""

from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from course.errors import CourseError
from course.grading.notebook_file import read_submission
from course.grading.report import Cause, Problem
from course.layout import Course
from course.notebooks.exercises import grade_id, read_notebook
from course.sealed.submitted_cells import names_in

START_AGAIN = "配ったノートブック（release/）に答えを写して、出し直してもらってください"


@dataclass(frozen=True)
class Expected:
    """The grade_ids of our cells, by chapter, as source/ has them."""

    slug: str
    chapters: dict[str, set[str]]
    sources: dict[str, NotebookNode] = field(default_factory=dict)

    @classmethod
    def of(cls, course: Course, slug: str) -> "Expected":
        sources = {name: _source(course, name) for name in course.slugs}
        chapters = {name: _names(notebook) for name, notebook in sources.items()}
        if not chapters[slug]:
            raise CourseError(f"{slug} にはやってみようがありません（source/{slug}/ を確かめて）")
        return cls(slug, chapters, sources)


def _source(course: Course, slug: str) -> NotebookNode:
    path = course.source_notebook(slug)
    try:
        return read_notebook(path) if path.exists() else new_notebook()
    except Exception as error:
        raise CourseError(f"source/{slug}/ のノートブックを読めません（{error}）") from None


def _names(notebook: NotebookNode) -> set[str]:
    return {name for cell in notebook.cells if (name := grade_id(cell))}


def checked_notebook(path: Path, expected: Expected) -> NotebookNode:
    """The submission as its author saved it, if it is a notebook of this chapter."""
    notebook = read_submission(path, set().union(*expected.chapters.values()))
    _check_chapter(notebook, expected)
    return notebook


def _check_chapter(notebook: NotebookNode, expected: Expected) -> None:
    """Is the notebook another one altogether?"""
    names = _names(notebook)
    shared = {slug: len(cells & names) for slug, cells in expected.chapters.items()}
    if not any(shared.values()):  # the names may have been lost
        shared |= {slug: len(names_in(notebook, s)) for slug, s in expected.sources.items()}
    best = max(shared, key=shared.get)
    if not shared[best]:
        reason = "この講座のやってみようのセルが1つもありません"
        raise Problem(Cause.FOREIGN, reason, START_AGAIN)
    if shared[best] > shared[expected.slug]:
        action = f"{expected.slug} のノートブックを出してもらってください"
        raise Problem(Cause.FOREIGN, f"別の章（{best}）のノートブックです", action)
