"""The guard's end of a process that grades (guarded.py is the other one), which it may kill.

A packet is tiny; a task and its outcome, which may be large, come as a memfd beside it. So nothing
is read in parts, and nothing here waits for more than the other end has promised.
"""

import contextlib
import os
import pickle
import select
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil

import course
from course.sealed.view import DATA, PASSED_ON, THREADS

START_SECONDS = 60  # of the process, and of a sandbox
END_SECONDS = 10
LOOK_SECONDS = 0.2
PACKET, MAX_NAME = 2_000, 1_000
MEGA = 1_000_000
MAX_OUTCOME = 200 * MEGA
LAST_WORDS = 2_000
READY, TASK, DONE, MEMORY, AT = b"ready", b"task", b"done", b"memory", b"at:"
PAGE = "(page)"  # a step that no cell can be called
PRIVATE = ("DL_COURSE_GRADEBOOK",)  # with a password, and no business of tests
# children end with the thread that started them: this one stays as long as the program
_STARTER = ThreadPoolExecutor(1, thread_name_prefix="course-guard")


@dataclass(frozen=True)
class Allowed:
    """What one grading may take: seconds of a step and of the whole, megabytes of memory."""

    cell: float
    page: float
    whole: float
    memory: int
    start: float = START_SECONDS

    @classmethod
    def by(cls, limits) -> "Allowed":
        """By the Limits of a course; a notebook is run twice."""
        grace, page = limits.grace_seconds, limits.page_seconds
        whole = 2 * limits.notebook_seconds + page + grace
        cell, start = limits.cell_seconds + grace, START_SECONDS + grace
        return cls(cell, page, whole, limits.grader_memory, start)

    def seconds(self, step: str) -> float:
        return {"": self.start, PAGE: self.page}.get(step, self.cell)


class Over(Exception):
    """A limit is passed. `step`: at which cell; empty where no cell may be left out for it."""

    def __init__(self, cause: str, reason: str, step: str = ""):
        super().__init__(reason)
        self.cause, self.reason, self.step = cause, reason, step


class Died(Exception):
    """The process has ended by itself: how, in one line; its last words are a note."""


