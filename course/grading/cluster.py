"""Grading by Dask's workers: on all cores of this machine, or wherever a scheduler has them.

Workers get everything with the task, so they share neither a disk nor the gradebook with this
process. Each has the grading done by a process of its own that it may kill: see sealed.guard.

What a submission comes to, an exception too, is a *value* for Dask. So an exception of Dask's says
only that a worker is gone, and never something about the submission.

Dask takes a second to import: nothing imports this module that may do without.
"""

import contextlib
import itertools
import logging
import os
import pickle
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor, wait
from concurrent.futures import Future as Connecting
from contextlib import ExitStack, closing
from functools import partial

import dask
from distributed import Client, Future, LocalCluster
from distributed import wait as wait_for

from course.errors import CourseError
from course.grading.dask_worker import LeaveInterruptsToTheGrader, do, do_beside
from course.grading.pool import Done, Pool, Work
from course.grading.report import DECIDE, Cause, Problem
from course.grading.worker import Graded, Task, cannot, version
from course.sealed.child import Allowed
from course.sealed.sandbox import Limits

MEMORY = "1GB"  # of a worker, which only hands on: the process that grades has a limit of its own
FETCH_SECONDS = 20  # what is there comes at once; what is lost is done again
ATTEMPTS = 3  # a submission whose worker dies is tried again twice
CONNECT_SECONDS = 10
STARTS = 2  # of the workers of this machine
LOOK_SECONDS = 2
PAUSE = 0.2
WORKERLESS_SECONDS = 40
IN_HAND = 2  # submissions that a worker has: one being graded, one waiting
SETTINGS = {
    "distributed.scheduler.allowed-failures": 0,  # who is tried again, and when, is decided here
    "distributed.admin.low-level-log-length": 100,  # memory must not grow with the class
}


class Cluster(Pool):
    """Workers of a Dask scheduler, connected when the first submission is there.

    Each has one submission in hand and the next one waiting. If a worker dies, the submissions it
    had are tried again at the end, one by one: then there is no doubt about who killed it.
    """

    def __init__(self, connect: Callable[[ExitStack], Client], ours: bool):
        self._connect, self._ours = connect, ours
        self._open = ExitStack()
        self._connecting: Connecting[Client] | None = None

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *error) -> None:
        if self._connecting is not None:
            wait([self._connecting])
        self._open.close()

    def begin(self) -> None:
        """Connect while other things are prepared: starting workers takes seconds."""
        if self._connecting is None:
            beside = self._open.enter_context(ThreadPoolExecutor(1))
            self._connecting = beside.submit(self._connect, self._open)

    def start(self) -> str:
        """Wait for the connection; the address of the dashboard."""
        self.begin()
        return self._client.dashboard_link

    @property
    def _client(self) -> Client:
        return self._connecting.result()

    def run(self, work: Work, tasks: Iterable[Task], allowed: Allowed) -> Iterator[Done]:
        tasks, running, suspects = iter(tasks), {}, []
        submit = partial(self._submit, work, allowed)
        try:
            while self._hand_out(submit, tasks, running):
                future = self._first_done(list(running))
                if future is None:  # with all workers gone, any of these may have killed them
                    suspects += running.values()
                    running.clear()
                    continue
                task = running.pop(future)
                self._hand_out(submit, tasks, running)  # before the caller takes its time
                try:
                    yield task, _outcome(future, task)
                except _Lost:
                    suspects.append(task)
        finally:
            with contextlib.suppress(OSError):  # the scheduler is gone
                self._client.cancel(list(running))
        for task in suspects:
            yield task, self._alone(submit, task)

    def _hand_out(self, submit: Callable, tasks: Iterator[Task], running: dict) -> bool:
        """Keep every worker supplied; whether anything is being graded."""
        with _lost_is_said():
            free = IN_HAND * max(1, sum(self._client.nthreads().values())) - len(running)
        for task in itertools.islice(tasks, max(0, free)):
            running[submit(task)] = task
        return bool(running)

    def _alone(self, submit: Callable, task: Task) -> Graded | Exception:
        """Once more with nothing beside it: who was only next to a killer is graded now."""
        last = "ワーカーがありません"
        for _ in range(ATTEMPTS - 1):
            self._wait_for_worker()
            future = self._first_done([submit(task)])
            if future is None:
                continue
            try:
                return _outcome(future, task)
            except _Lost as lost:
                last = lost
        reason = f"採点した結果が {ATTEMPTS} 回とも届きませんでした（{last}）"
        return Problem(Cause.WORKER_DIED, reason, DECIDE)

    def _submit(self, work: Work, allowed: Allowed, task: Task) -> Future:
        # Dask gives the result of a key to whoever asks for that key, other graders too
        key = f"grade-{uuid.uuid4().hex}-{task.key[:16]}"  # no names: the dashboard shows it
        packed = pickle.dumps(partial(work, task))
        with _lost_is_said():
            return self._client.submit(do, packed, allowed, key=key, pure=False)

    def _first_done(self, futures: list[Future]) -> Future | None:
        """Wait for one of them; None if the workers are gone for good, and new ones were started.

        (Dask does not replace a worker that dies at the very moment it begins to work.)
        """
        seen = time.monotonic()
        while time.monotonic() - seen < WORKERLESS_SECONDS:
            with _lost_is_said():
                if future := _done(futures):
                    return future
                if self._client.nthreads():
                    seen = time.monotonic()
        self._replace_workers()
        return None

    def _wait_for_worker(self) -> None:
        """Until one answers: a killer before this one may have left none, or one that is dying."""
        began = time.monotonic()
        with _lost_is_said():
            while not self._client.run(os.getpid, on_error="ignore"):
                if time.monotonic() - began > WORKERLESS_SECONDS:
                    self._replace_workers()
                    return
                time.sleep(PAUSE)

    def _replace_workers(self) -> None:
        if not self._ours:
            raise CourseError(
                f"スケジューラーのワーカーが {WORKERLESS_SECONDS} 秒のあいだ、1つもありません。"
                "始めてから、もう一度 course grade を動かすと、続きから採点します"
            )
        self._open.close()
        self._connecting = None
        self.start()


