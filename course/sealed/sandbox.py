"""A running sandbox: its limits, and the watchdog that ends it.

What Linux cannot limit for a whole family of processes (time, memory, their number) is measured,
and the family ended. What could not be measured is refused (see seccomp). What can be seen and
reached inside: see view and inside/namespaces.
"""

import contextlib
import os
import select
import signal
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from course.sealed.fork_server import fork_server

LOOK_EVERY = 0.05
TICKS = os.sysconf("SC_CLK_TCK")
MEGA = 1_000_000
OPEN_FILES = 256  # of one process
INODE = 1_024  # bytes of memory for a file in a tmpfs, as Linux counts them
OWN_THREADS = 2  # of process 1
END_SECONDS = 10
COUNTED = ("VmRSS", "VmSwap", "VmPTE", "HugetlbPages")  # kB in /proc/PID/status


@dataclass(frozen=True)
class Limits:
    """What one submission may use. Times in seconds, sizes in MB."""

    cell_seconds: float = 60
    cell_cpu_seconds: float = 60
    notebook_seconds: float = 600
    notebook_cpu_seconds: float = 600
    memory: int = 2_000
    processes: int = 64
    file_size: int = 100
    disk: int = 200
    output: int = 20
    # of the grader that runs the tests and makes the page: see guard
    grace_seconds: float = 30
    page_seconds: float = 60
    grader_memory: int = 1_500


@dataclass
class Ended:
    """Why a sandbox ended before its time: a cause from course.sealed.verdicts, and in words."""

    cause: str
    reason: str


class Sandbox:
    """One running sandbox: `socket` talks to its agent; `ended` says what ended it, if anything."""

    def __init__(self, limits: Limits, isolated: bool = True):
        self.limits = limits
        self.ended: Ended | None = None
        self.cpu_used_before = 0.0  # by earlier sandboxes of the same notebook
        self._cpu = 0.0
        self._cpu_before_cell: float | None = None
        self._isolated = isolated
        self._forked = fork_server(isolated).fork(_of_processes(limits), limits.disk * MEGA)
        self.socket, self.pid = self._forked.agent, self._forked.pid
        self._process = os.pidfd_open(self.pid)  # unlike the pid, never given to another process
        self._stop = threading.Event()
        self._watchdog = threading.Thread(target=self._watch, daemon=True)
        self._watchdog.start()

    def cell_begins(self) -> None:
        self._cpu_before_cell = self.cpu_seconds()

    def cell_ends(self) -> None:
        self._cpu_before_cell = None

    def cpu_seconds(self) -> float:
        """Of everything that ran and runs inside; the last known figure when it has ended."""
        if not self._gone():
            self._cpu = max(self._cpu, _usage(self.pid)[0])
        return self.cpu_used_before + self._cpu

    def end(self, why: Ended | None = None) -> None:
        """Kill every process in the sandbox; the first reason given stays."""
        if why is not None and self.ended is None:
            self.ended = why
        self._stop.set()
        self._kill()
        self._watchdog.join()
        if self._process >= 0:
            self._gone(END_SECONDS)
            os.close(self._process)
            self._process = -1
            for folder in self._forked.folders:
                os.close(folder)
        self._forked.lifeline.close()
        self.socket.close()

    def _gone(self, seconds: float = 0) -> bool:
        """Whether all of it has ended, now or within some seconds."""
        if self._process < 0:
            return True
        poll = select.poll()
        poll.register(self._process, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def _kill(self) -> None:
        """With process 1 of a sandbox, Linux ends all its others."""
        others = [] if self._isolated else _descendants(self.pid)
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._process, signal.SIGKILL)
        for pid in others:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _watch(self) -> None:
        while not self._stop.is_set() and not self._gone(LOOK_EVERY):
            why = self._over_limit()
            if why:
                self.ended = self.ended or why
                self._kill()
                return

    def _over_limit(self) -> Ended | None:
        limits = self.limits
        cpu, memory, processes = _usage(self.pid)
        memory += sum(map(_held_by, self._forked.folders))
        if self._isolated:
            memory += _sockets(self.pid) * _most_of_a_socket()
        self._cpu = max(self._cpu, cpu)
        cpu = self._cpu + self.cpu_used_before
        if memory > limits.memory * MEGA:
            return Ended("memory", f"メモリを {limits.memory} MB より多く使いました")
        if processes > limits.processes + OWN_THREADS:
            return Ended("processes", f"プロセスを {limits.processes} 個より多く作りました")
        if cpu > limits.notebook_cpu_seconds:
            allowed = f"{limits.notebook_cpu_seconds:g} 秒"
            return Ended("time", f"計算時間がノートブック全体で {allowed}を超えました")
        before = self._cpu_before_cell
        if before is not None and cpu - before > limits.cell_cpu_seconds:
            allowed = f"{limits.cell_cpu_seconds:g} 秒"
            return Ended("time", f"計算時間が1つのセルで {allowed}を超えました")
        return None


def _of_processes(limits: Limits) -> dict[str, int]:
    """What Linux limits for single processes."""
    return {
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": limits.file_size * MEGA,
        "RLIMIT_DATA": limits.memory * MEGA,
        "RLIMIT_NOFILE": OPEN_FILES,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_NICE": 0,
        "RLIMIT_RTPRIO": 0,
    }


def _descendants(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        found += _children(parent)
    return found[1:]


def _children(pid: int) -> list[int]:
    found = []
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as file:
                found += map(int, file.read().split())
    return found


def _usage(pid: int) -> tuple[float, int, int]:
    """CPU seconds, memory in bytes and number of threads of a process and its descendants.

    The time of those that have ended is in that of their parents, who have to wait for them (see
    seccomp), or in that of process 1.
    """
    cpu, memory, threads = 0.0, 0, 0
    waiting, seen = [pid], set()
    while waiting and len(seen) < 10_000:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        with contextlib.suppress(OSError, IndexError, ValueError):
            with open(f"/proc/{current}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            cpu += sum(map(int, fields[11:15])) / TICKS
            threads += int(fields[17])
            memory += _memory(current)
            waiting += _children(current)
    return cpu, memory, threads


def _memory(pid: int) -> int:
    """Of one process, in bytes: also what was swapped out, and the tables that say where it is."""
    with open(f"/proc/{pid}/status") as file:
        lines = [line.split() for line in file if line.startswith(COUNTED)]
    return sum(int(words[1]) for words in lines) * 1024


def _held_by(folder: int) -> int:
    """Memory of a tmpfs, which is in no process: its blocks and its inodes."""
    usage = os.fstatvfs(folder)
    blocks, inodes = usage.f_blocks - usage.f_bfree, usage.f_files - usage.f_ffree
    return blocks * usage.f_frsize + inodes * INODE


def _sockets(pid: int) -> int:
    """How many there are in the network namespace of a process, also unread and in no process."""
    try:
        line, *_ = Path(f"/proc/{pid}/net/sockstat").read_text().splitlines()
        return int(line.removeprefix("sockets: used "))
    except (OSError, ValueError):
        return 0  # it has ended


@lru_cache
def _most_of_a_socket() -> int:
    """Bytes that can wait unread: a message is taken while the buffer is not yet full, and no
    message is larger than the buffer (its size cannot be changed inside, see seccomp)."""
    with contextlib.suppress(OSError, ValueError):
        return 2 * int(Path("/proc/sys/net/core/wmem_default").read_text())
    return 2 * 212_992
