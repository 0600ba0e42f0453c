"""Handles and proxies: what stays where it is, and what a test can do with it."""

import gc
import math

import numpy as np
import pytest

from course.sealed.inside import handles as handles_module
from course.sealed.inside.arrays import NotCarried
from course.sealed.inside.handles import (
    MAX_HANDLES,
    REFUSED,
    Handles,
    RemoteFunction,
    RemoteIterator,
    RemoteObject,
)
from course.sealed.inside.wire import ProtocolError


class Asked:
    """In the place of a peer: remembers what it was asked, and answers from a list."""

    def __init__(self, *answers):
        self.questions, self.answers = [], list(answers)

    def request(self, do, *args):
        self.questions.append((do, *args[1:]))
        return self.answers.pop(0) if self.answers else None


@pytest.mark.parametrize(
    "do, question",
    [
        (lambda proxy: proxy.W, ("getattr", "W")),
        (lambda proxy: setattr(proxy, "W", 3), ("setattr", "W", 3)),
        (lambda proxy: proxy[1:2], ("getitem", slice(1, 2))),
        (lambda proxy: proxy.__setitem__("a", 3), ("setitem", "a", 3)),
        (lambda proxy: iter(proxy), ("iter",)),
        (lambda proxy: proxy(1, 2, key=3), ("call", (1, 2), (("key", 3),))),
        (lambda proxy: proxy(self=1), ("call", (), (("self", 1),))),
    ],
)
def test_what_a_proxy_offers_is_asked_of_the_other_side(do, question):
    peer = Asked(iter(()))
    do(RemoteFunction(peer, 7, "Layer"))
    assert peer.questions == [question]


@pytest.mark.parametrize("name", ["_W", "__dict__", "__wrapped__", "_peers"])
def test_private_attributes_are_neither_read_nor_set(name):
    peer = Asked()
    proxy = RemoteObject(peer, 0, "Layer")
    with pytest.raises(AttributeError, match=f"Layer の {name} は"):
        setattr(proxy, name, 1)
    with pytest.raises(AttributeError, match=f"Layer の {name} は"):
        getattr(proxy, name)
    assert not peer.questions


@pytest.mark.parametrize("length", [-1, 10**6, 2.0, True, None, "3"])
def test_length_that_is_none_is_an_error(length):
    with pytest.raises(TypeError, match="Layer の長さが分かりません"):
        len(RemoteObject(Asked(length), 0, "Layer"))


def test_length_is_that_of_the_other_side():
    assert len(RemoteObject(Asked(3), 0, "Layer")) == 3


@pytest.mark.parametrize("name", REFUSED)
def test_operation_never_decides_a_test(name):
    peer = Asked(*[True] * 9)
    proxy = RemoteObject(peer, 0, "Layer")
    with pytest.raises(TypeError, match="答えが Layer 型です"):
        getattr(RemoteObject, name)(proxy, proxy)
    assert not peer.questions


@pytest.mark.parametrize(
    "operation",
    [
        lambda p: p == 1,
        lambda p: p != p,
        lambda p: p > 1,
        lambda p: np.float64(1) == p,
        lambda p: np.ones(2) + p,
        lambda p: np.exp(p),
        lambda p: np.allclose(p, 1),
        lambda p: np.asarray(p),
        lambda p: not p,
        lambda p: 1 in p,
        lambda p: 2**p,
        lambda p: divmod(p, 2),
        lambda p: math.floor(p),
        lambda p: f"{p:.2f}",
        lambda p: [1, 2][p],
    ],
)
def test_no_operation_gives_a_value(operation):
    peer = Asked(*[1] * 9)
    with pytest.raises(TypeError):
        operation(RemoteObject(peer, 0, "Layer"))
    assert not peer.questions


def test_proxy_is_shown_by_the_name_of_its_type_and_can_be_in_a_set():
    proxy = RemoteObject(Asked(), 0, "Layer")
    assert repr(proxy) == "<Layer>" and {proxy}


