"""The grader's side of the fork server: a process in bubblewrap from which sandboxes are forked.

No network, namespaces of its own (processes, users, IPC, host name). See inside/forking for the
other side, and view for what can be seen there.
"""

import atexit
import base64
import contextlib
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from course.errors import CourseError
from course.sealed import seccomp, view

NAMESPACES = ("--unshare-all", "--unshare-user", "--disable-userns")
# to give each sandbox namespaces of its own, in which nothing is left of these
CAPABILITIES = ("--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETPCAP")
NOBODY = 65534
START_SECONDS = 60
MAX_REASON = 2_000
FOLDERS = 3  # that a sandbox can write to
BELOW_FRESH = tuple(f"{folder}/" for folder in view.FRESH)
SENDER = struct.Struct("3i")  # struct ucred: process, user, group


def bubblewrap() -> str:
    """The program bwrap, tried out; CourseError says what to install or switch on."""
    program = shutil.which("bwrap")
    if not program:
        raise CourseError(
            "採点には bubblewrap が要ります（Debian・Ubuntu：apt-get install bubblewrap、"
            "Fedora：dnf install bubblewrap）"
        )
    tried = subprocess.run(
        [program, *NAMESPACES, *CAPABILITIES, "--ro-bind", "/", "/", "true"],
        capture_output=True,
        text=True,
    )
    if tried.returncode:
        reason = (tried.stderr.strip().splitlines() or ["理由は分かりません"])[-1]
        if "nknown option" in reason:
            raise CourseError(f"bubblewrap が古すぎます（{reason}）。0.8 以降を入れてください")
        raise CourseError(
            f"bubblewrap を動かせません（{reason}）。ユーザー名前空間を使えるようにしてください"
            "（sysctl kernel.unprivileged_userns_clone=1、Ubuntu 24.04 からは "
            "kernel.apparmor_restrict_unprivileged_userns=0）"
        )
    return program


def command(program: str, *descriptors: int) -> list[str]:
    """The whole command line. (The fork server makes all mounts read-only before it forks.)"""
    return [
        *(program, *NAMESPACES, "--as-pid-1", "--new-session", *CAPABILITIES),
        *("--uid", str(NOBODY), "--gid", str(NOBODY), "--hostname", "sandbox"),
        *("--clearenv", *view.environment(interpreter())),
        *view.covered(),  # first: what is mounted later may lie inside, a .venv in /tmp say
        *view.readable(),
        *("--chdir", view.HOME),
        *(interpreter(), "-m", "inside.forking", *map(str, descriptors), "isolated"),
    ]


def interpreter() -> str:
    """A relative path leads nowhere from another folder."""
    return os.path.abspath(sys.executable)


@dataclass(frozen=True)
class Forked:
    """A new sandbox: it ends when `lifeline` is closed, or this process ends."""

    agent: socket.socket
    lifeline: socket.socket
    pid: int  # of its process 1, as it is known here
    folders: tuple[int, ...]  # descriptors of those that it can write to


