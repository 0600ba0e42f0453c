"""Wire format, version 1: one message is a header, a JSON document and binary blobs.

    4 bytes   b"DLC1"
    4 bytes   length of the JSON document, big-endian
    8 bytes   length of all blobs together, big-endian
    …         the JSON document (UTF-8), an object; its "blobs" lists the length of each blob
    …         the blobs, one after the other

No pickle: what a message can hold is what `values` builds from it. Lengths are checked before
anything is read or allocated, so the other side can neither crash nor fill this one.
"""

import json
import select
import socket
import struct
import threading
import time

MAGIC = b"DLC1"
HEAD = struct.Struct(">4sIQ")
MAX_JSON = 4_000_000
MAX_BLOBS = 128_000_000
CHUNK = 1 << 20
SMALL = 1 << 16


class Broken(BaseException):
    """The connection is of no use any more. (No test can catch this as an Exception.)"""


class ProtocolError(Broken):
    """What came from the other side is not a message, or is too large."""


class Closed(Broken):
    """The other side is gone."""


class TimeUp(Broken):
    """No message came before the deadline."""


class Wire:
    """Messages over a socket. Sending is safe from several threads.

    Only a `patient` end may wait without a deadline: the grader must never wait for ever.
    """

    def __init__(self, sock: socket.socket, patient: bool = True):
        self._socket, self._patient = sock, patient
        self._sending = threading.Lock()
        self.deadline: float | None = None  # of time.monotonic()
        self.last_size = 0  # of the last message received
        self._received = bytearray()  # and not yet read

    def send(self, message: dict, blobs: list[bytes] = ()) -> None:
        with self._sending:
            try:
                for part in _joined(pack(message, blobs)):
                    self._write(part)
            except OSError as error:
                raise Closed(str(error)) from None

    def receive(self) -> tuple[dict, list[bytes]]:
        magic, json_length, blobs_length = HEAD.unpack(self._read(HEAD.size))
        if magic != MAGIC or json_length > MAX_JSON or blobs_length > MAX_BLOBS:
            raise ProtocolError("not a message, or too large a one")
        self.last_size = json_length + blobs_length
        return unpack(self._read(json_length), self._read(blobs_length))

    def _write(self, data: bytes) -> None:
        """Never blocks for ever: the other side may have stopped reading."""
        view = memoryview(data)
        while view:
            try:
                view = view[self._socket.send(view[:CHUNK], socket.MSG_DONTWAIT) :]
            except BlockingIOError:
                self._wait_until_writable()

    def _wait_until_writable(self) -> None:
        poll = select.poll()
        poll.register(self._socket, select.POLLOUT)
        left = self._left()
        if not poll.poll(None if left is None else max(1, left * 1000)):
            raise TimeUp

    def _read(self, length: int) -> bytes:
        received = self._received
        while len(received) < length:
            try:
                self._socket.settimeout(self._left())
                part = self._socket.recv(CHUNK)
            except TimeoutError:
                raise TimeUp from None
            except OSError as error:
                raise Closed(str(error)) from None
            if not part:
                raise Closed("the other side closed the connection")
            received += part
        data = bytes(received[:length])
        del received[:length]
        return data

    def _left(self) -> float | None:
        """Seconds until the deadline, None without one."""
        if self.deadline is None:
            if not self._patient:
                raise RuntimeError("a question to the sandbox without a deadline")
            return None
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeUp
        return left


def _joined(parts: list[bytes]) -> list[bytes]:
    """Small parts in one: sending costs more than copying."""
    return [b"".join(parts)] if sum(map(len, parts)) < SMALL else parts


def pack(message: dict, blobs: list[bytes]) -> list[bytes]:
    """The parts of one message; ValueError where it is too large to send."""
    document = json.dumps({**message, "blobs": [len(blob) for blob in blobs]}).encode("ascii")
    total = sum(map(len, blobs))
    if len(document) > MAX_JSON or total > MAX_BLOBS:
        raise ValueError(f"値が大きすぎます（{(len(document) + total) / 1e6:.0f} MB）")
    return [HEAD.pack(MAGIC, len(document), total), document, *blobs]


def unpack(document: bytes, blobs: bytes) -> tuple[dict, list[bytes]]:
    """Message and blobs; ProtocolError where they do not fit together."""
    try:
        message = json.loads(document)
        lengths = message.pop("blobs")
        if not all(type(length) is int and length >= 0 for length in lengths):
            raise ProtocolError("lengths of blobs")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ProtocolError(f"no message: {type(error).__name__}") from None
    if sum(lengths) != len(blobs):
        raise ProtocolError("blobs are missing")
    parts, start = [], 0
    for length in lengths:
        parts.append(blobs[start : start + length])
        start += length
    return message, parts
