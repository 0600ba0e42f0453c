"""Prove an exercise notebook before students get it: answers score 100 %, the release 0 %."""

import logging
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from course.errors import CourseError
from course.notebooks.execute import execute
from course.notebooks.exercises import exercises

LOG = logging.getLogger("course.authoring.proof")


def proof_problems(source: NotebookNode, release: NotebookNode, slug: str) -> list[str]:
    """What is wrong with the scores of the two editions; empty when they are as they should be."""
    try:
        solved, unsolved = _executed(source, slug), _executed(release, slug)
    except CourseError as error:
        return [f"{slug} のやってみよう：{problem}" for problem in error.problems]
    problems = [
        f"{slug} の {name}：模範解答が満点になりません（{points:g} / {full:g} 点）。{message}"
        for name, (points, full, message) in _scores(solved).items()
        if points < full
    ]
    problems += [
        f"{slug} の {name}：答えのない配布版が {points:g} 点になります"
        for name, (points, _, _) in _scores(unsolved).items()
        if points > 0
    ]
    problems += [
        f"{slug} のセル {cell}：答えでもテストでもないのに、配布版でエラーになります"
        for cell in errors_outside_exercises(unsolved)
    ]
    return problems


def scores(notebook: NotebookNode, slug: str) -> dict[str, tuple[float, float, str]]:
    """Points, full points and the message of the tests, per automatically graded exercise."""
    return _scores(_executed(notebook, slug))


def _executed(notebook: NotebookNode, slug: str) -> NotebookNode:
    with tempfile.TemporaryDirectory(prefix="course-proof-") as folder:
        nbformat.write(notebook, Path(folder) / f"{slug}.ipynb")  # for the progress table
        return execute(notebook, Path(folder), allow_errors=True)


def _scores(executed: NotebookNode) -> dict[str, tuple[float, float, str]]:
    return {
        exercise.name: (
            sum(determine_grade(test, LOG)[0] or 0 for test in exercise.tests),
            exercise.points,
            " ".join(message for test in exercise.tests for message in _errors(test)),
        )
        for exercise in exercises(executed)
        if not exercise.by_hand
    }


def errors_outside_exercises(executed: NotebookNode) -> list[str]:
    """Ids of cells that failed although they are neither an answer nor a test."""
    belonging = {
        cell.id for exercise in exercises(executed) for cell in (exercise.answer, *exercise.tests)
    }
    return [cell.id for cell in executed.cells if cell.id not in belonging and any(_errors(cell))]


def _errors(cell: NotebookNode) -> list[str]:
    return [
        f"{output.ename}: {output.evalue}"
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
