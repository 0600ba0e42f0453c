"""The grader's end of values: see values."""

import operator
import weakref

import numpy as np

from common.gpu.stand_in import DeviceArray

from . import arrays, budget
from .arrays import NotCarried
from .values import LEAVES, MUTABLE, Values
from .wire import ProtocolError

MAX_TWINS = 50_000
MAX_SNAPSHOTS = 2_000  # that are known to be the sandbox's own; further ones, and longer lists,
MAX_ELEMENTS = 10_000  # are plain copies: what is known is compared at every message
MAX_RECEIVED = 600_000_000  # bytes, written out, that the grader takes from a sandbox in one test


class GraderValues(Values):
    """What it hands out has numbers, what it receives are snapshots."""

    def clear(self) -> None:
        self._next = getattr(self, "_next", 0)  # even; no number is ever given twice
        self._live: dict[int, object] = {}  # weak references to arrays
        self._numbers: dict[int, int] = {}  # by id
        self._sent: dict[int, object] = {}  # what the sandbox knows of each
        self._dead: list[int] = []
        self._left = MAX_RECEIVED
        self.writable: set[int] = set()  # numbers of what an answer may change now
        self.was_writable: set[int] = set()  # or might at any time of this test

    def encode(self, body) -> tuple[dict, list[bytes]]:
        """Also brings along what the test has changed, and what it holds no longer."""
        first = self._next
        try:
            message, blobs = super().encode(body)
            for number in list(self._live):
                value = self._value(number)
                if value is not None and number not in self._now:
                    self._bring(value, number, 0)
        except Exception:  # something cannot be carried: nothing of this message has been sent
            for number in range(first, self._next, 2):
                self._numbers.pop(id(self._value(number)), None)
                self._live.pop(number, None)
            raise
        self._sent |= self._now
        dead, self._dead = self._dead, []
        return {**message, "dead": dead}, blobs

    def _begin(self) -> None:
        super()._begin()
        self._now: dict[int, object] = {}  # states of what this message is about

    def _reference(self, value, level: int) -> int:
        number = self._number(value)
        if number not in self._now:
            self._bring(value, number, level)
        return number

    def _bring(self, value, number: int, level: int) -> None:
        """Into this message, if the sandbox does not know the value as it is."""
        state = _state(value)
        if not _unchanged(self._sent.get(number), state):
            content = self._content(value, level)
            self._items.append({"n": number, "kind": MUTABLE[type(value)], "content": content})
        self._now[number] = state  # not before: what contains itself is noticed on the way

    def _number(self, value) -> int:
        number = self._numbers.get(id(value))
        if number is None:
            if len(self._live) >= MAX_TWINS:
                raise NotCarried("配列やリストが多すぎます")
            number, self._next = self._next, self._next + 2
            self._hold(value, number)
        return number

    def _hold(self, value, number: int) -> None:
        """All but arrays stay until the end of the test: there are no weak references to them."""
        name = id(value)
        replaced = self._value(number)  # may die now: its id must not name it any more
        if replaced is not None and self._numbers.get(id(replaced)) == number:
            del self._numbers[id(replaced)]
        self._numbers[name] = number
        self._live[number] = value
        if type(value) is not np.ndarray:
            return

        def died(reference):
            if self._live.get(number) is reference:
                del self._live[number]
                self._numbers.pop(name, None)
                self._sent.pop(number, None)
                self._dead.append(number)

        self._live[number] = weakref.ref(value, died)

    def _value(self, number):
        held = self._live.get(number)
        return held() if isinstance(held, weakref.ref) else held

    def numbers(self, values) -> set[int]:
        """Those of `values`, and of what is in them, that the sandbox has a twin of."""
        return {self._numbers[id(v)] for v in self.parts(values) if id(v) in self._numbers}

    def parts(self, values) -> list:
        """`values` and all that is in them now."""
        found, waiting, seen = [], [values], set()
        while waiting:
            value = waiting.pop()
            if id(value) in seen:
                continue
            seen.add(id(value))
            found.append(value)
            if type(value) is dict:
                waiting += value.values()
            elif type(value) in (list, tuple):
                waiting += value
            elif type(value) is DeviceArray:
                waiting.append(value._host)
        return found

    def open(self, parts: list) -> set[int]:
        """From now on, what the sandbox says of these is what they become; their numbers.

        Not of what is in them by now: an answer may have put there what the test has not opened.
        """
        self.writable = {self._numbers[id(v)] for v in parts if id(v) in self._numbers}
        self.was_writable |= self.writable
        return self.writable

    # ---- reading -------------------------------------------------------------------------

    def _before_reading(self, message: dict) -> None:
        self._begin()
        self._left -= budget.check(message)
        if self._left < 0:
            raise ProtocolError("too much in one test")
        self._message: dict[int, object] = {}

    def _take(self, item: dict) -> None:
        name, number = item["n"], item["number"]
        if type(name) is not int or name in self._message:
            raise ProtocolError("number of an item")
        made = self._made(item["kind"], item["content"])
        real = self._value(number) if type(number) is int else None
        if real is not None and type(real) is type(made):
            if _alike(real, made):
                made = real
            elif number in self.writable:
                self._change(real, made, item["content"])
                made = real
        if made is not real:
            self._remember(made, number)
        self._message[name] = made

    def _remember(self, snapshot, number) -> None:
        """The sandbox's own object, of which this is a snapshot: handed back, it is that one."""
        own = type(number) is int and number % 2 == 1
        if own and len(self._live) < MAX_SNAPSHOTS and _is_short(snapshot):
            self._hold(snapshot, number)
            self._sent[number] = _state(snapshot)

    def _change(self, real, made, content) -> None:
        if type(real) is np.ndarray:
            arrays.overwrite(real, made)
        else:
            self._fill(real, content)

    def _known(self, number):
        return self._message[number]


def _state(value):
    """Tells whether a value is still as the sandbox knows it; what is in it has its own state."""
    if type(value) is np.ndarray:
        return arrays.fingerprint(value)
    if type(value) is np.random.Generator:
        return arrays.generator_state(value)
    return [*value, *value.values()] if type(value) is dict else list(value)


def _unchanged(known, state) -> bool:
    """Elements are compared by identity: the state keeps them, so no other can take their place."""
    if type(known) is list is type(state):
        return len(known) == len(state) and all(map(operator.is_, known, state))
    return known == state


def _is_short(value) -> bool:
    return type(value) in (np.ndarray, np.random.Generator) or len(value) <= MAX_ELEMENTS


def _alike(real, made) -> bool:
    """Whether a snapshot shows a value as it is; then the test gets the value itself."""
    if type(real) is np.ndarray:
        return arrays.same_content(real, made)
    if type(real) is np.random.Generator:
        return arrays.generator_state(real) == arrays.generator_state(made)
    if type(real) is set or len(real) != len(made):
        return real == made if type(real) is set else False
    if type(real) is dict:
        return all(map(_same, real, made)) and all(map(_same, real.values(), made.values()))
    return all(map(_same, real, made))


def _same(one, other) -> bool:
    if one is other or type(one) is not type(other):
        return one is other
    if type(one) is tuple:
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) in LEAVES and one == other
