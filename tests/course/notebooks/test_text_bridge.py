"""Notebook to text and back: nothing that people wrote is lost."""

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from course.layout import Course
from course.notebooks.exercises import read_notebook
from course.notebooks.text_bridge import from_text, tidy, to_text

COURSE = Course.find(Path(__file__).parents[3])
NOTEBOOKS = [COURSE.chapter_notebook(s) for s in COURSE.slugs]
NOTEBOOKS += [COURSE.source_notebook(s) for s in COURSE.slugs]
GRADE = {"grade_id": "linear", "grade": False, "solution": True, "locked": False}


def notebook():
    output = new_output("stream", name="stdout", text="1\n")
    cells = [
        new_markdown_cell("# 題\n\n$a_b$", id="title"),
        new_code_cell("print(1)", id="one", outputs=[output], execution_count=1),
        new_code_cell("def linear(x):\n    return x", id="linear", metadata={"nbgrader": GRADE}),
        new_code_cell("import numpy as np", id="numpy", metadata={"tags": ["backend"]}),
        new_code_cell("%matplotlib inline", id="magic"),
        new_raw_cell("そのまま", id="raw"),
    ]
    return tidy(new_notebook(cells=cells))


@pytest.mark.parametrize("path", [p for p in NOTEBOOKS if p.exists()], ids=lambda p: p.parent.name)
def test_from_text_real_notebook_comes_back_unchanged(path):
    original = read_notebook(path)
    assert from_text(to_text(original), original) == original


def test_from_text_keeps_ids_metadata_and_outputs():
    original = notebook()
    assert from_text(to_text(original), original) == original


def test_from_text_edited_cell_loses_its_output_but_keeps_its_id():
    text = to_text(notebook()).replace("print(1)", "print(2)")
    cell = from_text(text, notebook()).cells[1]
    assert (cell.id, cell.source, cell.outputs, cell.execution_count) == (
        "one",
        "print(2)",
        [],
        None,
    )


def test_from_text_moved_cell_keeps_its_output():
    original = notebook()
    original.cells.insert(0, original.cells.pop(1))
    moved = from_text(to_text(original), notebook())
    assert moved.cells[0].id == "one"
    assert moved.cells[0].outputs


def test_from_text_new_cell_gets_an_id_of_its_own():
    made = from_text(to_text(notebook()) + "\n# %%\nprint(3)\n", notebook())
    ids = [cell.id for cell in made.cells]
    assert made.cells[-1].source == "print(3)"
    assert len(set(ids)) == len(ids)


def test_tidy_removes_what_does_not_belong_in_a_notebook():
    made = notebook()
    made.metadata["widgets"] = {}
    made.metadata.language_info["version"] = "3.11"
    made.cells[1].metadata["execution"] = {"iopub.status.busy": "2026"}
    assert tidy(made) == notebook()
