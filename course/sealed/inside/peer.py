"""Requests and replies, in both directions: while one side waits, it serves the other."""

import contextlib
import threading
import warnings

import numpy as np

from . import exceptions
from .grader_values import GraderValues
from .handles import Handles, RemoteObject
from .sandbox_values import SandboxValues
from .wire import Broken, ProtocolError, Wire

MAX_DEPTH = 60
MAX_NEXT = 200_000  # of the other side's iterators, in one test
MAX_WARNINGS = 20


class Peer:
    """One end of a connection. `serve` answers what is not an operation on an object."""

    def __init__(self, wire: Wire, inside: bool, serve=None, on_output=None):
        self.wire = wire
        self._inside = inside
        self._caught = BaseException if inside else Exception  # a learner's exit() is an error
        self.handles = Handles(open_to_all=inside)
        self.handles.peer = self
        self.values = (SandboxValues if inside else GraderValues)(self.handles)
        self._opened: list = []  # values that an answer may change in place now
        self._next_left = MAX_NEXT
        self._serve_other = serve
        self._on_output = on_output
        self._depth = 0
        self._thread = threading.get_ident()
        self.cells: dict[str, str] = {}  # sources of the cells that the other side has run

    def clear(self) -> None:
        """A new test: nothing of the last one is known any more."""
        self.values.clear()
        self.handles.clear()
        self._opened.clear()
        self._next_left = MAX_NEXT

    @contextlib.contextmanager
    def in_place(self, values):
        """What an answer does to its twins of `values` becomes real, while this is open."""
        self._opened.append(self.values.parts(values))
        try:
            yield
        finally:
            self._opened.pop()
            self.values.writable.clear()

    def _bring_changes_in(self) -> None:
        if not self._opened:
            return
        opened, self._opened = self._opened, []  # the request itself must not do this again
        try:
            numbers = self.values.open([part for parts in opened for part in parts])
            self.request("contents", *sorted(numbers))
        finally:
            self._opened = opened

    def request(self, do: str, *args):
        """Ask the other side to do something; its result, or its exception."""
        if threading.get_ident() != self._thread:
            raise RuntimeError("別のスレッドからは、テストの値を使えません")
        if self._depth >= MAX_DEPTH:
            raise RecursionError("呼び出しが深すぎます")
        if do == "next":
            self._count_next()
        self._depth += 1
        try:
            self._send("do", (do, *args), {"errstate": np.geterr()})
            return self._answered()
        finally:
            self._depth -= 1

    def _answered(self):
        """Serve the other side until it has done what it was asked for; its result."""
        while True:
            message, blobs = self.wire.receive()
            kind = message.get("type")
            if kind == "output":
                self._take_output(message)
            elif kind == "do":
                self._serve(message, blobs)
            else:
                return self._result(message, blobs)

    def _count_next(self) -> None:
        self._next_left -= 1
        if self._next_left < 0:
            raise RuntimeError(f"繰り返しが {MAX_NEXT} 回を超えました（終わらないようです）")

    def serve_forever(self) -> None:
        while True:
            message, blobs = self.wire.receive()
            if message.get("type") != "do":
                raise ProtocolError("a request was expected")
            self._serve(message, blobs)

    # ---- sending and receiving -----------------------------------------------------------

    def _send(self, kind: str, body, extra: dict) -> None:
        message, blobs = self.values.encode(body)
        self.wire.send({"type": kind, **message, **extra}, blobs)

    def _take_output(self, message: dict) -> None:
        if self._on_output is None:
            raise ProtocolError("output was not expected")
        self._on_output(message.get("output"))

    def _result(self, message: dict, blobs: list[bytes]):
        kind = message.get("type")
        if kind not in ("return", "raise"):
            raise ProtocolError("a reply was expected")
        error = exceptions.rebuild(message.get("error"), self.cells) if kind == "raise" else None
        value = self.values.decode(message, blobs)
        for category, text in _checked_warnings(message.get("warnings")):
            warnings.warn(text, category, stacklevel=3)
        if message.get("random_moved") and not self._inside:
            np.random.random()  # so that the test sees what it would see in one process
        self._bring_changes_in()
        if error is not None:
            raise error
        return value

    def _serve(self, message: dict, blobs: list[bytes]) -> None:
        if self._depth >= MAX_DEPTH:
            raise ProtocolError("requests within requests")
        self._depth += 1
        try:
            self._bring_changes_in()
            kind, value, extra = self._served(message, blobs)
        finally:
            self._depth -= 1
        self._reply(kind, value, extra)

    def _served(self, message: dict, blobs: list[bytes]) -> tuple[str, object, dict]:
        before = _random_state() if self._inside else None
        kind, value, extra = "return", None, {}
        with warnings.catch_warnings(record=True) as caught:
            if self._inside:
                warnings.simplefilter("always")
            try:
                do, *args = self.values.decode(message, blobs)
                with np.errstate(**_checked_errstate(message.get("errstate"))):
                    value = self._do(do, args)
            except Broken:
                raise
            except self._caught as error:
                kind, extra = "raise", {"error": exceptions.describe(error)}
        if self._inside:
            extra["warnings"] = [
                [w.category.__name__, str(w.message)[: exceptions.MAX_TEXT]] for w in caught
            ][:MAX_WARNINGS]
            extra["random_moved"] = before != _random_state()
        return kind, value, extra

    def _reply(self, kind: str, value, extra: dict) -> None:
        try:
            self._send(kind, value, extra)
        except (TypeError, ValueError, AttributeError, RecursionError) as error:
            # the value cannot be carried: that is the answer
            self._send("raise", None, {**extra, "error": exceptions.describe(error)})

    def _do(self, do: str, args: list):
        operation = OPERATIONS.get(do)
        if operation is None:
            if self._serve_other is None:
                raise ProtocolError("unknown request")
            return self._serve_other(do, *args)
        target, *rest = args
        if isinstance(target, RemoteObject):
            raise ProtocolError("a request about an object of the other side")
        if not self._inside and do not in ("call", "next", "iter"):
            raise TypeError("テストから渡された関数は、呼び出すことだけができます")
        return operation(target, *rest)


