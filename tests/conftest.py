"""What tests of several packages share."""

import os
from collections import Counter
from pathlib import Path

import pytest

from course.errors import CourseError
from course.sealed.fork_server import bubblewrap

# a gradebook in daily use must not be written to by tests: they copy nbgrader_config.py
os.environ.pop("DL_COURSE_GRADEBOOK", None)

REAL_MNIST = Path(__file__).parents[2] / "shared" / "datasets" / "mnist-t10k"


@pytest.fixture
def real_mnist(monkeypatch):
    """The folder with MNIST's 10,000 test images, which load_mnist splits 8,000/2,000."""
    if not REAL_MNIST.is_dir():
        pytest.skip("本物のMNISTのテスト用画像（../shared/datasets/mnist-t10k）がない")
    monkeypatch.setenv("DL_COURSE_DATA", str(REAL_MNIST))
    return REAL_MNIST


# what grades submissions, and so needs the sandbox
GRADING = (
    "tests/attacks/",
    "tests/browser/test_formgrader.py",
    "tests/browser/test_instructor.py",
    "tests/course/grading/",
    "tests/course/report/test_after_grading.py",
    "tests/course/gradebook/",
    "tests/course/sealed/test_executor.py",
    "tests/course/sealed/test_guard.py",
    "tests/course/sealed/test_sandbox.py",
    "tests/course/sealed/test_machine.py",
    "tests/course/sealed/test_preprocessors.py",
    "tests/course/sealed/test_seccomp.py",
    "tests/course/sealed/test_session.py",
    "tests/course/sealed/test_fork_server.py",
    "tests/course/demo/test_demo.py",
    "tests/course/grading/test_nbgrader_commands.py",
    "tests/source/test_answers_sealed.py",
    "tests/source/test_late_changes_sealed.py",
    "tests/source/test_non_interference.py",
    "tests/test_guide.py::test_feedback_goes_back",
)


def pytest_collection_modifyitems(items):
    """Without a sandbox, what grades is reported as not run: never graded without one instead."""
    try:
        bubblewrap()
    except CourseError as error:
        reason = pytest.mark.skip(reason=str(error))
        for item in items:
            slow = item.get_closest_marker("slow") or item.get_closest_marker("long")
            if slow and item.nodeid.startswith(GRADING):
                item.add_marker(reason)


SLOWEST = 10


def pytest_terminal_summary(terminalreporter):
    """The slowest files: where a quicker test run is to be had."""
    seconds = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if hasattr(report, "duration"):
                seconds[report.nodeid.partition("::")[0]] += report.duration
    if sum(seconds.values()) < 60:
        return
    terminalreporter.section(f"slowest {SLOWEST} files")
    for name, time in seconds.most_common(SLOWEST):
        terminalreporter.write_line(f"{time:7.1f} s  {name}")
