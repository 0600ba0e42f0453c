"""The display copy, in this process: visible tests, the learner's words, and no hidden test."""

import pytest

from common.classroom.exercise import CheckFailed
from course.sealed import running
from course.sealed.sandbox import Ended
from course.sealed.show import kind_of_error, show
from course.sealed.verdicts import Kind

FRAME = "from common import checking as check\nwith check.exercise('a', read='1.1'):\n    "
TEST = f"{FRAME}check.assert_equal(x, 2, 'x')"
HIDDEN = f"{TEST}\n    ### BEGIN HIDDEN TESTS\n    assert x == 'secret'\n    ### END HIDDEN TESTS"


def outputs(shown, name):
    return next(cell for cell in shown.notebook.cells if cell.id == name).outputs


def test_outputs_of_the_learners_cells_are_shown(job_of):
    shown = show(job_of(a=("print('あ')\nx = 2", TEST)), {})
    assert [output.text for output in outputs(shown, "a")] == ["あ\n"]


def test_passed_test_shows_what_it_printed(job_of):
    shown = show(job_of(a=("x = 2", TEST)), {})
    (output,) = outputs(shown, "a_0")
    assert output.text.startswith("✓ a：")
    assert shown.verdicts["a_0"].kind is Kind.PASSED


def test_failed_test_shows_its_message_and_points_are_the_judges(job_of):
    shown = show(job_of(a=("x = 3", TEST)), {})
    (output,) = outputs(shown, "a_0")
    verdict = shown.verdicts["a_0"]
    assert (output.ename, verdict.kind, verdict.points) == ("failed", Kind.FAILED, 0)
    assert output.traceback == verdict.reason.splitlines()
    assert output.evalue == "✗ a：x：答えが違います"


def test_words_of_the_answer_are_shown(job_of):
    answer = "def x(): raise ValueError('my words')"
    shown = show(job_of(a=(answer, f"{FRAME}x()")), {})
    assert "ValueError: my words" in shown.verdicts["a_0"].reason


def test_hidden_tests_are_not_run(job_of):
    shown = show(job_of(a=("x = 2", HIDDEN)), {})
    assert shown.verdicts["a_0"].kind is Kind.PASSED


def test_cell_that_was_stopped_shows_why_and_so_do_its_tests(job_of):
    shown = show(job_of(a=("print('words')\n'CRASH'", TEST), b=("y = 1", "assert y")), {})
    printed, stopped = outputs(shown, "a")
    assert printed.text == "words\n"
    assert (stopped.ename, stopped.evalue) == ("crash", "Python が終了しました")
    assert outputs(shown, "a_0")[0].evalue == "Python が終了しました"
    assert shown.verdicts["a_0"].kind is Kind.CRASH
    assert shown.verdicts["b_0"].kind is Kind.PASSED
    assert shown.ended == {"a": Ended("crash", "Python が終了しました")}


def test_cell_that_the_guard_has_stopped_is_not_run(job_of, sessions):
    why = Ended("time", "採点する側")
    shown = show(job_of(a=("x = 2", TEST), b=("y = 1", "y")), {"a": why})
    assert all("a" not in session.ran for session in sessions)
    assert outputs(shown, "a")[0].evalue == "採点する側"
    assert shown.verdicts["a_0"].kind is Kind.TIME and shown.ended == {"a": why}


def test_cells_are_numbered_in_their_order_and_the_submission_stays_as_it_was(job_of):
    job = job_of(a=("print(1)", TEST))
    shown = show(job, {})
    code = [cell for cell in shown.notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == [1, 3, 4]
    assert not any(cell.outputs for cell in job.notebook.cells if cell.cell_type == "code")
    assert set(shown.seconds) == {"given", "a", "a_0"}


def test_sandbox_is_closed_whatever_happens(job_of, sessions, monkeypatch):
    def broken(self, name, source):
        raise KeyboardInterrupt

    job = job_of(a=("x = 1", TEST))
    show(job, {})
    monkeypatch.setattr(type(sessions[0]), "run", broken)
    with pytest.raises(KeyboardInterrupt):
        show(job, {})
    assert len(sessions) == 2 and all(session.closed for session in sessions)


@pytest.mark.parametrize(
    "error, result, kind",
    [
        (CheckFailed("no"), "failed", Kind.FAILED),
        (ValueError("no"), "failed", Kind.ERROR),
        (NotImplementedError(), "unsolved", Kind.NOT_ANSWERED),
        (NameError("x"), "missing", Kind.NOT_ANSWERED),
        (NameError("np"), "unprepared", Kind.ERROR),
        (AssertionError(), "", Kind.ERROR),
    ],
)
def test_kind_of_an_error_is_that_of_what_happened(error, result, kind):
    assert kind_of_error(running.Tested(error, result=result)) is kind


def test_error_without_words_is_called_by_its_kind(job_of):
    shown = show(job_of(a=("x = 1", "raise ValueError")), {})
    assert shown.verdicts["a_0"].reason == "ValueError"
