"""What tests of several packages share, and in which order they run."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from course.errors import CourseError
from course.sealed.fork_server import bubblewrap

# a gradebook in daily use must not be written to by tests: they copy nbgrader_config.py
os.environ.pop("DL_COURSE_GRADEBOOK", None)
# several workers with several threads each would spend their time waiting for one another; what
# tests start (kernels, JupyterLab, commands) does as it is told here
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

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
    "tests/accidents/test_broken_answers_in_the_sandbox.py",
    "tests/accidents/test_class_with_accidents.py",
    "tests/accidents/test_installing_packages.py",
    "tests/attacks/",
    "tests/browser/test_folder_name.py",
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


def pytest_addoption(parser):
    about = "write down how long each file takes: the next runs begin with the longest"
    parser.addoption("--record-durations", action="store_true", help=about)


def file_of(test):
    """Of an item or a report of it."""
    return test.nodeid.partition("::")[0]


def pytest_collection_modifyitems(items):
    long_files_first(items)
    skip_what_needs_a_sandbox(items)


def long_files_first(items):
    """So that none is left over at the end, when the other workers have nothing to do any more."""
    seconds = json.loads(DURATIONS.read_text(encoding="utf-8"))
    items.sort(key=lambda item: -seconds.get(file_of(item), 0))


def skip_what_needs_a_sandbox(items):
    """Without one, what grades is reported as not run: never graded without one instead."""
    try:
        bubblewrap()
    except CourseError as error:
        reason = pytest.mark.skip(reason=str(error))
        for item in items:
            slow = item.get_closest_marker("slow") or item.get_closest_marker("long")
            if slow and item.nodeid.startswith(GRADING):
                item.add_marker(reason)


SLOWEST = 10
DURATIONS = Path(__file__).with_name("durations.json")
SHORT = 5  # seconds, of a file whose place does not matter


def pytest_terminal_summary(terminalreporter, config):
    """The slowest files: where a quicker test run is to be had."""
    seconds = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if hasattr(report, "duration"):
                seconds[file_of(report)] += report.duration
    if config.getoption("--record-durations"):
        long = {name: round(time) for name, time in sorted(seconds.items()) if time > SHORT}
        DURATIONS.write_text(json.dumps(long, indent=1) + "\n", encoding="utf-8")
    if sum(seconds.values()) < 60:
        return
    terminalreporter.section(f"slowest {SLOWEST} files")
    for name, time in seconds.most_common(SLOWEST):
        terminalreporter.write_line(f"{time:7.1f} s  {name}")
