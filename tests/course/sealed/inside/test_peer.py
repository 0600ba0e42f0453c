"""Requests and replies: values, errors and warnings come back; a forged reply does not."""

import math
import socket
import threading
import warnings

import numpy as np
import pytest

from course.sealed.inside import peer as peer_module
from course.sealed.inside.exceptions import RemoteError
from course.sealed.inside.handles import RemoteFunction, RemoteObject
from course.sealed.inside.peer import MAX_DEPTH, Peer
from course.sealed.inside.wire import Closed, ProtocolError, Wire


class Sandbox:
    """What the other side can be asked for."""

    class Layer:
        def __init__(self):
            self.W = np.zeros(2)
            self._secret = 1

        def __len__(self):
            return 3

        def __getitem__(self, index):
            return ["got", index]

        def step(self, lr=1.0):
            self.W -= lr
            return self.W

    def __call__(self, do, *args):
        return getattr(self, do)(*args)

    def echo(self, *args):
        return args

    def layer(self):
        return self.Layer()

    def fail(self, kind, text):
        raise {"value": ValueError, "exit": SystemExit, "own": type("Own", (Exception,), {})}[kind](
            text
        )

    def warn(self, text, times=1):
        for _ in range(times):
            warnings.warn(text, RuntimeWarning, stacklevel=1)
        return times

    def count(self, n):
        yield from range(n)

    def apply(self, function, x):
        return function(x)

    def divide(self, x):
        return 1 / x

    def draw(self):
        return np.random.random()

    def change(self, array):
        array[0] = 9

    def not_carried(self):
        return math


@pytest.fixture
def peer(connect):
    sandbox = Sandbox()
    connected = connect(sandbox)
    sandbox.contents = lambda *numbers: tuple(connected.inside.values.contents(numbers))
    return connected.peer


def test_values_go_there_and_come_back(peer):
    assert peer.request("echo", 1, [2.5, "あ"], {"a": (None,)}) == (1, [2.5, "あ"], {"a": (None,)})


def test_object_stays_there_and_can_be_used_from_here(peer):
    layer = peer.request("layer")
    assert type(layer) is RemoteObject and repr(layer) == "<Layer>"
    assert (len(layer), layer["a"]) == (3, ["got", "a"])
    assert layer.step(lr=0.5).tolist() == layer.W.tolist() == [-0.5, -0.5]
    layer.b = 7
    assert layer.b == 7


def test_generator_is_read_item_by_item(peer):
    assert [*peer.request("count", 3)] == [0, 1, 2]


@pytest.mark.parametrize(
    "kind, expected, text",
    [
        ("value", ValueError, "why"),
        ("exit", RemoteError, "SystemExit: why"),
        ("own", RemoteError, "Own: why"),
    ],
)
def test_error_there_is_an_exception_here(peer, kind, expected, text):
    with pytest.raises(expected) as caught:
        peer.request("fail", kind, "why")
    assert str(caught.value) == text
    assert peer.request("echo", 1) == (1,), "the connection goes on"


@pytest.mark.parametrize("name", ["_secret", "__class__", 3])
def test_private_attributes_are_refused_there_too(peer, name):
    layer = peer.request("layer")
    for do in (("getattr", layer, name), ("setattr", layer, name, 1)):
        with pytest.raises(AttributeError, match="テストからは使えません"):
            peer.request(*do)


def test_warnings_there_are_warnings_here_up_to_a_number(peer):
    with pytest.warns(RuntimeWarning, match="^w$") as caught:
        assert peer.request("warn", "w", 50) == 50
    assert len(caught) == peer_module.MAX_WARNINGS


def test_float_errors_are_raised_there_as_they_would_be_here(peer):
    with np.errstate(divide="raise"), pytest.raises(FloatingPointError):
        peer.request("divide", np.zeros(1))
    with np.errstate(divide="ignore"):
        assert peer.request("divide", np.zeros(1)).tolist() == [np.inf]


def test_random_numbers_drawn_there_are_noticed_here(peer):
    np.random.seed(0)
    before = np.random.get_state()[2]
    peer.request("echo")
    assert np.random.get_state()[2] == before
    peer.request("draw")
    assert np.random.get_state()[2] != before


def test_function_of_the_test_is_called_from_there(peer):
    seen = []
    assert peer.request("apply", lambda x: seen.append(x) or x.sum(), np.ones(2)) == 2
    assert [x.tolist() for x in seen] == [[1, 1]]


def test_error_in_a_function_of_the_test_goes_through_both_sides(peer):
    def function(x):
        raise KeyError("W1")

    with pytest.raises(KeyError, match="W1"):
        peer.request("apply", function, 1)


