"""The system call filter: its program run step by step for both machines, and tried on this one."""

import errno
import platform
import re
import struct
import time
from pathlib import Path

import pytest

from course.sealed import seccomp
from course.sealed.sandbox import Limits
from course.sealed.session import Session

NUMBERS = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), "__NR_"
GENERIC_NUMBERS = Path("/usr/include/asm-generic/unistd.h"), "__NR(?:3264)?_"
ALLOWED, REFUSED = 0, errno.EPERM
NO_FAMILY, NO_TERMINAL, NO_CALL = errno.EAFNOSUPPORT, errno.ENOTTY, errno.ENOSYS
# name, number on x86_64 and aarch64, arguments, error
CALLS = [
    ("read", (0, 63), (3, 0x7000, 10), ALLOWED),
    ("preadv", (295, 69), (3, 0x7000, 1), ALLOWED),
    ("preadv2", (327, 286), (3, 0x7000, 1), NO_CALL),
    ("flock", (73, 32), (3, 1), REFUSED),
    ("memfd_create", (319, 279), (), REFUSED),
    ("a Unix socket", (41, 198), (1, 1, 0), ALLOWED),
    ("a Unix socket, upper half ignored", (41, 198), (1 | 1 << 32, 1, 0), ALLOWED),
    ("an internet socket", (41, 198), (2, 1, 0), NO_FAMILY),
    ("AF_VSOCK", (41, 198), (40, 1, 0), NO_FAMILY),
    ("a pair of AF_TIPC", (53, 199), (30, 1, 0), NO_FAMILY),
    ("F_SETFL", (72, 25), (3, 4, 0), ALLOWED),
    ("F_DUPFD_CLOEXEC", (72, 25), (3, 1030, 0), ALLOWED),
    ("F_SETLK", (72, 25), (3, 6, 0x7000), REFUSED),
    ("F_OFD_SETLK", (72, 25), (3, 37, 0x7000), REFUSED),
    ("F_SETLEASE", (72, 25), (3, 1024, 0), REFUSED),
    ("F_NOTIFY", (72, 25), (3, 1026, 0), REFUSED),
    ("F_SETPIPE_SZ", (72, 25), (3, 1031, 1 << 20), REFUSED),
    ("F_SET_RW_HINT", (72, 25), (3, 1036, 0x7000), REFUSED),
    ("F_GETLK", (72, 25), (3, 5, 0x7000), REFUSED),
    ("TCGETS", (16, 29), (3, 0x5401, 0x7000), ALLOWED),
    ("TIOCGPTN", (16, 29), (3, 0x80045430, 0x7000), ALLOWED),
    ("EXT4_IOC_GET_ES_CACHE", (16, 29), (3, 0xC020662A, 0x7000), NO_TERMINAL),
    ("SO_SNDBUF", (54, 208), (3, 1, 7, 0x7000, 4), REFUSED),
    ("SO_PASSCRED", (54, 208), (3, 1, 16, 0x7000, 4), ALLOWED),
    ("private memory", (9, 222), (0, 4096, 3, 0x22, 2**64 - 1, 0), ALLOWED),
    ("a shared file", (9, 222), (0, 4096, 3, 0x01, 3, 0), ALLOWED),
    ("shared memory without a file", (9, 222), (0, 4096, 3, 0x21, 2**64 - 1, 0), REFUSED),
    ("MAP_SHARED_VALIDATE", (9, 222), (0, 4096, 3, 0x23, 2**64 - 1, 0), REFUSED),
    ("large pages", (9, 222), (0, 4096, 3, 0x40022, 2**64 - 1, 0), REFUSED),
    ("MADV_DONTNEED", (28, 233), (0x7000, 4096, 4), ALLOWED),
    ("MADV_PAGEOUT", (28, 233), (0x7000, 4096, 21), REFUSED),
    ("a handler for SIGUSR1", (13, 134), (10, 0x7000, 0, 8), ALLOWED),
    ("looking at SIGCHLD", (13, 134), (17, 0, 0x7000, 8), ALLOWED),
    ("a handler for SIGCHLD", (13, 134), (17, 0x7000, 0, 8), REFUSED),
    ("the same, far above", (13, 134), (17, 1 << 32, 0, 8), REFUSED),
]
TRY = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    ctypes.set_errno(0)
    result = libc.syscall(number, *arguments)
    return [result, ctypes.get_errno()]
