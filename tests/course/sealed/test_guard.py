"""The guard: whatever hangs, grows or ends in the process that grades, its parent goes on."""

import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial

import pytest

from course.sealed import child as child_module
from course.sealed import guard
from course.sealed.child import Allowed
from course.sealed.guard import NotGraded

LIGHT = "course.sealed.child"  # what its process has to import: next to nothing
ALLOWED = Allowed(cell=60, page=60, whole=60, memory=600)
SOON = 0.5  # seconds that what hangs for ever is given
WORKS = '''
"""What the process that grades is asked to do here."""
import ctypes, mmap, os, pathlib, signal
import numpy as np
from course.sealed.sandbox import Limits
from course.sealed.session import Session

KEPT = []

def hang():
    """In C, with the lock of the interpreter held: no other thread runs."""
    while True:
        ctypes.PyDLL(None).pause()

def who(at, stopped):
    return os.getpid()

def surroundings(at, stopped):
    return dict(os.environ)

def cells(at, stopped, bad, what):
    """Three cells, of which some do something terrible unless they are left out."""
    at("")
    for name in ("a", "b", "c"):
        at(name)
        if name in bad and name not in stopped:
            what()
    at("(page)")
    return {name: (why.cause, why.reason) for name, why in stopped.items()}

def stubborn(at, stopped):
    at("a")
    hang()

def at_once(at, stopped):
    hang()

def page(at, stopped):
    at("a")
    at("(page)")
    hang()

def grow():
    while True:
        KEPT.append(np.ones(1_000_000))

def grow_beside_the_heap():
    while True:
        part = mmap.mmap(-1, 8_000_000)
        part.write(b"1" * 8_000_000)
        KEPT.append(part)

def hold(at, stopped, megabytes):
    KEPT.append(np.ones(megabytes * 125_000))
    return os.getpid()

def fail(at, stopped):
    raise ValueError("wrong")

class Odd(Exception):
    def __init__(self, one, two):
        super().__init__("odd")

def fail_oddly(at, stopped):
    raise Odd(1, 2)

def leave(at, stopped, mark, times):
    found = pathlib.Path(mark)
    before = len(found.read_text()) if found.exists() else 0
    found.write_text("x" * (before + 1))
    if before < times:
        os.write(2, b"last words")
        os.kill(os.getpid(), signal.SIGSEGV)
    return "graded"

def large(at, stopped):
    return b"x" * 1_000_000

def busy_sandbox(at, stopped, told):
    """A learner's cell that runs for ever; the file says where."""
    session = Session(Limits(), float("inf"))
    session.wait_until_ready()
    pathlib.Path(told + "_").write_text(f"{os.getpid()} {session.sandbox.pid}")
    os.rename(told + "_", told)
    at("a")
    session.run("a", "while True: pass")
'''


@pytest.fixture(scope="module")
def works(tmp_path_factory):
    """In a module of its own: the process imports it, and it cannot import this file."""
    folder = tmp_path_factory.mktemp("modules")
    (folder / "guarded_works.py").write_text(WORKS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        patch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)  # of what is started
        import guarded_works

        yield guarded_works
    guard.end()
    del sys.modules["guarded_works"]


def run(work, allowed=ALLOWED):
    return guard.guarded(work, allowed, LIGHT)


