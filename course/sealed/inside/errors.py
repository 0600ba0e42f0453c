"""Exceptions as data: kind, text and place, never the object.

On the other side they become an exception of the same built-in kind, so that tests can expect a
ValueError; kinds that people define themselves become a RemoteError.
"""

import builtins
import linecache
import traceback

import numpy as np

from common.exercise import OwnAnswerError

MAX_TEXT = 2_000
MAX_TRACEBACK = 8_000


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
CARRIED |= {"OwnAnswerError": OwnAnswerError}
WARNINGS = {name: kind for name, kind in CARRIED.items() if issubclass(kind, Warning)}


def describe(error: BaseException, hidden: tuple[str, ...]) -> dict:
    """Kind, text and the learner's line of an exception; `hidden` are files of ours."""
    kind = next((k.__name__ for k in type(error).__mro__ if k.__name__ in CARRIED), "RemoteError")
    if kind == "Exception" and type(error) is not Exception:
        kind = "RemoteError"
    name = None
    if isinstance(error, NameError) and isinstance(getattr(error, "name", None), str):
        name = error.name[:100]
    return {
        "kind": kind,
        "name": name,
        "called": type(error).__name__[:100],
        "text": _text(error),
        "line": _line(error, hidden),
        "traceback": _traceback(error, hidden),
    }


def _text(error: BaseException) -> str:
    try:
        return str(error)[:MAX_TEXT]
    except Exception:  # a __str__ of the learner's own
        return "（エラーの文章を表示できません）"


def _frames(error: BaseException, hidden: tuple[str, ...]) -> list[traceback.FrameSummary]:
    frames = traceback.extract_tb(error.__traceback__)[-50:]
    return [frame for frame in frames if not frame.filename.startswith(hidden or ("\0",))]


def _line(error: BaseException, hidden: tuple[str, ...]) -> str:
    """The deepest line in the cell that was entered first: the answer's own."""
    cells = [frame for frame in _frames(error, hidden) if _is_cell(frame.filename)]
    if not cells:
        return ""
    frame = [frame for frame in cells if frame.filename == cells[0].filename][-1]
    code = linecache.getline(frame.filename, frame.lineno).strip()
    return f"答えのセルの {frame.lineno} 行目: {code}"[:300]


def _is_cell(filename: str) -> bool:
    return filename.startswith("<cell ")


def _traceback(error: BaseException, hidden: tuple[str, ...]) -> str:
    try:
        lines = traceback.format_list(_frames(error, hidden))
    except Exception:
        lines = []
    return "".join(lines)[-MAX_TRACEBACK:]


def rebuild(data: dict) -> Exception:
    """The exception to raise here; `learners_line` says where it came from."""
    kind, called, text = (str(data[key])[:MAX_TEXT] for key in ("kind", "called", "text"))
    if kind not in CARRIED or kind == "RemoteError":
        error: Exception = RemoteError(f"{called}: {text}" if text else called)
    else:
        error = CARRIED[kind](text.strip("'") if kind == "KeyError" else text)  # str() adds them
    if isinstance(error, NameError) and isinstance(data.get("name"), str):
        error.name = data["name"]
    error.learners_line = str(data.get("line", ""))[:300]
    error.remote_traceback = str(data.get("traceback", ""))[:MAX_TRACEBACK]
    return error
