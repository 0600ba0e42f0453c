"""Limits of a sandbox: all that it uses counts, in no living process too, or is refused."""

import os
import select
import subprocess
import sys
import time
from types import SimpleNamespace

import psutil
import pytest

from course.sealed import sandbox as sandbox_module
from course.sealed.inside.wire import Broken
from course.sealed.sandbox import Ended, Limits, Sandbox
from course.sealed.session import Session

MEMORY = 500
MB = 1_000_000
# each would hold more than MEMORY, and then waits for its end
HIDDEN_MEMORY = {
    "files that only memory holds": """
import os
for _ in range(6):
    file = os.memfd_create("x")
    for _ in range(9):
        os.write(file, b"x" * 10_000_000)
""",
    "detached shared memory": """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
for _ in range(6):
    number = libc.shmget(0, ctypes.c_size_t(100_000_000), 0o1600)
    if number == -1:
        raise OSError(ctypes.get_errno(), "shmget")
    place = libc.shmat(number, None, 0)
    ctypes.memset(place, 1, 100_000_000)
    libc.shmdt(ctypes.c_void_p(place))
""",
    "shared pages out of the tables": """
import mmap
kept = []
for _ in range(6):
    kept.append(mmap.mmap(-1, 100_000_000))
    kept[-1].write(b"x" * 100_000_000)
    kept[-1].madvise(mmap.MADV_DONTNEED)
""",
    "shared pages of a device": """
import mmap, os
kept = []
for _ in range(6):
    kept.append(mmap.mmap(os.open("/dev/zero", os.O_RDWR), 100_000_000))
    kept[-1].write(b"x" * 100_000_000)
    kept[-1].madvise(mmap.MADV_DONTNEED)
""",
    "unread sockets of several processes": """
import subprocess, sys
FILL = '''
import socket, time
pairs = [socket.socketpair() for _ in range(115)]
for end in (end for pair in pairs for end in pair):
    end.setblocking(False)
    try:
        while True:
            end.send(b"x" * 100_000)
    except BlockingIOError:
        pass
time.sleep(1000)
'''
processes = [subprocess.Popen([sys.executable, "-c", FILL]) for _ in range(8)]
""",
    "sockets sent through sockets and closed": """
import os, socket
ways = [socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM) for _ in range(40)]
kept = 0
for way in ways * 4:
    pairs = [socket.socketpair() for _ in range(5)]
    for end in (end for pair in pairs for end in pair):
        end.setblocking(False)
        try:
            while True:
                end.send(b"x" * 100_000)
        except BlockingIOError:
            pass
    way[0].setblocking(False)
    socket.send_fds(way[0], [b"x"], [end.fileno() for pair in pairs for end in pair])
    for end in (end for pair in pairs for end in pair):
        end.close()
""",
    "a larger buffer": """
import socket
one = socket.socket(socket.AF_UNIX)
one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 100_000_000)
""",
    "a larger pipe": """
import fcntl, os
fcntl.fcntl(os.pipe()[1], fcntl.F_SETPIPE_SZ, 1_000_000)
""",
    "pages given to a pipe": """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
page = ctypes.create_string_buffer(4096)
vector = Vector(ctypes.addressof(page), 4096)
if libc.vmsplice(os.pipe()[1], ctypes.byref(vector), ctypes.c_size_t(1), 8) == -1:
    raise OSError(ctypes.get_errno(), "vmsplice")
""",
    "files": """
data = b"x" * 90_000_000
for folder in ("/tmp", "/home/student"):
    for k in range(2):
        open(f"{folder}/{k}", "wb").write(data)
kept = [b"x" * 100_000_000]
""",
    "empty files": """
for folder in ("/tmp", "/home/student", "/dev/shm"):
    for k in range(200_000):
        open(f"{folder}/{k}", "x").close()
""",
    "tables of pages": """
import mmap
step = 2 << 20
size = 300_000 * step
kept = mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ)
for place in range(0, size, step):
    kept[place]
""",
}
# fifty processes one after the other, 0.04 seconds each; that one has ended shows in a pipe
WORK = """
import ctypes, os, platform, signal, time
CHILDREN, SECONDS = 50, 0.04
def work():
    began = time.process_time()
    while time.process_time() < began + SECONDS:
        pass
    os._exit(0)
def fork():
    if os.fork() == 0:
        work()
def orphan():
    child = os.fork()
    if child == 0:
        fork()
        os._exit(0)
    os.waitpid(child, 0)
def sibling():
    number = {"x86_64": 56, "aarch64": 220}[platform.machine()]
    if ctypes.CDLL(None).syscall(number, 0x8000 | signal.SIGCHLD, 0, 0, 0, 0) == 0:
        work()
"""
UNCOUNTED_TIME = {
    "ignored": "signal.signal(signal.SIGCHLD, signal.SIG_IGN)\nstart = fork",
    "nobody waits": "start = fork",
    "orphans": "start = orphan",
    "brothers and sisters": "start = sibling",
}
START = """
for _ in range(CHILDREN):
    reading, writing = os.pipe()
    start()
    os.close(writing)
    os.read(reading, 1)
    os.close(reading)
"""