def gone(pid, seconds=20):
    """Whether the process ends, or has."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        poll = select.poll()
        poll.register(process, select.POLLIN)
        return bool(poll.poll(seconds * 1000))
    finally:
        os.close(process)


def test_process_is_another_one_and_stays_for_the_next_submission(works):
    first = run(works.who)
    assert first != os.getpid()
    assert run(works.who) == first


def test_hang_in_c_at_one_cell_costs_that_cell(works):
    before = run(works.who)
    found = run(partial(works.cells, bad="b", what=works.hang), replace(ALLOWED, cell=SOON))
    assert found == {"b": ("time", f"採点する側の処理が {SOON} 秒で終わりませんでした")}
    assert gone(before)


def test_two_hangs_cost_two_cells(works):
    found = run(partial(works.cells, bad="ac", what=works.hang), replace(ALLOWED, cell=SOON))
    assert found.keys() == {"a", "c"}


@pytest.mark.parametrize(
    ("name", "limit"), [("at_once", "start"), ("page", "page"), ("stubborn", "cell")]
)
def test_hang_where_nothing_can_be_left_out_is_not_graded(works, name, limit):
    soon = replace(ALLOWED, **{limit: SOON})
    run(works.who)  # its start is not what is too slow
    with pytest.raises(NotGraded, match="終わりませんでした") as found:
        run(getattr(works, name), soon)
    assert found.value.cause == "time"
    assert run(works.who)


def test_whole_clock_ends_what_is_quick_at_every_step(works):
    with pytest.raises(NotGraded, match="全体で"):
        run(works.stubborn, replace(ALLOWED, whole=SOON))


@pytest.mark.parametrize("how", ["grow", "grow_beside_the_heap"])
def test_memory_that_grows_for_ever_costs_the_cell(works, how):
    found = run(partial(works.cells, bad="b", what=getattr(works, how)))
    assert found == {"b": ("memory", "採点する側のメモリが 600 MB を超えました")}


def test_what_a_submission_leaves_in_memory_is_not_there_for_the_next(works):
    first = run(partial(works.hold, megabytes=350))
    assert run(works.who) != first
    assert gone(first)


def test_process_that_ends_once_is_tried_again(works, tmp_path):
    assert run(partial(works.leave, mark=str(tmp_path / "mark"), times=1)) == "graded"


def test_process_that_ends_each_time_is_not_graded_and_its_last_words_are_kept(works, tmp_path):
    with pytest.raises(NotGraded, match="2 回とも途中で終了しました（シグナル 11）") as found:
        run(partial(works.leave, mark=str(tmp_path / "mark"), times=9))
    assert found.value.cause == "crash"
    assert "last words" in "".join(found.value.__notes__)


def test_idle_process_that_was_killed_is_replaced(works):
    os.kill(run(works.who), signal.SIGKILL)
    assert run(works.who)


def test_exception_of_the_work_comes_with_where_it_happened(works):
    with pytest.raises(ValueError, match="wrong") as found:
        run(works.fail)
    assert "in fail" in "".join(found.value.__notes__)


def test_exception_that_cannot_be_read_again_comes_in_words(works):
    with pytest.raises(RuntimeError, match="Odd: odd"):
        run(works.fail_oddly)


def test_outcome_too_large_to_be_honest_is_not_read(works, monkeypatch):
    monkeypatch.setattr(child_module, "MAX_OUTCOME", 1_000)
    with pytest.raises(NotGraded) as found:
        run(works.large)
    assert found.value.cause == "size"


def test_password_of_the_gradebook_stays_here(works, monkeypatch):
    guard.end()
    monkeypatch.setenv("DL_COURSE_GRADEBOOK", "postgresql://secret")
    assert "DL_COURSE_GRADEBOOK" not in run(works.surroundings)


def test_folder_that_is_gone_is_no_reason_not_to_grade(works, tmp_path, monkeypatch):
    """Workers may be started while nbgrader works in a temporary folder."""
    guard.end()
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    assert guard.guarded(works.who, ALLOWED, "course.grading.worker")


def test_other_data_folder_needs_another_process(works, monkeypatch):
    first = run(works.who)
    monkeypatch.setenv("DL_COURSE_DATA", "/other")
    assert run(works.surroundings)["DL_COURSE_DATA"] == "/other"
    assert gone(first)


PARENT = """
import sys
sys.path.insert(0, sys.argv[1])
import guarded_works
from functools import partial
from course.sealed import guard
from course.sealed.child import Allowed

allowed = Allowed(cell=60, page=60, whole=60, memory=1500)
work = getattr(guarded_works, sys.argv[2])
if sys.argv[2] == "stubborn":
    print(guard.guarded(guarded_works.who, allowed, "course.sealed.child"), flush=True)
else:
    work = partial(work, told=sys.argv[3])
guard.guarded(work, allowed, "course.sealed.child")
"""


def parent(works, *arguments):
    folder = os.path.dirname(works.__file__)
    line = [sys.executable, "-c", PARENT, folder, *map(str, arguments)]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_process_hanging_in_c_ends_when_its_parent_is_killed(works):
    with parent(works, "stubborn") as grader:
        pid = int(grader.stdout.readline())
        assert not gone(pid, seconds=0)
        grader.kill()
        assert gone(pid)


@pytest.mark.slow
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_sandbox_ends_with_the_grader(works, tmp_path, end):
    told = tmp_path / "told"
    with parent(works, "busy_sandbox", told) as grader:
        while not told.exists():
            assert grader.poll() is None, grader.stderr.read()
            time.sleep(0.01)
        pids = [int(pid) for pid in told.read_text().split()]
        grader.send_signal(end)
        assert all(gone(pid) for pid in pids)


@pytest.mark.slow
def test_sandbox_ends_with_the_process_that_grades(works, tmp_path):
    told = tmp_path / "told"
    with pytest.raises(NotGraded):  # at the cell once, then again without a cell to leave out
        run(partial(works.busy_sandbox, told=str(told)), replace(ALLOWED, cell=2 * SOON))
    assert all(gone(int(pid)) for pid in told.read_text().split())
