"""Which submissions never had an exercise that came after the release."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.grading.added_exercises import AddedExercises

LATE = {"slope": False, "slope_test": False}


def cell(name, source, make=new_code_cell, **about):
    metadata = {"nbgrader": {"grade_id": name, "points": 1, **about}} if about else {}
    return make(source, id=name, metadata=metadata)


def answer(name):
    return cell(name, f"{name} = 1", solution=True, grade=False)


def check(name):
    return cell(f"{name}_test", f"assert {name} == 1", grade=True, solution=False)


def text(name, source):
    return cell(name, source, new_markdown_cell)


SOURCE = new_notebook(
    cells=[
        text("p1", "### やってみよう 1"),
        answer("double"),
        check("double"),
        text("p2", "### やってみよう 2\n\n傾きを答えましょう。"),
        answer("slope"),
        check("slope"),
        text("p3", "### やってみよう 3\n\n終わりです。"),
    ]
)


def submission(*names, own=(), stripped=False):
    """The cells with these ids, and cells of the learner's own; perhaps without any names."""
    cells = [nbformat.from_dict(c) for c in SOURCE.cells if c.id in names] + [*own]
    for number, c in enumerate(cells if stripped else []):
        cells[number] = nbformat.from_dict({**c, "metadata": {}, "id": f"n{number}"})
    return nbformat.writes(new_notebook(cells=cells))


OLD = ("p1", "double", "double_test", "p3")


@pytest.mark.parametrize(
    "handed_in, never_had",
    [
        (submission(*OLD), True),
        (submission(*OLD, stripped=True), True),
        (submission(*OLD, own=[new_code_cell("slope = 1"), text("x", "## 傾き")]), True),
        (submission(*OLD, "slope"), False),
        (submission(*OLD, "slope_test"), False),
        (submission(*OLD, "p2"), False),
        (submission(*OLD, "p2", stripped=True), False),
        (submission(*OLD, "slope_test", stripped=True), False),
        (submission("p2"), False),
        (submission(), True),
    ],
)
def test_one_trace_of_an_exercise_is_enough(handed_in, never_had):
    assert AddedExercises(SOURCE, LATE).never_had(handed_in) == ({"slope"} if never_had else set())


def test_heading_alone_may_be_that_of_another_exercise():
    source = nbformat.from_dict(SOURCE)
    source.cells[3].source = "### やってみよう 1"
    assert AddedExercises(source, LATE).never_had(submission(*OLD)) == {"slope"}


@pytest.mark.parametrize("late", [{}, {"slope_test": False}, {"slope": False, "double": False}])
def test_exercise_of_which_a_part_was_there_is_an_old_one(late):
    added = AddedExercises(SOURCE, late)
    assert added.all == [] and added.never_had("no notebook") == set()
    assert added.any == bool(late)


def test_exercise_that_counts_for_everybody_is_still_an_added_one():
    added = AddedExercises(SOURCE, LATE | {"slope_test": True})
    assert [e.name for e in added.all] == ["slope"] and added.uncounted == []
    assert added.never_had(submission(*OLD)) == {"slope"}


def test_cells_that_came_later_are_missing_without_anybodys_fault():
    added = AddedExercises(SOURCE, {"double_test": False})
    what = ["セル double がありません", "セル double_test がありません"]
    assert added.fair(what) == what[:1]
