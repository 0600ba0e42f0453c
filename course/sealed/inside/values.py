"""Values that cross between the grader and the sandbox: by copy, as a twin, or as a handle.

Plain values cross by copy. So do arrays, lists, dicts, sets and random generators, but what the
grader hands out has a number, and the sandbox keeps **one twin** of it for a whole test: it is the
same object there whenever it is handed out again, and changes that the test makes reach it.

The other way round a message carries the whole content of what it mentions, and the grader makes
a new object of it: a **snapshot**. What an answer does later to what it has returned, or to its
twins, cannot change anything that a test holds, except the values that the test has opened with
`open`, for as long as they are. What the sandbox says about its own objects (that they have
changed, that they share memory) is asked for by `unchanged` and `assert_separate`: it teaches, it
never makes a wrong value right.

Everything else crosses as a handle: the object stays where it is (see handles).
"""

import json
import weakref

import numpy as np

from common.exercise import share_memory
from common.stand_in import DeviceArray

from . import arrays, budget
from .arrays import NotCarried
from .wire import ProtocolError

PLAIN = (type(None), bool, float, str)
LEAVES = (*PLAIN, int, complex, bytes)
MUTABLE = {np.ndarray: "array", np.random.Generator: "generator"}
MUTABLE |= {list: "list", dict: "dict", set: "set"}
EMPTY = {"list": list, "dict": dict, "set": set}
SMALL_INT = 1 << 62
MAX_INT_DIGITS = 4_000
MAX_NODES = 1_000_000  # of one message
MAX_TWINS = 50_000
MAX_SNAPSHOTS = 2_000  # that are known to be the sandbox's own; further ones, and longer lists,
MAX_ELEMENTS = 10_000  # are plain copies: what is known is compared at every message
MAX_RECEIVED = 600_000_000  # bytes, written out, that the grader takes from a sandbox in one test
MAX_RANGE = 10_000_000
MAX_EQUAL_HASHES = 16


