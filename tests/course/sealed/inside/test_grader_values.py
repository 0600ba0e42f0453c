"""What the grader changes in what it has handed out reaches the sandbox."""

import numpy as np
import pytest


def _replace_element(value):
    value[1] = 9.0


def _replace_by_equal_type(value):
    value[1] = 1


def _replace_array(value):
    value[1] = np.ones(2)


def _change_array_within(value):
    value[2][0][...] = 7.0


@pytest.mark.parametrize("make", [list, lambda items: dict(enumerate(items))])
@pytest.mark.parametrize(
    "change", [_replace_element, _replace_by_equal_type, _replace_array, _change_array_within]
)
def test_what_a_test_changes_in_a_list_or_dict_reaches_its_twin(ends, make, change):
    value = make([0.0, 1.0, (np.zeros(2), "a")])
    twin = ends.carry(value)
    change(value)
    assert ends.carry(value) is twin
    assert repr(twin) == repr(value)


def test_what_a_test_changes_in_a_set_reaches_its_twin(ends):
    value = {1, 2}
    twin = ends.carry(value)
    value.remove(1)
    value.add(3)
    assert ends.carry("another message") == "another message"
    assert twin == {2, 3}
