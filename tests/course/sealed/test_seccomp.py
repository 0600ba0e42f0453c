"""The system call filter, tried on this machine."""

import errno
import platform
import time

import pytest

from course.sealed import seccomp
from course.sealed.sandbox import Limits
from course.sealed.session import Session

TRY = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    ctypes.set_errno(0)
    result = libc.syscall(number, *arguments)
    return [result, ctypes.get_errno()]
"""


def test_program_ends_with_its_two_answers_and_jumps_inside():
    code = seccomp.program()
    lines = [code[k : k + 8] for k in range(0, len(code), 8)]
    assert len(code) % 8 == 0
    for place, line in enumerate(lines[:-2]):
        assert place + 1 + max(line[2], line[3]) < len(lines)


def test_unknown_machine_has_no_filter(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "sparc")
    assert seccomp.program() is None


@pytest.mark.slow
@pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of x86_64")
@pytest.mark.parametrize("name", ["ptrace", "bpf", "userfaultfd", "io_uring_setup", "keyctl"])
def test_denied_call_is_refused_inside_and_an_allowed_one_is_not(name):
    session = Session(Limits(), time.monotonic() + 60)
    try:
        session.wait_until_ready()
        assert session.run("try", TRY) == []
        session.begin_test()
        call = session.answers(["call"])["call"]
        assert call(seccomp.DENIED[name][0], 0, 0, 0, 0) == [-1, errno.EPERM]
        assert call(39)[0] > 0  # getpid
    finally:
        session.close()
