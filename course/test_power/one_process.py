"""Run an exercise notebook in this process, without a kernel: the fast way to try many answers.

For trusted answers only (the course's own references and named wrong answers).
"""

import contextlib
import io
import linecache
import tempfile
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
from nbformat import NotebookNode

from course.notebooks.exercises import exercises


@dataclass(frozen=True)
class Outcome:
    """What the test cells of one exercise said, one after the other: nothing where they passed."""

    messages: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not any(self.messages)

    @property
    def message(self) -> str:
        return "\n".join(filter(None, self.messages))


def with_answers(notebook: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """A copy of the notebook in which the named exercises are answered by other source."""
    notebook = deepcopy(notebook)
    by_name = {exercise.name: exercise for exercise in exercises(notebook)}
    for name, source in answers.items():
        by_name[name].answer.source = source
    return notebook


def run_tests(notebook: NotebookNode) -> dict[str, Outcome]:
    """Execute the code cells in order in one namespace; outcome per autograded exercise."""
    namespace: dict = {"__name__": "__main__"}
    errors: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), _global_state_kept():
        for cell in notebook.cells:
            if cell.cell_type == "code":
                errors[cell.id] = _run_cell(cell, namespace)
    return {
        exercise.name: Outcome(tuple(errors[test.id] for test in exercise.tests))
        for exercise in exercises(notebook)
        if not exercise.by_hand
    }


def _run_cell(cell: NotebookNode, namespace: dict) -> str:
    """Run one cell; the error's message, or nothing."""
    name = f"<cell {cell.id}>"
    lines = cell.source.splitlines(keepends=True)
    linecache.cache[name] = (len(cell.source), None, lines, name)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(cell.source, name, "exec"), namespace)
    except Exception as error:
        return str(error) or type(error).__name__
    return ""


@contextlib.contextmanager
def _global_state_kept():
    """Wrong answers may seed NumPy's global generator or change its error state."""
    random_state = np.random.get_state()
    try:
        with np.errstate():
            yield
    finally:
        np.random.set_state(random_state)
