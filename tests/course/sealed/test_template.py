"""Sandboxes are forked from one template, and nothing of one reaches the next."""

import os
import signal
import subprocess
import sys
import time

import pytest

from course.sealed import template as template_module
from course.sealed.sandbox import Limits
from course.sealed.session import Session
from course.sealed.template import template

pytestmark = pytest.mark.slow

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
        outputs = session.run("try", code)
        assert not [o for o in outputs if o["output_type"] == "error"], outputs
        session.begin_test()
        found = session.answers(list(names))
        return [found[name] for name in names]
    finally:
        session.close()


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
    devices = "full", "null", "ptmx", "random", "tty", "urandom", "zero"
    own = ("/tmp/", "/home/student/", "/dev/shm/", "/dev/pts/", *(f"/dev/{d}" for d in devices))
    assert [path for path in found if not path.startswith(own)] == []


def test_sandboxes_draw_different_random_numbers():
    assert inside(RIGHTS, "numbers") != inside(RIGHTS, "numbers")


def test_killed_template_is_replaced():
    inside(RIGHTS, "me")
    old = template(True)
    os.kill(old._process.pid, signal.SIGKILL)
    old._process.wait()
    inside(RIGHTS, "me")
    assert template(True) is not old


def test_killed_grader_leaves_no_process_behind():
    code = (
        "import sys, time; from course.sealed.session import Session\n"
        "from course.sealed.sandbox import Limits; from course.sealed.template import template\n"
        "session = Session(Limits(), time.monotonic() + 60); session.wait_until_ready()\n"
        "print(session.sandbox.pid, template(True)._process.pid, flush=True); time.sleep(60)"
    )
    grader = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    with grader:
        pids = [int(pid) for pid in grader.stdout.readline().split()]
        assert len(pids) == 2 and all(map(alive, pids))
        grader.kill()
    ends = time.monotonic() + 20
    while any(map(alive, pids)) and time.monotonic() < ends:
        time.sleep(0.05)
    assert not any(map(alive, pids))


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def test_another_data_folder_needs_another_template(monkeypatch, tmp_path):
    (tmp_path / "hello").write_text("hello", encoding="utf-8")
    monkeypatch.setenv("DL_COURSE_DATA", str(tmp_path))
    seen, written = inside(LOOK_AT_DATA, "seen", "written")
    assert seen == ["hello"] and not written


def test_template_that_cannot_start_says_so(monkeypatch):
    monkeypatch.setattr(template_module.sys, "executable", "/bin/false")
    with pytest.raises(template_module.CourseError, match="サンドボックスを始められません"):
        template_module.Template(True)
