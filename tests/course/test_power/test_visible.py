"""What learners notice by themselves: which wrong answers fail in the tests that they have."""

import io

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from rich.console import Console

from course.notebooks.exercises import exercises
from course.test_power.visible import (
    Seen,
    is_program,
    seen_by_learners,
    visible_table,
    with_visible_tests,
)

TEST = """assert double(1) == 2
### BEGIN HIDDEN TESTS
assert double(3) == 6
### END HIDDEN TESTS"""
ANSWERS = """# %% plus one
def double(x):
    return x + 1


# %% one
def double(x):
    return 1


# %% an error
def double(x):
    raise ValueError
"""


def cell(name, source, **about):
    return new_code_cell(source, id=name, metadata={"nbgrader": {"grade_id": name, **about}})


@pytest.fixture
def source():
    answer = cell("double", "def double(x):\n    return 2 * x", solution=True)
    question = cell("units", "units = 3", solution=True)
    tests = cell("double_test", TEST, grade=True), cell("units_test", "units", grade=True)
    return new_notebook(cells=[answer, tests[0], question, tests[1]])


def test_only_visible_tests_of_programs_are_asked(source, tmp_path):
    (tmp_path / "double.py").write_text(ANSWERS, encoding="utf-8")
    (tmp_path / "units.py").write_text("# %% two\nunits = 2\n", encoding="utf-8")
    (seen,) = seen_by_learners(source, tmp_path)
    assert seen.exercise == "double"
    assert seen.answers == ["plus one", "one", "an error"]
    assert seen.noticed == {"one", "an error"}
    assert seen.common_and_overlooked == ["plus one"]
    assert seen.share == pytest.approx(2 / 3)


def test_notebook_itself_is_not_changed(source):
    assert "HIDDEN" not in with_visible_tests(source).cells[1].source
    assert source.cells[1].source == TEST


def test_answers_that_are_data_are_no_programs(source):
    assert [is_program(exercise) for exercise in exercises(source)] == [True, False]


def test_table_names_what_is_common_and_overlooked():
    screen = io.StringIO()
    found = [Seen("double", ["a", "b", "c"], {"b"}), Seen("half", ["d"], {"d"})]
    Console(file=screen, width=100).print(visible_table("1_1_x", found))
    lines = screen.getvalue().splitlines()
    assert any("double" in line and "1（33%）" in line and "a" in line for line in lines)
    assert any("平均" in line and "67%" in line for line in lines)
