"""Values that cross between the grader and the sandbox: copies, twins and handles.

Plain values cross by copy. A mutable value (array, list, dict, set, random generator) has one twin
on the other side: whenever a message crosses, in either direction, what has changed since the last
one is brought along, so changes in place behave as in one process. Everything else crosses as a
handle: the object stays where it is.
"""

import sys

import numpy as np

from common.stand_in import DeviceArray

from . import arrays
from .arrays import NotCarried
from .wire import ProtocolError

PLAIN = (type(None), bool, float, str)
CONTAINERS = {list: "list", dict: "dict", set: "set"}
EMPTY = {"list": list, "dict": dict, "set": set}
SMALL_INT = 1 << 62
MAX_INT_DIGITS = 100_000
MAX_TWINS = 50_000
MAX_TWIN_BYTES = 600_000_000
MAX_DEPTH = 50
MAX_RANGE = 10_000_000
REFERENCES_OF_A_DEAD_TWIN = 3  # the table, the local variable and getrefcount's argument


class Values:
    """Both ends have one: what one encodes the other decodes.

    `handles` decides which objects may cross as handles, and makes the proxies for them.
    """

    def __init__(self, handles, first_number: int):
        self._handles = handles
        self._next = first_number  # one side counts 0, 2, 4 …, the other 1, 3, 5 …
        self._parity = first_number % 2
        self.clear()

    def clear(self) -> None:
        """Forget all twins: a new test begins."""
        self._objects: dict[int, object] = {}
        self._numbers: dict[int, int] = {}
        self._synced: dict[int, object] = {}

    # ---- sending -------------------------------------------------------------------------

    def encode(self, body, drop_dead: bool = False) -> tuple[dict, list[bytes]]:
        """A message's values: body, news of twins, numbers of dead twins.

        Where something cannot be carried, nothing of this message has been entered.
        """
        known, synced = set(self._objects), dict(self._synced)
        try:
            return self._message(body, drop_dead)
        except Exception:
            for number in self._objects.keys() - known:
                self._forget(number)
            self._synced = {n: s for n, s in synced.items() if n in self._objects}
            raise

    def _message(self, body, drop_dead: bool) -> tuple[dict, list[bytes]]:
        self._blobs: list[bytes] = []
        self._waiting: list[int] = []
        dropped = self._drop_dead() if drop_dead else []
        news = []
        for number in list(self._objects):
            content, state = self._content(self._objects[number])
            if state != self._synced[number]:
                news.append(self._news(number, content, state))
        encoded = self._encode(body, 0)
        while self._waiting:
            number = self._waiting.pop()
            news.append(self._news(number, *self._content(self._objects[number])))
        return {"body": encoded, "twins": news, "dropped": dropped}, self._blobs

    def _news(self, number: int, content, state) -> list:
        self._synced[number] = state
        return [number, content() if callable(content) else content]

    def _drop_dead(self) -> list[int]:
        dropped = []
        for number in list(self._objects):
            twin = self._objects[number]
            if sys.getrefcount(twin) <= REFERENCES_OF_A_DEAD_TWIN:
                dropped.append(number)
                self._forget(number)
        return dropped

    def _forget(self, number: int) -> None:
        twin = self._objects.pop(number, None)
        self._numbers.pop(id(twin), None)
        self._synced.pop(number, None)

    def _encode(self, value, depth: int):
        kind = type(value)
        if kind in PLAIN:
            return value
        if kind is int:
            return value if -SMALL_INT < value < SMALL_INT else {"int": _hex(value)}
        if depth > MAX_DEPTH:
            raise NotCarried("入れ子が深すぎます")
        if kind is np.ndarray and not arrays.is_carried(value.dtype):
            return self._handles.encode(value)
        if kind in CONTAINERS or kind is np.ndarray or kind is np.random.Generator:
            return {"twin": self._number(value)}
        if kind is tuple or kind is frozenset:
            return {kind.__name__: [self._encode(item, depth + 1) for item in value]}
        if kind is DeviceArray:
            return {"device": {"twin": self._number(value._host)}}
        return self._encode_rare(value, kind)

    def _encode_rare(self, value, kind: type):
        if kind is complex:
            return {"complex": [value.real, value.imag]}
        if kind is bytes:
            return {"bytes": self._blob(value)}
        if isinstance(value, np.generic) and kind.__module__ == "numpy":
            return {"scalar": [arrays.carried_dtype(value.dtype), self._blob(value.tobytes())]}
        if isinstance(value, np.dtype):
            return {"dtype": arrays.carried_dtype(value)}
        if kind is range or kind is slice:
            return {kind.__name__: [self._encode(n, 1) for n in _parts(value)]}
        return self._handles.encode(value)

    def _blob(self, data: bytes) -> int:
        self._blobs.append(data)
        return len(self._blobs) - 1

    def _number(self, twin) -> int:
        number = self._numbers.get(id(twin))
        if number is None:
            if len(self._objects) >= MAX_TWINS:
                raise NotCarried("配列やリストが多すぎます")
            number = self._next
            self._next += 2
            self._enter(number, twin)
            self._waiting.append(number)
        return number

    def _enter(self, number: int, twin) -> None:
        self._objects[number] = twin
        self._numbers[id(twin)] = number
        self._synced[number] = None

    def _content(self, twin):
        """What the other side must know of a twin, and a state to compare with later."""
        kind = type(twin)
        if kind is np.ndarray:
            return self._array_content(twin)
        if kind is np.random.Generator:
            state = arrays.generator_state(twin)
            return {"generator": state}, state
        items = twin.items() if kind is dict else twin
        encoded = [
            [self._encode(k, 1), self._encode(v, 1)] if kind is dict else self._encode(k, 1)
            for k, v in (items if kind is dict else ((item, None) for item in items))
        ]
        content = {CONTAINERS[kind]: encoded}
        return content, content

    def _array_content(self, array: np.ndarray):
        about = [arrays.carried_dtype(array.dtype), list(array.shape), array.flags.writeable]
        found = arrays.view_of_base(array)
        if found:
            base, offset = found
            view = {"base": self._number(base), "offset": offset, "strides": list(array.strides)}
            return {"view": [*about, view]}, (about, view)
        order, data = arrays.array_bytes(array)
        return (lambda: {"array": [*about, order, self._blob(data)]}), (about, data)

    # ---- receiving -----------------------------------------------------------------------

    def decode(self, message: dict, blobs: list[bytes]):
        """The body of a message, after twins were made and brought up to date."""
        try:
            self._received = blobs
            for number in message["dropped"]:
                self._forget(number)
            self._take_news(message["twins"])
            return self._decode(message["body"], 0)
        except (ProtocolError, NotCarried):
            raise
        except Exception as error:  # whatever a forged message makes this stumble over
            raise ProtocolError(f"{type(error).__name__}: {error}") from None

    def _take_news(self, news: list) -> None:
        """Arrays that own their memory first, then views, then what may hold both."""
        for number, content in news:
            ((kind, data),) = content.items()
            if number not in self._objects:
                self._check_new(number)
                if kind in EMPTY:
                    self._enter(number, EMPTY[kind]())
                elif kind == "generator":
                    self._enter(number, arrays.new_generator(data["kind"]))
        for number, content in sorted(news, key=lambda item: "view" in item[1]):
            ((kind, data),) = content.items()
            if kind in ("array", "view"):
                self._take_array(number, kind, data)
        arrays_here = (twin for twin in self._objects.values() if type(twin) is np.ndarray)
        if sum(array.nbytes for array in arrays_here if array.base is None) > MAX_TWIN_BYTES:
            raise ProtocolError("too much memory")
        for number, content in news:
            ((kind, data),) = content.items()
            self._take_other(self._objects[number], kind, data)
        for number, _ in news:
            self._blobs, self._waiting = [], []
            self._synced[number] = self._content(self._objects[number])[1]

    def _check_new(self, number) -> None:
        if type(number) is not int or number % 2 == self._parity or number < 0:
            raise ProtocolError("number of a twin")
        if len(self._objects) >= MAX_TWINS:
            raise ProtocolError("too many twins")

    def _take_array(self, number: int, kind: str, data: list) -> None:
        dtype, shape = arrays.read_dtype(data[0]), arrays.read_shape(data[1])
        known = self._objects.get(number)
        if kind == "view":
            if known is None:
                base = self._objects[data[3]["base"]]
                view = data[3]["offset"], data[3]["strides"]
                array = arrays.make_view(base, dtype, shape, *view)
                array.flags.writeable = bool(data[2])
                self._enter(number, array)
            elif type(known) is not np.ndarray:
                raise ProtocolError("kind of a twin")
            return
        array = arrays.make_array(dtype, shape, data[3], self._received[data[4]])
        if known is None:
            array.flags.writeable = bool(data[2])
            self._enter(number, array)
        elif type(known) is not np.ndarray or (known.dtype, known.shape) != (dtype, shape):
            raise NotCarried("配列の形や dtype は、あとから変えられません（新しい配列を作ります）")
        else:
            _overwrite(known, array)

    def _take_other(self, twin, kind: str, data) -> None:
        if kind in ("array", "view"):
            return
        if kind == "generator" and type(twin) is np.random.Generator:
            arrays.set_generator_state(twin, data)
            return
        if type(twin) is not EMPTY[kind]:
            raise ProtocolError("kind of a twin")
        if kind == "dict":
            items = {self._decode(k, 1): self._decode(v, 1) for k, v in data}
            twin.clear()
            twin.update(items)
        elif kind == "list":
            twin[:] = [self._decode(item, 1) for item in data]
        else:
            items = {self._decode(item, 1) for item in data}
            twin.clear()
            twin.update(items)

    def _decode(self, value, depth: int):
        if type(value) is not dict:
            if type(value) is list:
                raise ProtocolError("a bare list")
            return value
        if depth > MAX_DEPTH:
            raise ProtocolError("too deep")
        ((kind, data),) = value.items()
        if kind == "twin":
            return self._objects[data]
        if kind in ("tuple", "frozenset"):
            items = (self._decode(item, depth + 1) for item in data)
            return tuple(items) if kind == "tuple" else frozenset(items)
        if kind == "device":
            host = self._objects[data["twin"]]
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
            return self._received[data]
        if kind == "scalar":
            dtype = arrays.read_dtype(data[0])
            return arrays.make_array(dtype, (), "C", self._received[data[1]])[()]
        if kind == "dtype":
            return arrays.read_dtype(data)
        if kind in ("range", "slice"):
            made = {"range": range, "slice": slice}[kind](*(self._decode(n, 1) for n in data))
            if kind == "range" and abs(made.stop - made.start) > MAX_RANGE:
                raise NotCarried("range が長すぎます")
            return made
        return self._handles.decode(kind, data)


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


def _overwrite(array: np.ndarray, new: np.ndarray) -> None:
    """Also where the array is read-only: on the other side it has been changed in any case."""
    writeable = array.flags.writeable
    if not writeable:
        array.flags.writeable = True
    array[...] = new
    array.flags.writeable = writeable
