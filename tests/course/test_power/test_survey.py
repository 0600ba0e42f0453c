"""Surveys: weak tests are found out, strong ones are not, and the table adds up."""

import io

import nbformat
import pytest
from rich.console import Console

from course.layout import Course
from course.notebooks.exercises import Exercise
from course.test_power.mutants import mutants
from course.test_power.survey import (
    Survey,
    _noticed,
    equivalents,
    run_survey,
    survey,
    survey_table,
    surveyed,
)

ANSWER = '''def scale(x, factor=2):
    """docstring"""
    ### BEGIN SOLUTION
    if factor < 0:
        raise ValueError("no")
    return x * factor + 1
    ### END SOLUTION
'''


def exercise(answer, test):
    cells = [nbformat.v4.new_code_cell(source) for source in (answer, test)]
    for cell, role, grade_id in zip(cells, ("solution", "grade"), ("scale", "test"), strict=True):
        cell.metadata["nbgrader"] = {role: True, "grade_id": grade_id, "points": 1}
    return Exercise("scale", cells[0], cells[1:])


def unnoticed(test):
    made = exercise(ANSWER, test)
    return [m.change for m in mutants(ANSWER) if not _noticed([], made, m)]


def test_weak_tests_are_found_out_and_strong_ones_are_not():
    assert "x * factor + 1 → x * factor - 1" in unnoticed("assert scale(3) > 0")
    strong = """
assert [scale(3), scale(5, 3), scale(4, 0)] == [7, 16, 1]
try:
    scale(1, -1)
except ValueError as error:
    assert str(error) == "no"
else:
    raise AssertionError
"""
    assert unnoticed(strong) == []


def test_endless_loops_count_as_noticed(monkeypatch):
    monkeypatch.setattr("course.test_power.survey.SECONDS", 0.2)
    answer = "def count(n):\n    while n > 0:\n        n -= 1\n    return n"
    made = exercise(answer, "assert count(3) == 0")
    endless = next(m for m in mutants(answer) if m.change == "n -= 1 → pass")
    assert _noticed([], made, endless)


def test_table_adds_up():
    table = survey_table([Survey("1_1_a", "x", ["a", "b"], ["c"], []), Survey("1_2_b", "y", ["d"])])
    cells = [list(column.cells) for column in table.columns]
    assert cells[2] == ["3", "1", "4"]
    assert cells[3] == ["2", "1", "3"]
    assert cells[5] == ["0", "0", "0"]


@pytest.fixture
def course(tmp_path):
    """A chapter with a weak test, an exercise for a person, and one mutant that is excused."""
    made = exercise(ANSWER, "assert scale(3) > 0")
    essay = nbformat.v4.new_markdown_cell("text")
    essay.metadata["nbgrader"] = {"solution": True, "grade": True, "grade_id": "essay", "points": 1}
    path = tmp_path / "source" / "1_1_a" / "1_1_a.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[made.answer, *made.tests, essay]), path)
    reasons = tmp_path / "tests" / "equivalent_mutants" / "1_1_a.toml"
    reasons.parent.mkdir(parents=True)
    reasons.write_text('[scale]\n"factor < 0 → factor <= 0" = "理由"\n', encoding="utf-8")
    return Course(tmp_path)


def test_every_mutant_is_noticed_excused_or_has_survived(course):
    (one,) = surveyed(course, "1_1_a")
    found = survey(course, "1_1_a", one)
    assert found.total == len(mutants(ANSWER))
    assert found.equivalent == ["factor < 0 → factor <= 0"]
    assert "x * factor + 1 → x * factor - 1" in found.survived
    assert "factor < 0 → factor > 0" in found.noticed


def test_some_of_the_mutants_are_every_nth(course):
    (one,) = surveyed(course, "1_1_a")
    assert survey(course, "1_1_a", one, every=5).total == len(mutants(ANSWER)[::5])


def test_chapter_without_excuses_has_none(course):
    assert equivalents(course, "1_2_b") == {}


def test_mutants_that_nothing_notices_are_printed_as_they_are(course):
    screen = io.StringIO()
    (found,) = run_survey(course, ["1_1_a"], Console(file=screen, width=80))
    lines = [line for line in screen.getvalue().splitlines() if line.startswith("見のがした：")]
    assert lines == [f"見のがした：1_1_a の scale：{change}" for change in found.survived]
