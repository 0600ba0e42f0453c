"""The program in the sandbox, without one: what the grader may ask for, cell by cell."""

import linecache
from types import SimpleNamespace

import numpy as np
import pytest

import common.functions
from common.classroom.own_answer import OwnAnswerError
from common.device import to_cpu
from common.gpu.stand_in import CopiedToHost, to_device
from course.sealed.inside.agent import Agent


class Wire:
    def __init__(self):
        self.sent = []

    def send(self, message, blobs=()):
        self.sent.append(message)


class Shell:
    """In the place of IPython's."""

    def __init__(self):
        self.user_ns = {"__name__": "__main__"}
        self.compile = SimpleNamespace(get_code_name=None)

    def connect(self, sink):
        self.sink = sink

    def run_cell(self, source, store_history):
        assert not store_history
        self.filename = self.compile.get_code_name(source, source, 0)
        self.sink.text("stdout", "runs")
        try:
            exec(compile(source, self.filename, "exec"), self.user_ns)
        except Exception as error:
            self.error = error
            return SimpleNamespace(success=False)
        return SimpleNamespace(success=True)


@pytest.fixture
def agent():
    made = Agent(Wire(), Shell())
    yield made
    made.do_unblock()
    made.do_leave_device()


def test_cell_runs_and_tells_whether_it_ended_well(agent):
    assert agent.serve("run", "one", "x = 1") is True
    assert agent.serve("run", "two", "x = 1 / 0") is False
    assert agent.shell.user_ns["x"] == 1


def test_cell_has_its_name_in_tracebacks_and_its_lines_can_be_quoted(agent):
    agent.do_run("one", "x = 1\ny = 2 / 0")
    assert agent.shell.filename == "<cell one>"
    assert linecache.getline("<cell one>", 2) == "y = 2 / 0"


def test_only_what_is_printed_during_a_cell_is_sent(agent):
    agent.sink.text("stdout", "before")
    agent.do_run("one", "")
    agent.sink.text("stdout", "after")
    assert [message["output"]["text"] for message in agent.peer.wire.sent] == ["runs"]


def test_answer_is_the_value_of_its_name_or_none(agent):
    agent.do_run("one", "found = None")
    assert agent.serve("answer", "found") == (None,)
    assert agent.serve("answer", "missing") == ()


@pytest.mark.parametrize("do", ["", "peer", "serve", "Run", "__init__", "run__"])
def test_nothing_else_can_be_asked_for(agent, do):
    with pytest.raises(AttributeError):
        agent.serve(do)


def test_new_test_or_cell_forgets_the_values_of_the_last(agent):
    for forget in (agent.do_clear, lambda: agent.do_run("one", "")):
        agent.peer.values.encode([np.zeros(2)])
        assert agent.serve("contents", 1)
        forget()
        assert agent.serve("contents", 1) == ()


def test_what_common_has_in_place_of_an_answer_is_closed_until_it_is_opened(agent):
    agent.do_block("softmax")
    with pytest.raises(OwnAnswerError):
        common.functions.softmax(np.ones(2))
    agent.do_unblock()
    assert common.functions.softmax(np.ones(2)).tolist() == [0.5, 0.5]


def test_copies_to_the_host_are_refused_until_the_device_is_left(agent):
    array = to_device(np.ones(2))
    agent.do_stay_on_device()
    with pytest.raises(CopiedToHost):
        to_cpu(array)
    agent.do_leave_device()
    assert to_cpu(array).tolist() == [1, 1]


def test_opening_what_was_never_closed_is_nothing(agent):
    agent.do_unblock()
    agent.do_leave_device()


def test_changes_and_shared_memory_are_told_by_number(agent):
    whole = np.zeros(4)
    one, two = whole[:3], whole[2:]
    message, _ = agent.peer.values.encode([one, two])
    numbers = [item["number"] for item in message["items"] if item["kind"] == "array"]
    assert (agent.do_changed(*numbers), agent.do_shared(*numbers)) == (0, True)
    one[0] = 1
    assert agent.do_changed(*numbers) == 1
    assert agent.do_spoiled() is False, "these are the answer's own"
    assert [array.tolist() for array in agent.do_contents(*numbers)] == [[1, 0, 0], [0, 0]]
