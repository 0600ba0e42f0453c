"""The learner's notebook in the sandbox: IPython's shell, its outputs sent over the wire."""

import array
import codecs
import fcntl
import os
import select
import sys
import termios
import threading

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

MAX_OUTPUT = 2_000_000  # characters of one cell; the grader has a limit of its own
CUT = "\n（出力が多すぎるので、ここで切りました）\n"
PICTURES_AND_TEXT = ("text/plain", "text/html", "text/latex", "image/png", "image/jpeg")


class Sink:
    """Where outputs go: over the wire, up to a limit for each cell, and only during a cell."""

    def __init__(self, wire):
        self._wire = wire
        self._followers: list[Follower] = []
        os.register_at_fork(after_in_child=self._followers.clear)  # one may be reading just now
        self.left = 0

    def begins(self) -> None:
        """A cell begins; what has been printed since the last one belongs to no cell."""
        self.left = 0
        self.drain()
        self.left = MAX_OUTPUT

    def ends(self) -> None:
        self.drain()
        self.left = 0

    def drain(self) -> None:
        for follower in self._followers:
            follower.drain()

    def drained_by(self, follower: "Follower") -> None:
        self._followers.append(follower)

    def send(self, output: dict, size: int) -> None:
        """After what C code and other processes have printed until now."""
        for follower in self._followers:
            follower.take()
        self.put(output, size)

    def put(self, output: dict, size: int) -> None:
        if self.left <= 0:
            return
        self.left -= size
        if self.left <= 0:
            output = {"output_type": "stream", "name": "stderr", "text": CUT}
        self._wire.send({"type": "output", "output": output})

    def text(self, name: str, text: str) -> None:
        self.send({"output_type": "stream", "name": name, "text": text[:MAX_OUTPUT]}, len(text))

    def data(self, kind: str, data: dict, number: int | None = None) -> None:
        data = {key: _as_text(data[key]) for key in PICTURES_AND_TEXT if key in data}
        output = {"output_type": kind, "data": data, "metadata": {}}
        if kind == "execute_result":
            output["execution_count"] = number
        self.send(output, sum(map(len, data.values())))


def _as_text(value) -> str:
    if isinstance(value, bytes):
        import base64

        return base64.b64encode(value).decode("ascii")
    return str(value)


class Stream:
    """sys.stdout and sys.stderr of the learner."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, sink: Sink, name: str):
        self._sink, self.name = sink, name

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError("write() argument must be str")
        self._sink.text(self.name, text)
        return len(text)

    def writelines(self, lines) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1 if self.name == "stdout" else 2


class Follower:
    """What C code and other processes print on a file descriptor also goes to the sink."""

    def __init__(self, descriptor: int, sink: Sink, name: str):
        self._sink, self._name = sink, name
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._waiting = array.array("i", [0])
        self._lock = threading.RLock()  # what was read is sent before anybody else reads
        self._reading, writing = os.pipe()
        os.dup2(writing, descriptor)
        os.close(writing)
        sink.drained_by(self)
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        """Read at any time, too: a process that fills the pipe would wait for ever."""
        poll = select.poll()
        poll.register(self._reading, select.POLLIN)
        while poll.poll():
            if not self.take() and any(event & select.POLLHUP for _, event in poll.poll(0)):
                return

    def take(self) -> int:
        """Pass on what waits in the pipe, and no more than that; how many bytes."""
        with self._lock:
            fcntl.ioctl(self._reading, termios.FIONREAD, self._waiting)
            (waiting,) = self._waiting
            if waiting:
                self._pass_on(self._decoder.decode(os.read(self._reading, waiting)))
            return waiting

    def drain(self) -> None:
        """Pass on all of it: here ends what is printed in one place."""
        with self._lock:
            self.take()
            self._pass_on(self._decoder.decode(b"", final=True))

    def _pass_on(self, text: str) -> None:
        if text:
            output = {"output_type": "stream", "name": self._name, "text": text}
            self._sink.put(output, len(text))


def follow(descriptor: int, sink: Sink, name: str) -> Follower:
    return Follower(descriptor, sink, name)


class _Publisher(DisplayPublisher):
    sink: Sink

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **rest):
        self.sink.data("display_data", data)

    def clear_output(self, wait=False):
        pass


class _Hook(DisplayHook):
    sink: Sink

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        self.sink.data("execute_result", format_dict, self.prompt_count)

    def finish_displayhook(self):
        pass


class Shell(InteractiveShell):
    sink: Sink

    def connect(self, sink: Sink) -> None:
        """From now on, outputs go there."""
        _Publisher.sink = _Hook.sink = Shell.sink = sink
        sys.stdout, sys.stderr = Stream(sink, "stdout"), Stream(sink, "stderr")

    def init_history(self):
        super().init_history()
        self.history_manager.enabled = False

    def enable_gui(self, gui=None):
        pass

    def _showtraceback(self, etype, evalue, stb):
        output = {
            "output_type": "error",
            "ename": str(etype.__name__),
            "evalue": str(evalue)[:2_000],
            "traceback": [str(line)[:4_000] for line in stb[:200]],
        }
        self.sink.send(output, sum(map(len, output["traceback"])))


def new_shell() -> Shell:
    config = Config()
    config.InteractiveShell.colors = "nocolor"
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    return Shell.instance(config=config, display_pub_class=_Publisher, displayhook_class=_Hook)
