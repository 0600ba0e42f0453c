"""What a sandbox may send instead of a message: refused, or harmless, and never expensive."""

import re
import tracemalloc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.sealed.inside.arrays import NotCarried
from course.sealed.inside.grader_values import GraderValues
from course.sealed.inside.handles import Handles
from course.sealed.inside.wire import ProtocolError, unpack

FEW, MANY = 300, 20_000
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=10,
)
WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        """
        ref tuple frozenset device int complex bytes scalar dtype range slice yours mine array
        generator list dict set n number kind content shape data order w <f8 <U3 PCG64 object
        """,
    )
)
FORGED = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats() | WORDS,
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(WORDS, inner, min_size=1, max_size=1)
    ),
    max_leaves=16,
)
ITEMS = st.lists(
    st.fixed_dictionaries(
        {
            "n": st.integers(-2, 9),
            "number": st.none() | st.integers(-2, 9),
            "kind": st.sampled_from(["array", "generator", "list", "dict", "set", "x"]),
            "content": FORGED
            | st.fixed_dictionaries(
                {
                    "dtype": st.sampled_from(["<f8", "<U3", "|b1", "<f0", "O"]),
                    "shape": st.lists(st.integers(-1, 3) | st.just(10**12), max_size=3),
                    "data": st.integers(0, 2),
                    "order": st.sampled_from("CFX"),
                    "w": st.booleans(),
                }
            ),
        }
    ),
    max_size=4,
)
MOST_MEMORY = 50_000_000  # bytes: no forged message of some hundred bytes may ask for more


def held_by_a_test():
    return [np.zeros(3), [1], {"a": 1}, np.random.default_rng(0)]


def decode_forged(body, items, blobs):
    grader, held = GraderValues(Handles(open_to_all=False)), held_by_a_test()
    grader.encode(held)
    tracemalloc.start()
    try:
        grader.decode({"body": body, "items": items}, blobs)
    except (ProtocolError, NotCarried):
        return
    finally:
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < MOST_MEMORY
        assert repr(held[:3]) == repr(held_by_a_test()[:3])
    grader.encode(None)  # what was believed can still be worked with


def fuzz(examples):
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=examples, deadline=None, suppress_health_check=quiet)


FORGERY = {
    "body": FORGED | JSON,
    "items": ITEMS | JSON,
    "blobs": st.lists(st.binary(max_size=40), max_size=3),
}


@pytest.mark.slow
@fuzz(FEW)
@given(**FORGERY)
def test_forged_message_is_refused_or_harmless(body, items, blobs):
    decode_forged(body, items, blobs)


@pytest.mark.long
@fuzz(MANY)
@given(**FORGERY)
def test_forged_messages_by_the_thousand(body, items, blobs):
    decode_forged(body, items, blobs)


@pytest.mark.slow
@fuzz(FEW)
@given(document=st.binary(max_size=200) | JSON.map(lambda value: repr(value).encode()))
def test_any_bytes_are_a_message_or_refused(document):
    try:
        message, blobs = unpack(document, b"xyz")
    except ProtocolError:
        return
    assert isinstance(message, dict) and b"".join(blobs) == b"xyz"
