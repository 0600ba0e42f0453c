"""Exercises in this process: what the tests say, and that nothing here is changed by it."""

import os

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.test_power.one_process import Outcome, run_tests, with_answers


def cell(name, source, make=new_code_cell, **about):
    return make(source, id=name, metadata={"nbgrader": {"grade_id": name, **about}})


def notebook(*more, answer="x = 1", tests=("assert x == 1, 'x is not 1'",)):
    cells = [new_code_cell("import numpy as np", id="first"), cell("a", answer, solution=True)]
    cells += [cell(f"t{n}", test, grade=True) for n, test in enumerate(tests)]
    return new_notebook(cells=[*cells, *more])


def test_exercise_passes_where_none_of_its_tests_fails():
    assert run_tests(notebook(tests=("assert x", "x + 1"))) == {"a": Outcome(("", ""))}


def test_messages_of_all_tests_that_fail_are_told():
    tests = ("assert x == 2, 'first'", "assert x", "raise ValueError")
    assert run_tests(notebook(tests=tests)) == {"a": Outcome(("first", "", "ValueError"))}


def test_answer_that_is_no_python_fails_its_tests_only():
    other = cell("b", "y = 2", solution=True), cell("b1", "assert y == 2", grade=True)
    found = run_tests(notebook(*other, answer="x ="))
    assert (found["a"].passed, found["b"].passed) == (False, True)
    assert "x" in found["a"].message


def test_exercise_for_a_person_has_no_outcome():
    essay = cell("essay", "text", new_markdown_cell, solution=True, grade=True)
    assert set(run_tests(notebook(essay))) == {"a"}


def test_other_answers_go_into_a_copy():
    given = notebook()
    assert not run_tests(with_answers(given, {"a": "x = 2"}))["a"].passed
    assert run_tests(given)["a"].passed
    with pytest.raises(KeyError):
        with_answers(given, {"no such": ""})


def test_nothing_here_is_changed(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = np.random.get_state()[1].tolist(), np.geterr(), os.getcwd()
    answer = (
        "import os\nprint('p')\nnp.random.seed(0)\nnp.seterr(all='raise')\nopen('f', 'w').close()"
    )
    run_tests(notebook(answer=answer))
    assert (np.random.get_state()[1].tolist(), np.geterr(), os.getcwd()) == before
    assert not list(tmp_path.iterdir()) and capsys.readouterr().out == ""


def test_interrupt_ends_it():
    with pytest.raises(KeyboardInterrupt):
        run_tests(notebook(answer="raise KeyboardInterrupt"))