@pytest.fixture
def session(request):
    limits = Limits(memory=getattr(request, "param", MEMORY), processes=100)
    session = Session(limits, time.monotonic() + 120)
    session.wait_until_ready()
    yield session
    session.close()


def last_error(outputs):
    return "".join(o["ename"] for o in outputs if o["output_type"] == "error")


@pytest.mark.slow
@pytest.mark.parametrize("code", HIDDEN_MEMORY.values(), ids=HIDDEN_MEMORY)
def test_memory_of_no_process_is_refused_or_counted(session, code):
    try:
        outputs = session.run("try", f"{code}\nimport time\ntime.sleep(1000)")
    except Broken:
        assert session.why.cause == "memory", session.why
    else:
        assert last_error(outputs) in ("PermissionError", "FileNotFoundError", "OSError"), outputs


@pytest.mark.slow
@pytest.mark.parametrize("session", [10 * MEMORY], indirect=True)
@pytest.mark.parametrize("way", UNCOUNTED_TIME.values(), ids=UNCOUNTED_TIME)
def test_time_of_processes_that_nobody_waits_for_is_refused_or_counted(session, way):
    before = session.sandbox.cpu_seconds()
    outputs = session.run("try", WORK + way + START)
    if last_error(outputs):
        assert last_error(outputs) == "PermissionError", outputs
    else:
        # of those that nobody has waited for yet, Linux tells full hundredths of a second only
        assert session.sandbox.cpu_seconds() - before > 0.5 * 50 * 0.04


@pytest.mark.slow
def test_sockets_of_ordinary_work_count_little(session):
    outputs = session.run("try", "import socket\nkept = [socket.socketpair() for _ in range(50)]")
    assert not outputs and session.sandbox._over_limit() is None


@pytest.mark.slow
def test_end_kills_all_and_the_first_reason_stays():
    sandbox = Sandbox(Limits())
    process = os.pidfd_open(sandbox.pid)
    sandbox.end(Ended("time", "first"))
    sandbox.end(Ended("memory", "second"))
    poll = select.poll()
    poll.register(process, select.POLLIN)
    assert poll.poll(60_000)
    os.close(process)
    assert sandbox.ended == Ended("time", "first")
    used = sandbox.cpu_seconds()
    sandbox.cpu_used_before = 5
    assert sandbox.cpu_seconds() == used + 5, "the last known figure"


# ---- without a sandbox -------------------------------------------------------------------


@pytest.fixture
def over(monkeypatch):
    """Why a sandbox that uses this much is over its limits, which are small."""
    limits = Limits(memory=100, processes=10, cell_cpu_seconds=5, notebook_cpu_seconds=20)

    def over(cpu=0.0, memory=0, threads=1, folders=(), sockets=0, isolated=True, **more):
        made = object.__new__(Sandbox)  # without a process
        made.limits, made.pid, made._isolated = limits, 0, isolated
        made._cpu, made.cpu_used_before = 0.0, more.get("before", 0.0)
        made._cpu_before_cell = more.get("at_begin")
        made._forked = SimpleNamespace(folders=folders)
        monkeypatch.setattr(sandbox_module, "_usage", lambda pid: (cpu, memory, threads))
        monkeypatch.setattr(sandbox_module, "_held_by", lambda folder: folder)
        monkeypatch.setattr(sandbox_module, "_sockets", lambda pid: sockets)
        monkeypatch.setattr(sandbox_module, "_most_of_a_socket", lambda: 1_000_000)
        return made._over_limit()

    return over


