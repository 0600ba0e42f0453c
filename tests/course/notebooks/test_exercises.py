"""Which cells of a notebook are given, answers or tests, and what makes an exercise."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.notebooks.exercises import (
    exercises,
    is_answer,
    is_given,
    is_grade,
    is_test,
    nbgrader_metadata,
)


def cell(name, source="", make=new_code_cell, **about):
    about = {"grade_id": name, **about}
    return make(source, id=name, metadata={"nbgrader": about})


def answer(name, source="", **about):
    return cell(name, source, solution=True, **about)


def check(name, points=1, **about):
    return cell(name, grade=True, locked=True, points=points, **about)


PLAIN = new_code_cell("1")
BY_HAND = cell("essay", make=new_markdown_cell, solution=True, grade=True, points=5)


@pytest.mark.parametrize(
    "one, kinds",
    [
        (PLAIN, ""),
        (new_markdown_cell("text"), ""),
        (answer("a"), "answer"),
        (check("t"), "grade test"),
        (BY_HAND, "grade answer"),
        (cell("g", locked=True), "given"),
        (cell("g", locked=True, make=new_markdown_cell), ""),
        (cell("a", solution=True, locked=True), "answer"),
        (cell("n", solution=False, grade=False, locked=False), ""),
    ],
)
def test_kind_of_a_cell_is_what_its_metadata_say(one, kinds):
    found = {"grade": is_grade, "answer": is_answer, "test": is_test, "given": is_given}
    assert [name for name, is_one in found.items() if is_one(one)] == kinds.split()


def test_metadata_of_a_cell_of_nobody_are_empty():
    assert nbgrader_metadata(PLAIN) == {}


def test_tests_belong_to_the_last_answer_before_them():
    cells = [check("lost"), answer("a"), check("a1"), PLAIN, check("a2"), answer("b"), BY_HAND]
    found = exercises(new_notebook(cells=[*cells, check("c1")]))
    assert [one.name for one in found] == ["a", "b", "essay"]
    assert [one.cells for one in found] == [["a", "a1", "a2"], ["b"], ["essay", "c1"]]


def test_points_are_those_of_the_tests_or_of_the_answer_that_a_person_grades():
    cells = [answer("a"), check("a1", 2), check("a2", 0.5), check("a3", None), BY_HAND, answer("b")]
    found = exercises(new_notebook(cells=cells))
    assert [one.points for one in found] == [2.5, 5, 0]
    assert [one.by_hand for one in found] == [False, True, False]


def test_answer_names_are_those_that_the_authors_answer_binds():
    (one,) = exercises(
        new_notebook(cells=[answer("a", "import math as m\ndef f(x): y = 1\nz = 2")])
    )
    assert one.answer_names == {"m", "f", "z"}


def test_exercises_do_not_share_their_tests():
    first, second = exercises(new_notebook(cells=[answer("a"), answer("b")]))
    first.tests.append(check("t"))
    assert second.tests == []
