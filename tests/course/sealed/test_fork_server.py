"""Sandboxes are forked from one fork server, and nothing of one reaches the next."""

import os
import select
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from course.sealed import fork_server as fork_server_module
from course.sealed.fork_server import fork_server
from course.sealed.sandbox import Limits
from course.sealed.session import Session

pytestmark = pytest.mark.slow
WAIT = 60  # seconds, until a test fails

LEAVE_TRACES = """
import builtins, os, pathlib, socket, sys
import numpy as np
import common.functions
left = []
folders = "/tmp /dev /dev/shm /dev/pts /home/student . /course /run /"
for folder in folders.split():
    try:
        pathlib.Path(folder, "trace").write_text("trace")
        left.append(folder)
    except OSError:
        pass
np.trace_left = common.functions.trace_left = builtins.trace_left = sys.trace_left = 1
os.environ["TRACE"] = "1"
abstract = socket.socket(socket.AF_UNIX)
abstract.bind("\\0trace")
if os.fork() == 0:
    import time
    time.sleep(60)
"""
LOOK_FOR_TRACES = """
import builtins, os, pathlib, socket, sys
import numpy as np
import common.functions
found = [place.__name__ for place in (np, common.functions, builtins, sys)
         if hasattr(place, "trace_left")]
folders = "/tmp /dev /dev/shm /dev/pts /home/student . /course /run /"
found += [folder for folder in folders.split() if pathlib.Path(folder, "trace").exists()]
found += [name for name in os.environ if name == "TRACE"]
abstract = socket.socket(socket.AF_UNIX)
try:
    abstract.connect("\\0trace")
    found.append("socket")
except OSError:
    pass
processes = [name for name in os.listdir("/proc") if name.isdigit()]
"""
RIGHTS = """
import os, pathlib
text = pathlib.Path("/proc/self/status").read_text()
status = dict(line.split(":\\t", 1) for line in text.splitlines())
rights = [status[key].strip() for key in ("CapEff", "CapPrm", "CapBnd", "NoNewPrivs", "Seccomp")]
names = [os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd")
         if os.path.exists(f"/proc/self/fd/{n}")]
sockets = [name for name in names if name.startswith("socket:")]
numbers = __import__("numpy").random.rand(3).tolist()
me = os.getpid()
"""
WRITABLE = """
import os
found = []
for folder, _, names in os.walk("/"):
    for path in (os.path.join(folder, name) for name in names):
        if os.path.islink(path):
            continue
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
            found.append(path)
        except OSError:
            pass
"""
LOOK_AT_DATA = """
import os, pathlib
folder = pathlib.Path(os.environ["DL_COURSE_DATA"])
seen, written = os.listdir(folder), False
try:
    (folder / "hello").write_text("changed")
    written = True
except OSError:
    pass
"""


def inside(code, *names):
    """The values of these names after running the code in a fresh sandbox."""
    session = Session(Limits(), time.monotonic() + 60)
    try:
        session.wait_until_ready()
        return after(session, code, *names)
    finally:
        session.close()


def after(session, code, *names):
    outputs = session.run("try", code)
    assert not [o for o in outputs if o["output_type"] == "error"], outputs
    with session.cell():
        session.begin_test()
        return [value for name in names for value in session.answer(name)]


def test_nothing_of_one_sandbox_is_in_the_next():
    (left,) = inside(LEAVE_TRACES, "left")
    assert left == ["/tmp", "/dev/shm", "/home/student", "."]
    found, processes = inside(LOOK_FOR_TRACES, "found", "processes")
    assert found == []
    assert processes == ["1", "2"]


def test_learners_code_has_no_rights_and_one_socket_only():
    rights, sockets = inside(RIGHTS, "rights", "sockets")
    assert rights == ["0" * 16, "0" * 16, "0" * 16, "1", "2"]
    assert len(sockets) == 1


def test_nothing_of_the_machine_can_be_written_to():
    """Also where the grader is root: the kernel's settings in /proc/sys belong to root."""
    (found,) = inside(WRITABLE, "found")
    devices = "null", "ptmx", "random", "urandom"
    own = ("/tmp/", "/home/student/", "/dev/shm/", "/dev/pts/", *(f"/dev/{d}" for d in devices))
    assert [path for path in found if not path.startswith(own)] == []


def test_sandboxes_draw_different_random_numbers():
    assert inside(RIGHTS, "numbers") != inside(RIGHTS, "numbers")


def test_killed_fork_server_is_replaced():
    inside(RIGHTS, "me")
    old = fork_server(True)
    os.kill(old._process.pid, signal.SIGKILL)
    old._process.wait()
    inside(RIGHTS, "me")
    assert fork_server(True) is not old


