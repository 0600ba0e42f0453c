"""The grader's end of one sandbox: run cells, fetch answers, and never wait for ever."""

import contextlib
import time

from course.sealed.inside.peer import Peer
from course.sealed.inside.wire import Broken, Closed, ProtocolError, TimeUp, Wire
from course.sealed.sandbox import MEGA, Ended, Limits, Sandbox

START_SECONDS = 60
MAX_OUTPUTS = 20_000  # of one cell


class Session:
    """A sandbox with an agent in it. After a Broken error it is over; `why` says what ended it."""

    def __init__(
        self,
        limits: Limits,
        notebook_ends: float,
        isolated: bool = True,
        cpu: float = 0,
        printed: int = 0,
    ):
        """`cpu` and `printed` (bytes): what earlier sandboxes of this notebook have used."""
        self._limits = limits
        self._notebook_ends = notebook_ends
        self.sandbox = Sandbox(limits, isolated)
        self.sandbox.cpu_used_before = cpu
        self._outputs: list[dict] = []
        self.printed = printed
        self._wire = Wire(self.sandbox.socket, patient=False)
        self.peer = Peer(self._wire, inside=False, on_output=self._take_output)
        self._ready = False

    def run(self, name: str, source: str) -> list[dict]:
        """Run a learner's cell; its outputs."""
        self._outputs = []
        self.peer.cells[name] = source
        with self.cell():
            self.peer.clear()
            try:
                self.peer.request("run", name, source)
            except Exception:  # not the cell's own error, which is an output: the shell is broken
                self.sandbox.end(Ended("crash", "セルを動かす仕組みが、途中で壊れました"))
                raise Closed("the shell is broken") from None
        return self._outputs

    @property
    def outputs(self) -> list[dict]:
        """What the last cell had printed, also when it ended the sandbox."""
        return self._outputs

    def answer(self, name: str) -> tuple:
        """The learner's value of this name in a tuple, which is empty where there is none."""
        found = self.peer.request("answer", name)
        return found if type(found) is tuple and len(found) == 1 else ()

    def begin_test(self) -> None:
        self.peer.request("clear")
        self.peer.clear()

    def changed(self, values) -> bool:
        """Whether an answer has changed its twins of these values, as the sandbox says."""
        numbers = self.peer.values.numbers(values)
        return bool(numbers) and bool(self.peer.request("changed", *sorted(numbers)))

    def shares_memory(self, values) -> bool:
        """Whether two of these are one in the sandbox, or share memory, as it says."""
        numbers = self.peer.values.numbers(values)
        return len(numbers) > 1 and bool(self.peer.request("shared", *sorted(numbers)))

    def spoiled(self) -> bool:
        """Whether anything that was handed out in this test, and not `in_place`, has changed."""
        return bool(self.peer.request("spoiled", *sorted(self.peer.values.was_writable)))

    @contextlib.contextmanager
    def blocked(self, names: tuple[str, ...]):
        self.peer.request("block", *names)
        try:
            yield
        finally:
            self.peer.request("unblock")

    @contextlib.contextmanager
    def on_device(self):
        """Device arrays in the sandbox are not copied to the host."""
        self.peer.request("stay_on_device")
        try:
            yield
        finally:
            self.peer.request("leave_device")

    @contextlib.contextmanager
    def cell(self):
        """The clocks of one cell run."""
        now = time.monotonic()
        allowed = self._limits.cell_seconds if self._ready else START_SECONDS
        self._wire.deadline = min(now + allowed, self._notebook_ends)
        if self._ready:
            self.sandbox.cell_begins()
        try:
            yield
            self._ready = True
        except Broken as error:
            self._explain(error)
            raise
        finally:
            self.sandbox.cell_ends()
            self._wire.deadline = None

    def wait_until_ready(self) -> None:
        with self.cell():
            self.peer.request("clear")

    @property
    def why(self) -> Ended:
        return self.sandbox.ended or Ended("crash", "Python が終了しました")

    def close(self) -> float:
        """End it; the CPU seconds that it has used."""
        used = self.sandbox.cpu_seconds()
        self.sandbox.end()
        return used

    def _explain(self, error: Broken) -> None:
        if isinstance(error, TimeUp):
            whole = time.monotonic() >= self._notebook_ends
            seconds = self._limits.notebook_seconds if whole else self._limits.cell_seconds
            place = "ノートブック全体で" if whole else "1つのセルで"
            self.sandbox.end(Ended("time", f"実行時間が{place} {seconds:g} 秒を超えました"))
        elif isinstance(error, ProtocolError):
            self.sandbox.end(Ended("crash", "採点との通信が壊れました"))
        elif isinstance(error, Closed):
            time.sleep(0.1)  # the watchdog may be about to say why
            self.sandbox.end(Ended("crash", "実行中に Python が終了しました"))

    def _take_output(self, output) -> None:
        self.printed += self._wire.last_size
        if self.printed > self._limits.output * MEGA:
            self.sandbox.end(Ended("output", f"出力が {self._limits.output} MB を超えました"))
            raise Closed("too much output")
        if isinstance(output, dict) and len(self._outputs) < MAX_OUTPUTS:
            self._outputs.append(output)
