"""One wall clock and one memory limit for a whole grading, kept by killing the process that grades.

The learner's code has limits of its own (see sandbox). This is about everything on our side: the
tests, the values that they are given, the page. There is no other way to end what hangs in C code.

The process (see child, guarded) says what it is about to do. Killed at a cell, it does the
submission again without that cell, which gets a verdict of its own: a hang costs one exercise.
Killed anywhere else, the submission is not graded, which is said: it is never scored silently.

This is all that a Dask worker imports of the course: outcomes pass through it unread.
"""

import atexit
import pickle
import time
from collections.abc import Callable
from typing import Any

from course.sealed.child import Allowed, Child, Died, Over, surroundings

ATTEMPTS = 2  # a process that ends by itself may have been the machine's fault

# called as work(at=…, stopped=…): see executor.execute
Work = Callable[..., Any]
_idle: list[Child] = []  # one for each submission that was graded at the same time


class NotGraded(Exception):
    """A grading that had no outcome; `cause`: time, memory, crash or size."""

    def __init__(self, cause: str, reason: str):
        super().__init__(cause, reason)
        self.cause, self.reason = cause, reason

    def __str__(self) -> str:
        return self.reason


def begin(module: str) -> None:
    """Have a process import this module while other things are prepared."""
    if not _idle:
        _idle.append(Child.start(module))


def guarded(work: Work, allowed: Allowed, module: str) -> Any:
    """What `work` gives or raises, done in a process of its own; NotGraded if it had to end."""
    outcome = pickle.loads(packed_outcome(pickle.dumps(work), allowed, module))
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def packed_outcome(work: bytes, allowed: Allowed, module: str) -> bytes:
    """The same for a packed work: what it gives, or the exception, packed."""
    try:
        return _outcome(work, allowed, module)
    except NotGraded as error:
        return pickle.dumps(error)


def _outcome(work: bytes, allowed: Allowed, module: str) -> bytes:
    left, stopped, died = allowed.whole, {}, 0
    while True:
        began = time.monotonic()
        try:
            child = _ready(module, allowed)
            began = time.monotonic()
            outcome = child.do(work, stopped, allowed, began + left)
        except Over as over:
            if not over.step or over.step in stopped:
                raise NotGraded(over.cause, str(over)) from None
            stopped[over.step] = over.cause, str(over)
        except Died as error:
            died += 1
            if died == ATTEMPTS:
                raise _crash(died, error) from None
        else:
            _keep(child, allowed)
            return outcome
        left -= time.monotonic() - began


def _crash(times: int, last: Died) -> NotGraded:
    found = NotGraded("crash", f"採点するプロセスが {times} 回とも途中で終了しました（{last}）")
    for words in last.__notes__:
        found.add_note(words)  # for the log
    return found


def _ready(module: str, allowed: Allowed) -> Child:
    """One that waits for work."""
    child = _taken() or Child.start(module)
    child.wait_until_ready(allowed)
    return child


def _taken() -> Child | None:
    while _idle:
        child = _idle.pop()
        if child.surroundings == surroundings():
            return child
        child.end()
    return None


def _keep(child: Child, allowed: Allowed) -> None:
    """For the next one, who must not have less memory for what this one has left behind."""
    if child.memory() > allowed.memory / 2:
        child.end()
    else:
        _idle.append(child)


@atexit.register
def end() -> None:
    while _idle:
        _idle.pop().end()
