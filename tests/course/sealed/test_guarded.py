"""The process that grades, in this one: what it sends of its steps and of its outcome."""

import pickle
import resource
import socket
from functools import partial

import pytest

from course.sealed import guarded
from course.sealed.child import AT, DONE, MAX_NAME, MEMORY, read
from course.sealed.sandbox import Ended


def steps(names, at, stopped):
    for name in names:
        at(name)
    return stopped


def fail(error, at, stopped):
    raise error


class Unreadable(Exception):
    """It cannot be made again from its text."""

    def __init__(self, one, two):
        super().__init__(f"{one} {two}")


class Unwritable(Exception):
    def __reduce__(self):
        raise RuntimeError


@pytest.fixture
def told(monkeypatch):
    """What is told of a piece of work: packets, and the outcome."""
    monkeypatch.setattr(guarded, "_limit", lambda memory: None)  # it would be ours

    def told(work, stopped=()):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours, theirs:
            guarded._do(theirs, pickle.dumps(work), dict(stopped), 1)
            packets = []
            while not packets or packets[-1] not in (DONE, MEMORY):
                said, descriptors, *_ = socket.recv_fds(ours, 2_000, 1)
                packets.append(said)
        if packets[-1] == MEMORY:
            return packets, None
        return packets[:-1], pickle.loads(read(descriptors[0]))

    return told


def test_steps_are_told_and_the_outcome_comes_after_them(told):
    packets, outcome = told(partial(steps, ["", "a", "あ\ud800"]), {"b": ("time", "why")})
    assert packets == [AT, AT + b"a", AT + "あ?".encode()]
    assert outcome == {"b": Ended("time", "why")}


def test_long_name_of_a_step_is_cut(told):
    (packet,), _ = told(partial(steps, ["x" * 9_999]))
    assert packet == AT + b"x" * MAX_NAME


@pytest.mark.parametrize(
    "error, kind, text",
    [
        (ValueError("why"), ValueError, "why"),
        (Unreadable("a", "b"), RuntimeError, "Unreadable: a b"),
        (Unwritable("why"), RuntimeError, "Unwritable: why"),
    ],
)
def test_exception_of_the_work_is_its_outcome_in_a_form_that_can_be_read(error, kind, text):
    found = pickle.loads(pickle.dumps(guarded._portable(error)))
    assert (type(found), str(found)) == (kind, text)


def test_exception_of_the_work_comes_with_where_it_happened(told):
    _, found = told(partial(fail, ValueError("why")))
    assert type(found) is ValueError
    assert "in fail" in found.__notes__[0]


def test_work_without_memory_is_told_as_such(told):
    assert told(partial(fail, MemoryError())) == ([MEMORY], None)


@pytest.mark.parametrize(
    "hard, soft", [(resource.RLIM_INFINITY, 300_000_000), (10**9, 300_000_000), (10**6, 10**6)]
)
def test_limit_is_a_soft_one_and_never_above_the_hard_one(monkeypatch, hard, soft):
    found = []
    monkeypatch.setattr(guarded.resource, "getrlimit", lambda which: (1, hard))
    monkeypatch.setattr(guarded.resource, "setrlimit", lambda *limits: found.append(limits))
    guarded._limit(300)
    assert found == [(resource.RLIMIT_DATA, (soft, hard))]
