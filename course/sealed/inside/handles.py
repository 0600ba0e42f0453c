"""Handles: objects that stay where they are, and the proxies that stand for them elsewhere.

A proxy offers public attributes (read, set), calls, `[]`, `len` and iteration. Everything else,
above all comparison, arithmetic, truth and conversion to an array, raises with a message: what the
other side would answer must never decide a test.
"""

import re
import types
import weakref

from .arrays import NotCarried
from .wire import ProtocolError

MAX_HANDLES = 20_000
MAX_LENGTH = 1_000_000
NAME = re.compile(r"[^\W\d]\w{0,59}")
REFUSED = re.findall(
    r"\w+",
    """
    __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __bool__ __int__ __float__ __complex__ __index__
    __add__ __radd__ __sub__ __rsub__ __mul__ __rmul__ __matmul__ __rmatmul__ __truediv__
    __rtruediv__ __floordiv__ __rfloordiv__ __mod__ __rmod__ __pow__ __rpow__ __and__ __rand__
    __or__ __ror__ __xor__ __rxor__ __lshift__ __rshift__ __neg__ __pos__ __abs__ __invert__
    __round__ __array__ __contains__ __enter__ __exit__ __iadd__ __isub__ __imul__ __itruediv__
    """,
)


class RemoteObject:
    """Stands for an object on the other side."""

    __slots__ = ("__weakref__", "_number", "_peer", "_type_name")
    __hash__ = object.__hash__

    def __init__(self, peer, number: int, type_name: str):
        for name, value in (("_peer", peer), ("_number", number), ("_type_name", type_name)):
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str):
        if name.startswith("_"):
            raise AttributeError(f"{self._type_name} の {name} は、テストからは使えません")
        return self._peer.request("getattr", self, name)

    def __setattr__(self, name: str, value) -> None:
        if name.startswith("_"):
            raise AttributeError(f"{self._type_name} の {name} は、テストからは使えません")
        self._peer.request("setattr", self, name, value)

    def __getitem__(self, index):
        return self._peer.request("getitem", self, index)

    def __setitem__(self, index, value) -> None:
        self._peer.request("setitem", self, index, value)

    def __len__(self) -> int:
        length = self._peer.request("len", self)
        if type(length) is not int or not 0 <= length < MAX_LENGTH:
            raise TypeError(f"{self._type_name} の長さが分かりません")
        return length

    def __iter__(self):
        return self._peer.request("iter", self)

    def __repr__(self) -> str:
        return f"<{self._type_name}>"


def _refuse(name: str):
    def refused(self, *others):
        raise TypeError(
            f"答えが {self._type_name} 型です（数、配列、リスト、辞書などの値にしましょう）"
        )

    refused.__name__ = name
    return refused


for _name in REFUSED:
    setattr(RemoteObject, _name, _refuse(_name))
RemoteObject.__array_ufunc__ = None
RemoteObject.__hash__ = object.__hash__


class RemoteFunction(RemoteObject):
    """Stands for something that can be called."""

    __slots__ = ()

    def __call__(self, /, *args, **kwargs):
        return self._peer.request("call", self, args, tuple(kwargs.items()))


class RemoteIterator(RemoteObject):
    """Stands for an iterator, a generator for example."""

    __slots__ = ()

    def __iter__(self):
        return self

    def __next__(self):
        item = self._peer.request("next", self)
        if type(item) is tuple and len(item) == 1:
            return item[0]
        raise StopIteration


PROXIES = {"object": RemoteObject, "function": RemoteFunction, "iterator": RemoteIterator}


class Handles:
    """Which objects of ours the other side knows, and which of its objects we know."""

    def __init__(self, open_to_all: bool):
        self._open_to_all = open_to_all  # the sandbox has no secrets; the grader lends functions
        self.peer = None
        self.clear()

    def clear(self) -> None:
        self._ours: dict[int, object] = {}
        self._numbers: dict[int, int] = {}
        self._theirs: weakref.WeakValueDictionary = weakref.WeakValueDictionary()

    def encode(self, value) -> dict:
        if isinstance(value, RemoteObject):
            return {"yours": value._number}
        kind = _kind(value)
        if not self._may_cross(value, kind):
            raise NotCarried(f"{type(value).__name__} は、値として渡せません")
        number = self._numbers.get(id(value))
        if number is None:
            if len(self._ours) >= MAX_HANDLES:
                raise NotCarried("オブジェクトが多すぎます")
            number = len(self._ours)
            self._ours[number] = value
            self._numbers[id(value)] = number
        return {"mine": [number, kind, type(value).__name__[:60]]}

    def _may_cross(self, value, kind: str) -> bool:
        if isinstance(value, (types.ModuleType, types.FrameType, types.CodeType)):
            return False
        return self._open_to_all or kind != "object"

    def decode(self, kind: str, data):
        if kind == "yours":
            return self.ours(data)
        if kind != "mine":
            raise ProtocolError(f"unknown kind of value {str(kind)[:20]}")
        number, kind, name = data
        if type(number) is not int or not 0 <= number < MAX_HANDLES:
            raise ProtocolError("number of a handle")
        proxy = self._theirs.get(number)
        if proxy is None:
            name = name if isinstance(name, str) and NAME.fullmatch(name) else "object"
            proxy = PROXIES[kind](self.peer, number, name)
            self._theirs[number] = proxy
        return proxy

    def ours(self, number):
        if number not in self._ours:
            raise ProtocolError("unknown handle")
        return self._ours[number]


def _kind(value) -> str:
    if hasattr(type(value), "__next__"):
        return "iterator"
    return "function" if callable(value) else "object"
