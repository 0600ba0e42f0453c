"""What every use of nbgrader from here needs: the course's configuration, and its programs."""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

from traitlets.config import Config, PyFileConfigLoader

from course.layout import CONFIG, Course


def load_config(course: Course) -> Config:
    """nbgrader_config.py of the course, as nbgrader's own commands read it."""
    return PyFileConfigLoader(CONFIG, path=str(course.root)).load_config()


def own_gradebook(root: Path) -> str:
    """A line for the configuration of a copy: it must never write to the gradebook in use."""
    url = f"sqlite:///{root}/gradebook.db"
    return f"\nc.CourseDirectory.db_url = {url!r}\n"


@contextmanager
def programs_on_path():
    """nbgrader starts alembic by its name: the programs beside this Python come first.

    (nbgrader's own `setenv` deletes what it should restore.)
    """
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{before}"
    try:
        yield
    finally:
        os.environ["PATH"] = before
