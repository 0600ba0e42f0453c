"""Mutants: what is changed, that the rest stays, and that a weak test is found out."""

import nbformat
import pytest

from course.notebooks.exercises import Exercise
from course.test_power.mutants import mutants
from course.test_power.survey import Survey, _noticed, survey_table

ANSWER = '''def scale(x, factor=2):
    """docstring"""
    ### BEGIN SOLUTION
    if factor < 0:
        raise ValueError("no")
    return x * factor + 1
    ### END SOLUTION
'''


def changes(source):
    return [mutant.change for mutant in mutants(source)]


def test_mutants_lie_between_the_markers_only():
    found = changes(ANSWER)
    assert "factor < 0 → factor <= 0" in found
    assert "x * factor + 1 → x * factor - 1" in found
    assert "raise ValueError('no') → pass" in found
    assert not [change for change in found if "docstring" in change or change.startswith("2 ")]
    for mutant in mutants(ANSWER):
        assert "def scale(x, factor=2)" in mutant.source
        compile(mutant.source, "mutant", "exec")


@pytest.mark.parametrize(
    "source, change",
    [
        ("y = a @ b", "a @ b → b @ a"),
        ("y = a @ b", "a @ b → a * b"),
        ("y = a - b", "a - b → a"),
        ("y = -a", "-a → a"),
        ("y = x.sum(axis=0)", "x.sum(axis=0) → x.sum()"),
        ("y = x.sum(axis=0)", "0 → 1"),
        ("y = x.T @ a", "x.T → x"),
        ("y = np.exp(x)", "np.exp(x) → x"),
        ("y = x.copy()", "x.copy() → x"),
        ("y = x[a:b]", "a:b → a:"),
        ("y = x[a:b]", "x[a:b] → x"),
        ("w -= g", "w -= g → w += g"),
        ("w -= g", "w -= g → w = g"),
        ("w -= g", "w -= g → pass"),
        ("y = a and b", "a and b → a or b"),
        ("y = 1 if a else 2", "1 if a else 2 → 1 if True else 2"),
        ("y = [a for a in b if a]", "[a for a in b if a] → [a for a in b]"),
        ("y = {'W', 'b'}", "{'W', 'b'} → {'b'}"),
        ("y = {'W': 1}", "{'W': 1} → {}"),
        ("y = f(True)", "True → False"),
        ("y = 0.5", "0.5 → 1.0"),
    ],
)
def test_mutants_of_one_line_contain_the_change(source, change):
    assert change in changes(source)


def test_mutants_that_read_the_same_are_made_once_and_names_are_told_apart():
    found = changes("y = 1 + 1")
    assert len(found) == len(set(found))
    assert "1 → 2" in found
    assert "1 → 2 (2)" in found
    assert len({mutant.source for mutant in mutants("y = 1 + 1")}) == len(found)


@pytest.mark.parametrize("source", ["return np.maximum(x, 0)", "return np.minimum(a, b)"])
def test_exchanged_arguments_of_a_commutative_function_are_no_mutant(source):
    assert not [change for change in changes(f"def f(x):\n    {source}") if "(0, x)" in change]
    assert not [change for change in changes(f"def f(x):\n    {source}") if "(b, a)" in change]


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