WHERE = "import os\nme = os.readlink('/proc/self/ns/pid')"
GRADER = """
import os, sys, threading, time
from course.sealed.sandbox import Limits, _descendants
from course.sealed.session import Session
from course.sealed.fork_server import fork_server
session = Session(Limits(), time.monotonic() + 600, isolated=sys.argv[1] == "isolated")
session.wait_until_ready()
def tell():
    while not session.outputs:
        time.sleep(0.01)
    copies = os.fork()  # a process that keeps every socket of the grader open
    if copies == 0:
        time.sleep(1000)
    inside = [session.sandbox.pid, *_descendants(session.sandbox.pid)]
    print(copies, fork_server(session.sandbox._isolated)._process.pid, *inside, flush=True)
threading.Thread(target=tell, daemon=True).start()
session.run("loop", "print('looping')\\nwhile True: pass")
"""


@pytest.mark.parametrize("how", ["isolated", "not isolated"])
def test_killed_grader_leaves_no_process_behind(how):
    """Also when the learner's code never reads, and when the grader's sockets stay open."""
    grader = subprocess.Popen(
        [sys.executable, "-c", GRADER, how], stdout=subprocess.PIPE, text=True
    )
    with grader:
        copies, *pids = map(int, grader.stdout.readline().split())
        processes = [os.pidfd_open(pid) for pid in pids]
        assert len(processes) >= 3 and not any(map(has_ended, processes))
        grader.kill()
    try:
        assert all(has_ended(process, WAIT) for process in processes)
    finally:
        os.kill(copies, signal.SIGKILL)
        for process in processes:
            os.close(process)


def has_ended(process, seconds=0):
    poll = select.poll()
    poll.register(process, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def test_killed_fork_server_takes_its_sandboxes_along():
    session = Session(Limits(), time.monotonic() + 60)
    session.wait_until_ready()
    try:
        fork_server(True).close()
        assert has_ended(session.sandbox._process, WAIT)
    finally:
        session.close()


def test_late_answer_is_not_taken_for_that_to_the_next_request(monkeypatch):
    """A fork server that is stopped for a while: who waits is told so, others get another one."""
    running = Session(Limits(), time.monotonic() + 60)
    slow = fork_server(True)
    process = os.pidfd_open(slow._process.pid)
    try:
        running.wait_until_ready()
        signal.pidfd_send_signal(slow._inner, signal.SIGSTOP)
        monkeypatch.setattr(fork_server_module, "START_SECONDS", 0.2)
        with pytest.raises(fork_server_module.CourseError, match="たっても返事がありません"):
            Session(Limits(), time.monotonic() + 60)
        monkeypatch.undo()
        next_one = Session(Limits(), time.monotonic() + 60)
        signal.pidfd_send_signal(slow._inner, signal.SIGCONT)
        assert fork_server(True) is not slow
        next_one.wait_until_ready()
        (me,) = after(next_one, WHERE, "me")
        assert me == os.readlink(f"/proc/{next_one.sandbox.pid}/ns/pid")
        next_one.close()
        assert after(running, "me = 1", "me") == [1]  # it keeps its sandbox, and ends with it
        running.close()
        assert has_ended(process, WAIT)
    finally:
        running.close()
        os.close(process)


def where_it_is(_):
    """As the sandbox itself says, and as the grader has been told."""
    session = Session(Limits(), time.monotonic() + 60)
    try:
        session.wait_until_ready()
        (me,) = after(session, WHERE, "me")
        return me, os.readlink(f"/proc/{session.sandbox.pid}/ns/pid")
    finally:
        session.close()


def test_requests_of_many_threads_get_their_own_sandboxes():
    with ThreadPoolExecutor(4) as threads:
        assert all(me == told for me, told in threads.map(where_it_is, range(12)))


def test_relative_interpreter_is_found(monkeypatch):
    monkeypatch.setattr(fork_server_module.sys, "executable", os.path.relpath(sys.executable))
    fork_server_module.ForkServer(True).close()


@pytest.mark.parametrize("isolated", [True, False])
def test_fork_server_that_cannot_start_says_why(monkeypatch, tmp_path, isolated):
    monkeypatch.setattr(fork_server_module.sys, "executable", str(tmp_path / "no-python"))
    with pytest.raises(fork_server_module.CourseError, match="No such file"):
        fork_server_module.ForkServer(isolated)


def test_another_data_folder_needs_another_fork_server(monkeypatch, tmp_path):
    (tmp_path / "hello").write_text("hello", encoding="utf-8")
    monkeypatch.setenv("DL_COURSE_DATA", str(tmp_path))
    seen, written = inside(LOOK_AT_DATA, "seen", "written")
    assert seen == ["hello"] and not written


def test_fork_server_that_cannot_start_says_so(monkeypatch):
    monkeypatch.setattr(fork_server_module.sys, "executable", "/bin/false")
    with pytest.raises(fork_server_module.CourseError, match="サンドボックスを始められません"):
        fork_server_module.ForkServer(True)


def test_sandbox_that_does_not_become_ready_leaves_no_descriptor_open(monkeypatch):
    server = fork_server(True)
    monkeypatch.setattr(fork_server_module, "_filter", lambda: "AAAAAAAAAAA=")  # no program
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(fork_server_module.CourseError, match="seccomp"):
        server.fork({}, 1_000_000)
    assert len(os.listdir("/proc/self/fd")) == before
