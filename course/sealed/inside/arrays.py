"""Arrays, NumPy scalars and random generators as data, and back."""

import math
import re
import zlib

import numpy as np

from .wire import ProtocolError

KINDS = "biufcSU"
DTYPE = re.compile(rf"[<>|]?[{KINDS}][1-9]\d{{0,4}}")
BIT_GENERATORS = {"PCG64": np.random.PCG64, "MT19937": np.random.MT19937}
LAST_CODE_POINT = 0x10FFFF
MAX_DIMENSIONS = 32


class NotCarried(TypeError):
    """A value that cannot go from one side to the other; the message is for learners."""


def is_carried(dtype: np.dtype) -> bool:
    plain = dtype.kind in KINDS and not dtype.names and not dtype.subdtype
    return plain and 0 < dtype.itemsize <= 99_999


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
    if len(shape) > MAX_DIMENSIONS:
        raise ProtocolError("dimensions")
    return tuple(shape)


def array_bytes(array: np.ndarray) -> tuple[str, bytes]:
    """Order ("C" or "F") and the elements in this order."""
    fortran = array.flags.f_contiguous and not array.flags.c_contiguous
    order = "F" if fortran else "C"
    return order, array.tobytes(order)


def fingerprint(array: np.ndarray) -> tuple:
    """Changes with the array's elements, dtype or shape."""
    return array.dtype, array.shape, zlib.crc32(_in_one_piece(array))


def _in_one_piece(array: np.ndarray):
    return array if array.flags.c_contiguous else array.tobytes()


def same_content(one: np.ndarray, other: np.ndarray) -> bool:
    return (one.dtype, one.shape) == (other.dtype, other.shape) and (
        one.tobytes() == other.tobytes()
    )


def make_array(dtype: np.dtype, shape: tuple, order: str, data: bytes) -> np.ndarray:
    """An array of its own; ProtocolError where the bytes do not fill the shape."""
    if dtype.itemsize * math.prod(shape) != len(data) or order not in ("C", "F"):
        raise ProtocolError("size of an array")
    array = np.frombuffer(bytearray(data), np.uint8)  # writeable, and not a copy of a copy
    if dtype.kind == "b":
        array = (array != 0).view(np.bool_)  # any other byte would be a third truth value
    else:
        if dtype.kind == "U":
            _check_code_points(array, dtype)
        array = array.view(dtype)
    return array.reshape(shape, order=order)


def _check_code_points(array: np.ndarray, dtype: np.dtype) -> None:
    points = array.view(np.uint32)
    points = points if dtype.isnative else points.byteswap()
    if points.size and points.max() > LAST_CODE_POINT:
        raise ProtocolError("characters")


def overwrite(array: np.ndarray, new: np.ndarray) -> None:
    """Also where the array is read-only: on the other side it has been changed in any case."""
    if (array.dtype, array.shape) != (new.dtype, new.shape):
        raise NotCarried("配列の形や dtype は、あとから変えられません（新しい配列を作ります）")
    writeable = array.flags.writeable
    if not writeable:
        array.flags.writeable = True
    array[...] = new
    array.flags.writeable = writeable


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
        inner = {key: int(state[key][:50], 16) for key in ("state", "inc")}
        full = {"bit_generator": kind, "state": inner}
        full |= {"has_uint32": state["has"], "uinteger": state["uinteger"]}
    generator.bit_generator.state = full


def new_generator(kind: str) -> np.random.Generator:
    return np.random.Generator(BIT_GENERATORS[kind](0))
