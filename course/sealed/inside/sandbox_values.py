"""The sandbox's end of values: see values."""

import numpy as np

from common.classroom.exercise import share_memory

from . import arrays, budget
from .arrays import NotCarried
from .values import LEAVES, MUTABLE, Values
from .wire import ProtocolError

MAX_OUTLIVED = 50_000_000  # bytes


class SandboxValues(Values):
    """One twin for each value that the grader has handed out.

    What the answer hands over gets odd numbers, and a new one whenever it has changed.
    """

    def clear(self) -> None:
        self._next = 1
        self._twins: dict[int, object] = {}
        self._numbers: dict[int, int] = {}  # by id; the table above keeps them alive
        self._states: dict[int, object] = {}  # as they came, or as they went
        self._outlived: dict[int, np.ndarray] = {}  # twins of what the test holds no longer

    def encode(self, body) -> tuple[dict, list[bytes]]:
        self._written: dict[int, int] = {}  # id → its place in this message
        message, blobs = super().encode(body)
        try:
            budget.check(message)  # as the grader will: an honest answer is told what is wrong
        except ProtocolError:
            raise NotCarried("値が大きすぎるか、入れ子が深すぎます") from None
        return message, blobs

    def _reference(self, value, level: int) -> int:
        name = self._written.get(id(value))
        if name is None:
            content = self._content(value, level)
            name = self._written[id(value)] = len(self._written)
            item = {"n": name, "number": self._number(value), "kind": MUTABLE[type(value)]}
            self._items.append(item | {"content": content})
        return name

    def _number(self, value) -> int:
        number = self._numbers.get(id(value))
        if number is not None and number % 2 == 0:
            return number
        if number is None or _state(value) != self._states[number]:
            number, self._next = self._next, self._next + 2
            self._enter(value, number)
        return number

    def _enter(self, value, number: int) -> None:
        self._twins[number] = value
        self._numbers[id(value)] = number
        self._states[number] = _state(value)

    def changed(self, numbers: list[int]) -> list[int]:
        """Those twins that are no longer what the grader has handed out."""
        return [
            n for n in numbers if n in self._twins and _state(self._twins[n]) != self._states[n]
        ]

    def spoiled(self, but: list[int]) -> bool:
        """Whether the answer has changed anything that was handed out, `but` for these."""
        here = {n: twin for n, twin in self._twins.items() if n % 2 == 0}
        here |= self._outlived
        return any(
            _state(twin) != self._states[number]
            for number, twin in here.items()
            if number not in but and type(twin) is not np.random.Generator
        )

    def contents(self, numbers: list[int]) -> list:
        """The twins, as they are now."""
        return [self._twins[n] for n in numbers if n in self._twins]

    def shared(self, numbers: list[int]) -> bool:
        """Whether two of these are one, or arrays that share memory."""
        return share_memory([self._twins[n] for n in numbers if n in self._twins])

    # ---- reading -------------------------------------------------------------------------

    def _before_reading(self, message: dict) -> None:
        for number in message["dead"]:
            twin = self._twins.pop(number, None)
            if self._numbers.get(id(twin)) == number:
                del self._numbers[id(twin)]
            if twin is not None and number % 2 == 0:
                self._outlived[number] = twin
            else:
                self._states.pop(number, None)
        while sum(twin.nbytes for twin in self._outlived.values()) > MAX_OUTLIVED:
            oldest = next(iter(self._outlived))
            del self._outlived[oldest], self._states[oldest]

    def _take(self, item: dict) -> None:
        number, kind, content = item["n"], item["kind"], item["content"]
        twin = self._twins.get(number)
        if twin is None:
            twin = self._made(kind, content)
        elif kind == "array":
            arrays.overwrite(twin, self._made(kind, content))
        else:
            self._fill(twin, content)
        self._enter(twin, number)

    def _known(self, number):
        return self._twins[number]


def _state(twin):
    """Tells whether it has changed."""
    if type(twin) is np.ndarray:
        return arrays.fingerprint(twin)
    if type(twin) is np.random.Generator:
        return arrays.generator_state(twin)
    if type(twin) is dict:
        return [(key, _shallow(value)) for key, value in twin.items()]
    return set(twin) if type(twin) is set else [_shallow(value) for value in twin]


def _shallow(value):
    """What tells whether the element of a container was replaced."""
    return value if type(value) in LEAVES else id(value)
