"""What every use of nbgrader from here needs: the course's configuration, and its programs."""

import os
import sys
from pathlib import Path

from nbgrader.utils import setenv
from traitlets.config import Config, PyFileConfigLoader

from course.layout import CONFIG, Course


def load_config(course: Course) -> Config:
    """nbgrader_config.py of the course, as nbgrader's own commands read it."""
    return PyFileConfigLoader(CONFIG, path=str(course.root)).load_config()


def programs_on_path():
    """nbgrader starts alembic by its name: the programs beside this Python come first."""
    return setenv(PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
