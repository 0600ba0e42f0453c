"""What tests of the connection between grader and sandbox share."""

import contextlib
import socket
import threading

import pytest

from course.sealed.inside.grader_values import GraderValues
from course.sealed.inside.handles import Handles
from course.sealed.inside.peer import Peer
from course.sealed.inside.sandbox_values import SandboxValues
from course.sealed.inside.wire import Broken, Wire, pack, unpack


class Ends:
    """Both ends, without a process between them."""

    def __init__(self):
        self.grader = GraderValues(Handles(open_to_all=False))
        self.sandbox = SandboxValues(Handles(open_to_all=True))

    def carry(self, value, back=False):
        """To the sandbox, or back to the grader, over real bytes."""
        sender, receiver = (self.sandbox, self.grader) if back else (self.grader, self.sandbox)
        head, document, *blobs = pack(*sender.encode(value))
        return receiver.decode(*unpack(document, b"".join(blobs)))


@pytest.fixture(scope="session")
def new_ends():
    return Ends


@pytest.fixture
def ends():
    return Ends()


class Connected:
    """A grader's peer here and a sandbox's in a thread, over a real socket."""

    def __init__(self, serve=None, on_output=None):
        self.socket, self._theirs = socket.socketpair()
        self.peer = Peer(Wire(self.socket), inside=False, on_output=on_output)
        self._serve = serve
        self._thread = threading.Thread(target=self._serve_until_closed)
        self._thread.start()

    def _serve_until_closed(self):
        self.inside = Peer(Wire(self._theirs), inside=True, serve=self._serve)
        with self._theirs, contextlib.suppress(Broken):
            self.inside.serve_forever()

    def close(self):
        self.socket.close()
        self._thread.join()


@pytest.fixture
def connect():
    with contextlib.ExitStack() as stack:

        def connect(serve=None, on_output=None):
            return stack.enter_context(contextlib.closing(Connected(serve, on_output)))

        yield connect
