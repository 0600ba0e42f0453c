"""Values between grader and sandbox: what goes over comes out the same, or is refused."""

import re

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from common.stand_in import DeviceArray, to_device
from course.sealed.inside import errors, values
from course.sealed.inside.arrays import NotCarried
from course.sealed.inside.handles import Handles
from course.sealed.inside.values import Values
from course.sealed.inside.wire import ProtocolError, pack, unpack

FEW, MANY = 300, 20_000
DTYPES = st.sampled_from(["?", "i1", "u8", "f2", "f4", "f8", "c8", "c16", "S3", "U2", ">f8", ">i4"])


class Ends:
    """Both ends, without a process between them."""

    def __init__(self):
        self.grader = Values(Handles(open_to_all=False), 0)
        self.sandbox = Values(Handles(open_to_all=True), 1)

    def carry(self, value, back=False):
        """To the sandbox, or back to the grader, over real bytes."""
        sender, receiver = (self.sandbox, self.grader) if back else (self.grader, self.sandbox)
        head, document, *blobs = pack(*sender.encode(value, drop_dead=not back))
        return receiver.decode(*unpack(document, b"".join(blobs)))


@pytest.fixture
def ends():
    return Ends()


def same(a, b):
    """Equal in type, value, sign of zero and kind of nan."""
    if type(a) is not type(b):
        return False
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, (np.ndarray, np.generic)):
        alike = (a.dtype, a.shape) == (b.dtype, b.shape)
        return alike and a.tobytes() == b.tobytes()
    return a == b if isinstance(a, (int, set)) else repr(a) == repr(b)


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text()
    | st.binary()
)
ARRAYS = st_numpy.arrays(DTYPES, st_numpy.array_shapes(min_dims=0, min_side=0, max_side=4))
VALUES = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=3)
        | st.sets(st.integers() | st.text(max_size=3), max_size=3)
    ),
    max_leaves=12,
)


@pytest.mark.slow
@settings(max_examples=FEW, deadline=None)
@given(value=VALUES)
def test_values_come_back_the_same(value):
    ends = Ends()
    there = ends.carry(value)
    assert same(there, value)
    assert same(Ends().carry(there, back=True), value)


@pytest.mark.parametrize(
    "value",
    [
        -0.0,
        float("nan"),
        10**5000,
        -(2**80),
        "\ud800",
        np.float32(-0.0),
        np.array(3.5),
        np.zeros((0, 3)),
        np.arange(6.0).reshape(2, 3).T,
        np.arange(8.0)[::-2],
        range(1, 9, 2),
        slice(None, 3),
        frozenset({1, 2}),
        np.dtype("float32"),
    ],
    ids=lambda value: str(type(value).__name__),
)
def test_special_value_comes_over_the_same(ends, value):
    got = ends.carry(value)
    assert same(got, value) or got == value


def test_stand_in_array_stays_one(ends):
    got = ends.carry(to_device(np.arange(3.0)))
    assert type(got) is DeviceArray
    assert got.get().tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    "value",
    [np.array([1, None]), np.zeros(2, dtype="i4,f8"), np.array(["2020-01-01"], "M8[D]"), object()],
    ids=lambda value: str(type(value)),
)
def test_grader_lends_nothing_but_values_and_functions(ends, value):
    with pytest.raises(NotCarried):
        ends.carry(value)


def test_what_the_sandbox_cannot_carry_is_a_handle_that_refuses_to_be_compared(ends):
    class Equal:
        def __eq__(self, other):
            return True

        __hash__ = None

    class Near(np.ndarray):
        pass

    for value in (np.array([1, None], dtype=object), np.ones(1).view(Near), Equal()):
        got = ends.carry(value, back=True)
        for operation in (lambda x: x == 1, lambda x: x + 1, bool, float, np.asarray, abs):
            with pytest.raises(TypeError):
                operation(got)


def test_refused_message_leaves_both_ends_in_step(ends):
    kept = np.zeros(2)
    ends.carry(kept)
    kept[0] = 5
    with pytest.raises(NotCarried):
        ends.carry([kept, np.ones(3), object()])
    assert ends.carry([kept, "again"])[0].tolist() == [5, 0]


def test_changes_in_place_follow_in_both_directions(ends):
    array, numbers, table, group = np.zeros(3), [1], {"W": np.ones(2)}, {1}
    there = ends.carry([array, numbers, table, group])
    there[0][1] = 7
    there[1].append(2)
    there[2]["W"] -= 1
    there[2]["b"] = np.array([3.0])
    there[3].add(9)
    ends.carry(None, back=True)
    assert array.tolist() == [0, 7, 0]
    assert numbers == [1, 2]
    assert table["W"].tolist() == [0, 0] and table["b"].tolist() == [3.0]
    assert group == {1, 9}
    array[0] = -1
    ends.carry(None)
    assert there[0].tolist() == [-1, 7, 0]


