"""Exceptions as data: kind, text and place, never the object.

On the other side they become an exception of the same built-in kind, so that tests can expect a
ValueError; kinds that people define themselves become a RemoteError.
"""

import builtins
import traceback

import numpy as np

from common.classroom.own_answer import OwnAnswerError
from common.gpu.stand_in import CopiedToHost

from .wire import ProtocolError

MAX_TEXT = 2_000
MAX_NAME = 100
MAX_LINES = 20
CELL = "<cell "


class RemoteError(Exception):
    """An exception of a kind that only the other side knows."""


NEED_MORE_THAN_A_TEXT = {
    "UnicodeDecodeError",
    "UnicodeEncodeError",
    "UnicodeTranslateError",
    "ExceptionGroup",
}
CARRIED = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and name not in NEED_MORE_THAN_A_TEXT
}
CARRIED |= {"LinAlgError": np.linalg.LinAlgError, "AxisError": np.exceptions.AxisError}
CARRIED |= {"RemoteError": RemoteError}
CARRIED |= {"OwnAnswerError": OwnAnswerError, "CopiedToHost": CopiedToHost}
WARNINGS = {name: kind for name, kind in CARRIED.items() if issubclass(kind, Warning)}


def describe(error: BaseException) -> dict:
    """Kind, text and place of an exception."""
    kind = next((k.__name__ for k in type(error).__mro__ if k.__name__ in CARRIED), "RemoteError")
    if kind == "Exception" and type(error) is not Exception:
        kind = "RemoteError"
    name = None
    if isinstance(error, NameError) and isinstance(getattr(error, "name", None), str):
        name = error.name[:MAX_NAME]
    return {
        "kind": kind,
        "name": name,
        "called": type(error).__name__[:MAX_NAME],
        "text": _text(error),
        "lines": _lines(error),
    }


def _text(error: BaseException) -> str:
    try:
        return str(error)[:MAX_TEXT]
    except Exception:  # a __str__ of the learner's own
        return "（エラーの文章を表示できません）"


def _lines(error: BaseException) -> list[list]:
    """Cell and line number of the calls in the learner's cells, the innermost last."""
    frames = traceback.extract_tb(error.__traceback__)[-MAX_LINES:]
    return [
        [frame.filename.removeprefix(CELL).removesuffix(">"), frame.lineno]
        for frame in frames
        if frame.filename.startswith(CELL)
    ]


def rebuild(data, cells: dict[str, str]) -> Exception:
    """The exception to raise here; ProtocolError where `data` does not describe one.

    `cells` are the sources that were run, by name: the other side says which lines, never what
    stands in them. `learners_line` is the deepest line of the cell that was entered first, the
    answer's own; `learners_lines` are all.
    """
    try:
        kind, called, text = (told(data[key])[:MAX_TEXT] for key in ("kind", "called", "text"))
        places = _checked_places(data["lines"], cells)
        name = data.get("name")
    except (KeyError, TypeError, AttributeError):
        raise ProtocolError("a forged error") from None
    if kind not in CARRIED or kind == "RemoteError":
        error: Exception = RemoteError(f"{called}: {text}" if text else called)
    else:
        error = CARRIED[kind](text.strip("'") if kind == "KeyError" else text)  # str() adds them
    if isinstance(error, NameError) and isinstance(name, str):
        error.name = name[:MAX_NAME]
    own = [place for place in places if place[0] == places[0][0]]
    error.learners_line = f"答えのセルの {_shown(own[-1], cells)}" if own else ""
    error.learners_lines = [_shown(place, cells) for place in places]
    return error


def told(text) -> str:
    """Text that the other side has sent as such."""
    if not isinstance(text, str):
        raise TypeError("text")
    return text


def _checked_places(places, cells: dict[str, str]) -> list[tuple[str, int]]:
    """Those that name a line which exists."""
    found = []
    for place in places[:MAX_LINES]:
        if type(place) is not list or len(place) != 2:
            raise TypeError("place")
        name, number = place
        known = isinstance(name, str) and name in cells and type(number) is int
        if known and 0 < number <= len(cells[name].splitlines()):
            found.append((name, number))
    return found


def _shown(place: tuple[str, int], cells: dict[str, str]) -> str:
    name, number = place
    return f"{number} 行目: {cells[name].splitlines()[number - 1].strip()}"[:300]
