"""What a message would become is counted before it is built."""

import pytest

from course.sealed.inside import budget
from course.sealed.inside.budget import MAX_LEVELS, NUMBER, array_size, check
from course.sealed.inside.wire import ProtocolError


def item(number, kind, content):
    return {"n": number, "kind": kind, "content": content}


def array(number, shape, dtype="<f8"):
    return item(number, "array", {"shape": shape, "dtype": dtype})


def brought(*items, body=None):
    return check({"items": list(items), "body": body})


@pytest.mark.parametrize(
    "one, size",
    [
        (array(0, [10, 3]), 240),
        (array(0, [], "<f4"), 4),
        (array(0, [0, 5], "|b1"), 5),
        (item(0, "list", [1, 2, 3]), 3 * NUMBER),
        (item(0, "set", []), 0),
        (item(0, "dict", [["a", 1], ["b", 2]]), 4 * NUMBER),
        (item(0, "generator", {}), 700 * NUMBER),
    ],
)
def test_item_brings_the_bytes_of_its_own(one, size):
    assert brought(one) == size


def test_items_are_added_up_and_what_they_refer_to_is_brought_once():
    items = array(0, [10]), item(1, "list", [{"ref": 0}, {"ref": 0}])
    assert brought(*items) == 80 + 2 * NUMBER


def test_empty_array_counts_by_the_lengths_that_it_has():
    assert array_size([0, 1000], 8) == (1000, 8)


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(budget, "MAX_BYTES", 1_600)  # a hundred numbers


def refused(*items, body=None):
    with pytest.raises(ProtocolError):
        brought(*items, body=body)


def test_list_that_holds_one_list_twice_counts_it_twice(small):
    items = [item(0, "list", [1])]
    items += [item(n, "list", [{"ref": n - 1}] * 2) for n in range(1, 5)]
    brought(*items, body={"ref": 4})
    refused(*items, item(5, "list", [{"ref": 4}] * 2), item(6, "list", [{"ref": 5}] * 2))


@pytest.mark.parametrize("wide", ["x" * 50, {"bytes": "00" * 200}, {"scalar": ["<U50", ""]}])
def test_one_wide_element_makes_every_element_as_wide(small, wide):
    brought(item(0, "list", [1] * 50))
    brought(item(0, "list", [wide]))
    refused(item(0, "list", [1] * 50 + [wide]))


@pytest.mark.parametrize("kind", ["tuple", "frozenset"])
def test_what_is_in_a_tuple_counts(small, kind):
    refused(body={kind: [{kind: [1] * 60}] * 2})
    brought(body={kind: [{kind: [1] * 40}] * 2})


def test_host_of_a_device_array_counts(small):
    refused(array(0, [60]), body={"tuple": [{"device": {"ref": 0}}, {"device": {"ref": 0}}]})


@pytest.mark.parametrize("bounds", [[0, 101, 1], [100, -1, -1], [0, {"int": "0x1"}, 1]])
def test_range_counts_by_its_bounds(small, bounds):
    refused(body={"range": bounds})
    brought(body={"range": [5, 50, 1]})


def nested(levels):
    value = 1
    for _ in range(levels):
        value = {"tuple": [value]}
    return value


def test_nesting_ends():
    brought(body=nested(MAX_LEVELS))
    refused(body=nested(MAX_LEVELS + 2))


def test_reference_to_what_comes_later_is_none():
    with pytest.raises(KeyError):  # `decode` makes a ProtocolError of it
        brought(item(0, "list", [{"ref": 1}]), item(1, "list", []))


@pytest.mark.parametrize("body", [None, True, 1, 2.5, {"complex": [0, 1]}, {"mine": [0, "", ""]}])
def test_single_values_count_little(small, body):
    assert brought(body=body) == 0
