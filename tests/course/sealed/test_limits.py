"""Memory and processor time that belong to no living process count as well, or are refused."""

import time

import pytest

from course.sealed.inside.wire import Broken
from course.sealed.sandbox import Limits
from course.sealed.session import Session

pytestmark = pytest.mark.slow

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


@pytest.mark.parametrize("code", HIDDEN_MEMORY.values(), ids=HIDDEN_MEMORY)
def test_memory_of_no_process_is_refused_or_counted(session, code):
    try:
        outputs = session.run("try", f"{code}\nimport time\ntime.sleep(1000)")
    except Broken:
        assert session.why.cause == "memory", session.why
    else:
        assert last_error(outputs) in ("PermissionError", "FileNotFoundError", "OSError"), outputs


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


def test_sockets_of_ordinary_work_count_little(session):
    outputs = session.run("try", "import socket\nkept = [socket.socketpair() for _ in range(50)]")
    assert not outputs and session.sandbox._over_limit() is None
