"""The process that grades, one submission after the other, and that its parent may kill: see guard.

Usage: python -m course.sealed.guarded DESCRIPTOR PARENT MODULE    (an open socket)

What it sends, and what comes with it, stands in child.
"""

import ctypes
import faulthandler
import gc
import importlib
import os
import pickle
import resource
import signal
import socket
import sys
import traceback

from course.sealed.child import AT, DONE, MAX_NAME, MEGA, MEMORY, PACKET, READY, in_memory, read
from course.sealed.sandbox import Ended

PR_SET_PDEATHSIG = 1


def main() -> None:
    descriptor, parent, module = sys.argv[1:]
    _die_with(int(parent))
    faulthandler.enable()  # its last words are what people see of a crash
    guard = socket.socket(fileno=int(descriptor))
    guard.set_inheritable(False)
    importlib.import_module(module)
    gc.collect()
    gc.freeze()  # what is imported stays: the collector need not look through it again and again
    guard.send(READY)
    while True:
        packet, descriptors, *_ = socket.recv_fds(guard, PACKET, 1)
        if not packet:  # nobody is there any more
            return
        _do(guard, *pickle.loads(read(descriptors[0])))
        gc.collect()


def _die_with(parent: int) -> None:
    """Also in the middle of C code, where no thread of ours could look."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _do(guard: socket.socket, work: bytes, stopped: dict, memory: int) -> None:
    _limit(memory)

    def at(step: str) -> None:
        guard.send(AT + step.encode("utf-8", "replace")[:MAX_NAME])

    try:
        stopped = {name: Ended(*why) for name, why in stopped.items()}
        outcome = pickle.dumps(_outcome(work, at, stopped))
        with in_memory(outcome) as file:
            socket.send_fds(guard, [DONE], [file.fileno()])
    except MemoryError:
        guard.send(MEMORY)


def _limit(memory: int) -> None:
    """So that most of what asks for too much gets a MemoryError; sandboxes set limits of their own.

    Only the soft limit: it may be raised again, by them and for the next task.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = memory * MEGA
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _outcome(work: bytes, at, stopped: dict):
    """What the work gives, or the exception that it raises."""
    try:
        return pickle.loads(work)(at=at, stopped=stopped)
    except MemoryError:
        raise
    except Exception as error:
        return _portable(error)


def _portable(error: Exception) -> Exception:
    """One that the parent can read: with its traceback in words, for the log."""
    where = "".join(traceback.format_exception(error))
    try:
        found = pickle.loads(pickle.dumps(error))
    except Exception:
        found = RuntimeError(f"{type(error).__name__}: {error}")
    found.add_note(where)
    return found


if __name__ == "__main__":
    main()
