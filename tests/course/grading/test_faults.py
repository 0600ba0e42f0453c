"""Whatever breaks on the way: every submission is graded once or named, with the same scores."""

import fcntl
import importlib
import logging
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from course.errors import CourseError
from course.grading import cluster
from course.grading.cluster import local
from course.grading.grade import Options, only_grader
from course.grading.report import Cause
from course.grading.results import Records
from course.nbgrader_setup import programs_on_path

pytestmark = pytest.mark.slow
WRONG = "def double(x):\n    return -2 * x"
STUDENTS = [f"s{number}" for number in range(4)]
MOMENTS = 20  # of which make test tries one


@pytest.fixture
def class_of_four(tiny):
    for number, student in enumerate(STUDENTS):
        tiny.hand_in(student, tiny.solved(**({"double": WRONG} if number % 2 else {})))
    return tiny


def points(tiny):
    """What the gradebook holds, straight from the database: one row for each grade."""
    with Gradebook(f"sqlite:///{tiny.course.root}/gradebook.db", "") as book:
        submissions = book.assignment_submissions(tiny.slug)
        assert len({s.student.id for s in submissions}) == len(submissions)
        return {
            s.student.id: {g.name: g.auto_score for g in s.notebooks[0].grades} for s in submissions
        }


EXPECTED = {
    student: {
        "double_test": 0.0 if number % 2 else 2.0,
        "double_test_negative": 0.0 if number % 2 else 1.0,
        "colors_test": 2.0,
        "discussion": None,
    }
    for number, student in enumerate(STUDENTS)
}


def assert_all_graded_once(tiny):
    assert points(tiny) == EXPECTED
    records = list(Records(tiny.course, tiny.slug).all_published())
    assert [result.student for result in records] == STUDENTS
    for student in STUDENTS:
        folder = Path(student) / tiny.slug
        assert (tiny.course.root / "autograded" / folder / f"{tiny.slug}.ipynb").stat().st_size
        assert (tiny.course.root / "feedback" / folder / f"{tiny.slug}.html").stat().st_size


def command(tiny, *arguments):
    course = str(Path(sys.executable).with_name("course"))
    return [course, "grade", tiny.slug, *arguments]


def start(tiny, *arguments):
    with programs_on_path():
        return subprocess.Popen(
            command(tiny, *arguments),
            cwd=tiny.course.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            # a shell that starts the tests in the background has them ignore Ctrl-C
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )


def finish(process):
    with process:
        output, _ = process.communicate(timeout=120)
    return process.returncode, output


def wait_for_log(tiny, event, run):
    """Until this run says so."""
    log = tiny.course.root / ".grading" / tiny.slug / "runs" / f"{run:04d}" / "events.jsonl"
    ends = time.monotonic() + 120
    while not log.exists() or f'"{event}"' not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < ends, f"{event} does not come"
        time.sleep(0.01)


# ---- workers -----------------------------------------------------------------------------


KILLING = """
import os, pathlib, signal
from course.grading.worker import grade

def work(chapter, task, **guard):
    # what a submission does that takes the process that grades with it (or its worker, which is
    # the parent of that), each time or (s2) only once
    mark = pathlib.Path("{folder}", task.student)
    if task.student == "s1" or (task.student == "s2" and not mark.exists()):
        mark.touch()
        os.kill(os.{whom}(), signal.SIGKILL)
    return grade(chapter, task, **guard)
"""


@pytest.fixture(params=["getpid", pytest.param("getppid", marks=pytest.mark.long)])
def killing_work(tmp_path, monkeypatch, request):
    """In a module of its own: other processes import it, and they cannot import this file."""
    folder = tmp_path / "modules"
    folder.mkdir()
    text = KILLING.format(folder=tmp_path, whom=request.param)
    (folder / "killing.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)  # of what is started
    yield importlib.import_module("killing").work
    del sys.modules["killing"]


def test_submission_that_kills_its_grader_is_named_and_all_others_are_graded(
    class_of_four, tmp_path, killing_work
):
    tiny = class_of_four
    with local(2) as pool:
        report, screen = tiny.grade(options=Options(pool, work=killing_work))
    assert [e.student for e in report.set_aside] == ["s1"], screen
    (entry,) = report.set_aside
    assert (entry.student, entry.cause) == ("s1", Cause.WORKER_DIED)
    assert "回とも" in screen
    assert points(tiny) == {name: EXPECTED[name] for name in STUDENTS if name != "s1"}
    assert (tmp_path / "s2").exists()
    tiny.grade()
    assert_all_graded_once(tiny)


def test_workers_that_are_gone_for_good_are_replaced(class_of_four, monkeypatch):
    tiny = class_of_four
    monkeypatch.setattr(cluster, "WORKERLESS_SECONDS", 4)
    with local(1) as pool:
        pool.start()
        gone = threading.Timer(1, pool._client.retire_workers)
        gone.start()
        report, _ = tiny.grade(options=Options(pool))
        gone.join()
    assert not report.set_aside
    assert_all_graded_once(tiny)


# ---- the grader --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "seed",
    [pytest.param(n, marks=[pytest.mark.long] if n != 1 else []) for n in range(MOMENTS)],
)
def test_grader_killed_at_any_moment_goes_on_where_it_was(class_of_four, seed):
    tiny = class_of_four
    moment = random.Random(seed)
    first = start(tiny, "--workers", str(seed % 3))
    if seed % 5:  # most of them while submissions are being graded, some before
        wait_for_log(tiny, "started", run=1)
        time.sleep(moment.uniform(0, 2))
    else:
        time.sleep(moment.uniform(0, 6))
    os.kill(first.pid, signal.SIGKILL)
    finish(first)
    before = points(tiny) if (tiny.course.root / "gradebook.db").exists() else {}
    assert all(EXPECTED[student] == found for student, found in before.items())  # whole or not
    code, output = finish(start(tiny, "--workers", "0"))
    assert code == 0, output
    assert_all_graded_once(tiny)


