"""Sealed grading against stock nbgrader, side by side in one run: `make bench`.

Both grade the same submissions of chapter 1_1 with `nbgrader autograde`: once with the stock
preprocessors, once sealed. They take turns, so that a busy machine slows both.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from course.exercises import read_notebook
from course.layout import CONFIG, Course
from course.nbgrader_setup import programs_on_path
from course.sample_class import sample_class

CHAPTER = "1_1"
STUDENTS = 4
ROUNDS = 3
STOCK = "c = get_config()\n"


def make_course(root: Path, course: Course, slug: str, config: str) -> None:
    """A copy with only this chapter, and solved notebooks handed in."""
    (root / CONFIG).write_text(config, encoding="utf-8")
    shutil.copytree(course.source_notebook(slug).parent, root / "source" / slug)
    source, release = map(
        read_notebook, (course.source_notebook(slug), course.release_notebook(slug))
    )
    solved = sample_class(source, release, [])[0].data
    for number in range(STUDENTS):
        folder = root / "submitted" / f"s{number}" / slug
        folder.mkdir(parents=True)
        (folder / f"{slug}.ipynb").write_bytes(solved)
    nbgrader(root, "generate_assignment", slug, "--force")


def nbgrader(root: Path, *arguments: str) -> float:
    """Seconds that an nbgrader command took."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "nbgrader", *arguments]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    course = Course.find()
    slug = course.resolve(CHAPTER)
    configs = {"stock": STOCK, "sealed": (course.root / CONFIG).read_text(encoding="utf-8")}
    seconds: dict[str, list[float]] = {name: [] for name in configs}
    with programs_on_path(), tempfile.TemporaryDirectory(prefix="course-bench-") as folder:
        for name, config in configs.items():
            (Path(folder) / name).mkdir()
            make_course(Path(folder) / name, course, slug, config)
        for _ in range(ROUNDS):
            for name, times in seconds.items():
                times.append(nbgrader(Path(folder) / name, "autograde", slug, "--force"))
    ratio = statistics.median(seconds["sealed"]) / statistics.median(seconds["stock"])
    print(f"nbgrader autograde {slug}, {STUDENTS} submissions, {ROUNDS} rounds")
    for name, times in seconds.items():
        print(f"  {name:7} {statistics.median(times):6.2f} s   {[round(t, 2) for t in times]}")
    print(f"  sealed / stock = {ratio:.2f}   (required: at most 1.15)")


if __name__ == "__main__":
    main()
