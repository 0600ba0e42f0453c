"""Workers that do not start or die, results that are lost or another's: no batch ends by it."""

import importlib
import os
import signal
import sys
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace

import pytest
from distributed import KilledWorker, LocalCluster
from distributed.comm import CommClosedError

from course.errors import CourseError
from course.grading import cluster as cluster_module
from course.grading.cluster import local, remote
from course.grading.grade import set_aside
from course.grading.pool import InProcess
from course.grading.publish import Publisher
from course.grading.report import Cause, Problem
from course.grading.worker import Answers, Chapter, Task, digest, version
from course.sealed.child import Allowed
from course.sealed.sandbox import Limits

pytestmark = pytest.mark.slow
ALLOWED = Allowed.by(Limits())
CHAPTER = Chapter("1_1", "source", version=version())
TASKS = [Task(f"s{n}", f"notebook {n}", f"key {n}") for n in range(4)]
OTHERS = [Task(f"s{n}", f"notebook of another class {n}", f"other key {n}") for n in range(4)]
QUICK = '''
import os, pathlib, signal
from functools import partial
from course.feedback.graded_page import Grades
from course.grading.worker import Answers, Chapter, Graded, Task, version

CHAPTER = Chapter("1_1", "source", version=version())

def work(task, **guard):
    """A result without any grading."""
    answers = Answers.to(CHAPTER, task)
    return Graded(answers, {}, [], {}, Grades({}, {}, 0.0, 0.0), b"", b"")

def kills_its_worker_the_second_time(task, folder, **guard):
    mark = pathlib.Path(folder, task.student)
    if task.student == "s0" and mark.exists():
        if not (again := pathlib.Path(folder, "again")).exists():
            again.touch()
            os.kill(os.getppid(), signal.SIGKILL)
    mark.touch()
    return work(task)

def of_another(task, **guard):
    return work(Task(task.student, "another notebook", task.key))
'''


@pytest.fixture
def quick(tmp_path, monkeypatch):
    """In a module of its own: other processes import it, and they cannot import this file."""
    (tmp_path / "quick_works.py").write_text(QUICK, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)  # of what is started
    yield importlib.import_module("quick_works")
    del sys.modules["quick_works"]


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
    monkeypatch.setattr(cluster_module, "LocalCluster", cluster)
    with local(1) as pool:
        pool.start()
    assert cluster.tried == 2


def test_workers_that_never_start_are_one_clear_line(monkeypatch):
    monkeypatch.setattr(cluster_module, "LocalCluster", Failing(times=9))
    with (
        pytest.raises(CourseError, match="始められませんでした（Nanny failed.*--workers"),
        local(1) as pool,
    ):
        pool.start()


def assert_own_results(done, tasks):
    """Every task once, each with its own result."""
    assert {task.student for task, _ in done} == {task.student for task in tasks}
    assert len(done) == len(tasks)
    for task, outcome in done:
        assert outcome.answers == Answers.to(CHAPTER, task)


# ---- results that are lost ---------------------------------------------------------------


@dataclass
class Asked:
    """A future whose worker dies as soon as it has been asked whether all went well."""

    error: Exception

    def exception(self):
        return None

    def result(self, timeout=None):
        raise self.error


@pytest.mark.parametrize(
    "error",
    [KilledWorker("grade-0", None, 0), CancelledError("lost"), CommClosedError(), TimeoutError()],
    ids=lambda error: type(error).__name__,
)
def test_result_lost_after_the_first_question_is_nothing_about_the_submission(error):
    with pytest.raises(cluster_module._Lost, match=type(error).__name__):
        cluster_module._outcome(Asked(error), TASKS[0])


def test_submission_that_dask_gives_up_is_tried_again(quick, monkeypatch):
    """As with results that it has lost: only some are gone, and the scheduler is there."""
    with local(1) as pool:
        pool.start()
        submit, given_up = pool._submit, []

        def submitted(work, allowed, task):
            future = submit(work, allowed, task)
            if task is TASKS[1] and not given_up:
                given_up.append(task)
                future.cancel(force=True)
            return future

        monkeypatch.setattr(pool, "_submit", submitted)
        done = list(pool.run(quick.work, TASKS, ALLOWED))
    assert given_up
    assert_own_results(done, TASKS)


def test_worker_that_dies_with_a_finished_result_costs_nobody_a_grade(quick, tmp_path, monkeypatch):
    """And once more, when that result is worked out again."""
    work = quick.partial(quick.kills_its_worker_the_second_time, folder=str(tmp_path))
    with local(1) as pool:
        pool.start()
        (worker,) = pool._client.run(os.getpid).values()
        first_done, killed = pool._first_done, []

        def and_then_it_dies(futures):
            done = first_done(futures)
            if not killed:
                killed.append(worker)
                os.kill(worker, signal.SIGKILL)
            return done

        monkeypatch.setattr(pool, "_first_done", and_then_it_dies)
        done = list(pool.run(work, TASKS, ALLOWED))
    assert killed
    assert_own_results(done, TASKS)


# ---- results of others -------------------------------------------------------------------


def test_two_graders_on_one_scheduler_get_their_own_results(quick):
    settings = {"processes": False, "dashboard_address": None}
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, **settings) as cluster,
        remote(cluster.scheduler_address, isolated=False) as one,
        remote(cluster.scheduler_address, isolated=False) as two,
    ):
        one.start(), two.start()
        first, second = (
            pool.run(quick.work, tasks, ALLOWED) for pool, tasks in ((one, TASKS), (two, OTHERS))
        )
        # both always have submissions that are running and waiting
        done, others = zip(*zip(first, second, strict=True), strict=True)
    assert_own_results(done, TASKS)
    assert_own_results(others, OTHERS)


def test_result_of_another_submission_is_asked_for_again_and_then_named(quick):
    with local(1) as pool:
        pool.start()
        ((_, outcome),) = pool.run(quick.of_another, TASKS[:1], ALLOWED)
    assert isinstance(outcome, Problem) and "ほかの提出物の結果" in outcome.reason


@pytest.mark.parametrize(
    "change",
    [
        {"key": "another"},
        {"notebook": digest("another")},
        {"tests": digest("other tests")},
        {"version": "another"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_result_that_answers_another_question_is_not_published(tiny, quick, change):
    ((task, graded),) = InProcess().run(quick.work, TASKS[:1], ALLOWED)
    publisher = Publisher(tiny.course, CHAPTER, scores=None)
    answers = replace(graded.answers, **change)
    with pytest.raises(Problem) as found:
        publisher.publish(task, replace(graded, answers=answers))
    entry = set_aside("s0/1_1", found.value)
    assert (entry.cause, entry.student) == (Cause.OTHER_RESULT, "s0")
    assert not tiny.files("autograded", "feedback", ".grading")
