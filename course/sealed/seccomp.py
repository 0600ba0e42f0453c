"""A system call filter for the sandbox: what no exercise needs is refused.

Kernel bugs are found in it; or what one submission does there, another can see, also later (page
cache, locks and leases on files that all can read); or it holds memory or uses time that belongs to
no process, so that the watchdog could not count it.

A program for the kernel's classic BPF machine (man 2 seccomp): wrong architecture → killed; a
system call of the lists, or with refused arguments → an error; all others → allowed. Namespaces and
the missing privileges already forbid many of them; the filter takes away the attempt.
"""

import errno
import platform
import signal
import socket
import struct
from typing import NamedTuple

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
    # what files are in memory, and who waits for them
    "mincore": (27, 232),
    "flock": (73, 32),
    "sync": (162, 81),
    "readahead": (187, 213),
    "io_setup": (206, 0),
    "io_submit": (209, 2),
    "fadvise64": (221, 223),
    "inotify_init": (253, None),
    "inotify_add_watch": (254, 27),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "fanotify_mark": (301, 263),
    "syncfs": (306, 267),
    "process_madvise": (440, 440),
    "quotactl_fd": (443, 443),
    "process_mrelease": (448, 448),
    "cachestat": (451, 451),
    # memory of no process
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "semget": (64, 190),
    "semop": (65, 193),
    "semctl": (66, 191),
    "msgget": (68, 186),
    "msgsnd": (69, 189),
    "msgrcv": (70, 188),
    "msgctl": (71, 187),
    "semtimedop": (220, 192),
    "mq_open": (240, 180),
    "tee": (276, 77),
    "vmsplice": (278, 75),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    # files on their way to another process: too many, and no sandbox of this user can start
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
    # more than the fair part of the processor
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "sched_setattr": (314, 274),
}
# C libraries have another way for these: without flags that ask what is in memory
UNKNOWN = {"preadv2": (327, 286), "pwritev2": (328, 287), "openat2": (437, 437)}


class Condition(NamedTuple):
    """Whether the lower half of an argument (or its upper half), masked, is one of the values."""

    argument: int
    values: tuple[int, ...]
    holds_if_found: bool = True
    mask: int = 0xFFFFFFFF
    upper: bool = False


class Rule(NamedTuple):
    """Refused when all conditions hold."""

    numbers: tuple[int, int]
    error: int
    conditions: tuple[Condition, ...]


SOCKET, SOCKET_PAIR, SET_OPTION = (41, 198), (53, 199), (54, 208)
FILE_CONTROL, DEVICE_CONTROL, SET_HANDLER = (72, 25), (16, 29), (13, 134)
MAP, ADVISE = (9, 222), (28, 233)
# F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC, F_GETPIPE_SZ: no locks, no leases,
# no notes (F_NOTIFY), no hints that stay with a file (F_SET_RW_HINT), no larger pipes
CONTROLS = (0, 1, 2, 3, 4, 1030, 1032)
TERMINALS = 0x5400
SEND_BUFFER = (7, 32)  # SO_SNDBUF, SO_SNDBUFFORCE
MERGEABLE, COLD, PAGE_OUT = 12, 20, 21
SHARED_WITHOUT_FILE, LARGE_PAGES = 0x21, 0x40000
CHILD_ENDED = Condition(0, (signal.SIGCHLD,))
RULES = (
    Rule(SOCKET, errno.EAFNOSUPPORT, (Condition(0, (socket.AF_UNIX,), False),)),
    Rule(SOCKET_PAIR, errno.EAFNOSUPPORT, (Condition(0, (socket.AF_UNIX,), False),)),
    Rule(SET_OPTION, errno.EPERM, (Condition(2, SEND_BUFFER),)),
    Rule(FILE_CONTROL, errno.EPERM, (Condition(1, CONTROLS, False),)),
    Rule(DEVICE_CONTROL, errno.ENOTTY, (Condition(1, (TERMINALS,), False, mask=0xFF00),)),
    # memory that stays when it is not in the tables of any process any more
    Rule(MAP, errno.EPERM, (Condition(3, (SHARED_WITHOUT_FILE,), mask=SHARED_WITHOUT_FILE),)),
    Rule(MAP, errno.EPERM, (Condition(3, (LARGE_PAGES,), mask=LARGE_PAGES),)),
    Rule(ADVISE, errno.EPERM, (Condition(2, (MERGEABLE, COLD, PAGE_OUT)),)),
    # who ignores SIGCHLD need not wait for children, and their time is added to nobody's
    Rule(SET_HANDLER, errno.EPERM, (CHILD_ENDED, Condition(1, (0,), False))),
    Rule(SET_HANDLER, errno.EPERM, (CHILD_ENDED, Condition(1, (0,), False, upper=True))),
)
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
X32 = 0x40000000  # the second set of numbers that x86_64 kernels know
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
LOAD, AND, EQUAL, AT_LEAST, JUMP, RETURN = 0x20, 0x54, 0x15, 0x35, 0x05, 0x06
KILL, ALLOW, ERROR = 0x80000000, 0x7FFF0000, 0x00050000


def program() -> bytes | None:
    """The filter for this machine; None where its numbers are not known."""
    known = ARCHITECTURES.get(platform.machine())
    if known is None:
        return None
    column, audit = known
    lines = [
        _line(LOAD, ARCHITECTURE),
        _line(EQUAL, audit, 1, 0),
        _line(RETURN, KILL),
        _line(LOAD, NUMBER),
    ]
    if column == 0:
        lines += [_line(AT_LEAST, X32, 0, 1), _line(RETURN, ERROR | errno.EPERM)]
    for table, error in ((DENIED, errno.EPERM), (UNKNOWN, errno.ENOSYS)):
        for number in (row[column] for row in table.values() if row[column] is not None):
            lines += [_line(EQUAL, number, 0, 1), _line(RETURN, ERROR | error)]
    for rule in RULES:
        lines += _lines_of(rule, column)
    return b"".join([*lines, _line(RETURN, ALLOW)])


def _lines_of(rule: Rule, column: int) -> list[bytes]:
    """Tests one after the other; the first that fails jumps to the end."""
    lines = [_line(RETURN, ERROR | rule.error)]
    for condition in reversed(rule.conditions):
        lines = _lines_of_condition(condition, len(lines)) + lines
    # the accumulator holds an argument now
    lines.append(_line(LOAD, NUMBER))
    return [_line(EQUAL, rule.numbers[column], 0, len(lines)), *lines]


def _lines_of_condition(condition: Condition, rest: int) -> list[bytes]:
    """Falls through when it holds; else jumps over the `rest` lines that follow."""
    count = len(condition.values)
    lines = [
        _line(LOAD, ARGUMENTS + 8 * condition.argument + 4 * condition.upper),
        _line(AND, condition.mask),
    ]
    for k, value in enumerate(condition.values):
        over_values = count - k - 1
        found = over_values + 1 if condition.holds_if_found else over_values + rest
        lines.append(_line(EQUAL, value, found, 0))
    return [*lines, _line(JUMP, rest)] if condition.holds_if_found else lines


def _line(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
