"""Mutants: what is changed, and that the rest stays."""

import pytest

from course.test_power.mutants import mutants

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
