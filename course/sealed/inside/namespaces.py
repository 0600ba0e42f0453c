"""A fresh set of namespaces for a process that was forked from the template.

The template is in bubblewrap already: read-only files, no network, user namespaces switched off. It
keeps two capabilities of its own user namespace, to give each child processes, mounts, IPC, host
name and network of its own (man 2 unshare). The child gives both up before it runs anything.
"""

import base64
import ctypes
import os
import resource
import signal

NEW_MOUNTS, NEW_HOST_NAME, NEW_IPC = 0x00020000, 0x04000000, 0x08000000
NEW_PROCESSES, NEW_NETWORK = 0x20000000, 0x40000000
READ_ONLY, NO_SUID, NO_DEVICES, NO_PROGRAMS = 1, 2, 4, 8  # flags of mount
BIND, RECURSIVELY = 4096, 16384
SET_SECCOMP, FILTER = 22, 2  # of prctl
DROP_FROM_BOUNDING_SET = 24
CAPABILITIES_VERSION = 0x20080522
LAST_CAPABILITY = 63
SHARED_MEMORY = 16_000_000  # bytes

_libc = ctypes.CDLL(None, use_errno=True)


def unshare() -> None:
    """The next fork is process 1 of a new set of processes."""
    kinds = NEW_MOUNTS | NEW_PROCESSES | NEW_IPC | NEW_HOST_NAME | NEW_NETWORK
    _check(_libc.unshare(kinds), "unshare")


def mount_fresh(home: str, disk: int, kept: list[str]) -> None:
    """Own /proc, and empty folders to write to; what lies below them cannot be reached any more.

    (But for folders that are `kept`: an interpreter in /tmp, say.)
    """
    below = {path: os.open(path, os.O_PATH) for path in kept if os.path.exists(path)}
    # read-only: where the grader is root, so is the owner of these processes as Linux sees it, and
    # the settings of the whole machine in /proc/sys belong to root
    _mount("proc", "/proc", "proc", READ_ONLY | NO_SUID | NO_DEVICES | NO_PROGRAMS)
    for folder, size in (("/tmp", disk), (home, disk), ("/dev/shm", SHARED_MEMORY)):
        _mount("tmpfs", folder, "tmpfs", NO_SUID | NO_DEVICES, f"size={size},mode=0755")
    for path, descriptor in below.items():
        os.makedirs(path)
        _mount(f"/proc/self/fd/{descriptor}", path, "", BIND | RECURSIVELY)
        os.close(descriptor)


def _mount(what: str, folder: str, kind: str, flags: int, options: str = "") -> None:
    arguments = (what.encode(), folder.encode(), kind.encode(), flags, options.encode())
    _check(_libc.mount(*arguments), f"mount {folder}")


def give_up_privileges() -> None:
    """No capability is left, and none can come back."""
    for number in range(LAST_CAPABILITY + 1):
        _libc.prctl(DROP_FROM_BOUNDING_SET, number, 0, 0, 0)  # fails for those that do not exist
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_VERSION, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _check(_libc.capset(header, nothing), "capset")


def filter_system_calls(program: str) -> None:
    """Install a seccomp filter (base64 of the kernel's BPF code)."""
    code = base64.b64decode(program)

    class Program(ctypes.Structure):  # struct sock_fprog
        _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_char_p)]

    filled = Program(len(code) // 8, code)
    _check(_libc.prctl(SET_SECCOMP, FILTER, ctypes.byref(filled), 0, 0), "seccomp")


def set_limits(limits: dict[str, int]) -> None:
    """Limits of single processes, by their names in `resource`."""
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, name), (value, value))


def be_process_one(child: int) -> None:
    """Collect dead processes until `child` ends; with this process, all others here end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    while True:
        ended, _ = os.waitpid(-1, 0)
        if ended == child:
            os._exit(0)


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
