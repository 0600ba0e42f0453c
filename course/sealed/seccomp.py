"""A system call filter for the sandbox: what no exercise needs and kernel bugs are found in.

A program for the kernel's classic BPF machine (man 2 seccomp): wrong architecture → killed; a
system call of the list → EPERM; all others → allowed. Namespaces and the missing privileges already
forbid most of them; the filter takes away the attempt.
"""

import errno
import platform
import struct

# name → number on x86_64, on aarch64 (None: does not exist there)
DENIED = {
    "ptrace": (101, 117),
    "syslog": (103, 116),
    "pivot_root": (155, 41),
    "acct": (163, 89),
    "mount": (165, 40),
    "umount2": (166, 39),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "init_module": (175, 105),
    "delete_module": (176, 106),
    "quotactl": (179, 60),
    "kexec_load": (246, 104),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "unshare": (272, 97),
    "perf_event_open": (298, 241),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "setns": (308, 268),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "finit_module": (313, 273),
    "kexec_file_load": (320, 294),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "pidfd_getfd": (438, 438),
    "mount_setattr": (442, 442),
}
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
X32 = 0x40000000  # the second set of numbers that x86_64 kernels know
NUMBER, ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
KILL, ALLOW, DENY = 0x80000000, 0x7FFF0000, 0x00050000 | errno.EPERM


def program() -> bytes | None:
    """The filter for this machine; None where its numbers are not known."""
    known = ARCHITECTURES.get(platform.machine())
    if known is None:
        return None
    column, audit = known
    numbers = [row[column] for row in DENIED.values()]
    tests = [(EQUAL, number) for number in numbers]
    if column == 0:
        tests.append((AT_LEAST, X32))
    lines = [
        _line(LOAD, ARCHITECTURE),
        _line(EQUAL, audit, 1, 0),
        _line(RETURN, KILL),
        _line(LOAD, NUMBER),
        # each test that holds jumps behind the other tests and the ALLOW
        *(_line(kind, value, len(tests) - k, 0) for k, (kind, value) in enumerate(tests)),
        _line(RETURN, ALLOW),
        _line(RETURN, DENY),
    ]
    return b"".join(lines)


def _line(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
