"""The fork server without forking a sandbox: how it waits, collects, and furnishes a home."""

import os
import random
import socket
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from course.sealed.inside import forking


@pytest.fixture
def control():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        yield ours, theirs


@pytest.fixture
def grader():
    """Something that becomes readable when the grader is gone, and the end that makes it so."""
    reading, writing = os.pipe()
    ends = [reading, writing]
    yield reading, lambda: os.close(ends.pop())
    for end in ends:
        os.close(end)


def test_request_is_waited_for(control, grader):
    control[1].send(b"{}")
    assert forking._wait_for(control[0], grader[0])


def test_grader_that_is_gone_ends_the_waiting_even_with_a_request(control, grader):
    control[1].send(b"{}")
    grader[1]()
    assert not forking._wait_for(control[0], grader[0])


def test_dead_children_are_collected_until_none_is_left(monkeypatch):
    ended = [(5, 0), (6, 9), (0, 0)]
    monkeypatch.setattr(forking.os, "waitpid", lambda pid, how: ended.pop(0))
    assert forking._collect() and not ended

    def nobody(pid, how):
        raise ChildProcessError

    monkeypatch.setattr(forking.os, "waitpid", nobody)
    assert not forking._collect()


def test_last_sandbox_is_waited_for_until_it_ends_or_the_grader_is_gone(monkeypatch, grader):
    left = [True, True, False]
    monkeypatch.setattr(forking, "_collect", lambda: left.pop(0))
    monkeypatch.setattr(forking, "LOOK_EVERY", 1)
    forking._wait_for_the_last(grader[0])
    assert left == []
    monkeypatch.setattr(forking, "_collect", lambda: True)  # it goes on for ever
    grader[1]()
    forking._wait_for_the_last(grader[0])


def test_home_has_a_working_folder_and_the_lists_of_fonts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "home"
    forking._furnish(home, {"fontlist-v1.json": b"[]"})
    assert Path.cwd() == home / "work" and not list(Path.cwd().iterdir())
    assert (home / ".cache" / "matplotlib" / "fontlist-v1.json").read_bytes() == b"[]"


def test_lists_of_fonts_are_read_and_nothing_else(tmp_path, monkeypatch):
    (tmp_path / "fontlist-v390.json").write_bytes(b"{}")
    (tmp_path / "tex.cache").write_bytes(b"x")
    monkeypatch.setattr(matplotlib, "get_cachedir", lambda: str(tmp_path))
    assert forking._font_lists() == {"fontlist-v390.json": b"{}"}


def test_children_do_not_draw_the_same_random_numbers():
    before = random.getstate(), np.random.get_state()
    drawn = []
    try:
        for _ in range(2):
            random.seed(0)
            np.random.seed(0)
            forking._forget_the_server()
            drawn.append((random.random(), np.random.random()))
    finally:
        random.setstate(before[0])
        np.random.set_state(before[1])
    assert not set(drawn[0]) & set(drawn[1])


class Ended(BaseException):
    pass


@pytest.mark.parametrize(
    "problem, said",
    [
        (OSError(1, "unshare: no"), b"[Errno 1] unshare: no"),
        (KeyError("x" * 9_999), b"'" + b"x" * 899),
    ],
)
def test_child_that_cannot_become_a_sandbox_says_why_and_ends(monkeypatch, problem, said):
    class Answer:
        sent = []

        def send(self, data):
            self.sent.append(data)

    def fail(request):
        raise problem

    def ended(code):
        raise Ended(code)

    monkeypatch.setattr(forking, "_move_into_namespaces", fail)
    monkeypatch.setattr(forking.os, "_exit", ended)
    with pytest.raises(Ended, match="1"):
        forking._become_sandbox({"isolated": True}, None, Answer(), None, None)
    assert Answer.sent == [said]
