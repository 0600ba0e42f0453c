"""One pass over a notebook, in this process: who runs, who is stopped, and what a test sees."""

import builtins

import numpy as np
import pytest

from course.errors import CourseError
from course.sealed import running as running_module
from course.sealed.inside.wire import Broken, Closed, TimeUp
from course.sealed.running import Running, cause, cell_name
from course.sealed.sandbox import Ended, Limits


def cells(job):
    return {cell.id: cell for cell in job.notebook.cells}


@pytest.fixture
def run(job_of):
    """A pass over these exercises, in which the given cell and all answers have been run."""

    def run(answers=(), stopped=(), **exercises):
        job = job_of(answers, **exercises)
        running = Running(job, dict(stopped))
        found = cells(job)
        for name in ("given", *exercises):
            running.learners(found[name])
        return running, found

    return run


def test_cells_run_in_one_session_and_what_they_print_is_given_back(run, sessions):
    running, found = run(a=("x = 1\nprint(x)",), b=("print(x + 1)",))
    assert [o["text"] for o in running.learners(found["b"])] == ["2\n"]
    (session,) = sessions
    assert session.ran == ["given", "a", "b", "b"]


def test_cell_that_ends_the_sandbox_is_stopped_and_the_others_go_on_in_a_new_one(run, sessions):
    running, found = run(a=("x = 1",), b=("print('last words')\n'CRASH'",), c=("y = x + 1",))
    assert running.ended == {"b": Ended("crash", "Python が終了しました")}
    first, second = sessions
    assert first.closed and second.ran == ["given", "a", "c"]
    assert second.space["y"] == 2
    assert running.learners(found["b"]) == [], "it is not run again"
    assert second.ran == ["given", "a", "c"]


def test_last_words_of_a_cell_that_ends_the_sandbox_are_kept(job_of):
    running = Running(job_of(a=("print('last words')\n'CRASH'",)))
    outputs = running.learners(cells(running.job)["a"])
    assert [output["text"] for output in outputs] == ["last words\n"]


def test_next_session_goes_on_with_what_was_used(run, sessions):
    running, _ = run(a=("print(1)",), b=("'CRASH'",), c=("'CRASH'",), d=("",))
    assert [session.before for session in sessions] == [(0.0, 0), (1.5, 1), (3.0, 2)]
    running.close()
    running.close()
    assert all(session.closed for session in sessions)


def test_cell_that_cannot_be_replayed_is_left_out_of_the_next_session(run, sessions, monkeypatch):
    running, found = run(a=("x = 1",), b=("",), c=("'CRASH'",))
    plain = type(sessions[0]).run

    def only_once(self, name, source):
        if name == "a" and len(sessions) == 2:
            raise Closed
        return plain(self, name, source)

    monkeypatch.setattr(type(sessions[0]), "run", only_once)
    running.learners(found["b"])
    assert sessions[-1].ran == ["given", "b", "b"]


def test_sandbox_that_does_not_start_is_nobodys_fault(job_of, sessions, monkeypatch):
    def not_ready(self):
        raise Closed

    job = job_of(a=("x = 1",))
    monkeypatch.setattr(running_module.Session, "wait_until_ready", not_ready)
    with pytest.raises(CourseError, match="サンドボックスを始められません（Python が終了"):
        Running(job).learners(cells(job)["a"])
    assert all(session.closed for session in sessions)


def test_whole_notebook_ends_with_its_clock(job_of, monkeypatch):
    def not_ready(self):
        raise TimeUp

    job = job_of(limits=Limits(notebook_seconds=0), a=("x = 1", "x"))
    monkeypatch.setattr(running_module.Session, "wait_until_ready", not_ready)
    running = Running(job)
    assert running.learners(cells(job)["a"]) == []
    assert running.ended["a"] == Ended("time", "実行時間がノートブック全体で 0 秒を超えました")


def test_steps_are_told_before_and_those_of_given_cells_are_nobodys(job_of):
    told = []
    job = job_of(at=told.append, a=("x = 1", "x"))
    running = Running(job)
    for cell in (c for c in job.notebook.cells if c.cell_type == "code"):
        with running.step(cell):
            told.append("…")
    assert told == ["", "…", "a", "…", "a_0", "…"]
    assert set(running.seconds) == {"given", "a", "a_0"}


# ---- tests -------------------------------------------------------------------------------