def test_interrupted_grader_says_so_and_goes_on_later(class_of_four):
    tiny = class_of_four
    first = start(tiny, "--workers", "1")
    wait_for_log(tiny, "graded", run=1)
    os.killpg(first.pid, signal.SIGINT)  # as the terminal does on Ctrl-C: to all of them
    code, output = finish(first)
    assert code == 130 and "続きから" in output and "Traceback" not in output
    assert finish(start(tiny, "--workers", "0"))[0] == 0
    assert_all_graded_once(tiny)


def test_second_grader_of_the_same_chapter_is_told_to_wait(class_of_four):
    tiny = class_of_four
    folder = tiny.course.root / ".grading" / tiny.slug
    folder.mkdir(parents=True)
    with (folder / "lock").open("w") as lock:  # as the first one holds it
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CourseError, match="ほかの course grade が採点しています"):
            tiny.grade()
    tiny.grade()
    assert_all_graded_once(tiny)


def test_clock_that_goes_backwards_changes_nothing(class_of_four, monkeypatch):
    tiny = class_of_four
    now = time.time()
    back = iter(range(10**9))
    monkeypatch.setattr(time, "time", lambda: now - 3600 * next(back))
    tiny.grade()
    report, _ = tiny.grade()
    assert report.kept == len(STUDENTS)
    assert_all_graded_once(tiny)


# ---- disk and gradebook ------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [8, pytest.param(30, marks=pytest.mark.long)])
def test_locked_gradebook_is_waited_for(class_of_four, seconds):
    """SQLite itself gives up after five seconds."""
    tiny = class_of_four
    tiny.grade(options=Options(students=["s0"]))
    other = sqlite3.connect(
        tiny.course.root / "gradebook.db", isolation_level=None, check_same_thread=False
    )
    first = start(tiny, "--workers", "0")
    wait_for_log(tiny, "started", run=2)
    other.execute("BEGIN EXCLUSIVE")
    wait_for_log(tiny, "waiting for the gradebook", run=2)
    release = threading.Timer(seconds, other.execute, ["ROLLBACK"])
    release.start()
    code, output = finish(first)
    release.join()
    other.close()
    assert code == 0, output
    assert "空くのを待っています" in output
    assert_all_graded_once(tiny)


def test_full_disk_names_the_students_and_the_next_run_does_the_rest(class_of_four, tmp_path):
    tiny = class_of_four
    graded = tiny.course.root / "autograded"
    graded.mkdir()
    small = ["bwrap", "--dev-bind", "/", "/", "--size", "12288", "--tmpfs", str(graded)]
    with programs_on_path():
        result = subprocess.run(
            [*small, *command(tiny, "--workers", "0")],
            cwd=tiny.course.root,
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert result.returncode == 1, result.stdout + result.stderr
    assert "No space left on device" in result.stdout
    done = points(tiny)
    assert 0 < len(done) < len(STUDENTS)
    assert all(EXPECTED[student] == found for student, found in done.items())
    for student in set(STUDENTS) - set(done):
        assert f"submitted/{student}/" in result.stdout
    tiny.grade()
    assert_all_graded_once(tiny)


def test_what_sqlalchemy_says_of_a_broken_off_cursor_goes_into_the_log(class_of_four):
    tiny = class_of_four
    with only_grader(tiny.course, tiny.slug) as (_, log):
        logging.getLogger("sqlalchemy.pool.impl.NullPool").error("Error closing cursor")
    assert "Error closing cursor" in log.read_text(encoding="utf-8")
