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

Here is what both ends have in common; grader_values and sandbox_values are the two ends.
"""

import numpy as np

from common.gpu.stand_in import DeviceArray

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
MAX_RANGE = 10_000_000
MAX_EQUAL_HASHES = 16


class Values:
    """How values are written, and read."""

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