class Values:
    """What both ends have in common: how values are written, and read."""

    def __init__(self, handles):
        self._handles = handles
        self.clear()

    def clear(self) -> None:
        """Forget all values: a new test begins."""
        raise NotImplementedError

    def encode(self, body) -> tuple[dict, list[bytes]]:
        """A message's values (the body, and the items that it refers to), and its binary parts."""
        self._begin()
        return {"body": self._encode(body, 0), "items": self._items}, self._blobs

    def _begin(self) -> None:
        self._items: list[dict] = []
        self._blobs: list[bytes] = []
        self._open: set[int] = set()  # containers that are being written
        self._nodes = MAX_NODES

    def decode(self, message: dict, blobs: list[bytes]):
        """The body of a message; ProtocolError where it cannot be one."""
        try:
            self._received = blobs
            self._before_reading(message)
            for item in message["items"]:
                self._take(item)
            return self._decode(message["body"])
        except (ProtocolError, NotCarried):
            raise
        except Exception as error:  # whatever a forged message makes this stumble over
            raise ProtocolError(f"{type(error).__name__}: {error}") from None

    # ---- writing -------------------------------------------------------------------------

    def _encode(self, value, level: int):
        self._nodes -= 1
        if self._nodes < 0 or level > budget.MAX_LEVELS:
            raise NotCarried("値が大きすぎるか、入れ子が深すぎます")
        kind = type(value)
        if kind in PLAIN:
            return value
        if kind is int:
            return value if -SMALL_INT < value < SMALL_INT else {"int": _hex(value)}
        if kind is np.ndarray and not arrays.is_carried(value.dtype):
            return self._handles.encode(value)
        if kind in MUTABLE:
            return {"ref": self._reference(value, level)}
        if kind is tuple or kind is frozenset:
            return {kind.__name__: [self._encode(item, level + 1) for item in value]}
        if kind is DeviceArray:
            return {"device": self._encode(value._host, level)}
        return self._encode_rare(value, kind)

    def _encode_rare(self, value, kind: type):
        if kind is complex:
            return {"complex": [value.real, value.imag]}
        if kind is bytes:
            return {"bytes": value.hex()}
        if isinstance(value, np.generic) and kind.__module__ == "numpy":
            return {"scalar": [arrays.carried_dtype(value.dtype), value.tobytes().hex()]}
        if isinstance(value, np.dtype):
            return {"dtype": arrays.carried_dtype(value)}
        if kind is range or kind is slice:
            return {kind.__name__: [self._encode(n, 1) for n in _parts(value)]}
        return self._handles.encode(value)

    def _blob(self, data: bytes) -> int:
        self._blobs.append(data)
        return len(self._blobs) - 1

    def _content(self, value, level: int):
        """What the other side must know of a mutable value."""
        kind = type(value)
        if kind is np.ndarray:
            if value.nbytes > budget.MAX_BYTES:
                raise NotCarried(f"配列が大きすぎます（{value.nbytes / 1e6:.0f} MB）")
            order, data = arrays.array_bytes(value)
            about = {"dtype": arrays.carried_dtype(value.dtype), "shape": list(value.shape)}
            return about | {"data": self._blob(data), "order": order, "w": value.flags.writeable}
        if kind is np.random.Generator:
            return arrays.generator_state(value)
        if id(value) in self._open:
            raise NotCarried("自分自身を含むリストや辞書は、答えに使えません")
        self._open.add(id(value))
        try:
            if kind is dict:
                pairs = value.items()
                return [[self._encode(k, level + 1), self._encode(v, level + 1)] for k, v in pairs]
            return [self._encode(item, level + 1) for item in value]
        finally:
            self._open.discard(id(value))

    def _reference(self, value, level: int) -> int:
        """The number under which a mutable value is known to the reader of this message."""
        raise NotImplementedError

    # ---- reading -------------------------------------------------------------------------

    def _before_reading(self, message: dict) -> None:
        raise NotImplementedError

    def _take(self, item: dict) -> None:
        """Enter one item under its number."""
        raise NotImplementedError

    def _known(self, number):
        raise NotImplementedError

    def _made(self, kind: str, content):
        """A new object of an item's content."""
        if kind == "array":
            dtype, shape = arrays.read_dtype(content["dtype"]), arrays.read_shape(content["shape"])
            data = self._received[content["data"]]
            array = arrays.make_array(dtype, shape, content["order"], data)
            array.flags.writeable = bool(content["w"])
            return array
        made = arrays.new_generator(content["kind"]) if kind == "generator" else EMPTY[kind]()
        self._fill(made, content)
        return made

    def _fill(self, value, content) -> None:
        """Give a random generator, list, dict or set this content."""
        kind = type(value)
        if kind is np.random.Generator:
            arrays.set_generator_state(value, content)
        elif kind is list:
            value[:] = [self._decode(item) for item in content]
        elif kind is dict:
            pairs = [(self._decode(k), self._decode(v)) for k, v in content]
            _check_hashes([key for key, _ in pairs])
            value.clear()
            value.update(pairs)
        else:
            items = [self._decode(item) for item in content]
            _check_hashes(items)
            value.clear()
            value.update(items)

    def _decode(self, value):
        if type(value) is not dict:
            if type(value) is list:
                raise ProtocolError("a bare list")
            return value
        ((kind, data),) = value.items()
        if kind == "ref":
            return self._known(data)
        if kind == "tuple":
            return tuple([self._decode(item) for item in data])
        if kind == "frozenset":
            items = [self._decode(item) for item in data]
            _check_hashes(items)
            return frozenset(items)
        if kind == "device":
            host = self._decode(data)
            if type(host) is not np.ndarray:
                raise ProtocolError("host of a device array")
            return DeviceArray(host)
        return self._decode_rare(kind, data)

    def _decode_rare(self, kind: str, data):
        if kind == "int":
            return int(_checked_digits(data), 16)
        if kind == "complex":
            return complex(*map(float, data))
        if kind == "bytes":
            return bytes.fromhex(data)
        if kind == "scalar":
            dtype = arrays.read_dtype(data[0])
            return arrays.make_array(dtype, (), "C", bytes.fromhex(data[1]))[()]
        if kind == "dtype":
            return arrays.read_dtype(data)
        if kind in ("range", "slice"):
            made = {"range": range, "slice": slice}[kind](*map(self._decode, data))
            if kind == "range" and abs(made.stop - made.start) > MAX_RANGE:
                raise NotCarried("range が長すぎます")
            return made
        return self._handles.decode(kind, data)


