"""The course to hand out, and the edition for classes."""

import shutil
from pathlib import Path

import pytest
from rich.console import Console

from course.handing_out.bundle import write_bundle
from course.layout import Course

ROOT = Path(__file__).parents[3]
ROOMS = ("notebooks", "source", "release", "common", "datasets")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of the real course, so that dist/ of the repository is left alone."""
    root = tmp_path_factory.mktemp("course")
    for room in ROOMS:
        shutil.copytree(ROOT / room, root / room)
    for name in ("nbgrader_config.py", "requirements.txt", "constraints.txt", "LICENSE"):
        shutil.copy(ROOT / name, root)
    return Course(root)


@pytest.fixture(scope="module")
def bundle(course):
    return write_bundle(course, Console(quiet=True))
