"""The statistics are the standard ones: as SciPy and Python's own module compute them."""

import statistics

import numpy as np
import pytest
from scipy.stats import pointbiserialr

from course.report.statistics import histogram, point_biserial, ranks, summary


@pytest.mark.parametrize("seed", range(20))
def test_point_biserial_of_random_classes_is_that_of_scipy(seed):
    rng = np.random.default_rng(seed)
    students = rng.integers(5, 300)
    solved = rng.random(students) < rng.uniform(0.2, 0.8)
    solved[:2] = True, False
    others = rng.normal(50, 20, students) + 10 * solved
    expected = pointbiserialr(solved, others).statistic
    assert point_biserial([*solved], [*others]) == pytest.approx(expected, rel=1e-12)


def test_point_biserial_by_hand():
    # means 8 and 3, standard deviation √8, two thirds: 5 / √8 · √(2/9)
    others = [8, 8, 8, 8, 1, 5]
    s = np.std(others)
    expected = 5 / s * np.sqrt(2 / 9)
    assert point_biserial([True] * 4 + [False] * 2, others) == pytest.approx(expected)


@pytest.mark.parametrize(
    "solved, others",
    [
        ([True] * 6, [1, 2, 3, 4, 5, 6]),
        ([False] * 6, [1, 2, 3, 4, 5, 6]),
        ([True, False] * 3, [7] * 6),
        ([True, False, True, False], [1, 2, 3, 4]),
        ([], []),
    ],
    ids=["everybody", "nobody", "equal totals", "four students", "no students"],
)
def test_point_biserial_that_is_not_defined_is_none(solved, others):
    assert point_biserial(solved, others) is None


def test_point_biserial_of_five_is_defined():
    assert point_biserial([True, True, True, False, False], [3, 3, 3, 1, 1]) == pytest.approx(1)


def test_summary_is_that_of_pythons_statistics():
    values = [0.2, 0.9, 0.4, 0.7, 1.0]
    found = summary(values)
    assert found["count"] == 5
    assert found["mean"] == pytest.approx(statistics.mean(values))
    assert found["sd"] == pytest.approx(statistics.pstdev(values))
    assert found["median"] == statistics.median(values)
    quartiles = statistics.quantiles(values, n=4, method="inclusive")
    assert [found["q1"], found["q3"]] == pytest.approx([quartiles[0], quartiles[2]])
    assert (found["min"], found["max"]) == (0.2, 1.0)


def test_summary_of_nothing_is_none():
    assert summary([]) is None


def test_histogram_counts_ends_and_extra_credit():
    found = histogram([0, 0.05, 0.1, 0.95, 1.0, 1.2])
    assert found["counts"] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 3]
    assert found["edges"][1] == 0.1


def test_ranks_share_the_better_place_and_skip_unknown():
    assert ranks([0.5, 0.9, None, 0.5, 0.1]) == [2, 1, None, 2, 4]
