"""The program in the sandbox: runs the learner's cells and lets the grader use the answers."""

import contextlib
import importlib
import linecache
import os
import socket
import sys
import types
from pathlib import Path

from common.exercise import blocked_in_common, refused

from .errors import CELL
from .peer import Peer
from .shell import Shell, Sink, follow
from .wire import Closed, Wire

LIBRARIES = ("scipy", "sklearn")


class Agent:
    """What the grader may ask for, besides operations on objects."""

    def __init__(self, wire: Wire, shell: Shell):
        self.sink = Sink(wire)
        self.peer = Peer(wire, inside=True, serve=self.serve)
        self.shell = shell
        shell.connect(self.sink)
        self._blocked = contextlib.ExitStack()

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

    def do_answers(self, names: list) -> dict:
        """The learner's values of these names, where they exist."""
        space = self.shell.user_ns
        return {name: space[name] for name in names if name in space}

    def do_clear(self) -> None:
        """A new test begins. (The reply is the last message that knows the old one.)"""
        self.peer.clear()

    def do_block(self, names: list, libraries: bool) -> None:
        """Functions of these names in common (and SciPy, scikit-learn) cannot be called."""
        for name in names:
            self._blocked.enter_context(blocked_in_common(name))
            if libraries:
                self._blocked.enter_context(refused(_namesakes(name), name))

    def do_unblock(self) -> None:
        self._blocked.close()

    def do_write(self, name: str, text: str) -> None:
        """A file beside the notebook."""
        Path(Path(name).name).write_text(text, encoding="utf-8")


def _namesakes(name: str) -> set:
    """Python functions of this name in the libraries that a learner might call instead."""
    for module in ("scipy.special", "sklearn.utils.extmath", "sklearn.metrics"):
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    modules = [m for key, m in list(sys.modules.items()) if key.split(".")[0] in LIBRARIES]
    found = (getattr(module, "__dict__", {}).get(name) for module in modules)
    return {f for f in found if isinstance(f, types.FunctionType) and not f.__closure__}


def serve(sock: socket.socket, shell: Shell) -> None:
    """Until the grader has had enough; the process ends with it."""
    os.set_inheritable(sock.fileno(), False)
    agent = Agent(Wire(sock), shell)
    follow(1, agent.sink, "stdout")
    follow(2, agent.sink, "stderr")
    with contextlib.suppress(Closed):
        agent.peer.serve_forever()
    os._exit(0)  # threads of the learner's must not keep it alive