@pytest.mark.parametrize(
    "used, cause, words",
    [
        ({"memory": 100_000_001}, "memory", "メモリを 100 MB より"),
        ({"memory": 60_000_000, "folders": (30_000_000, 10_000_001)}, "memory", "100 MB"),
        ({"memory": 90_000_001, "sockets": 10}, "memory", "100 MB"),
        ({"threads": 13}, "processes", "プロセスを 10 個より"),
        ({"cpu": 20.1}, "time", "ノートブック全体で 20 秒"),
        ({"cpu": 1, "before": 19.5}, "time", "ノートブック全体で 20 秒"),
        ({"cpu": 8.1, "at_begin": 3.0}, "time", "1つのセルで 5 秒"),
        ({"cpu": 1, "before": 7.1, "at_begin": 3.0}, "time", "1つのセルで 5 秒"),
    ],
)
def test_what_is_over_a_limit_is_said(over, used, cause, words):
    why = over(**used)
    assert why.cause == cause and words in why.reason


@pytest.mark.parametrize(
    "used",
    [
        {"memory": 100_000_000},
        {"memory": 50_000_000, "folders": (30_000_000, 20_000_000)},
        {"memory": 90_000_000, "sockets": 99, "isolated": False},  # those of the whole machine
        {"threads": 12},  # with the two of process 1
        {"cpu": 20},
        {"cpu": 8, "at_begin": 3.0},
        {"cpu": 8, "at_begin": None},
    ],
)
def test_what_is_allowed_is_allowed(over, used):
    assert over(**used) is None


def test_limits_of_single_processes_are_those_of_linux_and_files_and_data_the_submissions():
    found = sandbox_module._of_processes(Limits(memory=300, file_size=7))
    assert (found["RLIMIT_DATA"], found["RLIMIT_FSIZE"]) == (300_000_000, 7_000_000)
    assert found["RLIMIT_CORE"] == found["RLIMIT_MEMLOCK"] == 0


FAMILY = """
import subprocess, sys, threading, time
kept = b"x" * 30_000_000
threading.Thread(target=threading.Event().wait, daemon=True).start()
child = subprocess.Popen([sys.executable, "-c", "print('child', flush=True); input()"], stdin=0)
while time.process_time() < 0.3:
    pass
print("worked", flush=True)
child.wait()
"""


@pytest.fixture
def family():
    """The pid of a process with a thread and a child, which has worked for 0.3 seconds."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", FAMILY], **pipes) as process:
        said = {process.stdout.readline(), process.stdout.readline()}
        assert said == {b"child\n", b"worked\n"}
        yield process.pid
        process.stdin.close()  # both end


def test_usage_is_that_of_a_process_and_of_all_below_it(family):
    (child,) = sandbox_module._descendants(family)
    cpu, memory, threads = sandbox_module._usage(family)
    assert threads == 3
    assert cpu >= 0.25  # Linux counts in hundredths of a second
    assert memory == pytest.approx(
        sandbox_module._memory(family) + sandbox_module._memory(child), rel=0.1
    )
    assert sandbox_module._usage(child)[2] == 1


def test_memory_is_what_a_process_holds(family):
    held = psutil.Process(family).memory_info().rss
    assert held >= 30_000_000
    assert sandbox_module._memory(family) == pytest.approx(held, rel=0.1)


def test_process_that_is_gone_uses_nothing():
    with subprocess.Popen(["true"]) as process:
        process.wait()
    assert sandbox_module._usage(process.pid) == (0, 0, 0)
    assert sandbox_module._descendants(process.pid) == []
    assert sandbox_module._sockets(process.pid) == 0


def test_folder_in_memory_counts_by_its_blocks_and_its_files(monkeypatch):
    usage = SimpleNamespace(f_blocks=100, f_bfree=90, f_frsize=4096, f_files=50, f_ffree=47)
    monkeypatch.setattr(sandbox_module.os, "fstatvfs", lambda folder: usage)
    assert sandbox_module._held_by(3) == 10 * 4096 + 3 * sandbox_module.INODE


def test_sockets_are_counted_and_the_most_of_one_is_known():
    assert sandbox_module._sockets(os.getpid()) >= 0
    assert sandbox_module._most_of_a_socket() >= 2 * 4096
