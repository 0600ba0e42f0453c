"""Where submissions are graded: here, one after the other, or by workers (see cluster).

Both give back each task with what became of it: a Graded, or the exception that ended it. What a
submission comes to, an exception too, is a *value*.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Protocol

from course.grading.worker import Graded, Task
from course.sealed import guard
from course.sealed.child import Allowed

Work = Callable[..., Graded]  # called as work(task, at=…, stopped=…)
Done = tuple[Task, Graded | Exception]


class Pool(Protocol):
    """What `course grade` has submissions graded by, as a context manager."""

    def begin(self) -> None:
        """Have what takes seconds to start begin to start."""

    def start(self) -> str:
        """Wait until all is there; the address of a page that shows the work, if there is one."""

    def run(self, work: Work, tasks: Iterable[Task], allowed: Allowed) -> Iterator[Done]:
        """Every task with its outcome, in any order."""


class InProcess(Pool):
    """One after the other, with no Dask."""

    def __enter__(self) -> "InProcess":
        return self

    def __exit__(self, *error) -> None:
        pass

    def begin(self) -> None:
        guard.begin(Graded.__module__)

    def start(self) -> str:
        return ""

    def run(self, work: Work, tasks: Iterable[Task], allowed: Allowed) -> Iterator[Done]:
        for task in tasks:
            packed = pickle.dumps(partial(work, task))
            outcome = guard.packed_outcome(packed, allowed, Graded.__module__)
            yield task, pickle.loads(outcome)
