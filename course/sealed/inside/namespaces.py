"""A fresh set of namespaces for a process that was forked from the fork server.

The fork server is in bubblewrap already: read-only files, no network, user namespaces switched
off. It keeps two capabilities of its own user namespace, to give each child processes, mounts, IPC,
host name and network of its own (man 2 unshare). The child gives both up before it runs anything.

Where the grader is root, these processes belong to root as well (without any of its rights). Their
user cannot be another one: the interpreter, the packages and the data are where the grader's user
has them, often below /root, and another user could not read them there. So nothing here relies on
who owns a file: every mount is read-only but the new tmpfs.
"""

import base64
import ctypes
import os
import resource

NEW_MOUNTS, NEW_HOST_NAME, NEW_IPC = 0x00020000, 0x04000000, 0x08000000
NEW_PROCESSES, NEW_NETWORK = 0x20000000, 0x40000000
READ_ONLY, NO_SUID, NO_DEVICES, NO_PROGRAMS = 1, 2, 4, 8  # flags of mount
BIND, RECURSIVELY = 4096, 16384
SET_DUMPABLE, SET_SECCOMP, FILTER = 4, 22, 2  # of prctl
SET_ATTRIBUTES = 442  # the number of mount_setattr, which older C libraries do not know
HERE, WITH_ALL_BELOW = -100, 0x8000
DROP_FROM_BOUNDING_SET = 24
CAPABILITIES_VERSION = 0x20080522
LAST_CAPABILITY = 63
SHARED_MEMORY = 16_000_000  # bytes
FILES = 10_000  # in one tmpfs; each takes about 1 KB of memory, also when it is empty
TERMINALS = 16

_libc = ctypes.CDLL(None, use_errno=True)


def unshare() -> None:
    """The next fork is process 1 of a new set of processes."""
    kinds = NEW_MOUNTS | NEW_PROCESSES | NEW_IPC | NEW_HOST_NAME | NEW_NETWORK
    _check(_libc.unshare(kinds), "unshare")


def make_mounts_read_only() -> None:
    """All that are there, device nodes as well: in mounts of our own, copied for every sandbox."""
    _check(_libc.unshare(NEW_MOUNTS), "unshare")
    read_only = (ctypes.c_uint64 * 4)(READ_ONLY, 0, 0, 0)  # struct mount_attr
    size = ctypes.c_size_t(ctypes.sizeof(read_only))
    done = _libc.syscall(SET_ATTRIBUTES, HERE, b"/", WITH_ALL_BELOW, ctypes.byref(read_only), size)
    _check(done, "mount_setattr")


def mount_fresh(home: str, disk: int, kept: list[str]) -> list[int]:
    """Own /proc and terminals, and empty folders to write to; descriptors of those folders.

    What lies below them cannot be reached any more (but for what is `kept`: an interpreter in /tmp,
    say).
    """
    below = {path: os.open(path, os.O_PATH) for path in kept if os.path.exists(path)}
    safe = NO_SUID | NO_DEVICES | NO_PROGRAMS
    # read-only, since the settings of the whole machine in /proc/sys belong to root; and without
    # them: what the kernel counts there (memory, interrupts, files) other sandboxes change, too
    _mount("proc", "/proc", "proc", READ_ONLY | safe, "subset=pid")
    terminals = f"newinstance,ptmxmode=0666,mode=620,max={TERMINALS}"
    _mount("devpts", "/dev/pts", "devpts", READ_ONLY | NO_SUID | NO_PROGRAMS, terminals)
    folders = {"/tmp": disk, home: disk, "/dev/shm": SHARED_MEMORY}
    for folder, size in folders.items():
        options = f"size={size},nr_inodes={FILES},mode=0755"
        _mount("tmpfs", folder, "tmpfs", NO_SUID | NO_DEVICES, options)
    for path, descriptor in below.items():
        os.makedirs(path)
        _mount(f"/proc/self/fd/{descriptor}", path, "", BIND | RECURSIVELY)
        os.close(descriptor)
    return [os.open(folder, os.O_PATH) for folder in folders]


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


def hide_memory(hidden: bool) -> None:
    """Whether others of the same user may look at this process (/proc/PID/mem, ptrace)."""
    _check(_libc.prctl(SET_DUMPABLE, int(not hidden), 0, 0, 0), "prctl")


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
