"""What a Dask worker imports of the course: next to nothing, for another process does the grading.

`dask worker --preload course.grading.dask_worker` has it ready before the first submission comes.
"""

import asyncio
import signal

from distributed import WorkerPlugin

from course.sealed import guard
from course.sealed.child import Allowed

MODULE = "course.grading.worker"  # what the process that grades imports


def dask_setup(worker) -> None:
    guard.begin(MODULE)


def do(work: bytes, allowed: Allowed) -> bytes:
    return guard.packed_outcome(work, allowed, MODULE)


async def do_beside(work: bytes, allowed: Allowed) -> bytes:
    """For what is asked of the worker itself, which goes on with other things."""
    return await asyncio.to_thread(do, work, allowed)


class LeaveInterruptsToTheGrader(WorkerPlugin):
    """Ctrl-C reaches every process of the terminal: the grader ends its workers itself."""

    def setup(self, worker) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
