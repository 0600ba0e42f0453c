"""What a graded notebook says beside its cells."""

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import compute_checksum

from course.layout import Course
from course.notebooks.exercises import grade_id, read_notebook
from course.notebooks.graded_notebook import (
    ABOUT,
    NOT_COUNTED,
    REMARKS,
    checksum,
    counts,
    hide_tests,
)

COURSE = Course.find(Path(__file__).parents[3])


@pytest.mark.parametrize("slug", COURSE.slugs)
def test_checksum_is_nbgraders_for_every_cell_of_the_course(slug):
    cells = [c for c in read_notebook(COURSE.source_notebook(slug)).cells if grade_id(c)]
    assert len(cells) > 20
    assert [checksum(cell) for cell in cells] == [compute_checksum(cell) for cell in cells]


def graded(**about):
    return new_code_cell(
        "assert x", metadata={"nbgrader": {"grade_id": "t", "grade": True} | about}
    )


def test_cell_counts_where_it_is_graded_and_not_left_out():
    assert counts(graded())
    assert not counts(graded(**{NOT_COUNTED: True}))
    assert not counts(new_code_cell("1"))


def test_hidden_tests_leave_remarks_and_answers_and_no_verdict():
    answer = new_code_cell("x = 1", metadata={"nbgrader": {"grade_id": "x", "solution": True}})
    notebook = new_notebook(cells=[answer, graded()])
    notebook.metadata[ABOUT] = {REMARKS: ["seen"], "verdicts": {"t": {}}, "tampering": ["seen not"]}
    shown = hide_tests(notebook)
    assert shown.metadata[ABOUT] == {REMARKS: ["seen"]}
    assert shown.cells[0].source == "x = 1"
    assert "assert" not in shown.cells[1].source
