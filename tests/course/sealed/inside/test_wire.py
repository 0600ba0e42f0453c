"""Messages over a socket: whole or not at all, never too large, never waited for for ever."""

import json
import socket
import threading
import time

import pytest

from course.sealed.inside import wire as wire_module
from course.sealed.inside.wire import (
    HEAD,
    MAGIC,
    MAX_BLOBS,
    MAX_JSON,
    Closed,
    ProtocolError,
    TimeUp,
    Wire,
    pack,
    unpack,
)


@pytest.fixture
def sockets():
    pair = socket.socketpair()
    yield pair
    for end in pair:
        end.close()


@pytest.fixture
def wires(sockets):
    return tuple(map(Wire, sockets))


def test_message_and_blobs_come_over_the_same(wires):
    sender, receiver = wires
    message = {"type": "do", "text": "日本語\ud800\x00", "numbers": [1.5, -0.0, None, True]}
    sender.send(message, [b"", b"\x00\xff", b"x" * 1000])
    assert receiver.receive() == (message, [b"", b"\x00\xff", b"x" * 1000])


def test_message_is_put_together_from_single_bytes(sockets, wires):
    data = b"".join(pack({"a": 1}, [b"xy"]))

    def trickle():
        for byte in data:
            sockets[0].send(bytes([byte]))

    thread = threading.Thread(target=trickle)
    thread.start()
    assert wires[1].receive() == ({"a": 1}, [b"xy"])
    thread.join()


def test_messages_that_come_together_are_taken_apart(sockets, wires):
    sockets[0].sendall(b"".join(pack({"n": 1}, [b"a"]) + pack({"n": 2}, [b"bc"])))
    assert wires[1].receive() == ({"n": 1}, [b"a"])
    assert wires[1].receive() == ({"n": 2}, [b"bc"])


def test_last_size_is_that_of_the_last_message(wires):
    wires[0].send({"a": 1}, [b"xyz"])
    wires[1].receive()
    assert wires[1].last_size == len(json.dumps({"a": 1, "blobs": [3]})) + 3


def test_messages_of_several_threads_do_not_mix(wires):
    sender, receiver = wires
    size = 200_000  # more than a socket takes at once

    def send(letter):
        for _ in range(5):
            sender.send({"letter": letter}, [letter.encode() * size])

    threads = [threading.Thread(target=send, args=(letter,)) for letter in "abc"]
    for thread in threads:
        thread.start()
    found = [receiver.receive() for _ in range(15)]
    for thread in threads:
        thread.join()
    assert all(blob == message["letter"].encode() * size for message, (blob,) in found)


@pytest.mark.parametrize(
    "head",
    [
        HEAD.pack(b"DLC2", 2, 0),
        HEAD.pack(MAGIC, MAX_JSON + 1, 0),
        HEAD.pack(MAGIC, 2, MAX_BLOBS + 1),
        b"GET / HTTP/1.1\r\n",
    ],
)
def test_what_is_no_message_is_refused_by_its_head(sockets, wires, head):
    sockets[0].sendall(head)
    sockets[0].close()  # who reads on finds the end
    with pytest.raises(ProtocolError):
        wires[1].receive()


@pytest.mark.parametrize("part", [0, 5, 18])
def test_connection_that_ends_within_a_message_is_closed(sockets, wires, part):
    sockets[0].sendall(b"".join(pack({"a": 1}, []))[:part])
    sockets[0].close()
    with pytest.raises(Closed):
        wires[1].receive()


def test_nothing_can_be_sent_to_one_who_is_gone(sockets, wires):
    sockets[1].close()
    with pytest.raises(Closed):
        wires[0].send({})


def test_impatient_end_does_not_wait_without_a_deadline(sockets):
    with pytest.raises(RuntimeError, match="deadline"):
        Wire(sockets[0], patient=False).receive()


@pytest.mark.parametrize("seconds", [-1, 0.01])
def test_message_that_does_not_come_in_time_is_not_waited_for(wires, seconds):
    wires[0].deadline = time.monotonic() + seconds
    with pytest.raises(TimeUp):
        wires[0].receive()


def test_reader_that_has_stopped_does_not_hold_the_sender(wires):
    wires[0].deadline = time.monotonic() + 0.01
    with pytest.raises(TimeUp):
        wires[0].send({}, [b"x" * 10_000_000])


@pytest.mark.parametrize("name, message", [("MAX_JSON", {"a": "x" * 99}), ("MAX_BLOBS", {})])
def test_message_that_is_too_large_is_not_sent(monkeypatch, name, message):
    monkeypatch.setattr(wire_module, name, 50)
    with pytest.raises(ValueError, match="値が大きすぎます"):
        pack(message, [b"x" * 99])


@pytest.mark.parametrize(
    "document, blobs",
    [
        (b"", b""),
        (b"\xff", b""),
        (b"[]", b""),
        (b"1", b""),
        (b"{}", b""),
        (b'{"blobs": null}', b""),
        (b'{"blobs": 0}', b""),
        (b'{"blobs": [1]}', b""),
        (b'{"blobs": []}', b"x"),
        (b'{"blobs": [-1, 2]}', b"x"),
        (b'{"blobs": [true]}', b"x"),
        (b'{"blobs": [1.0]}', b"x"),
        (b'{"blobs": ["1"]}', b"x"),
        (b"[" * 100_000, b""),
        (b'{"blobs": [' + b"9" * 10_000 + b"]}", b"x"),
    ],
    ids=range(15),
)
def test_document_that_is_no_message_is_refused(document, blobs):
    with pytest.raises(ProtocolError):
        unpack(document, blobs)


def test_blobs_are_cut_where_their_lengths_say():
    assert unpack(b'{"a": 1, "blobs": [2, 0, 1]}', b"abc") == ({"a": 1}, [b"ab", b"", b"c"])
