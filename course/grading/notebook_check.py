"""Does a submitted notebook belong to this chapter, with the cells that scoring needs?"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.errors import CourseError
from course.exercises import is_answer, is_given, is_grade, nbgrader_metadata, read_notebook
from course.grading.notebook_file import read_submission
from course.grading.report import Cause, Problem, enumerate_names
from course.layout import Course

START_AGAIN = "配ったノートブック（release/）に答えを写して、出し直してもらってください"


@dataclass(frozen=True)
class Expected:
    """nbgrader's metadata of our cells, by chapter and grade_id, as source/ has it."""

    slug: str
    chapters: dict[str, dict[str, dict]]

    @classmethod
    def of(cls, course: Course, slug: str) -> "Expected":
        chapters = {name: _our_cells(course, name) for name in course.slugs}
        if not chapters[slug]:
            raise CourseError(f"{slug} にはやってみようがありません（source/{slug}/ を確かめて）")
        return cls(slug, chapters)

    @property
    def metadata(self) -> dict[str, dict]:
        return self.chapters[self.slug]

    @property
    def needed(self) -> set[str]:
        """Cells without which the score would be wrong: all but the code answers."""
        return {name for name, data in self.metadata.items() if data["grade"] or data["locked"]}


def _our_cells(course: Course, slug: str) -> dict[str, dict]:
    path = course.source_notebook(slug)
    try:
        cells = read_notebook(path).cells if path.exists() else []
    except Exception as error:
        raise CourseError(f"source/{slug}/ のノートブックを読めません（{error}）") from None
    ours = [cell for cell in cells if is_grade(cell) or is_answer(cell) or is_given(cell)]
    return {nbgrader_metadata(cell)["grade_id"]: dict(nbgrader_metadata(cell)) for cell in ours}


def checked_notebook(path: Path, expected: Expected) -> NotebookNode:
    """The submission in a form that nbgrader can grade: our cells carry source/'s metadata."""
    notebook = read_submission(path)
    names = [_grade_id(cell) for cell in notebook.cells]
    _check_chapter(set(names), expected)
    _check_cells(Counter(names), expected)
    for cell, name in zip(notebook.cells, names, strict=True):
        cell.metadata.pop("nbgrader", None)
        if name in expected.metadata:
            cell.metadata["nbgrader"] = nbformat.from_dict(expected.metadata[name])
    return notebook


def _grade_id(cell: NotebookNode) -> str | None:
    metadata = nbgrader_metadata(cell)
    name = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) else None


def _check_chapter(names: set[str], expected: Expected) -> None:
    """Cells are missing: is it because the notebook is another one altogether?"""
    if expected.needed <= names:
        return
    shared = {slug: len(cells.keys() & names) for slug, cells in expected.chapters.items()}
    best = max(shared, key=shared.get)
    if not shared[best]:
        reason = "この講座のやってみようのセルが1つもありません"
        raise Problem(Cause.FOREIGN, reason, START_AGAIN)
    if shared[best] > shared[expected.slug]:
        action = f"{expected.slug} のノートブックを出してもらってください"
        raise Problem(Cause.FOREIGN, f"別の章（{best}）のノートブックです", action)


def _check_cells(count: Counter, expected: Expected) -> None:
    missing = [name for name in expected.metadata if name in expected.needed - count.keys()]
    if missing:
        reason = f"採点に必要なセル{enumerate_names(missing)}がありません"
        raise Problem(Cause.CELLS, f"{reason}（消したか、古い版です）", START_AGAIN)
    twice = [name for name in expected.metadata if count[name] > 1]
    if twice:
        reason = f"セル{enumerate_names(twice)}が2つ以上あります（コピーしたものが残っています）"
        raise Problem(Cause.CELLS, reason, "余分なセルを消して、出し直してもらってください")
