"""Exceptions as data: kind, text and place come over, and a forged one is refused."""

import traceback

import numpy as np
import pytest

from common.classroom.own_answer import OwnAnswerError
from course.sealed.inside.exceptions import (
    CARRIED,
    MAX_LINES,
    MAX_TEXT,
    WARNINGS,
    RemoteError,
    describe,
    rebuild,
    told,
)
from course.sealed.inside.wire import ProtocolError


def caught(source, name="f", **space):
    """The exception that a cell of this name and source ends with."""
    try:
        exec(compile(source, f"<cell {name}>", "exec"), space)
    except BaseException as error:
        return error
    raise AssertionError("no exception")


class Own(Exception):
    pass


class OwnValue(ValueError):
    pass


class Silent(Exception):
    def __str__(self):
        raise RuntimeError


@pytest.mark.parametrize(
    "error, kind, called",
    [
        (ValueError("a"), "ValueError", "ValueError"),
        (OwnValue("a"), "ValueError", "OwnValue"),
        (Own("a"), "RemoteError", "Own"),
        (Exception("a"), "Exception", "Exception"),
        (ExceptionGroup("a", [ValueError()]), "RemoteError", "ExceptionGroup"),
        (UnicodeDecodeError("utf-8", b"x", 0, 1, "a"), "UnicodeError", "UnicodeDecodeError"),
        (SystemExit("a"), "RemoteError", "SystemExit"),
        (KeyboardInterrupt("a"), "RemoteError", "KeyboardInterrupt"),
        (np.linalg.LinAlgError("a"), "LinAlgError", "LinAlgError"),
        (OwnAnswerError("a"), "OwnAnswerError", "OwnAnswerError"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_kind_is_the_nearest_one_that_both_sides_know(error, kind, called):
    told = describe(error)
    assert (told["kind"], told["called"]) == (kind, called)
    assert isinstance(rebuild(told, {}), CARRIED[kind])


def test_text_is_cut_and_one_that_cannot_be_made_is_said():
    assert describe(ValueError("x" * 9_999))["text"] == "x" * MAX_TEXT
    assert describe(Silent())["text"] == "（エラーの文章を表示できません）"


def test_own_kind_is_told_by_its_name():
    assert str(rebuild(describe(Own("why")), {})) == "Own: why"
    assert str(rebuild(describe(Own()), {})) == "Own"


def test_name_that_is_missing_comes_along():
    error = rebuild(describe(caught("missing")), {})
    assert isinstance(error, NameError) and error.name == "missing"
    assert rebuild(describe(ValueError()) | {"name": 5}, {}).args == ("",)


def test_lines_are_those_of_cells_and_the_innermost_is_the_last():
    inner = "def g(x):\n    raise ValueError(x)"
    space = {}
    exec(compile(inner, "<cell g>", "exec"), space)
    error = caught("\ng(1)", **space)
    assert describe(error)["lines"] == [["f", 2], ["g", 2]]
    assert not [line for line in describe(error)["lines"] if "test_" in line[0]]
    found = rebuild(describe(error), {"f": "\ng(1)", "g": inner})
    assert found.learners_line == "答えのセルの 2 行目: g(1)"
    assert found.learners_lines == ["2 行目: g(1)", "2 行目: raise ValueError(x)"]


def test_lines_of_an_endless_recursion_end():
    source = "def f(): f()\nf()"
    assert len(describe(caught(source))["lines"]) == MAX_LINES


def test_traceback_is_not_carried():
    error = rebuild(describe(caught("1 / 0")), {})
    assert error.__traceback__ is None
    assert "<cell" not in "".join(traceback.format_exception(error))


PLAIN = {"kind": "ValueError", "called": "ValueError", "text": "a", "lines": []}


@pytest.mark.parametrize(
    "places", [[["g", 1]], [["f", 0]], [["f", 3]], [["f", True]], [[["f"], 1]]]
)
def test_line_that_is_not_there_is_left_out(places):
    found = rebuild(PLAIN | {"lines": places}, {"f": "a\nb"})
    assert (found.learners_line, found.learners_lines) == ("", [])


@pytest.mark.parametrize(
    "change",
    [
        {"kind": 1},
        {"kind": ["ValueError"]},
        {"text": None},
        {"called": {}},
        {"lines": None},
        {"lines": [["f"]]},
        {"lines": ["f1"]},
        {"lines": {"f": 1}},
    ],
    ids=str,
)
def test_forged_error_is_refused(change):
    with pytest.raises(ProtocolError):
        rebuild(PLAIN | change, {})


@pytest.mark.parametrize("data", [None, [], "ValueError", {}, {"kind": "ValueError"}], ids=str)
def test_what_describes_no_error_is_refused(data):
    with pytest.raises(ProtocolError):
        rebuild(data, {})


@pytest.mark.parametrize(
    "kind", ["SystemExit", "Broken", "ExceptionGroup", "no such", "RemoteError"]
)
def test_kind_that_is_not_carried_is_a_remote_error(kind):
    error = rebuild(PLAIN | {"kind": kind, "called": "Own"}, {})
    assert type(error) is RemoteError and str(error) == "Own: a"


def test_every_kind_is_an_exception_that_a_test_may_catch():
    assert all(issubclass(kind, Exception) for kind in CARRIED.values())
    assert WARNINGS["RuntimeWarning"] is RuntimeWarning and "ValueError" not in WARNINGS


@pytest.mark.parametrize("text", [None, 1, b"a", ["a"]], ids=str)
def test_text_is_text(text):
    with pytest.raises(TypeError):
        told(text)


@pytest.mark.parametrize("kind", sorted(CARRIED))
def test_every_carried_exception_can_be_made_from_its_description(kind):
    told = {"kind": kind, "called": kind, "text": "'W1' がない", "lines": [["f", 2], ["f", 99]]}
    error = rebuild(told, {"f": "def f(x):\n    return x"})
    assert type(error) is CARRIED[kind]
    assert "W1" in str(error)
    assert error.learners_line == "答えのセルの 2 行目: return x"
    assert error.learners_lines == ["2 行目: return x"]
