"""The grader's side of the template: a process in bubblewrap from which sandboxes are forked.

What is not named here is not visible inside. No network, namespaces of its own (processes, users,
IPC, host name), a read-only interpreter, an environment from an allow-list. See inside/template.
"""

import atexit
import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
from functools import lru_cache
from pathlib import Path

import common
import datasets
from course.errors import CourseError
from course.sealed import seccomp

INSIDE = Path(__file__).parent / "inside"
HOME = "/home/student"
COURSE = "/course"
FRESH = ("/dev/shm", "/tmp", HOME)
NOBODY = 65534
SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin")
ETC = ("/etc/ld.so.cache", "/etc/fonts", "/etc/localtime", "/etc/alternatives")
PASSED_ON = ("OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES", "DL_COURSE_DATA", "TZ")
NAMESPACES = ("--unshare-all", "--unshare-user", "--disable-userns")
# to give each sandbox namespaces of its own, in which nothing is left of these
CAPABILITIES = ("--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETPCAP")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
START_SECONDS = 60
END_SECONDS = 10
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


def command(program: str, descriptor: int) -> list[str]:
    """The whole command line."""
    return [
        *(program, *NAMESPACES, "--new-session", *CAPABILITIES),
        *("--uid", str(NOBODY), "--gid", str(NOBODY), "--hostname", "sandbox"),
        *("--clearenv", *_environment()),
        *_covered(),  # first: what is mounted later may lie inside, a .venv in /tmp say
        *_readable(),
        *("--chdir", HOME, "--remount-ro", "/", "--remount-ro", "/dev"),
        *(sys.executable, "-m", "inside.template", str(descriptor)),
    ]


def _covered() -> list[str]:
    """What every sandbox gets anew. (Linux allows a new /proc only where the old one is whole.)"""
    empty = [part for folder in FRESH for part in ("--tmpfs", folder)]
    return ["--bind", "/proc", "/proc", "--dev", "/dev", *empty]


def _readable() -> list[str]:
    arguments = []
    for folder in SYSTEM:
        arguments += _as_on_the_host(folder)
    for path in ETC:
        arguments += ["--ro-bind-try", path, path]
    for folder in _installed():
        arguments += ["--ro-bind-try", folder, folder]
    for name, folder in _course_folders().items():
        arguments += ["--ro-bind", str(folder), f"{COURSE}/{name}"]
    for path in _font_list():
        arguments += ["--ro-bind", str(path), f"{HOME}/.cache/matplotlib/{path.name}"]
    return arguments


def _installed() -> list[str]:
    """Interpreter, packages and data, where they are on this machine."""
    folders = dict.fromkeys((sys.base_prefix, sys.prefix))
    found = [folder for folder in folders if not folder.startswith("/usr")]
    if os.environ.get("DL_COURSE_DATA"):
        found.append(os.path.abspath(os.environ["DL_COURSE_DATA"]))
    return found


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


class Template:
    """A running template; `fork` gives new sandboxes as long as it lives."""

    def __init__(self, isolated: bool):
        self._isolated = isolated
        self._one_at_a_time = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(START_SECONDS)
        with theirs:
            if isolated:
                line, environment = command(bubblewrap(), theirs.fileno()), {}
            else:
                line = [sys.executable, "-m", "inside.template", str(theirs.fileno())]
                environment = _unconfined_environment()
            self._process = subprocess.Popen(
                line,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )
        try:
            self._answer()
        except CourseError:
            self.close()
            raise
        self._control.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)

    def fork(self, limits: dict[str, int], disk: int) -> tuple[socket.socket, int]:
        """A new sandbox: the socket of its agent, and its process as it is known here."""
        request = {
            "isolated": self._isolated,
            "home": HOME,
            "disk": disk,
            "limits": limits,
            "kept": [p for p in _installed() if p.startswith(tuple(f"{f}/" for f in FRESH))],
            "filter": _filter(),
        }
        ours, theirs = socket.socketpair()
        with self._one_at_a_time, theirs:
            socket.send_fds(self._control, [json.dumps(request).encode()], [theirs.fileno()])
            return ours, self._answer()

    def _answer(self) -> int:
        """The process that answers; CourseError if it could not do what it was asked for."""
        try:
            said, about, *_ = self._control.recvmsg(1_000, socket.CMSG_SPACE(SENDER.size))
        except OSError as error:
            said, about = str(error).encode(), []
        if said != b"ready":
            reason = said.decode("utf-8", "replace") or "始まってすぐに終了しました"
            raise CourseError(f"サンドボックスを始められません（{reason}）")
        return SENDER.unpack(about[0][2])[0] if about else 0

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """It ends when nobody is there to ask it, and everything in it as well."""
        self._control.close()
        try:
            self._process.wait(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


_templates: dict[tuple, Template] = {}
_starting = threading.Lock()


def template(isolated: bool) -> Template:
    """The template of this process, started where there is none (any more)."""
    # what it was started with: another data folder needs another template
    key = (os.getpid(), isolated, *(os.environ.get(name) for name in PASSED_ON))
    with _starting:
        if key in _templates and not _templates[key].alive:
            _templates.pop(key).close()
        if key not in _templates:
            _templates[key] = Template(isolated)
        return _templates[key]


@atexit.register
def close_templates() -> None:
    while _templates:
        _, old = _templates.popitem()
        old.close()


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
