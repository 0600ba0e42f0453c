"""What a sandbox can change or see of the machine, and of other sandboxes: nothing."""

import os
import time
from contextlib import contextmanager

import pytest

from course.sealed.sandbox import Limits
from course.sealed.session import Session

pytestmark = pytest.mark.slow

OWN = {"/tmp", "/home/student", "/dev/shm"}
MOUNTS = """
import pathlib
mounts = pathlib.Path("/proc/self/mountinfo").read_text().splitlines()
"""
CHANGE_DEVICES = """
import os
found = {}
for folder in ("/dev", "/dev/pts"):
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if os.path.islink(path) or path == "/dev/shm":
            continue
        now = os.stat(path)  # the same again: nothing is lost where this test fails
        for change in (lambda: os.chmod(path, now.st_mode), lambda: os.unlink(path),
                       lambda: os.utime(path, ns=(now.st_atime_ns, now.st_mtime_ns)),
                       lambda: os.chown(path, os.getuid(), os.getgid())):
            try:
                change()
                found[path] = "changed"
            except OSError as error:
                found.setdefault(path, []).append(error.strerror)
"""
OPEN_TERMINAL = """
import os
ends = os.openpty()
name = os.ttyname(ends[1])
device = os.stat("/dev/pts").st_dev
seen = sorted(os.listdir("/dev/pts"))
"""
# each of these would tell another submission something, at the same time or later
SIGNAL = """
import ctypes, fcntl, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def c(name, *arguments):
    if getattr(libc, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), name)
library, null = os.open(os.__file__, os.O_RDONLY), os.open("/dev/null", os.O_RDWR)
hint = ctypes.c_uint64(3)
ways = {
    "flock": lambda: fcntl.flock(library, fcntl.LOCK_SH),
    "flock on a device": lambda: fcntl.flock(null, fcntl.LOCK_EX),
    "read lock": lambda: fcntl.lockf(library, fcntl.LOCK_SH | fcntl.LOCK_NB),
    "write lock on a device": lambda: fcntl.lockf(null, fcntl.LOCK_EX | fcntl.LOCK_NB),
    "lease": lambda: fcntl.fcntl(library, fcntl.F_SETLEASE, fcntl.F_RDLCK),
    "note": lambda: fcntl.fcntl(os.open("/usr", os.O_RDONLY), fcntl.F_NOTIFY, fcntl.DN_ACCESS),
    "hint": lambda: c("fcntl", library, 1036, ctypes.byref(hint)),
    "inotify": lambda: c("inotify_init1", 0),
    "fanotify": lambda: c("fanotify_init", 0x200, 0),
    "out of the cache": lambda: os.posix_fadvise(library, 0, 0, os.POSIX_FADV_DONTNEED),
    "into the cache": lambda: c("readahead", library, ctypes.c_int64(0), ctypes.c_size_t(4096)),
    "in the cache": lambda: os.preadv(library, [bytearray(1)], 0, os.RWF_NOWAIT),
    "times of a file": lambda: os.utime(os.__file__),
    "a queue": lambda: c("mq_open", b"/trace", os.O_CREAT | os.O_RDWR, 0o600, None),
    "a host": lambda: socket.socket(socket.AF_VSOCK),
    "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "the kernel's cryptography": lambda: socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET),
    "counters of the machine": lambda: open("/proc/stat"),
    "settings of the machine": lambda: open("/proc/sys/kernel/hostname"),
}
worked = []
for name, way in ways.items():
    try:
        way()
        worked.append(name)
    except OSError:
        pass
"""
ORDINARY = """
import asyncio, concurrent.futures, ctypes, multiprocessing, os, subprocess, tempfile
import joblib
import numpy as np
from sklearn.ensemble import RandomForestClassifier
x = np.arange(40.0).reshape(20, 2)
y = (x[:, 0] > 20).astype(int)
async def program():
    process = await asyncio.create_subprocess_exec("echo", "1", stdout=subprocess.PIPE)
    return (await process.communicate())[0].decode()
def pool():
    with multiprocessing.get_context("fork").Pool(2) as workers:
        return workers.map(abs, [-1, -2])
def executor():
    with concurrent.futures.ProcessPoolExecutor(2) as workers:
        return list(workers.map(abs, [-1, -2]))
def shell(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
file = tempfile.TemporaryFile()
file.write(b"text")
file.flush()
done = {
    "pool": pool(),
    "executor": executor(),
    "joblib": joblib.Parallel(n_jobs=2)(joblib.delayed(abs)(-k) for k in range(3)),
    "forest": RandomForestClassifier(3, n_jobs=2, random_state=0).fit(x, y).score(x, y) > 0.9,
    "shared value": multiprocessing.Value("i", 3).value,
    "asyncio": asyncio.run(program()),
    "bash": shell("bash", "-c", "echo 1 | cat; sleep 0 & wait; (exit 3); echo $?"),
    "callback": ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(abs)(-1),
    "preadv": os.preadv(file.fileno(), [bytearray(4)], 0),
    "processors": os.cpu_count() > 0,
}
get_ipython().system("echo terminal")
"""
DONE = {
    "pool": [1, 2],
    "executor": [1, 2],
    "joblib": [0, 1, 2],
    "forest": True,
    "shared value": 3,
    "asyncio": "1\n",
    "bash": "1\n3\n",
    "callback": 1,
    "preadv": 4,
    "processors": True,
}


