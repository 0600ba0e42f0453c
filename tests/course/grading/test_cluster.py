"""Scheduler, worker and grader as separate processes: only the scheduler's address is shared."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course.grading.results import Records
from course.nbgrader_setup import programs_on_path

pytestmark = pytest.mark.slow
STUDENTS = [f"s{number}" for number in range(6)]


def another_user():
    """What makes a process of ours nobody's, where that is allowed and Python can be read."""
    nobody = pwd.getpwnam("nobody")
    user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    try:
        subprocess.run([sys.executable, "-c", "import course"], **user, check=True, cwd="/")
    except (OSError, subprocess.CalledProcessError):
        return {}
    return user


USER = another_user()


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


class Dask:
    """A scheduler and a worker with folders and, where possible, a user of their own."""

    def __init__(self, folder):
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.folder, self.processes = folder, []

    def scheduler(self):
        port = self.address.rsplit(":", 1)[1]
        where = ["--host", "127.0.0.1", "--port", port, "--no-dashboard"]
        return self._start("scheduler", *where)

    def worker(self):
        alone = ["--nthreads", "1", "--nworkers", "1", "--no-dashboard"]
        return self._start("worker", self.address, *alone)

    def _start(self, what, *arguments):
        home = self.folder / f"{what}-{len(self.processes)}"
        home.mkdir()
        if USER:
            shutil.chown(home, USER["user"], USER["group"])
        with (home / "log.txt").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", what, *arguments],
                cwd=home,
                env={"HOME": str(home), "PATH": os.environ["PATH"], "TMPDIR": str(home)},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **USER,
            )
        self.processes.append(process)
        return process

    def end(self):
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def dask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dask")
    for path in (folder, *list(folder.parents)[:2]):
        path.chmod(0o755)  # its users must be able to go there
    found = Dask(folder)
    yield found
    found.end()


@pytest.fixture
def class_of_six(tiny):
    for student in STUDENTS:
        tiny.hand_in(student, tiny.solved())
    tiny.course.root.chmod(0o700)  # the worker is another user, and could not even look
    return tiny


def start(tiny, *arguments):
    course = str(Path(sys.executable).with_name("course"))
    with programs_on_path():
        return subprocess.Popen(
            [course, "grade", tiny.slug, *arguments],
            cwd=tiny.course.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def finish(process):
    with process:
        output, _ = process.communicate(timeout=150)
    return process.returncode, output


def scores(tiny):
    return {
        result.student: sum(verdict["points"] for verdict in result.verdicts.values())
        for result in Records(tiny.course, tiny.slug).all_published()
    }


def wait_for(grading, tiny, event):
    """Until the log says so, or the grading has ended."""
    log = tiny.course.root / ".grading" / tiny.slug / "runs" / "0001" / "events.jsonl"
    while grading.poll() is None and not (log.exists() and event in log.read_text()):
        time.sleep(0.01)


def test_worker_elsewhere_needs_nothing_but_the_address(class_of_six, dask):
    tiny = class_of_six
    dask.scheduler()
    worker = dask.worker()
    code, output = finish(start(tiny, "--scheduler", dask.address))
    assert code == 0, output
    assert scores(tiny) == dict.fromkeys(STUDENTS, 5.0)
    assert os.readlink(f"/proc/{worker.pid}/cwd") != str(tiny.course.root)
    if USER:
        assert Path(f"/proc/{worker.pid}").stat().st_uid == USER["user"]
    for path in dask.folder.rglob("*"):
        assert "gradebook" not in path.name and not path.name.endswith(".ipynb")


def test_two_classes_on_one_scheduler_each_get_their_own_points(
    class_of_six, dask, tmp_path_factory
):
    """At the same time and in the same chapter, which one class has solved."""
    other = type(class_of_six)(tmp_path_factory.mktemp("other") / "course")
    for student in STUDENTS:
        other.hand_in(student, other.solved(double="def double(x):\n    return 0"))
    dask.scheduler()
    dask.worker()
    gradings = [start(tiny, "--scheduler", dask.address) for tiny in (class_of_six, other)]
    for code, output in map(finish, gradings):
        assert code == 0, output
    assert scores(class_of_six) == dict.fromkeys(STUDENTS, 5.0)
    assert scores(other) == dict.fromkeys(STUDENTS, 2.0)


@pytest.mark.long
def test_lost_scheduler_is_one_line_and_the_next_run_goes_on(class_of_six, dask):
    tiny = class_of_six
    scheduler = dask.scheduler()
    dask.worker()
    first = start(tiny, "--scheduler", dask.address)
    wait_for(first, tiny, "graded")
    os.killpg(scheduler.pid, signal.SIGKILL)
    code, output = finish(first)
    assert code == 2, output
    assert output.splitlines()[-1].startswith("course: スケジューラーとの接続が切れました")
    done = scores(tiny)
    assert 0 < len(done) < len(STUDENTS)
    dask.scheduler()
    dask.worker()
    code, output = finish(start(tiny, "--scheduler", dask.address))
    assert code == 0, output
    assert f"{len(done)} 人は、前のままです" in output
    assert scores(tiny) == dict.fromkeys(STUDENTS, 5.0)


@pytest.mark.long
def test_scheduler_without_workers_is_one_line(class_of_six, dask):
    tiny = class_of_six
    dask.scheduler()
    worker = dask.worker()
    first = start(tiny, "--scheduler", dask.address)
    wait_for(first, tiny, "started")
    os.killpg(worker.pid, signal.SIGKILL)
    code, output = finish(first)
    assert code == 2, output
    assert output.splitlines()[-1].startswith("course: スケジューラーのワーカーが")


def test_scheduler_that_is_not_there_is_one_line(class_of_six):
    code, output = finish(start(class_of_six, "--scheduler", f"tcp://127.0.0.1:{free_port()}"))
    assert code == 2
    assert output.strip().splitlines()[-1].startswith("course: スケジューラー tcp://127.0.0.1")
    assert "Traceback" not in output