@contextlib.contextmanager
def _lost_is_said():
    """A scheduler that has gone away is one clear line."""
    try:
        yield
    except (CancelledError, OSError):  # what Dask raises then, at different moments
        raise CourseError(
            "スケジューラーとの接続が切れました。スケジューラーを確かめて、もう一度 course grade を"
            "動かすと、続きから採点します"
        ) from None


def _done(futures: list[Future]) -> Future | None:
    """One that is done within some seconds, or that Dask has given up."""
    with contextlib.suppress(TimeoutError, CancelledError):
        wait_for(futures, LOOK_SECONDS, return_when="FIRST_COMPLETED")
    return next((future for future in futures if future.done()), None)


class _Lost(Exception):
    """Dask has no result: that says nothing about the submission."""


def _outcome(future: Future, task: Task) -> Graded | Exception:
    """What became of the task, asked for once; _Lost if that cannot be known."""
    try:
        packed = future.result(timeout=FETCH_SECONDS)
    except Exception as error:  # the worker that held it is gone, whatever Dask calls that
        raise _Lost(type(error).__name__) from None
    outcome = pickle.loads(packed)
    if isinstance(outcome, Graded) and not outcome.is_for(task):
        raise _Lost("ほかの提出物の結果")
    return outcome


def local(workers: int) -> Cluster:
    """Worker processes on this machine, which end with this process."""

    def connect(stack: ExitStack) -> Client:
        stack.enter_context(dask.config.set(SETTINGS))
        cluster = stack.enter_context(_started(workers))
        client = stack.enter_context(closing(Client(cluster)))
        client.register_plugin(LeaveInterruptsToTheGrader())
        return client

    return Cluster(connect, ours=True)


def _started(workers: int) -> LocalCluster:
    """Worker processes; on a machine that is very busy they are sometimes not there in time."""
    for attempt in range(1, STARTS + 1):
        try:
            return LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                memory_limit=MEMORY,
                dashboard_address="127.0.0.1:0",
                security=True,  # else every user of this machine could run code as the grader
                silence_logs=logging.CRITICAL,
                preload="course.grading.dask_worker",
            )
        except (RuntimeError, TimeoutError) as error:
            if attempt == STARTS:
                raise CourseError(
                    f"採点するプロセスを始められませんでした（{error}）。ほかのプログラムを終えるか、"
                    "--workers を減らして、もう一度 course grade を動かしてください"
                ) from None


def remote(address: str, isolated: bool) -> Cluster:
    """The workers of a scheduler that runs already."""

    def connect(stack: ExitStack) -> Client:
        try:
            client = stack.enter_context(closing(Client(address, timeout=CONNECT_SECONDS)))
        except (OSError, ValueError) as error:
            raise CourseError(f"スケジューラー {address} につながりません（{error}）") from None
        try:
            client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except TimeoutError:
            raise CourseError(f"スケジューラー {address} にワーカーがいません") from None
        _refuse_unfit(client, isolated)
        return client

    return Cluster(connect, ours=False)


def _refuse_unfit(client: Client, isolated: bool) -> None:
    """CourseError where a worker would grade differently, or not at all."""
    work = pickle.dumps(partial(cannot, version(), isolated))
    try:
        found = client.run(do_beside, work, Allowed.by(Limits()))
    except Exception as error:  # what is asked for was not there once: Dask says so in its ways
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise CourseError(
            f"ワーカーで講座のプログラムを使えません（{reason}）。同じ版を入れてください"
        ) from None
    for worker, outcome in found.items():
        if problem := str(pickle.loads(outcome)):
            raise CourseError(f"ワーカー {worker}：{problem}")


def cores() -> int:
    return len(os.sched_getaffinity(0))
