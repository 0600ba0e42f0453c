"""Where submissions are graded: in this process, on its cores, or on a cluster, through Dask.

All give back each task with what became of it: a Graded, or the exception that ended it. Workers
get everything with the task, so they share neither a disk nor the gradebook with this process.
"""

import contextlib
import itertools
import logging
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor, wait
from concurrent.futures import Future as Connecting
from contextlib import ExitStack, closing

import dask
from distributed import Client, Future, KilledWorker, LocalCluster, WorkerPlugin
from distributed import wait as wait_for

from course.errors import CourseError
from course.grading.report import Cause, Problem
from course.grading.worker import Graded, Task, ready, version

Work = Callable[[Task], Graded]
Done = tuple[Task, Graded | Exception]
MEMORY = "2GB"  # of one worker; the sandbox beside it has limits of its own
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


class InProcess:
    """One after the other, here."""

    def __enter__(self) -> "InProcess":
        return self

    def __exit__(self, *error) -> None:
        pass

    def begin(self) -> None:
        pass

    def start(self) -> str:
        return ""

    def run(self, work: Work, tasks: Iterable[Task]) -> Iterator[Done]:
        for task in tasks:
            try:
                yield task, work(task)
            except Exception as error:  # whatever happens to one must not end the batch
                yield task, error


class Cluster:
    """Workers of a Dask scheduler, connected when the first submission is there.

    Each has one submission in hand and the next one waiting. If a worker dies, the submissions it
    had are tried again at the end, one by one: then there is no doubt about who killed it.
    """

    def __init__(self, connect: Callable[[ExitStack], Client], ours: bool):
        self._connect, self._ours = connect, ours
        self._open = ExitStack()
        self._connecting: Connecting[Client] | None = None
        self._numbers = itertools.count()

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

    def run(self, work: Work, tasks: Iterable[Task]) -> Iterator[Done]:
        tasks, running, suspects = iter(tasks), {}, []
        try:
            while self._hand_out(work, tasks, running):
                future = self._first_done(list(running))
                if future is None:  # with all workers gone, any of these may have killed them
                    suspects += running.values()
                    running.clear()
                    continue
                task = running.pop(future)
                self._hand_out(work, tasks, running)  # before the caller takes its time
                outcome = _outcome(future)
                if isinstance(outcome, KilledWorker):
                    suspects.append(task)
                else:
                    yield task, outcome
        finally:
            with contextlib.suppress(OSError):  # the scheduler is gone
                self._client.cancel(list(running))
        for task in suspects:
            yield task, self._alone(work, task)

    def _hand_out(self, work: Work, tasks: Iterator[Task], running: dict) -> bool:
        """Keep every worker supplied; whether anything is being graded."""
        with _lost_is_said():
            free = IN_HAND * max(1, sum(self._client.nthreads().values())) - len(running)
        for task in itertools.islice(tasks, max(0, free)):
            running[self._submit(work, task)] = task
        return bool(running)

    def _alone(self, work: Work, task: Task) -> Graded | Exception:
        """Once more with nothing beside it: who was only next to a killer is graded now."""
        for _ in range(ATTEMPTS - 1):
            self._wait_for_worker()
            future = self._first_done([self._submit(work, task)])
            outcome = None if future is None else _outcome(future)
            if outcome is not None and not isinstance(outcome, KilledWorker):
                return outcome
        return Problem(
            Cause.WORKER_DIED,
            f"採点するプロセスが {ATTEMPTS} 回とも途中で終了しました（メモリ不足など）",
            "提出物を見て、採点するか、出し直してもらうかを決めてください",
        )

    def _submit(self, work: Work, task: Task) -> Future:
        key = f"grade-{next(self._numbers)}"  # no names: the dashboard shows it
        with _lost_is_said():
            return self._client.submit(work, task, key=key, pure=False)

    def _first_done(self, futures: list[Future]) -> Future | None:
        """Wait for one of them; None if the workers are gone for good, and new ones were started.

        (Dask does not replace a worker that dies at the very moment it begins to work.)
        """
        seen = time.monotonic()
        while time.monotonic() - seen < WORKERLESS_SECONDS:
            with _lost_is_said(), contextlib.suppress(TimeoutError):
                done = wait_for(futures, LOOK_SECONDS, return_when="FIRST_COMPLETED").done
                return next(future for future in futures if future in done)
            with _lost_is_said():
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


def _outcome(future: Future) -> Graded | Exception:
    with _lost_is_said():
        error = future.exception()
        return future.result() if error is None else error


def local(workers: int) -> Cluster:
    """Worker processes on this machine, which end with this process."""

    def connect(stack: ExitStack) -> Client:
        stack.enter_context(dask.config.set(SETTINGS))
        cluster = stack.enter_context(_started(workers))
        client = stack.enter_context(closing(Client(cluster)))
        client.register_plugin(_LeaveInterruptsToTheGrader())
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
                preload="course.grading.worker",
            )
        except (RuntimeError, TimeoutError) as error:
            if attempt == STARTS:
                raise CourseError(
                    f"採点するプロセスを始められませんでした（{error}）。ほかのプログラムを終えるか、"
                    "--workers を減らして、もう一度 course grade を動かしてください"
                ) from None


class _LeaveInterruptsToTheGrader(WorkerPlugin):
    """Ctrl-C reaches every process of the terminal: the grader ends its workers itself."""

    def setup(self, worker) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


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
        for worker, problem in client.run(_problem, version(), isolated).items():
            if problem:
                raise CourseError(f"ワーカー {worker}：{problem}")
        return client

    return Cluster(connect, ours=False)


def _problem(wanted: str, isolated: bool) -> str:
    """Why this worker cannot grade, if it cannot."""
    try:
        ready(wanted, isolated)
    except CourseError as error:
        return str(error)
    return ""


def cores() -> int:
    return len(os.sched_getaffinity(0))
