"""What is known about a value in a test cell."""

from collections.abc import Iterable
from dataclasses import dataclass

MAX_DEPTH = 5


@dataclass(frozen=True)
class Value:
    """Whether it comes from an answer; what it is made of, where that is known."""

    tainted: bool = False
    kind: str = ""  # tuple (its items), list (one for all elements), dict (keys, values)
    items: tuple["Value", ...] = ()
    functions: frozenset = frozenset()  # functions and classes of the cell that it may be

    @property
    def any_taint(self) -> bool:
        return self.tainted or any(item.any_taint for item in self.items)

    @property
    def all_functions(self) -> frozenset:
        return self.functions.union(*(item.all_functions for item in self.items))

    @property
    def element(self) -> "Value":
        """What a loop over it gives."""
        if self.kind == "tuple":
            return joined(self.items)
        return self.items[0] if self.items else self

    @property
    def looked_up(self) -> "Value":
        """What an index that is not known gives."""
        return self.items[1] if self.kind == "dict" else self.element

    def position(self, number: int, count: int) -> "Value":
        """Its part when it is unpacked into so many names."""
        if self.kind == "tuple" and len(self.items) == count:
            return self.items[number]
        return self.element

    def flat(self) -> "Value":
        return Value(self.any_taint, functions=self.all_functions)


CLEAN, TAINTED = Value(), Value(True)


def join(a: Value, b: Value, depth: int = 0) -> Value:
    """What may be either."""
    if a == b or b == CLEAN:
        return a
    if a == CLEAN:
        return b
    tainted, functions = a.tainted or b.tainted, a.functions | b.functions
    if not a.kind or not b.kind:
        return Value(tainted, a.kind or b.kind, a.items or b.items, functions)
    if depth >= MAX_DEPTH:
        return join(a.flat(), b.flat())
    if a.kind == b.kind and len(a.items) == len(b.items):
        items = tuple(join(x, y, depth + 1) for x, y in zip(a.items, b.items, strict=True))
        return Value(tainted, a.kind, items, functions)
    return Value(tainted, "list", (joined([*a.items, *b.items]),), functions)


def joined(values: Iterable[Value]) -> Value:
    result = CLEAN
    for value in values:
        result = join(result, value)
    return result


def shallow(value: Value, depth: int = 0) -> Value:
    """Without an end to a list that is put into itself."""
    if depth >= MAX_DEPTH:
        return value.flat()
    items = tuple(shallow(item, depth + 1) for item in value.items)
    return Value(value.tainted, value.kind, items, value.functions)


def list_of(*values: Value) -> Value:
    return Value(kind="list", items=(joined(values),))
