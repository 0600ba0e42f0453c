"""Which points changed between two results."""

import pytest

from course.grading.compare import changed_points
from course.grading.report import Change
from course.grading.results import Result


def result(**points):
    return Result("s1", "key", {name: {"points": value} for name, value in points.items()})


@pytest.mark.parametrize(
    "before, after",
    [
        (None, result(a=1)),
        (result(a=1, b=0), result(b=0, a=1)),
        (result(), result()),
        (result(a=1), result(a=1, b=0)),
    ],
)
def test_nothing_before_or_the_same_is_no_change(before, after):
    assert changed_points(before, after) == []


@pytest.mark.parametrize(
    "before, after, change",
    [
        (result(a=1, b=2), result(a=1, b=0), Change("s1", 3, 1, ("b",))),
        (result(a=1, b=2), result(b=2), Change("s1", 3, 2, ("a",))),
        (result(a=1), result(a=1, c=0, b=3), Change("s1", 1, 4, ("b",))),
        (result(a=1, b=0), result(a=0, b=1), Change("s1", 1, 1, ("a", "b"))),
    ],
)
def test_cells_with_other_points_are_named_with_both_totals(before, after, change):
    assert changed_points(before, after) == [change]
