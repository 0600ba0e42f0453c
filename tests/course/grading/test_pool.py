"""Workers of this machine that do not start: once more, then one clear line."""

import pytest
from distributed import LocalCluster

from course.errors import CourseError
from course.grading import pool as pool_module
from course.grading.pool import local

pytestmark = pytest.mark.slow


class Failing:
    """A cluster that fails to start this many times."""

    def __init__(self, times):
        self.times, self.tried = times, 0

    def __call__(self, **settings):
        self.tried += 1
        if self.tried <= self.times:
            raise RuntimeError("Nanny failed to start.")
        return LocalCluster(**settings)


def test_workers_that_fail_to_start_once_are_started_again(monkeypatch):
    cluster = Failing(times=1)
    monkeypatch.setattr(pool_module, "LocalCluster", cluster)
    with local(1) as pool:
        pool.start()
    assert cluster.tried == 2


def test_workers_that_never_start_are_one_clear_line(monkeypatch):
    monkeypatch.setattr(pool_module, "LocalCluster", Failing(times=9))
    with (
        pytest.raises(CourseError, match="始められませんでした（Nanny failed.*--workers"),
        local(1) as pool,
    ):
        pool.start()
