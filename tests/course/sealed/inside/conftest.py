"""What tests of the connection between grader and sandbox share."""

import pytest

from course.sealed.inside.grader_values import GraderValues
from course.sealed.inside.handles import Handles
from course.sealed.inside.sandbox_values import SandboxValues
from course.sealed.inside.wire import pack, unpack


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
