"""Sealed grading against stock nbgrader, side by side in one run: `make bench`.

Both grade the same submissions of chapter 1_1 with `nbgrader autograde`: once with the stock
preprocessors, once sealed. They take turns, so that a busy machine slows both.
"""

import statistics
import tempfile
from pathlib import Path

from setting import STOCK, make_course, seconds

from course.demo.sample_class import sample_class
from course.layout import CONFIG, Course
from course.nbgrader_setup import programs_on_path
from course.notebooks.exercises import read_notebook

CHAPTER = "1_1"
STUDENTS = 4
ROUNDS = 3


def main() -> None:
    course = Course.find()
    slug = course.resolve(CHAPTER)
    notebooks = map(read_notebook, (course.source_notebook(slug), course.release_notebook(slug)))
    solved = sample_class(*notebooks, [])[0].data
    configs = {"stock": STOCK, "sealed": (course.root / CONFIG).read_text(encoding="utf-8")}
    times: dict[str, list[float]] = {name: [] for name in configs}
    with programs_on_path(), tempfile.TemporaryDirectory(prefix="course-bench-") as folder:
        for name, config in configs.items():
            make_course(Path(folder) / name, course, slug, config, [solved] * STUDENTS)
            seconds(Path(folder) / name, "nbgrader", "generate_assignment", slug, "--force")
        for _ in range(ROUNDS):
            for name, found in times.items():
                found.append(seconds(Path(folder) / name, "nbgrader", "autograde", slug, "--force"))
    ratio = statistics.median(times["sealed"]) / statistics.median(times["stock"])
    print(f"nbgrader autograde {slug}, {STUDENTS} submissions, {ROUNDS} rounds")
    for name, found in times.items():
        print(f"  {name:7} {statistics.median(found):6.2f} s   {[round(t, 2) for t in found]}")
    print(f"  sealed / stock = {ratio:.2f}   (required: at most 1.15)")


if __name__ == "__main__":
    main()
