"""The verdicts, in this process: hidden tests count, and only their author's words are said."""

import pytest

from course.sealed.judge import NO_MESSAGE, judge
from course.sealed.sandbox import Ended
from course.sealed.verdicts import Kind

FRAME = "from common import checking as check\nwith check.exercise('a', read='1.1'):\n    "
HIDDEN = (
    f"{FRAME}check.assert_equal(x[0], 2, 'x')\n"
    "    ### BEGIN HIDDEN TESTS\n"
    "    check.assert_equal(x[1], 'secret', '隠れたテスト', '手がかり')\n"
    "    ### END HIDDEN TESTS"
)


def verdict(judged, name="a_0"):
    return judged.verdicts[name]


def test_right_answer_has_the_points_of_each_cell(job_of):
    judged = judge(job_of(a=("x = 2, 'secret'", HIDDEN, "assert x")), {})
    assert {name: (v.kind, v.points) for name, v in judged.verdicts.items()} == {
        "a_0": (Kind.PASSED, 1.0),
        "a_1": (Kind.PASSED, 2.0),
    }
    assert judged.progress == {"a_0": "passed", "a_1": ""}
    assert set(judged.seconds) == {"given", "a", "a_0", "a_1"}


def test_hidden_test_decides_and_nothing_of_its_values_or_of_the_answer_is_said(job_of):
    judged = judge(job_of(a=("x = 2, 'of the answer'", HIDDEN)), {})
    found = verdict(judged)
    assert (found.kind, found.points) == (Kind.FAILED, 0.0)
    assert "隠れたテスト" in found.reason and "手がかり" in found.reason
    assert "secret" not in found.reason and "of the answer" not in found.reason


def test_error_in_a_frame_is_told_without_the_words_of_the_answer(job_of):
    answer = "def x(): raise ValueError('of the answer')"
    found = verdict(judge(job_of(a=(answer, f"{FRAME}x()")), {}))
    assert found.reason.startswith("✗ a：") and "読み返すところ：1.1" in found.reason
    assert "ValueError" not in found.reason and "of the answer" not in found.reason


def test_tests_are_those_of_source_whatever_the_submission_holds(job_of):
    job = job_of({"a_0": "pass"}, a=("x = 0, 0", HIDDEN))
    assert verdict(judge(job, {})).kind is Kind.FAILED


@pytest.mark.parametrize(
    "test, kind",
    [
        ("raise ValueError(x)", Kind.ERROR),
        ("raise NotImplementedError(x)", Kind.ERROR),
        ("assert False, x", Kind.ERROR),
    ],
)
def test_error_outside_a_frame_is_told_without_any_of_its_words(job_of, test, kind):
    found = verdict(judge(job_of(a=("x = 'words of the answer'", test)), {}))
    assert (found.kind, found.reason) == (kind, NO_MESSAGE)


@pytest.mark.parametrize(
    "answer, test, kind",
    [
        ("", "x", Kind.NOT_ANSWERED),
        ("def x(): raise NotImplementedError", "x()", Kind.NOT_ANSWERED),
        ("def x(): return 1 / 0", "x()", Kind.ERROR),
    ],
)
def test_answer_that_is_not_there_is_not_answered(job_of, answer, test, kind):
    job = job_of({"a": answer}, a=("x = 1", FRAME + test))
    assert verdict(judge(job, {})).kind is kind


def test_what_was_stopped_before_is_not_run_and_its_reason_is_that_of_the_end(job_of, sessions):
    stopped = {"a": Ended("memory", "メモリ")}
    judged = judge(job_of(a=("x = 2", "x"), b=("y = 1", "assert y")), stopped)
    assert (verdict(judged).kind, verdict(judged).reason) == (Kind.MEMORY, "メモリ")
    assert verdict(judged, "b_0").kind is Kind.PASSED
    assert all("a" not in session.ran for session in sessions)
    assert stopped == {"a": Ended("memory", "メモリ")}, "it is not written to"


def test_answer_that_crashes_costs_its_own_exercise(job_of):
    judged = judge(job_of(a=("'CRASH'", "x"), b=("y = 1", "assert y")), {})
    assert verdict(judged).kind is Kind.CRASH and verdict(judged, "b_0").points == 1


def test_sandbox_is_closed_at_the_end(job_of, sessions):
    judge(job_of(a=("x = 1", "x")), {})
    assert [session.closed for session in sessions] == [True]