class GraderValues(Values):
    """The grader's end: what it hands out has numbers, what it receives are snapshots."""

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
                if value is not None:
                    self._reference(value, 0)
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
        if number in self._now:
            return number
        if type(value) is np.ndarray:
            arrays.carried_dtype(value.dtype)
        self._now[number] = state = self._state(value)
        if self._sent.get(number) != state:
            content = self._content(value, level)
            self._items.append({"n": number, "kind": MUTABLE[type(value)], "content": content})
        return number

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
        found, waiting, seen = set(), [values], set()
        while waiting:
            value = waiting.pop()
            if id(value) in seen:
                continue
            seen.add(id(value))
            if id(value) in self._numbers:
                found.add(self._numbers[id(value)])
            if type(value) is dict:
                waiting += value.values()
            elif type(value) in (list, tuple):
                waiting += value
            elif type(value) is DeviceArray:
                waiting.append(value._host)
        return found

    def open(self, values) -> set[int]:
        """From now on, what the sandbox says of these is what they become; their numbers."""
        self.writable = self.numbers(values)
        self.was_writable |= self.writable
        return self.writable

    def untouchable(self) -> set[int]:
        """Everything that was handed out and never opened; a generator moves on when it is used."""
        held = ((n, self._value(n)) for n in list(self._live) if n % 2 == 0)
        kept = {n for n, v in held if v is not None and type(v) is not np.random.Generator}
        return kept - self.was_writable

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
            self._sent[number] = self._state(snapshot)

    def _state(self, value):
        """Tells whether a value is still as the sandbox knows it."""
        if type(value) is np.ndarray:
            return arrays.fingerprint(value)
        return json.dumps(self._content(value, 0))

    def _change(self, real, made, content) -> None:
        if type(real) is np.ndarray:
            arrays.overwrite(real, made)
        else:
            self._fill(real, content)

    def _known(self, number):
        return self._message[number]


class SandboxValues(Values):
    """The sandbox's end: one twin for each value that the grader has handed out.

    What the answer hands over gets odd numbers, and a new one whenever it has changed.
    """

    def clear(self) -> None:
        self._next = 1
        self._twins: dict[int, object] = {}
        self._numbers: dict[int, int] = {}  # by id; the table above keeps them alive
        self._states: dict[int, object] = {}  # as they came, or as they went

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
        if number is None or self._state(number) != self._states[number]:
            number, self._next = self._next, self._next + 2
            self._enter(value, number)
        return number

    def _enter(self, value, number: int) -> None:
        self._twins[number] = value
        self._numbers[id(value)] = number
        self._states[number] = self._state(number)

    def changed(self, numbers: list[int]) -> list[int]:
        """Those twins that are no longer what the grader has handed out."""
        return [n for n in numbers if n in self._twins and self._state(n) != self._states[n]]

    def contents(self, numbers: list[int]) -> list:
        """The twins, as they are now."""
        return [self._twins[n] for n in numbers if n in self._twins]

    def shared(self, numbers: list[int]) -> bool:
        """Whether two of these arrays share memory."""
        found = [self._twins[n] for n in numbers if n in self._twins]
        return share_memory([value for value in found if type(value) is np.ndarray])

    def _state(self, number: int):
        twin = self._twins[number]
        if type(twin) is np.ndarray:
            return arrays.fingerprint(twin)
        if type(twin) is np.random.Generator:
            return arrays.generator_state(twin)
        if type(twin) is dict:
            return [(key, _shallow(value)) for key, value in twin.items()]
        return set(twin) if type(twin) is set else [_shallow(value) for value in twin]

    # ---- reading -------------------------------------------------------------------------

    def _before_reading(self, message: dict) -> None:
        for number in message["dead"]:
            name = id(self._twins.pop(number, None))
            if self._numbers.get(name) == number:
                del self._numbers[name]
            self._states.pop(number, None)

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


def _shallow(value):
    """What tells whether the element of a container was replaced."""
    return value if type(value) in LEAVES else id(value)


def _check_hashes(items: list) -> None:
    """Building a set of many elements with one hash takes the square of their number."""
    hashes = [hash(item) for item in items]
    if len(hashes) - len(set(hashes)) > MAX_EQUAL_HASHES:
        raise ProtocolError("equal hashes")


def _parts(value: range | slice) -> tuple:
    return value.start, value.stop, value.step


def _hex(number: int) -> str:
    if number.bit_length() > 4 * MAX_INT_DIGITS:
        raise NotCarried("整数が大きすぎます")
    return hex(number)


def _checked_digits(text: str) -> str:
    if len(text) > MAX_INT_DIGITS + 3:
        raise ProtocolError("digits")
    return text
