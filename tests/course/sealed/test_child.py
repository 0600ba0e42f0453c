"""The guard's end of a process that grades, without one: what is read, waited for and said."""

import os
import pickle
import socket
from pathlib import Path

import pytest

from course.sealed import child as child_module
from course.sealed.child import AT, DONE, MEMORY, PAGE, Allowed, Child, Died, Over, in_memory, read
from course.sealed.sandbox import Limits

ROOT = Path(__file__).parents[3]
ALLOWED = Allowed(cell=50, page=60, whole=70, memory=10_000)
FOR_EVER = float("inf")


def test_allowed_follows_the_limits_of_the_course():
    limits = Limits(cell_seconds=5, notebook_seconds=50, grace_seconds=3, page_seconds=7)
    found = Allowed.by(limits)
    assert [found.seconds(step) for step in ("", "a", PAGE)] == [63, 8, 7]
    assert (found.whole, found.memory) == (110, Limits.grader_memory)


def test_what_is_kept_in_memory_is_read_again(monkeypatch):
    with in_memory(b"x" * 100) as file:
        assert read(os.dup(file.fileno())) == b"x" * 100
        monkeypatch.setattr(child_module, "MAX_OUTCOME", 99)
        with pytest.raises(Over) as caught:
            read(os.dup(file.fileno()))
    assert (caught.value.cause, caught.value.step) == ("size", "")


class Process:
    """In the place of a process that grades."""

    returncode = -9

    def kill(self):
        pass

    def wait(self, timeout=None):
        return self.returncode


@pytest.fixture
def talk(monkeypatch, tmp_path):
    """A child, and the other end of its socket."""
    made = object.__new__(Child)
    made._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    made._process, made.pid, made._ready = Process(), os.getpid(), False
    made._words = (tmp_path / "words").open("w+b")
    monkeypatch.setattr(child_module, "LOOK_SECONDS", 0.001)
    monkeypatch.setattr(Child, "memory", lambda self: 100)
    with theirs:
        yield made, theirs
        made.end()


def test_task_goes_out_and_its_outcome_comes_back(talk):
    child, theirs = talk
    theirs.send(AT + b"a")
    theirs.send(AT + PAGE.encode())
    with in_memory(b"outcome") as file:
        socket.send_fds(theirs, [DONE], [file.fileno()])
    assert child.do(b"work", {"a": ("time", "why")}, ALLOWED, FOR_EVER) == b"outcome"
    said, (task,), *_ = socket.recv_fds(theirs, 100, 1)
    assert said == b"task"
    assert pickle.loads(read(task)) == (b"work", {"a": ("time", "why")}, 10_000)


@pytest.mark.parametrize(
    "step, words, left_out",
    [
        (b"", "採点する側の処理が 0 秒", ""),
        (b"a", "採点する側の処理が 0 秒", "a"),
        (PAGE.encode(), "ページを作る処理が 0 秒", ""),
    ],
)
def test_step_that_takes_too_long_is_named_where_it_can_be_left_out(talk, step, words, left_out):
    child, theirs = talk
    if step:
        theirs.send(AT + step)
    allowed = Allowed(cell=0, page=0, whole=70, memory=10_000, start=60 if step else 0)
    with pytest.raises(Over) as caught:
        child.do(b"", {}, allowed, FOR_EVER)
    assert words in caught.value.reason
    assert (caught.value.cause, caught.value.step) == ("time", left_out)


def test_whole_clock_leaves_nothing_out(talk):
    child, theirs = talk
    theirs.send(AT + b"a")
    with pytest.raises(Over, match="採点が全体で 70 秒") as caught:
        child.do(b"", {}, ALLOWED, 0.0)
    assert caught.value.step == ""


@pytest.mark.parametrize("step, left_out", [("a", "a"), (PAGE, "")])
def test_memory_that_the_process_says_it_lacks_costs_its_cell(talk, step, left_out):
    child, theirs = talk
    theirs.send(AT + step.encode())
    theirs.send(MEMORY)
    with pytest.raises(Over) as caught:
        child.do(b"", {}, ALLOWED, FOR_EVER)
    assert (caught.value.cause, caught.value.step) == ("memory", left_out)


def test_process_that_holds_too_much_is_not_believed(talk):
    child, theirs = talk
    with in_memory(b"outcome") as file:
        socket.send_fds(theirs, [DONE], [file.fileno()])
    with pytest.raises(Over, match="99 MB"):
        child.do(b"", {}, Allowed(50, 60, 70, memory=99), FOR_EVER)


def test_process_that_ends_tells_how_and_its_last_words(talk):
    child, theirs = talk
    theirs.send(AT + b"a")
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(Died, match="シグナル 9"):
        child.do(b"", {}, ALLOWED, FOR_EVER)


def test_process_that_does_not_listen_has_died(talk):
    child, theirs = talk
    theirs.close()
    with pytest.raises(Died):
        child.do(b"", {}, ALLOWED, FOR_EVER)


def test_process_that_does_not_get_ready_has_died_and_one_that_is_is_not_asked_again(talk):
    child, theirs = talk
    theirs.send(b"ready")
    child.wait_until_ready(ALLOWED)
    child.wait_until_ready(Allowed(0, 0, 0, 0, start=0))
    child._ready = False
    with pytest.raises(Died):
        child.wait_until_ready(Allowed(0, 0, 0, memory=10_000, start=0))


def test_environment_has_the_same_modules_one_thread_and_no_password(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", "/mine")
    monkeypatch.setenv("DL_COURSE_GRADEBOOK", "secret")
    monkeypatch.setenv("DL_COURSE_DATA", "data")
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    found = child_module._environment()
    assert found["PYTHONPATH"].split(os.pathsep) == [str(ROOT), "/mine"]
    assert found["DL_COURSE_DATA"] == str(tmp_path / "data")
    assert (found["OMP_NUM_THREADS"], found["MKL_NUM_THREADS"]) == ("3", "1")
    assert "secret" not in found.values()


def test_other_surroundings_are_others(monkeypatch):
    monkeypatch.setenv("DL_COURSE_DATA", "a")
    before = child_module.surroundings()
    assert child_module.surroundings() == before
    monkeypatch.setenv("DL_COURSE_DATA", "b")
    assert child_module.surroundings() != before