class Child:
    """A process that grades one submission at a time. After an exception it is gone."""

    @classmethod
    def start(cls, module: str) -> "Child":
        """One that has begun to import this module."""
        return _STARTER.submit(cls, module).result()

    def __init__(self, module: str):
        self.surroundings = surroundings()
        self._words = tempfile.TemporaryFile()  # noqa: SIM115  (as long as the process)
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.settimeout(END_SECONDS)
        about = str(theirs.fileno()), str(os.getpid()), module
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "course.sealed.guarded", *about],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._words,
                env=_environment(),
                cwd="/",  # ours may be a temporary one, and gone before the next is started
                start_new_session=True,  # Ctrl-C is for us, who end it
            )
        self.pid = self._process.pid
        self._ready = False

    def wait_until_ready(self, allowed: Allowed) -> None:
        if not self._ready:
            with self._killed_by_errors():
                try:
                    self._receive(time.monotonic() + allowed.start, allowed.memory)
                except TimeoutError:
                    raise self._death() from None
                except MemoryError:
                    reason = f"採点するプロセスは、メモリ {allowed.memory} MB では始まりません"
                    raise Over("memory", reason) from None
            self._ready = True

    def do(self, work: bytes, stopped: dict, allowed: Allowed, ends: float) -> bytes:
        """The outcome of the work (see guarded.Work), packed; Over or Died."""
        with self._killed_by_errors():
            self._words.seek(0)
            self._words.truncate()
            with in_memory(pickle.dumps((work, stopped, allowed.memory))) as file:
                socket.send_fds(self._socket, [TASK], [file.fileno()])
            return self._outcome(allowed, ends)

    def _outcome(self, allowed: Allowed, ends: float) -> bytes:
        step, until = "", time.monotonic() + allowed.start
        while True:
            try:
                said, descriptors = self._receive(min(until, ends), allowed.memory)
            except TimeoutError:
                raise _too_long(allowed, step, whole=until > ends) from None
            except MemoryError:
                reason = f"採点する側のメモリが {allowed.memory} MB を超えました"
                raise Over("memory", reason, _cell(step)) from None
            if said == DONE:
                return read(descriptors[0])
            step = said.removeprefix(AT).decode("utf-8", "replace")
            until = time.monotonic() + allowed.seconds(step)

    def _receive(self, until: float, memory: int) -> tuple[bytes, list[int]]:
        """The next packet; TimeoutError, MemoryError or Died."""
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        while not poll.poll(LOOK_SECONDS * 1000):
            if self.memory() > memory:
                raise MemoryError
            if time.monotonic() > until:
                raise TimeoutError
        said, descriptors, *_ = socket.recv_fds(self._socket, PACKET, 1)
        if not said:
            raise self._death()
        if said == MEMORY or self.memory() > memory:
            raise MemoryError
        return said, descriptors

    def memory(self) -> float:
        """What it holds now (MB), without its sandboxes, which have limits of their own."""
        with contextlib.suppress(psutil.Error):
            return psutil.Process(self.pid).memory_info().rss / MEGA
        return 0.0

    def _death(self) -> Died:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_SECONDS)  # it is ending: how, it says itself
        self._kill()
        code = self._process.returncode
        died = Died(f"シグナル {-code}" if code and code < 0 else f"終了コード {code}")
        self._words.seek(max(0, self._words.seek(0, os.SEEK_END) - LAST_WORDS))
        died.add_note(self._words.read(LAST_WORDS).decode("utf-8", "replace"))
        self.end()
        return died

    @contextlib.contextmanager
    def _killed_by_errors(self):
        try:
            yield
        except OSError:  # it does not even listen
            raise self._death() from None
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """Its sandboxes end with it: nobody is there to ask them."""
        self._kill()
        self.end()

    def _kill(self) -> None:
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_SECONDS)

    def end(self) -> None:
        """As one that has nothing more to do."""
        self._socket.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._kill()
        self._words.close()


def surroundings() -> tuple:
    """What a process was started in: one that was started in others is of no use."""
    passed_on = (os.environ.get(name) for name in (*PASSED_ON, "PYTHONPATH"))
    return os.getpid(), *passed_on


def _environment() -> dict[str, str]:
    """The same modules as here, and one thread: memory and results are those of every machine."""
    found = {name: value for name, value in os.environ.items() if name not in PRIVATE}
    # "" is the current folder, which decides nothing here
    if found.get(DATA):
        found[DATA] = os.path.abspath(found[DATA])
    paths = [str(Path(course.__file__).parents[1]), found.get("PYTHONPATH", "")]
    found["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    return dict.fromkeys(THREADS, "1") | found


def _cell(step: str) -> str:
    return "" if step == PAGE else step


def _too_long(allowed: Allowed, step: str, whole: bool) -> Over:
    if whole:
        return Over("time", f"採点が全体で {allowed.whole:g} 秒を超えました")
    what = "ページを作る処理" if step == PAGE else "採点する側の処理"
    return Over("time", f"{what}が {allowed.seconds(step):g} 秒で終わりませんでした", _cell(step))


@contextlib.contextmanager
def in_memory(data: bytes):
    """A file without a name."""
    with os.fdopen(os.memfd_create("course"), "wb") as file:
        file.write(data)
        file.flush()
        yield file


def read(descriptor: int) -> bytes:
    """All of a file in memory; Over where it is larger than any honest one."""
    with os.fdopen(descriptor, "rb") as file:
        if os.fstat(descriptor).st_size > MAX_OUTCOME:
            limit = f"{MAX_OUTCOME / MEGA:g} MB"
            raise Over("size", f"採点した結果（ノートブックとページ）が {limit} を超えました")
        file.seek(0)
        return file.read()
