"""What an exercise notebook consists of: given cells, answers and the tests that belong to them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.notebooks.cell_names import bound_names


@dataclass(frozen=True)
class Exercise:
    """One answer cell with the test cells that follow it (none when a person grades it)."""

    name: str
    answer: NotebookNode
    tests: list[NotebookNode] = field(default_factory=list)

    @property
    def by_hand(self) -> bool:
        return is_grade(self.answer)

    @property
    def graded(self) -> list[NotebookNode]:
        """The cells that carry the points."""
        return [self.answer] if self.by_hand else self.tests

    @property
    def points(self) -> float:
        return sum(nbgrader_metadata(cell).get("points") or 0 for cell in self.graded)

    @property
    def graded_cells(self) -> list[str]:
        """The grade_ids of the cells that carry the points."""
        return [nbgrader_metadata(cell)["grade_id"] for cell in self.graded]

    @property
    def cells(self) -> list[str]:
        """The grade_ids of the answer and of its tests."""
        return [nbgrader_metadata(cell)["grade_id"] for cell in (self.answer, *self.tests)]

    @property
    def answer_names(self) -> set[str]:
        """Names that the author's answer binds: what tests may use."""
        return set(bound_names(self.answer.source))


def read_notebook(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def nbgrader_metadata(cell: NotebookNode) -> dict:
    return cell.metadata.get("nbgrader", {})


def grade_id(cell: NotebookNode) -> str | None:
    """The name under which a cell is known, whatever else its metadata says."""
    metadata = nbgrader_metadata(cell)
    name = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) else None


def visible_source(source: str) -> str:
    """A test cell as it is handed out: without hidden tests."""
    lines, hidden = [], False
    for line in source.splitlines():
        if "### BEGIN HIDDEN TESTS" in line:
            hidden = True
        elif "### END HIDDEN TESTS" in line:
            hidden = False
        elif not hidden:
            lines.append(line)
    return "\n".join(lines)


def is_grade(cell: NotebookNode) -> bool:
    return bool(nbgrader_metadata(cell).get("grade"))


def is_answer(cell: NotebookNode) -> bool:
    return bool(nbgrader_metadata(cell).get("solution"))


def is_test(cell: NotebookNode) -> bool:
    return is_grade(cell) and not is_answer(cell)


def is_given(cell: NotebookNode) -> bool:
    """A locked code cell that the learner cannot change and tests may rely on."""
    locked = bool(nbgrader_metadata(cell).get("locked"))
    return cell.cell_type == "code" and locked and not is_grade(cell) and not is_answer(cell)


def exercises(notebook: NotebookNode) -> list[Exercise]:
    """The exercises of a notebook in order; a test cell belongs to the last answer before it."""
    found: list[Exercise] = []
    for cell in notebook.cells:
        if is_answer(cell):
            found.append(Exercise(nbgrader_metadata(cell)["grade_id"], cell))
        elif is_test(cell) and found:
            found[-1].tests.append(cell)
    return found


def checks(test: NotebookNode) -> Iterator[dict[str, str]]:
    """Of each `_check.exercise` in a test: the exercise's name, the part, and what it is about."""
    for node in ast.walk(ast.parse(test.source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("_check.exercise"):
            name, *_ = [ast.literal_eval(argument) for argument in node.args] or [""]
            asked = {
                word.arg: word.value for word in node.keywords if word.arg in ("part", "about")
            }
            said = {key: ast.literal_eval(value) for key, value in asked.items()}
            yield {"name": name, "part": "", "about": ""} | said
