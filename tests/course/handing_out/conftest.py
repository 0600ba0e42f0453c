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


@pytest.fixture(scope="module")
def edition(course, bundle):
    """The one for self-study, beside the one for classes."""
    return write_bundle(course, Console(quiet=True), self_study=True)


@pytest.fixture(scope="session")
def files_of():
    """{name: bytes} of all files of a folder."""

    def files_of(folder):
        paths = [path for path in folder.rglob("*") if path.is_file()]
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}

    return files_of
