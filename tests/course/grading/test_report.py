"""What a grading run found out, as data: problems in one line, points, names that can be shown."""

import pickle

import pytest

from course.grading.report import (
    DECIDE,
    Cause,
    Problem,
    SetAside,
    StudentScores,
    enumerate_names,
    printable,
)
from course.sealed.guard import NotGraded


def test_problem_is_one_line_that_every_file_takes():
    problem = Problem(Cause.STRAY, "one\ntwo\x00\u2028three", "action")
    assert str(problem) == problem.reason == "one two\N{REPLACEMENT CHARACTER} three"


def test_problem_comes_whole_from_another_process():
    found = pickle.loads(pickle.dumps(Problem(Cause.EMPTY, "空です", "出し直し")))
    assert (found.cause, found.reason, found.action) == (Cause.EMPTY, "空です", "出し直し")


@pytest.mark.parametrize(
    "error, cause, reason, action",
    [
        (Problem(Cause.FOREIGN, "別の章", "直す"), Cause.FOREIGN, "別の章", "直す"),
        (NotGraded("crash", "シグナル 9"), Cause.WORKER_DIED, "シグナル 9", DECIDE),
        (NotGraded("time", "60 秒"), Cause.LIMIT, "60 秒", DECIDE),
        (NotGraded("size", "200 MB"), Cause.LIMIT, "200 MB", DECIDE),
        (ValueError("a\nb"), Cause.UNEXPECTED, "（ValueError: a）", "ログ"),
        (KeyError(), Cause.UNEXPECTED, "（KeyError: ）", "ログ"),
        (OSError("x" * 999), Cause.UNEXPECTED, f"（OSError: {'x' * 100}）", "ログ"),
    ],
    ids=repr,
)
def test_error_that_ended_a_grading_is_a_problem_with_what_to_do(error, cause, reason, action):
    found = Problem.of(error)
    assert found.cause is cause and found.reason.endswith(reason) and action in found.action


def test_scores_of_a_student_leave_out_what_waits_for_a_person():
    scores = StudentScores("s1", ("a", "b", "c"), (1.5, None, 0.0))
    assert scores.points == {"a": 1.5, "b": None, "c": 0.0}
    assert (scores.total, scores.by_hand) == (1.5, ["b"])


def test_scores_of_a_regrade_have_no_points():
    scores = StudentScores("s1", ("a", "b"), ())
    assert (scores.points, scores.total, scores.by_hand) == ({}, 0, [])


@pytest.mark.parametrize("place, student", [("s1/1_1_a", "s1"), ("s1", "s1"), ("s1/a/b", "s1")])
def test_student_of_what_was_set_aside_is_the_first_folder(place, student):
    assert SetAside(place, "", "", Cause.STRAY).student == student


@pytest.mark.parametrize(
    "text, shown",
    [("花子 a-1", "花子 a-1"), ("a\nb", "a?b"), ("\x1b[31m", "?[31m"), ("\udc80\u3000", "??")],
)
def test_name_is_shown_without_what_a_terminal_would_obey(text, shown):
    assert printable(text) == shown.replace("?", "\N{REPLACEMENT CHARACTER}")


@pytest.mark.parametrize(
    "names, said",
    [
        ([], ""),
        (["a", "b"], "「a」「b」"),
        (list("abc"), "「a」「b」「c」"),
        (list("abcde"), "「a」「b」「c」ほか 2 個"),
        (["\n"], "「\N{REPLACEMENT CHARACTER}」"),
    ],
)
def test_long_lists_of_names_are_cut(names, said):
    assert enumerate_names(names) == said