def test_function_of_the_test_can_be_called_and_nothing_else(connect):
    def look(function):
        return function.__self__ if type(function) is not RemoteFunction else function.name

    peer = connect(lambda do, function: look(function)).peer
    with pytest.raises(TypeError, match="呼び出すことだけ"):
        peer.request("look", test_generator_is_read_item_by_item)


def test_calls_within_calls_end(peer):
    depths = []

    def function(x):
        depths.append(peer._depth)
        return peer.request("apply", function, x)

    with pytest.raises(RecursionError, match="深すぎます"):
        peer.request("apply", function, 1)
    assert max(depths) == MAX_DEPTH and peer._depth == 0
    assert peer.request("echo", 1) == (1,)


def test_endless_iterator_ends_and_a_new_test_counts_anew(peer, monkeypatch):
    monkeypatch.setattr(peer_module, "MAX_NEXT", 5)
    peer.clear()
    with pytest.raises(RuntimeError, match="5 回"):
        list(peer.request("count", 10**9))
    peer.clear()
    assert len(list(peer.request("count", 4))) == 4


def test_other_thread_cannot_ask(peer):
    found = []

    def ask():
        try:
            peer.request("echo")
        except RuntimeError as error:
            found.append(str(error))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert found == ["別のスレッドからは、テストの値を使えません"]


def test_result_that_cannot_be_carried_is_an_error_of_its_own(peer):
    with pytest.raises(TypeError, match="は、値として渡せません"):
        peer.request("not_carried")
    assert peer.request("echo", 1) == (1,)


def test_request_that_nobody_serves_ends_the_connection(connect):
    peer = connect(serve=None).peer
    with pytest.raises(Closed):
        peer.request("echo")


def test_changes_count_in_place_only(peer):
    x, y = np.zeros(2), np.zeros(2)
    with peer.in_place(x):
        peer.request("change", x)
        peer.request("change", y)
    assert (x.tolist(), y.tolist()) == ([9, 0], [0, 0])
    peer.request("change", x)
    x[0] = 1
    peer.request("change", x)
    assert x.tolist() == [1, 0]


# ---- forged replies ----------------------------------------------------------------------


@pytest.fixture
def forged():
    """A grader's peer, and a socket on which anything can be answered, before it asks."""

    class Forged:
        def __init__(self):
            self.ours, self.theirs = socket.socketpair()
            self.outputs = []
            self.peer = Peer(Wire(self.ours), inside=False, on_output=self.outputs.append)

        def answer(self, *messages):
            for message in messages:
                Wire(self.theirs).send(message)
            return self.peer.request("x")

    made = Forged()
    yield made
    made.ours.close()
    made.theirs.close()


NOTHING = {"body": None, "items": []}
RETURN = {"type": "return", **NOTHING}


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"type": "bye", **NOTHING},
        {"type": None, **NOTHING},
        {"type": ["return"], **NOTHING},
        {"type": "return"},
        {"type": "return", "body": {"ref": 0}, "items": []},
        {"type": "raise", **NOTHING},
        {"type": "raise", "error": {"kind": 3}, **NOTHING},
        RETURN | {"warnings": 3},
        RETURN | {"warnings": [["RuntimeWarning"]]},
        RETURN | {"warnings": [["RuntimeWarning", 3]]},
        RETURN | {"warnings": [[[], "text"]]},
        RETURN | {"items": [{"n": 0}]},
    ],
    ids=str,
)
def test_forged_reply_is_refused(forged, message):
    with pytest.raises(ProtocolError):
        forged.answer(message)


def test_output_before_the_reply_is_passed_on(forged):
    assert forged.answer({"type": "output", "output": {"a": 1}}, {"type": "output"}, RETURN) is None
    assert forged.outputs == [{"a": 1}, None]


def test_warning_of_an_unknown_kind_is_a_warning(forged):
    with pytest.warns(UserWarning, match="^w$"):
        forged.answer(RETURN | {"warnings": [["SystemExit", "w"]]})


@pytest.mark.parametrize(
    "body",
    [
        {"tuple": ["getattr", {"yours": 0}, "real"]},
        {"tuple": ["call", {"mine": [0, "function", "f"]}, {"tuple": []}, {"tuple": []}]},
        {"tuple": ["run", "cell"]},
        {"tuple": ["call"]},
        {"tuple": []},
        {"tuple": [{"ref": 0}]},
        5,
    ],
    ids=str,
)
def test_forged_request_is_refused_or_answered_with_an_error(forged, body):
    request = {"type": "do", "body": body, "items": [], "errstate": {"all": "call", "over": 7}}
    try:
        assert forged.answer(request, RETURN) is None
    except ProtocolError:
        return
    wire = Wire(forged.theirs)
    kinds = [wire.receive()[0]["type"] for _ in range(2)]
    assert kinds == ["do", "raise"]
