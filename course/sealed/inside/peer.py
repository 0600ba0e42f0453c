"""Requests and replies, in both directions: while one side waits, it serves the other."""

import threading
import warnings

import numpy as np

from . import errors
from .handles import Handles, RemoteObject
from .values import Values
from .wire import Broken, ProtocolError, Wire

MAX_DEPTH = 60
MAX_WARNINGS = 20


class Peer:
    """One end of a connection. `serve` answers what is not an operation on an object."""

    def __init__(self, wire: Wire, inside: bool, serve=None, on_output=None):
        self.wire = wire
        self._inside = inside
        self._caught = BaseException if inside else Exception  # a learner's exit() is an error
        self.handles = Handles(open_to_all=inside)
        self.handles.peer = self
        self.values = Values(self.handles, first_number=1 if inside else 0)
        self._serve_other = serve
        self._on_output = on_output
        self._depth = 0
        self._thread = threading.get_ident()
        self.cells: dict[str, str] = {}  # sources of the cells that the other side has run

    def clear(self) -> None:
        """A new test: nothing of the last one is known any more."""
        self.values.clear()
        self.handles.clear()

    def request(self, do: str, *args):
        """Ask the other side to do something; its result, or its exception."""
        if threading.get_ident() != self._thread:
            raise RuntimeError("別のスレッドからは、テストの値を使えません")
        if self._depth >= MAX_DEPTH:
            raise RecursionError("呼び出しが深すぎます")
        self._depth += 1
        try:
            self._send("do", (do, *args), {"errstate": np.geterr()})
            while True:
                message, blobs = self.wire.receive()
                kind = message.get("type")
                if kind == "output":
                    self._take_output(message)
                elif kind == "do":
                    self._serve(message, blobs)
                else:
                    return self._result(message, blobs)
        finally:
            self._depth -= 1

    def serve_forever(self) -> None:
        while True:
            message, blobs = self.wire.receive()
            if message.get("type") != "do":
                raise ProtocolError("a request was expected")
            self._serve(message, blobs)

    # ---- sending and receiving -----------------------------------------------------------

    def _send(self, kind: str, body, extra: dict) -> None:
        drop_dead = not self._inside
        message, blobs = self.values.encode(body, drop_dead)
        self.wire.send({"type": kind, **message, **extra}, blobs)

    def _take_output(self, message: dict) -> None:
        if self._on_output is None:
            raise ProtocolError("output was not expected")
        self._on_output(message.get("output"))

    def _result(self, message: dict, blobs: list[bytes]):
        kind = message.get("type")
        if kind not in ("return", "raise"):
            raise ProtocolError("a reply was expected")
        value = self.values.decode(message, blobs)
        for category, text in (message.get("warnings") or [])[:MAX_WARNINGS]:
            kind_of = errors.WARNINGS.get(category, UserWarning)
            warnings.warn(str(text)[: errors.MAX_TEXT], kind_of, stacklevel=2)
        if message.get("random_moved") and not self._inside:
            np.random.random()  # so that the test sees what it would see in one process
        if kind == "raise":
            if not isinstance(message.get("error"), dict):
                raise ProtocolError("an error without a description")
            try:
                error = errors.rebuild(message["error"], self.cells)
            except (KeyError, TypeError, ValueError):
                raise ProtocolError("a forged error") from None
            raise error
        return value

    def _serve(self, message: dict, blobs: list[bytes]) -> None:
        if self._depth >= MAX_DEPTH:
            raise ProtocolError("requests within requests")
        self._depth += 1
        before = _random_state() if self._inside else None
        with warnings.catch_warnings(record=True) as caught:
            if self._inside:
                warnings.simplefilter("always")
            try:
                do, *args = self.values.decode(message, blobs)
                with np.errstate(**_checked_errstate(message.get("errstate"))):
                    kind, value, extra = "return", self._do(do, args), {}
            except Broken:
                raise
            except self._caught as error:
                kind, value = "raise", None
                extra = {"error": errors.describe(error)}
            finally:
                self._depth -= 1
        if self._inside:
            extra["warnings"] = [
                [w.category.__name__, str(w.message)[: errors.MAX_TEXT]] for w in caught
            ][:MAX_WARNINGS]
            extra["random_moved"] = before != _random_state()
        self._reply(kind, value, extra)

    def _reply(self, kind: str, value, extra: dict) -> None:
        try:
            self._send(kind, value, extra)
        except (TypeError, ValueError, AttributeError, RecursionError) as error:
            # the value cannot be carried: that is the answer
            self._send("raise", None, {**extra, "error": errors.describe(error)})

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


def _call(function, args: tuple, kwargs: dict):
    return function(*args, **kwargs)


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


def _checked_errstate(state) -> dict:
    names, modes = ("divide", "over", "under", "invalid"), ("ignore", "warn", "raise")
    if not isinstance(state, dict):
        return {}
    return {name: state[name] for name in names if state.get(name) in modes}