@contextmanager
def sandbox():
    session = Session(Limits(), time.monotonic() + 120)
    try:
        session.wait_until_ready()
        yield session
    finally:
        session.close()


def after(session, code, *names):
    """The values of these names after running the code."""
    outputs = session.run("try", code)
    assert not [o for o in outputs if o["output_type"] == "error"], outputs
    with session.cell():
        session.begin_test()
        return [value for name in names for value in session.answer(name)]


def test_every_mount_is_read_only_but_fresh_tmpfs_with_limits():
    with sandbox() as session:
        (mounts,) = after(session, MOUNTS, "mounts")
    writable = set()
    for line in mounts:
        mount, system = (part.split() for part in line.split(" - "))
        place, options, kind, of_system = mount[4], mount[5].split(","), system[0], system[2]
        if "ro" not in options:
            assert kind == "tmpfs" and "size=" in of_system and "nr_inodes=" in of_system, line
            writable.add(place)
    assert writable == OWN


def test_devices_of_the_machine_stay_as_they_are():
    """Also where the grader is root, and so is the owner of the sandbox as the machine sees it."""
    names = ("null", "zero", "full", "random", "urandom", "tty", "ptmx")
    nodes = {f"/dev/{name}" for name in names if os.path.exists(f"/dev/{name}")}
    before = {path: (os.stat(path).st_mode, os.stat(path).st_mtime_ns) for path in nodes}
    with sandbox() as session:
        (found,) = after(session, CHANGE_DEVICES, "found")
    assert {"/dev/null", "/dev/urandom", "/dev/pts/ptmx"} <= set(found)
    assert {path: result for path, result in found.items() if result == "changed"} == {}
    assert all(reasons[0] == "Read-only file system" for reasons in found.values())
    assert before == {p: (os.stat(p).st_mode, os.stat(p).st_mtime_ns) for p in nodes}


def test_terminals_of_one_sandbox_are_not_those_of_another():
    with sandbox() as one, sandbox() as other:
        (name, device, seen), (name_2, device_2, seen_2) = (
            after(session, OPEN_TERMINAL, "name", "device", "seen") for session in (one, other)
        )
    assert name == name_2 == "/dev/pts/0" and seen == seen_2 == ["0", "ptmx"]
    assert device != device_2


def test_no_call_tells_other_submissions_anything():
    with sandbox() as session:
        (worked,) = after(session, SIGNAL, "worked")
    assert worked == []


def test_ordinary_work_is_not_refused():
    with sandbox() as session:
        (done,) = after(session, ORDINARY, "done")
        printed = "".join(o.get("text", "") for o in session.outputs)
    assert done == DONE
    assert "terminal" in printed
