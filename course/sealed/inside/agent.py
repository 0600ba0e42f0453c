"""The program in the sandbox: runs the learner's cells and lets the grader use the answers."""

import contextlib
import linecache
import os
import socket

from common.classroom.own_answer import closed, closed_parts
from common.gpu.stand_in import stays_on_device

from .exceptions import CELL
from .peer import Peer
from .shell import Shell, Sink, follow
from .wire import Closed, Wire

closed_parts(())  # read common once, before sandboxes are forked from here


class Agent:
    """What the grader may ask for, besides operations on objects."""

    def __init__(self, wire: Wire, shell: Shell):
        self.sink = Sink(wire)
        self.peer = Peer(wire, inside=True, serve=self.serve)
        self.shell = shell
        shell.connect(self.sink)
        self._blocked, self._on_device = contextlib.ExitStack(), contextlib.ExitStack()

    def serve(self, do: str, *args):
        return getattr(self, f"do_{do}")(*args)

    def do_run(self, name: str, source: str) -> bool:
        """Run one cell; whether it ended without an error."""
        self.sink.begins()
        filename = f"{CELL}{name}>"
        self.shell.compile.get_code_name = lambda *args: filename
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        self.peer.clear()
        done = self.shell.run_cell(source, store_history=False)
        self.sink.ends()
        return bool(done.success)

    def do_answer(self, name: str) -> tuple:
        """The learner's value of this name, where it exists."""
        space = self.shell.user_ns
        return (space[name],) if name in space else ()

    def do_clear(self) -> None:
        """A new test begins. (The reply is the last message that knows the old one.)"""
        self.peer.clear()

    def do_block(self, *names: str) -> None:
        """The answer names[0] cannot use what common and other libraries have in its place."""
        self._blocked.enter_context(closed(names, self.shell.user_ns))

    def do_unblock(self) -> None:
        self._blocked.close()

    def do_stay_on_device(self) -> None:
        """Copies of device arrays to the host are refused, until `do_leave_device`."""
        self._on_device.enter_context(stays_on_device())

    def do_leave_device(self) -> None:
        self._on_device.close()

    def do_changed(self, *numbers: int) -> int:
        """How many of these values are no longer as they went from one side to the other."""
        return len(self.peer.values.changed(numbers))

    def do_spoiled(self, *but: int) -> bool:
        """Whether anything that was handed out has changed, `but` for these numbers."""
        return self.peer.values.spoiled(but)

    def do_shared(self, *numbers: int) -> bool:
        """Whether two arrays of these numbers share memory."""
        return self.peer.values.shared(numbers)

    def do_contents(self, *numbers: int) -> tuple:
        """The grader's values of these numbers, as they are here."""
        return tuple(self.peer.values.contents(numbers))


def serve(sock: socket.socket, shell: Shell) -> None:
    """Until the grader has had enough; the process ends with it."""
    os.set_inheritable(sock.fileno(), False)
    agent = Agent(Wire(sock), shell)
    follow(1, agent.sink, "stdout")
    follow(2, agent.sink, "stderr")
    with contextlib.suppress(Closed):
        agent.peer.serve_forever()
    os._exit(0)  # threads of the learner's must not keep it alive
