"""What can be seen in the fork server and its sandboxes, in the words of bubblewrap's command line.

What is not named here is not visible inside: a read-only interpreter, three device nodes, an
environment from an allow-list.
"""

import os
import sys
from pathlib import Path

import common
import datasets

INSIDE = Path(__file__).parent / "inside"
HOME = "/home/student"
COURSE = "/course"
FRESH = ("/dev/shm", "/tmp", HOME)
SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin")
ETC = ("/etc/ld.so.cache", "/etc/fonts", "/etc/localtime", "/etc/alternatives")
DATA = "DL_COURSE_DATA"
PASSED_ON = ("OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES", DATA, "TZ")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
# nothing can be installed here: programs that try say so at once instead of waiting for a network
NO_PACKAGES = {
    "PIP_NO_INDEX": "1",
    "PIP_RETRIES": "0",
    "PIP_TIMEOUT": "1",
    "PIP_NO_INPUT": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "UV_OFFLINE": "1",
    "CONDA_OFFLINE": "true",
    "CONDA_REMOTE_MAX_RETRIES": "0",
    "MAMBA_OFFLINE": "true",
    "GIT_TERMINAL_PROMPT": "0",
}
# a device node is the host's own; without /dev/tty, which keeps times however it is mounted, and
# /dev/zero, which gives shared memory that nobody counts
DEVICES = ("null", "random", "urandom")
LINKS = {"fd": "/proc/self/fd", "stdin": "fd/0", "stdout": "fd/1", "stderr": "fd/2"}


def covered() -> list[str]:
    """What every sandbox gets anew. (Linux allows a new /proc only where the old one is whole.)"""
    parts = ["--bind", "/proc", "/proc", "--tmpfs", "/dev"]
    for name in DEVICES:
        parts += ["--dev-bind", f"/dev/{name}", f"/dev/{name}"]
    for name, goal in (LINKS | {"ptmx": "pts/ptmx"}).items():
        parts += ["--symlink", goal, f"/dev/{name}"]
    for folder in ("/dev/pts", "/dev/shm", "/tmp", HOME):
        parts += ["--tmpfs", folder]
    return parts


def readable() -> list[str]:
    arguments = []
    for folder in SYSTEM:
        arguments += _as_on_the_host(folder)
    for path in ETC:
        arguments += ["--ro-bind-try", path, path]
    for folder in installed():
        arguments += ["--ro-bind-try", folder, folder]
    for name, folder in _course_folders().items():
        arguments += ["--ro-bind", str(folder), f"{COURSE}/{name}"]
    for path in _font_list():
        arguments += ["--ro-bind", str(path), f"{HOME}/.cache/matplotlib/{path.name}"]
    return arguments


def installed() -> list[str]:
    """Interpreter, packages and data, where they are on this machine."""
    folders = dict.fromkeys((sys.base_prefix, sys.prefix))
    found = [folder for folder in folders if not Path(folder).is_relative_to("/usr")]
    if os.environ.get(DATA):
        found.append(os.path.abspath(os.environ[DATA]))
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


def environment(interpreter: str) -> list[str]:
    values = {
        "HOME": HOME,
        "PATH": f"{Path(interpreter).parent}:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TMPDIR": "/tmp",
        "PYTHONPATH": COURSE,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "TQDM_DISABLE": "1",
    }
    values |= dict.fromkeys(THREADS, "1") | NO_PACKAGES
    values |= {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    if values.get(DATA):
        values[DATA] = os.path.abspath(values[DATA])  # the working folder inside is another one
    return [part for name, value in values.items() for part in ("--setenv", name, value)]


def _font_list() -> list[Path]:
    """Matplotlib's list of fonts: making it anew would take seconds in every sandbox."""
    import matplotlib.font_manager  # makes the list where there is none

    return sorted(Path(matplotlib.get_cachedir()).glob("fontlist-*.json"))