def _call(function, args: tuple, named: tuple):
    return function(*args, **dict(named))


def _next(iterator):
    try:
        return (next(iterator),)
    except StopIteration:
        return ()


def _setitem(target, index, value) -> None:
    target[index] = value


def _getattr(target, name: str):
    if not isinstance(name, str) or name.startswith("_"):
        raise AttributeError(f"{name} は、テストからは使えません")
    return getattr(target, name)


def _setattr(target, name: str, value) -> None:
    if not isinstance(name, str) or name.startswith("_"):
        raise AttributeError(f"{name} は、テストからは使えません")
    setattr(target, name, value)


OPERATIONS = {
    "call": _call,
    "next": _next,
    "iter": iter,
    "len": len,
    "getitem": lambda target, index: target[index],
    "setitem": _setitem,
    "getattr": _getattr,
    "setattr": _setattr,
}


def _random_state() -> tuple:
    kind, keys, *rest = np.random.get_state()
    return keys.tobytes(), *rest


def _checked_warnings(found) -> list[tuple[type, str]]:
    try:
        return [
            (
                exceptions.WARNINGS.get(category, UserWarning),
                exceptions.told(text)[: exceptions.MAX_TEXT],
            )
            for category, text in (found or [])[:MAX_WARNINGS]
        ]
    except (TypeError, ValueError):
        raise ProtocolError("forged warnings") from None


def _checked_errstate(state) -> dict:
    names, modes = ("divide", "over", "under", "invalid"), ("ignore", "warn", "raise")
    if not isinstance(state, dict):
        return {}
    return {name: state[name] for name in names if state.get(name) in modes}
