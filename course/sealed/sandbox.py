"""The sandbox: a process in bubblewrap that sees Python and the course's library, and no more.

No network, namespaces of its own (processes, users, IPC, host name), no privileges, a read-only
interpreter, small tmpfs folders to write to, and an environment from an allow-list. What Linux
cannot limit for a whole family of processes, a watchdog measures: it ends the family.
"""

import contextlib
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import common
import datasets
from course.errors import CourseError
from course.sealed import seccomp

INSIDE = Path(__file__).parent / "inside"
HOME = "/home/student"
COURSE = "/course"
NOBODY = 65534
SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin")
ETC = ("/etc/ld.so.cache", "/etc/fonts", "/etc/localtime", "/etc/alternatives")
PASSED_ON = ("OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES", "DL_COURSE_DATA", "TZ")
NAMESPACES = ("--unshare-all", "--unshare-user", "--disable-userns")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
LOOK_EVERY = 0.05
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
MEGA = 1_000_000


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


@dataclass
class Ended:
    """Why a sandbox ended before its time: a cause from course.sealed.verdicts, and in words."""

    cause: str
    reason: str


def bubblewrap() -> str:
    """The program bwrap, tried out; CourseError says what to install or switch on."""
    program = shutil.which("bwrap")
    if not program:
        raise CourseError(
            "採点には bubblewrap が要ります（Debian・Ubuntu：apt-get install bubblewrap、"
            "Fedora：dnf install bubblewrap）"
        )
    tried = subprocess.run(
        [program, *NAMESPACES, "--ro-bind", "/", "/", "true"], capture_output=True, text=True
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


def command(program: str, descriptor: int, limits: Limits) -> list[str]:
    """The whole command line: what is not named here is not visible inside."""
    return [
        *(program, *NAMESPACES, "--die-with-parent", "--new-session", "--cap-drop", "ALL"),
        *("--uid", str(NOBODY), "--gid", str(NOBODY), "--hostname", "sandbox"),
        *("--clearenv", *_environment()),
        *_writable(limits),  # first: what is mounted later may lie inside, a .venv in /tmp say
        *_readable(),
        *("--dir", f"{HOME}/work", "--chdir", f"{HOME}/work", "--remount-ro", "/"),
        *(sys.executable, "-m", "inside.agent", str(descriptor)),
    ]


def _writable(limits: Limits) -> list[str]:
    size = str(limits.disk * MEGA)
    arguments = ["--proc", "/proc", "--dev", "/dev"]
    for folder, limit in (("/dev/shm", str(16 * MEGA)), ("/tmp", size), (HOME, size)):
        arguments += ["--size", limit, "--tmpfs", folder]
    return arguments


def _readable() -> list[str]:
    arguments = []
    for folder in SYSTEM:
        arguments += _as_on_the_host(folder)
    for path in ETC:
        arguments += ["--ro-bind-try", path, path]
    for prefix in dict.fromkeys((sys.base_prefix, sys.prefix)):
        if not prefix.startswith("/usr"):
            arguments += ["--ro-bind", prefix, prefix]
    for name, folder in _course_folders().items():
        arguments += ["--ro-bind", str(folder), f"{COURSE}/{name}"]
    for path in _font_list():
        arguments += ["--ro-bind", str(path), f"{HOME}/.cache/matplotlib/{path.name}"]
    if os.environ.get("DL_COURSE_DATA"):
        data = os.path.abspath(os.environ["DL_COURSE_DATA"])
        arguments += ["--ro-bind-try", data, data]
    return arguments


def _course_folders() -> dict[str, Path]:
    return {
        "common": Path(common.__file__).parent,
        "datasets": Path(datasets.__file__).parent,
        "inside": INSIDE,
    }


def _as_on_the_host(folder: str) -> list[str]:
    path = Path(folder)
    if path.is_symlink():
        return ["--symlink", os.readlink(folder), folder]
    return ["--ro-bind", folder, folder] if path.exists() else []


def _environment() -> list[str]:
    values = {
        "HOME": HOME,
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TMPDIR": "/tmp",
        "PYTHONPATH": COURSE,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "TQDM_DISABLE": "1",
    }
    values |= dict.fromkeys(THREADS, "1")
    values |= {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return [part for name, value in values.items() for part in ("--setenv", name, value)]


def _font_list() -> list[Path]:
    """Matplotlib's list of fonts: making it anew would take seconds in every sandbox."""
    import matplotlib.font_manager  # makes the list where there is none

    return sorted(Path(matplotlib.get_cachedir()).glob("fontlist-*.json"))


class Sandbox:
    """One running sandbox: `socket` talks to its agent; `ended` says what ended it, if anything."""

    def __init__(self, limits: Limits, isolated: bool = True):
        self.limits = limits
        self.ended: Ended | None = None
        self.cpu_used_before = 0.0  # by earlier sandboxes of the same notebook
        self._cpu_before_cell: float | None = None
        ours, theirs = socket.socketpair()
        with theirs:
            descriptors = [theirs.fileno()]
            if isolated:
                line, environment = command(bubblewrap(), theirs.fileno(), limits), {}
                filter_ = seccomp.descriptor()
                if filter_ is not None:
                    line[1:1] = ["--seccomp", str(filter_)]
                    descriptors.append(filter_)
            else:
                line = [sys.executable, "-m", "inside.agent", str(theirs.fileno())]
                environment = _unconfined_environment()
            self.process = subprocess.Popen(
                line,
                pass_fds=descriptors,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
                preexec_fn=lambda: _set_limits(limits),
            )
            for number in descriptors[1:]:
                os.close(number)
        self.socket = ours
        self._stop = threading.Event()
        self._watchdog = threading.Thread(target=self._watch, daemon=True)
        self._watchdog.start()

    def cell_begins(self) -> None:
        self._cpu_before_cell = self.cpu_seconds()

    def cell_ends(self) -> None:
        self._cpu_before_cell = None

    def cpu_seconds(self) -> float:
        return self.cpu_used_before + _usage(self.process.pid)[0]

    def end(self, why: Ended | None = None) -> None:
        """Kill every process in the sandbox; the first reason given stays."""
        if why is not None and self.ended is None:
            self.ended = why
        self._stop.set()
        self._kill()
        self.process.wait()
        self.socket.close()

    def _kill(self) -> None:
        for child in _children(self.process.pid):  # process 1 inside: its end ends all the others
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def _watch(self) -> None:
        while not self._stop.wait(LOOK_EVERY) and self.process.poll() is None:
            why = self._over_limit()
            if why:
                self.ended = self.ended or why
                self._kill()
                return

    def _over_limit(self) -> Ended | None:
        limits = self.limits
        cpu, memory, processes = _usage(self.process.pid)
        cpu += self.cpu_used_before
        if memory > limits.memory * MEGA:
            return Ended("memory", f"メモリを {limits.memory} MB より多く使いました")
        if processes > limits.processes + 2:  # bwrap itself and its process 1
            return Ended("processes", f"プロセスを {limits.processes} 個より多く作りました")
        if cpu > limits.notebook_cpu_seconds:
            allowed = f"{limits.notebook_cpu_seconds:g} 秒"
            return Ended("time", f"計算時間がノートブック全体で {allowed}を超えました")
        before = self._cpu_before_cell
        if before is not None and cpu - before > limits.cell_cpu_seconds:
            allowed = f"{limits.cell_cpu_seconds:g} 秒"
            return Ended("time", f"計算時間が1つのセルで {allowed}を超えました")
        return None


def _unconfined_environment() -> dict[str, str]:
    """For sandbox = "none": the same program, nothing held back."""
    here = Path(__file__).parent
    return os.environ | {"PYTHONPATH": f"{here}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}


def _set_limits(limits: Limits) -> None:
    """In the child, before bubblewrap starts: limits of single processes."""
    for kind, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, limits.file_size * MEGA),
        (resource.RLIMIT_DATA, limits.memory * MEGA),
        (resource.RLIMIT_NOFILE, 512),
    ):
        resource.setrlimit(kind, (value, value))


def _children(pid: int) -> list[int]:
    found = []
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as file:
                found += map(int, file.read().split())
    return found


def _usage(pid: int) -> tuple[float, int, int]:
    """CPU seconds, memory in bytes and number of threads of a process and its descendants."""
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
            memory += int(fields[21]) * PAGE
            threads += int(fields[17])
            waiting += _children(current)
    return cpu, memory, threads