def test_same_object_twice_is_the_same_object_there_and_back(ends):
    array = np.zeros(2)
    first, second = ends.carry([array, array])
    assert first is second
    assert ends.carry(first, back=True) is array


def test_view_shares_memory_on_the_other_side(ends):
    base = np.arange(6.0).reshape(2, 3)
    row, whole = ends.carry([base[1], base])
    row[0] = 99
    assert whole[1, 0] == 99 and np.shares_memory(row, whole)
    ends.carry(None, back=True)
    assert base[1, 0] == 99


def test_read_only_array_is_read_only_there(ends):
    array = np.zeros(2)
    array.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        ends.carry(array)[0] = 1


def test_random_generator_moves_on_on_both_sides(ends):
    here, twin = np.random.default_rng(3), np.random.default_rng(3)
    there = ends.carry(here)
    assert there.random() == twin.random()
    ends.carry(None, back=True)
    assert here.random() == twin.random()


def test_twins_that_nobody_holds_any_more_are_dropped(ends):
    for _ in range(50):
        ends.carry([np.zeros(1000), {"a": [1]}])
    assert len(ends.grader._objects) < 10
    assert len(ends.sandbox._objects) < 10


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
        twin tuple frozenset device int complex bytes scalar dtype range slice yours mine array
        view generator list dict set base offset strides <f8 <U3 PCG64 object function
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
TWINS = st.lists(
    st.tuples(st.integers(-2, 9), st.dictionaries(WORDS, FORGED, min_size=1, max_size=1)).map(list),
    max_size=4,
)


def decode_forged(body, twins, dropped, blobs):
    ends = Ends()
    ends.carry([np.zeros(3), [1], {"a": 1}, np.random.default_rng(0)])
    message = {"body": body, "twins": twins, "dropped": dropped}
    try:
        ends.grader.decode(message, blobs)
    except (ProtocolError, NotCarried):
        return
    ends.grader.encode(None)  # what was believed can still be worked with


def fuzz(examples):
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=examples, deadline=None, suppress_health_check=quiet)


FORGERY = {
    "body": FORGED | JSON,
    "twins": TWINS | JSON,
    "dropped": st.lists(st.integers(-2, 9), max_size=3) | JSON,
    "blobs": st.lists(st.binary(max_size=40), max_size=3),
}


@pytest.mark.slow
@fuzz(FEW)
@given(**FORGERY)
def test_forged_message_is_refused_or_harmless(body, twins, dropped, blobs):
    decode_forged(body, twins, dropped, blobs)


@pytest.mark.long
@fuzz(MANY)
@given(**FORGERY)
def test_forged_messages_by_the_thousand(body, twins, dropped, blobs):
    decode_forged(body, twins, dropped, blobs)


@pytest.mark.slow
@fuzz(FEW)
@given(document=st.binary(max_size=200) | JSON.map(lambda value: repr(value).encode()))
def test_any_bytes_are_a_message_or_refused(document):
    try:
        message, blobs = unpack(document, b"xyz")
    except ProtocolError:
        return
    assert isinstance(message, dict) and b"".join(blobs) == b"xyz"


@pytest.mark.parametrize("kind", sorted(errors.CARRIED))
def test_every_carried_exception_can_be_made_from_its_description(kind):
    told = {"kind": kind, "called": kind, "text": "'W1' がない", "lines": [["f", 2], ["f", 99]]}
    error = errors.rebuild(told, {"f": "def f(x):\n    return x"})
    assert type(error) is errors.CARRIED[kind]
    assert "W1" in str(error)
    assert error.learners_line == "答えのセルの 2 行目: return x"
    assert error.learners_lines == ["2 行目: return x"]


def test_arrays_of_the_other_side_have_a_limit_together(ends, monkeypatch):
    monkeypatch.setattr(values, "MAX_TWIN_BYTES", 10_000)
    with pytest.raises(ProtocolError):
        ends.carry([np.zeros(1000), np.zeros(1000)], back=True)


@pytest.mark.parametrize(
    "value", [range(10**12), np.broadcast_to(np.zeros(1), (10**6, 10**6))], ids=["range", "view"]
)
def test_values_that_would_grow_when_they_are_used_are_refused(ends, value):
    with pytest.raises((NotCarried, ProtocolError)):
        ends.carry(value, back=True)