def test_iterator_ends_where_the_other_side_has_no_more():
    peer = Asked((1,), ((2,),), ())
    assert [item for item in RemoteIterator(peer, 0, "generator")] == [1, (2,)]


@pytest.mark.parametrize("item", [None, 1, [1], (1, 2)])
def test_iterator_ends_at_whatever_is_no_item(item):
    iterator = RemoteIterator(Asked(item, (1,)), 0, "generator")
    assert next(iterator, "ended") == "ended"


def generator():
    yield 1


class Thing:
    pass


@pytest.mark.parametrize(
    "value, kind",
    [(Thing(), "object"), (len, "function"), (Thing, "function"), (generator(), "iterator")],
)
def test_sandbox_hands_out_any_object_by_its_number(value, kind):
    handles = Handles(open_to_all=True)
    other = Thing()
    assert handles.encode(other) == {"mine": [0, "object", "Thing"]}
    assert handles.encode(value) == {"mine": [1, kind, type(value).__name__]}
    assert handles.encode(value)["mine"][0] == 1, "the same object has the same number"
    assert handles.ours(1) is value and handles.ours(0) is other


@pytest.mark.parametrize(
    "value",
    [math, (lambda: 0).__code__, __import__("sys")._getframe()],
    ids=["module", "code", "frame"],
)
def test_nobody_hands_out_modules_frames_and_code(value):
    for open_to_all in (True, False):
        with pytest.raises(NotCarried, match="は、値として渡せません"):
            Handles(open_to_all).encode(value)


def test_grader_hands_out_functions_and_iterators_and_no_objects():
    grader = Handles(open_to_all=False)
    for value in (len, generator()):
        assert "mine" in grader.encode(value)
    with pytest.raises(NotCarried, match="Thing は"):
        grader.encode(Thing())


def test_proxy_that_comes_back_is_the_others_own():
    handles = Handles(open_to_all=False)
    assert handles.encode(RemoteObject(None, 5, "x")) == {"yours": 5}
    with pytest.raises(ProtocolError):
        handles.decode("yours", 5)
    handles.encode(len)
    assert handles.decode("yours", 0) is len


def test_object_has_one_proxy_while_somebody_holds_it():
    handles = Handles(open_to_all=False)
    first = handles.decode("mine", [3, "object", "Layer"])
    assert type(first) is RemoteObject
    assert handles.decode("mine", [3, "object", "Layer"]) is first
    del first
    gc.collect()
    assert type(handles.decode("mine", [3, "function", "method"])) is RemoteFunction


@pytest.mark.parametrize("name", ["a b", "", "<b>", "1a", "x" * 61, 5, None])
def test_name_that_is_none_is_not_shown(name):
    proxy = Handles(open_to_all=False).decode("mine", [0, "object", name])
    assert repr(proxy) == "<object>"


@pytest.mark.parametrize("number", [-1, MAX_HANDLES, True, 1.0, "1", None])
def test_forged_number_is_refused(number):
    with pytest.raises(ProtocolError):
        Handles(open_to_all=False).decode("mine", [number, "object", "x"])


@pytest.mark.parametrize("kind", ["theirs", "", None, 3])
def test_unknown_kind_of_value_is_refused(kind):
    with pytest.raises(ProtocolError, match="unknown kind"):
        Handles(open_to_all=False).decode(kind, 0)


def test_handles_end(monkeypatch):
    monkeypatch.setattr(handles_module, "MAX_HANDLES", 2)
    handles = Handles(open_to_all=True)
    things = [Thing() for _ in range(3)]
    for thing in things[:2]:
        handles.encode(thing)
    with pytest.raises(NotCarried, match="多すぎます"):
        handles.encode(things[2])
    assert handles.encode(things[0])["mine"][0] == 0


def test_nothing_is_known_after_the_test():
    handles = Handles(open_to_all=True)
    handles.encode(len)
    handles.clear()
    with pytest.raises(ProtocolError):
        handles.ours(0)
