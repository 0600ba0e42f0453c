"""Arrays, NumPy scalars and random generators as data, and back."""

import math
import re

import numpy as np

from .wire import ProtocolError

KINDS = "biufcSU"
DTYPE = re.compile(rf"[<>|]?[{KINDS}]\d{{1,5}}")
BIT_GENERATORS = {"PCG64": np.random.PCG64, "MT19937": np.random.MT19937}
MAX_VIEW_BYTES = 128_000_000
LAST_CODE_POINT = 0x10FFFF


class NotCarried(TypeError):
    """A value that cannot go from one side to the other; the message is for learners."""


def is_carried(dtype: np.dtype) -> bool:
    plain = dtype.kind in KINDS and not dtype.names and not dtype.subdtype
    return plain and dtype.itemsize <= 99_999


def carried_dtype(dtype: np.dtype) -> str:
    """The dtype's name on the wire; NotCarried for the others."""
    if not is_carried(dtype):
        raise NotCarried(f"dtype が {dtype} の配列は、答えに使えません（数か文字列の配列にします）")
    return dtype.str


def read_dtype(text) -> np.dtype:
    if not isinstance(text, str) or not DTYPE.fullmatch(text):
        raise ProtocolError("dtype")
    return np.dtype(text)


def read_shape(shape) -> tuple[int, ...]:
    if type(shape) is not list or not all(type(n) is int and n >= 0 for n in shape):
        raise ProtocolError("shape")
    return tuple(shape)


def array_bytes(array: np.ndarray) -> tuple[str, bytes]:
    """Order ("C" or "F") and the elements in this order."""
    fortran = array.flags.f_contiguous and not array.flags.c_contiguous
    order = "F" if fortran else "C"
    return order, array.tobytes(order)


def make_array(dtype: np.dtype, shape: tuple, order: str, data: bytes) -> np.ndarray:
    """An array of its own; ProtocolError where the bytes do not fill the shape."""
    size = dtype.itemsize
    for n in shape:
        size *= n
    if size != len(data) or order not in ("C", "F"):
        raise ProtocolError("size of an array")
    array = np.frombuffer(bytearray(data), np.uint8)
    if dtype.kind == "b":
        array = (array != 0).view(np.bool_)  # any other byte would be a third truth value
    elif dtype.kind == "U":
        _check_code_points(array, dtype)
        array = array.view(dtype) if dtype.itemsize else np.zeros(shape, dtype)
    elif dtype.itemsize:
        array = array.view(dtype)
    else:
        array = np.zeros(shape, dtype)
    return array.reshape(shape, order=order).copy(order="K")


def _check_code_points(array: np.ndarray, dtype: np.dtype) -> None:
    points = array.view(np.uint32).astype(np.uint32)
    points = points if dtype.isnative else points.byteswap()
    if points.size and points.max() > LAST_CODE_POINT:
        raise ProtocolError("characters")


def make_view(base: np.ndarray, dtype: np.dtype, shape, offset: int, strides) -> np.ndarray:
    """A view of base; NumPy itself refuses what lies outside of it."""
    if type(offset) is not int or type(strides) is not list:
        raise ProtocolError("view")
    if not all(type(n) is int for n in strides) or len(strides) != len(shape):
        raise ProtocolError("strides")
    if math.prod(shape) * dtype.itemsize > MAX_VIEW_BYTES:  # strides of 0 cost no memory at first
        raise ProtocolError("size of a view")
    buffer = base if base.flags.c_contiguous else base.T
    if not buffer.flags.c_contiguous or dtype.kind in "bU" and base.dtype != dtype:
        raise ProtocolError("base of a view")
    try:
        return np.ndarray(shape, dtype, buffer, offset, tuple(strides))
    except (TypeError, ValueError, OverflowError):
        raise ProtocolError("view outside of its base") from None


def view_of_base(array: np.ndarray) -> tuple[np.ndarray, int] | None:
    """The array that owns the memory and the offset in it, where that is worth carrying."""
    base = array
    while isinstance(base.base, np.ndarray):
        base = base.base
    plain = base is not array and type(base) is np.ndarray and base.base is None
    if not plain or not (base.flags.c_contiguous or base.flags.f_contiguous):
        return None
    if base.dtype.kind not in KINDS or base.nbytes > 4 * array.nbytes + 65_536:
        return None
    if array.dtype != base.dtype and {array.dtype.kind, base.dtype.kind} & set("bU"):
        return None
    start = array.__array_interface__["data"][0] - base.__array_interface__["data"][0]
    return base, start


def generator_state(generator: np.random.Generator) -> dict:
    """Name and state of a random generator, as numbers."""
    state = generator.bit_generator.state
    if state["bit_generator"] not in BIT_GENERATORS:
        raise NotCarried(f"{state['bit_generator']} の乱数は使えません（np.random.default_rng()）")
    if state["bit_generator"] == "MT19937":
        inner = {"key": state["state"]["key"].tolist(), "pos": int(state["state"]["pos"])}
    else:
        inner = {key: hex(value) for key, value in state["state"].items()}
        inner |= {"has": int(state["has_uint32"]), "uinteger": int(state["uinteger"])}
    return {"kind": state["bit_generator"], **inner}


def set_generator_state(generator: np.random.Generator, state: dict) -> None:
    kind = state["kind"]
    if kind == "MT19937":
        inner = {"key": np.array(state["key"], dtype=np.uint32), "pos": state["pos"]}
        if inner["key"].shape != (624,) or not 0 <= int(state["pos"]) <= 624:
            raise ProtocolError("random state")
        full = {"bit_generator": kind, "state": inner}
    else:
        inner = {key: int(state[key], 16) for key in ("state", "inc")}
        full = {"bit_generator": kind, "state": inner}
        full |= {"has_uint32": state["has"], "uinteger": state["uinteger"]}
    generator.bit_generator.state = full


def new_generator(kind: str) -> np.random.Generator:
    return np.random.Generator(BIT_GENERATORS[kind](0))
