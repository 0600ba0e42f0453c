"""What JupyterLab leaves in a notebook goes; what its author wrote stays."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output

from course.authoring.notebook_rules import problems
from course.layout import Course
from course.notebooks.editor_traces import remove_editor_traces
from course.notebooks.exercises import read_notebook

ROOT = Path(__file__).parents[3]
SLUG = "1_1_forward_propagation"
SAVED = {"name": "python", "version": "3.11.7", "mimetype": "text/x-python"}


@pytest.fixture
def course(tmp_path):
    for room in ("notebooks", "source"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns(".*"))
    return Course(tmp_path)


def work_in_jupyterlab(path):
    """Run the first code cell, fold a heading, change the points of a test, save."""
    notebook = read_notebook(path)
    notebook.metadata.language_info = SAVED
    notebook.cells[0].metadata["jp-MarkdownHeadingCollapsed"] = True
    code = next(cell for cell in notebook.cells if cell.cell_type == "code")
    code.execution_count = 1
    code.outputs = [new_output("stream", text="1\n")]
    code.metadata["execution"] = {"iopub.status.busy": "2026-01-01"}
    for cell in notebook.cells:
        if cell.id == "linear_test":
            cell.metadata.nbgrader["points"] = 6
    nbformat.write(notebook, path)


def test_remove_editor_traces_leaves_the_one_line_that_was_meant(course):
    path = course.source_notebook(SLUG)
    before = path.read_text(encoding="utf-8").splitlines()
    work_in_jupyterlab(path)
    assert remove_editor_traces(course, SLUG) == [path]
    after = path.read_text(encoding="utf-8").splitlines()
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert changed == [('     "points": 5,', '     "points": 6,')]
    assert problems(course, SLUG) == []


def test_remove_editor_traces_keeps_the_outputs_of_a_chapter(course):
    path = course.chapter_notebook(SLUG)
    work_in_jupyterlab(path)
    assert remove_editor_traces(course, SLUG) == [path]
    assert any(cell.get("outputs") for cell in read_notebook(path).cells)
    assert problems(course, SLUG) == []


def test_remove_editor_traces_clean_notebooks_are_not_touched(course):
    before = course.source_notebook(SLUG).stat().st_mtime_ns
    assert remove_editor_traces(course, SLUG) == []
    assert course.source_notebook(SLUG).stat().st_mtime_ns == before


def test_remove_editor_traces_leaves_an_unreadable_notebook_to_the_rules(course):
    course.source_notebook(SLUG).write_text("{", encoding="utf-8")
    assert remove_editor_traces(course, SLUG) == []
    assert "読めません" in problems(course, SLUG)[0]