class ForkServer:
    """A running fork server; `fork` gives new sandboxes as long as it lives."""

    def __init__(self, isolated: bool):
        self._isolated = isolated
        self._owner = os.getpid()
        self._slow = False
        self._said = tempfile.TemporaryFile()  # noqa: SIM115
        self._control, theirs = _socket_pair()
        self._process, self._inner = None, -1
        try:
            with theirs:
                self._process = self._start(theirs)
            pid, _ = self._answer(self._control)
            self._inner = os.pidfd_open(pid)
        except (CourseError, OSError) as error:
            self.close()
            if isinstance(error, CourseError):
                raise
            raise _cannot_start(str(error)) from error

    def _start(self, control: socket.socket) -> subprocess.Popen:
        grader = os.pidfd_open(self._owner)
        try:
            return self._start_with(control.fileno(), grader)
        finally:
            os.close(grader)

    def _start_with(self, *descriptors: int) -> subprocess.Popen:
        if self._isolated:
            line, environment = command(bubblewrap(), *descriptors), {}
        else:
            line = [interpreter(), "-m", "inside.forking", *map(str, descriptors)]
            environment = _unconfined_environment()
        return subprocess.Popen(
            line,
            pass_fds=descriptors,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._said,
            env=environment,
            start_new_session=True,
        )

    def fork(self, limits: dict[str, int], disk: int) -> Forked:
        """A new sandbox. Each request has its own socket: no answer is taken for another's."""
        request = {
            "isolated": self._isolated,
            "home": view.HOME,
            "disk": disk,
            "limits": limits,
            "kept": [p for p in view.installed() if p.startswith(BELOW_FRESH)],
            "filter": _filter(),
        }
        agent, its_agent = socket.socketpair()
        lifeline, its_lifeline = _socket_pair()
        try:
            with its_agent, its_lifeline:
                theirs = [its_agent.fileno(), its_lifeline.fileno()]
                socket.send_fds(self._control, [json.dumps(request).encode()], theirs)
            pid, folders = self._answer(lifeline, b"moved")
            try:
                self._answer(lifeline)  # now its limits hold
            except CourseError:
                for folder in folders:
                    os.close(folder)
                raise
            return Forked(agent, lifeline, pid, folders)
        except (OSError, CourseError) as error:
            agent.close()
            lifeline.close()
            if isinstance(error, CourseError):
                raise
            self._slow = True  # whoever asks next gets another fork server
            raise _cannot_start(str(error)) from error

    def _answer(
        self, lifeline: socket.socket, expected: bytes = b"ready"
    ) -> tuple[int, tuple[int, ...]]:
        """Who answers, and the descriptors sent; CourseError if it could not do as it was told."""
        size = socket.CMSG_SPACE(SENDER.size) + socket.CMSG_SPACE(FOLDERS * 4)
        try:
            said, about, *_ = lifeline.recvmsg(1_000, size, socket.MSG_CMSG_CLOEXEC)
        except TimeoutError as error:
            self._slow = True  # whoever asks next gets another fork server
            raise _cannot_start(f"{START_SECONDS} 秒たっても返事がありません") from error
        except OSError as error:
            raise _cannot_start(str(error)) from error
        if said != expected:
            raise _cannot_start(said.decode("utf-8", "replace") or self._last_words())
        sent = {kind: data for _, kind, data in about}
        folders = sent.get(socket.SCM_RIGHTS, b"")
        pid, *_ = SENDER.unpack(sent[socket.SCM_CREDENTIALS])
        return pid, struct.unpack(f"{len(folders) // 4}i", folders)

    def _last_words(self) -> str:
        """The end of what the fork server has said about its own troubles."""
        size = os.fstat(self._said.fileno()).st_size
        text = os.pread(self._said.fileno(), MAX_REASON, max(0, size - MAX_REASON))
        lines = text.decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "始まってすぐに終了しました"

    @property
    def usable(self) -> bool:
        return not self._slow and self._process.poll() is None

    def retire(self) -> None:
        """No sandbox more: it ends with the last of those it has forked."""
        self._control.close()

    def close(self) -> None:
        """End it, and every sandbox that was forked from it."""
        self._control.close()
        self._said.close()
        if self._process and self._owner == os.getpid():  # not a copy, in a process forked from it
            self._kill()
            self._process.wait()

    def _kill(self) -> None:
        """Bubblewrap itself waits outside for the process that is killed here."""
        if self._inner < 0:
            self._process.kill()
            return
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._inner, signal.SIGKILL)
        os.close(self._inner)
        self._inner = -1


def _socket_pair() -> tuple[socket.socket, socket.socket]:
    """Ours, which learns from the kernel who has sent what, and waits only so long; and theirs."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.settimeout(START_SECONDS)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    return ours, theirs


def _cannot_start(reason: str) -> CourseError:
    return CourseError(f"サンドボックスを始められません（{reason}）")


_servers: dict[tuple, ForkServer] = {}
_retired: list[ForkServer] = []
_starting = threading.Lock()


def fork_server(isolated: bool) -> ForkServer:
    """The fork server of this process, started where there is none (that is of use)."""
    # what it was started with: another data folder needs another fork server
    key = (os.getpid(), isolated, *(os.environ.get(name) for name in view.PASSED_ON))
    with _starting:
        if key in _servers and not _servers[key].usable:
            _retired.append(_servers.pop(key))
            _retired[-1].retire()
        if key not in _servers:
            _servers[key] = ForkServer(isolated)
        return _servers[key]


@atexit.register
def close_fork_servers() -> None:
    while _servers:
        _retired.append(_servers.popitem()[1])
    while _retired:
        _retired.pop().close()


@lru_cache
def _filter() -> str:
    return base64.b64encode(seccomp.program() or b"").decode("ascii")


def _unconfined_environment() -> dict[str, str]:
    """For sandbox = "none": the same program, nothing held back but the key to the gradebook."""
    here = Path(__file__).parent
    environment = os.environ | {
        "PYTHONPATH": f"{here}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    }
    environment.pop("DL_COURSE_GRADEBOOK", None)
    return environment
