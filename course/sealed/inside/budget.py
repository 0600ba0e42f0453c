"""What a message would become if everything in it were written out, counted before it is built.

A few bytes can stand for very much: lists that hold the same list twice, fifty levels deep, are
2**50 numbers for `np.asarray`; one long text in a list makes every element of an array as wide. So
the receiver adds up elements and their width along every path, which needs no more time than
reading the message, and refuses what would be too large.

The items of a message refer to earlier ones only: nothing can contain itself.
"""

import math

from . import arrays
from .wire import ProtocolError

MAX_BYTES = 160_000_000  # of all values of a message, written out as one array
MAX_LEVELS = 50
NUMBER = 16  # bytes of the widest number
TEXT = 128  # bytes that a number takes beside a text

Size = tuple[int, int]  # number of elements, bytes of the widest one


def check(message: dict) -> int:
    """The bytes that a message brings; ProtocolError where a value of it could become too large."""
    sizes: dict[int, Size] = {}
    brought = 0
    for item in message["items"]:
        size, own = _of_item(item, sizes)
        sizes[item["n"]] = _limited(size)
        brought += own
    _limited(_of_value(message["body"], sizes, 0))
    return brought


def array_size(shape, itemsize: int) -> Size:
    """An empty array counts as well: what a test makes of its shape may be large."""
    return math.prod(max(1, n) for n in arrays.read_shape(shape)), itemsize


def _of_item(item: dict, sizes: dict) -> tuple[Size, int]:
    """Written out, and the bytes of its own."""
    kind, content = item["kind"], item["content"]
    if kind == "array":
        size = array_size(content["shape"], _itemsize(content["dtype"]))
        return size, size[0] * size[1]
    if kind == "generator":
        return (700, NUMBER), 700 * NUMBER
    parts = [part for pair in content for part in pair] if kind == "dict" else content
    return _together(parts, sizes, 0), len(parts) * NUMBER


def _together(parts: list, sizes: dict, level: int) -> Size:
    if level > MAX_LEVELS:
        raise ProtocolError("too deep")
    elements, width = 1, NUMBER
    for part in parts:
        more, wide = _of_value(part, sizes, level + 1)
        elements, width = elements + more, max(width, wide)
    return _limited((elements, width))


def _of_value(value, sizes: dict, level: int) -> Size:
    if type(value) is str:
        return 1, max(TEXT, 4 * len(value))
    if type(value) is not dict:
        return 1, NUMBER
    ((kind, data),) = value.items()
    if kind == "ref":
        return sizes[data]
    if kind in ("tuple", "frozenset"):
        return _together(data, sizes, level)
    if kind == "device":
        return _of_value(data, sizes, level)
    if kind == "range":
        return max(1, _span(*data)), NUMBER
    if kind == "bytes":
        return 1, max(TEXT, len(data) // 2)
    if kind == "scalar":
        return 1, max(NUMBER, _itemsize(data[0]))
    return 1, NUMBER


def _span(start, stop, step) -> int:
    if type(start) is not int or type(stop) is not int:  # so large that it is no plain number
        raise ProtocolError("bounds of a range")
    return abs(stop - start)


def _itemsize(dtype: str) -> int:
    return arrays.read_dtype(dtype).itemsize


def _limited(size: Size) -> Size:
    if size[0] * size[1] > MAX_BYTES:
        raise ProtocolError("too large when written out")
    return size
