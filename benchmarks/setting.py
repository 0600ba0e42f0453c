"""What the benchmarks share: a course with a class in it, and commands that are timed."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from course.layout import CONFIG, Course
from course.nbgrader_setup import own_gradebook

STOCK = "c = get_config()\n"


def make_course(root: Path, course: Course, slug: str, config: str, class_: Iterable[bytes]) -> int:
    """A copy with only this chapter, and a submission of each student; how many there are."""
    root.mkdir()
    (root / CONFIG).write_text(config + own_gradebook(root), encoding="utf-8")
    (root / "notebooks").mkdir()
    shutil.copytree(course.source_notebook(slug).parent, root / "source" / slug)
    number = -1
    for number, data in enumerate(class_):
        folder = root / "submitted" / f"s{number:05d}" / slug
        folder.mkdir(parents=True)
        (folder / f"{slug}.ipynb").write_bytes(data)
    return number + 1


def seconds(root: Path, *command: str) -> float:
    """How long a command of this Python took."""
    start = time.perf_counter()
    result = subprocess.run([sys.executable, "-m", *command], cwd=root, capture_output=True)
    if result.returncode:
        raise SystemExit(f"{' '.join(command)}:\n{result.stderr.decode()[-2000:]}")
    return time.perf_counter() - start