def test_test_sees_the_answers_of_its_exercise_and_nothing_else(run):
    seen = "seen.append(sorted(n for n in globals() if n in ('x', 'y', 'start', 'np')))"
    running, found = run(a=("x = 1", ""), b=("y = 2\nnp = 3", ""))
    builtins.seen = []
    try:
        assert running.test(found["a_0"], seen).passed
        assert running.test(found["b_0"], f"start\n{seen}").passed
        assert builtins.seen == [["x"], ["np", "start", "y"]]
    finally:
        del builtins.seen


def test_answer_is_used_by_the_names_that_the_author_binds(run):
    running, found = run({"a": "x = 1\nother = 2"}, a=("x = 0", ""))
    assert running.test(found["a_0"], "assert x == 1").passed
    assert type(running.test(found["a_0"], "other").error) is NameError


def test_each_test_has_a_copy_of_its_own_of_what_is_given(run):
    running, found = run(a=("", "", ""))
    assert running.test(found["a_0"], "start.append(3)\nassert start == [1, 2, 3]").passed
    assert running.test(found["a_1"], "assert start == [1, 2]").passed


def test_given_cell_is_the_graders_own_whatever_the_sandbox_makes_of_it(run, sessions):
    running, found = run({"a": "start = 'spoiled'"}, a=("x = 1", ""))
    assert sessions[0].space["start"] == "spoiled"
    assert running.test(found["a_0"], "assert start == [1, 2]").passed


def test_what_a_test_prints_and_how_it_ended_are_told(run):
    running, found = run(a=("x = 1", "", ""))
    frame = "from common import checking as check\nwith check.exercise('a'):\n    "
    passed = running.test(found["a_0"], f"{frame}print('hello')")
    assert passed.passed and passed.printed.startswith("hello\n") and passed.result == "passed"
    failed = running.test(found["a_1"], f"{frame}check.assert_equal(x, 2, 'x')")
    assert failed.result == "failed" and not failed.passed and not failed.ended


def test_random_numbers_of_a_test_are_its_own(run):
    running, found = run(a=("", ""))
    before = np.random.get_state()[1].tolist()
    assert running.test(found["a_0"], "import numpy\nnumpy.random.seed(3)").passed
    assert np.random.get_state()[1].tolist() == before


def test_tests_of_a_stopped_exercise_are_not_run(run):
    why = Ended("time", "8 秒")
    running, found = run(stopped={"a": why}, a=("x = 1", "", ""), b=("y = 1", ""))
    for name in ("a_0", "a_1"):
        assert running.test(found[name], "raise AssertionError") == running_module.Tested(ended=why)
    assert running.test(found["b_0"], "assert y").passed


def test_test_that_ends_the_sandbox_is_stopped_and_the_next_one_has_a_new(run, sessions):
    running, found = run(a=("x = 1", "", ""))
    builtins.Broken = Broken
    try:
        tested = running.test(found["a_0"], "raise Broken")
    finally:
        del builtins.Broken
    assert tested.ended == running.ended["a_0"] == Ended("crash", "Python が終了しました")
    assert running.test(found["a_1"], "assert x == 1").passed
    assert len(sessions) == 2


def test_memory_of_the_grader_is_not_the_answers_error(run):
    running, found = run(a=("", ""))
    with pytest.raises(MemoryError):
        running.test(found["a_0"], "raise MemoryError")


def test_memory_error_of_the_answer_is_an_error_of_the_answer(run):
    running, found = run(a=("", ""))
    code = "error = MemoryError()\nerror.learners_line = 'line'\nraise error"
    assert type(running.test(found["a_0"], code).error) is MemoryError


def test_problem_of_the_machine_is_not_the_answers_error(run):
    running, found = run(a=("", ""))
    with pytest.raises(CourseError):
        running.test(found["a_0"], "from course.errors import CourseError\nraise CourseError('x')")


def test_cause_is_what_a_message_was_made_of():
    try:
        try:
            raise ValueError
        except ValueError:
            raise RuntimeError from None
    except RuntimeError as error:
        assert type(cause(error)) is ValueError
    assert type(cause(KeyError())) is KeyError and cause(None) is None


def test_cell_is_called_by_its_name_or_its_number(job_of):
    (_, text, answer) = job_of(a=("",)).notebook.cells
    answer.id = "other"
    assert (cell_name(answer), cell_name(text)) == ("a", "text")