"""


def verdict(code, audit, number, arguments):
    """What the kernel's machine would do: a few lines of what it knows."""
    arguments = (*arguments, *[0] * (6 - len(arguments)))
    data = struct.pack("=iIQ6Q", number, audit, 0, *arguments)
    place = accumulator = 0
    while True:
        kind, if_true, if_false, value = struct.unpack_from("=HBBI", code, 8 * place)
        place += 1
        if kind == seccomp.RETURN:
            return value
        if kind == seccomp.LOAD:
            accumulator = struct.unpack_from("=I", data, value)[0]
        elif kind == seccomp.AND:
            accumulator &= value
        elif kind == seccomp.JUMP:
            place += value
        else:
            holds = accumulator == value if kind == seccomp.EQUAL else accumulator >= value
            place += if_true if holds else if_false


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("name, numbers, arguments, error", CALLS, ids=[c[0] for c in CALLS])
def test_call_gets_its_answer_on_both_machines(
    monkeypatch, machine, name, numbers, arguments, error
):
    monkeypatch.setattr(platform, "machine", lambda: machine)
    column, audit = seccomp.ARCHITECTURES[machine]
    found = verdict(seccomp.program(), audit, numbers[column], arguments)
    assert found == (seccomp.ERROR | error if error else seccomp.ALLOW)


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_each_listed_call_is_refused_and_other_machines_are_killed(monkeypatch, machine):
    monkeypatch.setattr(platform, "machine", lambda: machine)
    code = seccomp.program()
    column, audit = seccomp.ARCHITECTURES[machine]
    for name, numbers in seccomp.DENIED.items():
        if numbers[column] is not None:
            found = verdict(code, audit, numbers[column], ())
            assert found == seccomp.ERROR | errno.EPERM, name
    assert verdict(code, audit ^ 1, 0, ()) == seccomp.KILL
    if machine == "x86_64":
        assert verdict(code, audit, seccomp.X32, ()) == seccomp.ERROR | errno.EPERM


@pytest.mark.parametrize("column, source", [(0, NUMBERS), (1, GENERIC_NUMBERS)])
def test_numbers_are_those_of_the_kernels_headers(column, source):
    path, prefix = source
    if not path.is_file():
        pytest.skip(f"{path} がない（linux-libc-dev）")
    found = re.findall(rf"^#define {prefix}(\w+)\s+(\d+)", path.read_text(), re.MULTILINE)
    known = {name: int(number) for name, number in found}
    for name, numbers in (seccomp.DENIED | seccomp.UNKNOWN).items():
        if name in known or numbers[column] is None:
            assert known.get(name) == numbers[column], name


def test_unknown_machine_has_no_filter(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "sparc")
    assert seccomp.program() is None


@pytest.mark.slow
@pytest.mark.skipif(platform.machine() not in seccomp.ARCHITECTURES, reason="numbers not known")
def test_denied_calls_are_refused_inside_and_an_allowed_one_is_not():
    column, _ = seccomp.ARCHITECTURES[platform.machine()]
    session = Session(Limits(), time.monotonic() + 60)
    try:
        session.wait_until_ready()
        assert session.run("try", TRY) == []
        with session.cell():
            session.begin_test()
            (call,) = session.answer("call")
            for name, numbers in seccomp.DENIED.items():
                if numbers[column] is not None:
                    assert call(numbers[column], 0, 0, 0, 0) == [-1, errno.EPERM], name
            assert call((39, 172)[column])[0] > 0  # getpid
    finally:
        session.close()
