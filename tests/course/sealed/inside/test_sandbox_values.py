"""The sandbox's end of values: one twin for each, a number for each state, and what has changed."""

import numpy as np
import pytest

from course.sealed.inside import sandbox_values as sandbox_values_module
from course.sealed.inside.arrays import NotCarried
from course.sealed.inside.wire import ProtocolError


def numbers(ends, *values):
    """The numbers that values of the sandbox bear in its next message."""
    message, _ = ends.sandbox.encode(list(values))
    by_place = {item["n"]: item["number"] for item in message["items"]}
    (body,) = message["body"].values()
    content = message["items"][-1]["content"]
    assert message["items"][-1]["n"] == body
    return [by_place[value["ref"]] for value in content]


def handed_out(ends, value):
    """The twin of a value of the grader's, and its number."""
    twin = ends.carry(value)
    (number,) = ends.grader.numbers([value]) - ends.grader.numbers([])
    return twin, number


def test_own_values_have_odd_numbers_and_twins_those_of_the_grader(ends):
    given = np.zeros(2)
    twin, number = handed_out(ends, given)
    own = np.zeros(2)
    first, second = numbers(ends, own, twin)
    assert first % 2 == 1 and second == number and number % 2 == 0


@pytest.mark.parametrize(
    "own, change",
    [
        (np.zeros(2), lambda own: own.fill(1)),
        ([1, 2], lambda own: own.append(3)),
        ([np.zeros(1)], lambda own: own.__setitem__(0, np.zeros(1))),
        ({"a": 1}, lambda own: own.update(a=2)),
        ({1, 2}, lambda own: own.add(3)),
        (np.random.default_rng(0), lambda own: own.random()),
    ],
    ids=lambda value: type(value).__name__,
)
def test_own_value_has_a_new_number_when_it_has_changed_and_only_then(ends, own, change):
    (first,) = numbers(ends, own)
    assert numbers(ends, own) == [first]
    change(own)
    (second,) = numbers(ends, own)
    assert second > first and second % 2 == 1


def test_twin_keeps_its_number_whatever_becomes_of_it(ends):
    twin, number = handed_out(ends, np.zeros(2))
    twin[0] = 1
    assert numbers(ends, twin) == [number]


def test_same_value_twice_is_one_item(ends):
    own = [1]
    assert len(ends.sandbox.encode([own, own, (own,)])[0]["items"]) == 2


@pytest.mark.parametrize(
    "value, change",
    [
        (np.zeros(2), lambda twin: twin.fill(1)),
        ([1, np.zeros(2)], lambda twin: twin[1].fill(1)),
        ({"W": np.zeros(2)}, lambda twin: twin.update(W=np.zeros(2))),
        ({1}, lambda twin: twin.clear()),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_an_answer_spoils_is_noticed_unless_it_may(ends, value, change):
    twin = ends.carry(value)
    assert not ends.sandbox.spoiled([])
    change(twin)
    assert ends.sandbox.spoiled([])
    assert not ends.sandbox.spoiled(sorted(ends.grader.numbers([value])))


def test_own_values_and_random_numbers_drawn_spoil_nothing(ends):
    twin = ends.carry(np.random.default_rng(0))
    own = np.zeros(2)
    numbers(ends, own)
    own[0] = 1
    twin.random()
    assert not ends.sandbox.spoiled([])


def test_argument_that_the_test_holds_no_longer_is_still_watched(ends):
    twin = ends.carry(np.zeros(2))  # gone with the end of this line
    ends.carry(None)
    assert not ends.sandbox.spoiled([])
    twin[0] = 1
    assert ends.sandbox.spoiled([])


def test_arguments_of_the_past_are_kept_up_to_a_limit_the_newest_ones(ends, monkeypatch):
    monkeypatch.setattr(sandbox_values_module, "MAX_OUTLIVED", 2 * 80)
    twins = [ends.carry(np.zeros(10)) for _ in range(4)]
    ends.carry(None)
    twins[0][0] = 1
    assert not ends.sandbox.spoiled([])
    twins[-1][0] = 1
    assert ends.sandbox.spoiled([])


def test_contents_are_the_twins_as_they_are_and_unknown_numbers_are_none(ends):
    twin, number = handed_out(ends, np.zeros(2))
    twin[0] = 1
    (found,) = ends.sandbox.contents([number, 998, 999])
    assert found is twin
    assert ends.sandbox.changed([number, 998]) == [number]


def test_two_views_of_one_array_share_memory_and_two_arrays_do_not(ends):
    whole, other = np.zeros(4), np.zeros(4)
    views = numbers(ends, whole[:3], whole[2:])
    assert ends.sandbox.shared(views)
    assert not ends.sandbox.shared(numbers(ends, whole, other))
    assert not ends.sandbox.shared(views[:1])


@pytest.mark.parametrize("value", [range(2**70), range(10**12), [[0] * 1000] * 20_000], ids=type)
def test_answer_that_is_too_large_is_told_so(ends, value):
    with pytest.raises(NotCarried, match="大きすぎるか"):
        ends.sandbox.encode(value)


def test_reference_to_what_was_never_handed_out_is_refused(ends):
    with pytest.raises(ProtocolError):
        ends.sandbox.decode({"body": {"ref": 8}, "items": [], "dead": []}, [])


def test_nothing_of_the_last_test_is_known(ends):
    twin = ends.carry(np.zeros(2))
    ends.sandbox.clear()
    twin[0] = 1
    assert not ends.sandbox.spoiled([]) and ends.sandbox.contents([0]) == []
