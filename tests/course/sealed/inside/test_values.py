"""Values between grader and sandbox: what goes over comes out the same, or is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from common.gpu.stand_in import DeviceArray, to_device
from course.sealed.inside import grader_values
from course.sealed.inside.arrays import NotCarried
from course.sealed.inside.wire import ProtocolError

FEW = 300
DTYPES = st.sampled_from(["?", "i1", "u8", "f2", "f4", "f8", "c8", "c16", "S3", "U2", ">f8", ">i4"])


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
def test_values_come_back_the_same(new_ends, value):
    ends = new_ends()
    there = ends.carry(value)
    assert same(there, value)
    assert same(new_ends().carry(there, back=True), value)


@pytest.mark.parametrize(
    "value",
    [
        -0.0,
        float("nan"),
        10**4000,
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


def some_of_each():
    return [np.zeros(3), [1], {"W": np.ones(2)}, {1}]


def change(array, numbers, table, group):
    array[1] = 7
    numbers.append(2)
    table["W"] -= 1
    table["b"] = np.array([3.0])
    group.add(9)


def test_changes_of_the_test_follow_and_those_of_the_answer_do_not(ends):
    given = some_of_each()
    there = ends.carry(given)
    change(*there)
    assert same(given, some_of_each())
    returned = ends.carry(there, back=True)
    assert same(given, some_of_each())
    assert same(returned, [np.array([0.0, 7, 0]), [1, 2], *returned[2:]])
    given[0][0] = -1
    ends.carry(None)
    assert there[0].tolist() == [-1, 0, 0]


def test_what_was_opened_becomes_what_the_answer_makes_of_it(ends):
    given = some_of_each()
    table = given[2]["W"]
    there = ends.carry(given)
    change(*there)
    ends.grader.open(ends.grader.parts(given))
    ends.carry(there, back=True)
    assert same(given[:2], [np.array([0.0, 7, 0]), [1, 2]])
    assert given[2]["W"] is table and table.tolist() == [0, 0]
    assert given[2]["b"].tolist() == [3.0] and given[3] == {1, 9}


def test_answer_cannot_open_a_value_by_putting_it_into_one_that_is_open(ends):
    network, x = {"W": np.zeros(1)}, np.ones(1)
    opened = ends.grader.parts(network)
    there = ends.carry([network, x])
    there[0]["x"] = there[1]
    ends.grader.open(opened)
    ends.carry(there, back=True)
    there[1][0] = -7
    ends.grader.open(opened)
    ends.carry(there, back=True)
    assert x.tolist() == [1]


def test_what_was_returned_is_a_snapshot(ends):
    own = [np.zeros(2), {"a": [1]}]
    first = ends.carry(own, back=True)
    own[0][0], own[1]["a"][0] = 5, 5
    second = ends.carry(own, back=True)
    assert same(first, [np.zeros(2), {"a": [1]}])
    assert same(second, [np.array([5.0, 0]), {"a": [5]}])


def test_what_was_returned_is_the_answers_own_object_when_it_is_handed_back(ends):
    own = np.zeros(2)
    got = ends.carry(own, back=True)
    assert ends.carry(got) is own
    got[1] = 3
    assert ends.carry(got) is own and own.tolist() == [0, 3]


def test_answer_keeps_what_it_hands_over_again_after_changing_it_in_place(ends):
    """The snapshot before is given up; what the test makes next may get its place in memory."""
    network = {"W": np.zeros(2)}
    for step in range(50):
        ends.carry(network, back=True)
        new = [{"W": np.ones(2)} for _ in range(20)]
        for gradient in new:
            assert ends.carry(gradient) is not network
        network["W"] -= 1
        assert network["W"].tolist() == [-1.0 - step] * 2


def test_sandbox_says_which_values_have_changed_and_which_share_memory(ends):
    given, own = np.zeros(2), np.zeros(4)
    there = ends.carry(given)
    first, second = ends.carry((own[:2], own[1:]), back=True)
    ((number,), both) = ends.grader.numbers(given), ends.grader.numbers([first, second])
    assert ends.sandbox.changed([number, *both]) == [] and ends.sandbox.shared([*both])
    there[0] = own[0] = 1
    assert set(ends.sandbox.changed([number, *both])) == {number, *ends.grader.numbers(first)}
    assert not ends.sandbox.shared([number, *ends.grader.numbers(second)])


def test_same_object_twice_is_the_same_object_there_and_back(ends):
    array = np.zeros(2)
    first, second = ends.carry([array, array])
    assert first is second
    assert ends.carry(first, back=True) is array


def test_read_only_array_is_read_only_there(ends):
    array = np.zeros(2)
    array.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        ends.carry(array)[0] = 1


def test_random_generator_goes_on_there_and_stays_here(ends):
    here, twin = np.random.default_rng(3), np.random.default_rng(3)
    there = ends.carry(here)
    assert there.random() == twin.random()
    assert ends.carry(here).random() == twin.random()
    assert here.random() == np.random.default_rng(3).random()


def test_arrays_that_nobody_holds_any_more_are_dropped(ends):
    for _ in range(50):
        ends.carry(np.zeros(1000))
        ends.carry(np.zeros(1000), back=True)
    assert len(ends.grader._live) < 10
    assert len(ends.sandbox._twins) < 10


def itself_twice():
    answer = []
    answer += [answer, answer]
    return answer


def lists_of_the_same_lists(levels):
    answer = [1.0]
    for _ in range(levels):
        answer = [answer, answer]
    return answer


@pytest.mark.parametrize(
    "value",
    [
        itself_twice(),
        lists_of_the_same_lists(40),
        [np.zeros(10**6)] * 200,
        ["x" * 10**6] + [""] * 1000,
        [np.array(["x" * 20_000])] * 2000,
        np.zeros((0, 10**12)),
        range(10**12),
    ],
    ids=["itself", "lists", "arrays", "text", "width", "empty", "range"],
)
def test_values_that_would_grow_when_they_are_used_are_refused(ends, value):
    with pytest.raises((NotCarried, ProtocolError)):
        ends.carry(value, back=True)


@pytest.mark.parametrize("dtype", ["U0", "S0"])
def test_elements_of_no_size_are_refused(ends, dtype):
    about = {"dtype": f"<{dtype}", "shape": [10**10], "data": 0, "order": "C", "w": True}
    item = {"n": 0, "number": None, "kind": "array", "content": about}
    with pytest.raises(ProtocolError):
        ends.grader.decode({"body": {"ref": 0}, "items": [item]}, [b""])


@pytest.mark.parametrize("kind", ["set", "dict"])
def test_many_elements_with_the_same_hash_are_refused(ends, kind):
    numbers = [{"int": hex(k * (2**61 - 1))} for k in range(1, 100)]
    content = numbers if kind == "set" else [[number, 1] for number in numbers]
    item = {"n": 0, "number": None, "kind": kind, "content": content}
    with pytest.raises(ProtocolError, match="hashes"):
        ends.grader.decode({"body": {"ref": 0}, "items": [item]}, [])


def test_one_test_takes_so_many_bytes_and_no_more(ends, monkeypatch):
    monkeypatch.setattr(grader_values, "MAX_RECEIVED", 10_000)
    ends.grader.clear()
    ends.carry(np.zeros(1000), back=True)
    with pytest.raises(ProtocolError, match="too much"):
        ends.carry(np.zeros(1000), back=True)


@pytest.mark.parametrize("kind", ["M8[s]", "V8", "i8"])
def test_twin_that_became_of_another_type_has_changed(ends, kind):
    x = np.zeros(3)
    twin = ends.carry(x)
    (number,) = ends.grader.numbers(x)
    assert ends.sandbox.changed([number]) == []
    twin.dtype = kind
    assert ends.sandbox.changed([number]) == [number]
