"""Ten thousand submissions with a stand-in for the execution: `make bench`, about ten minutes.

What is measured is everything else: reading, handing out to workers, gradebook, files. CPU time of
a submission and memory in the main process must be the same for ten times as many students.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from rich.console import Console
from setting import make_course

from course.attacks.attacked_class import SLUG, solved
from course.attacks.attacked_class import make_course as make_small_course
from course.grading.cluster import local
from course.grading.grade import Options, grade_chapter
from course.grading.worker import Chapter, Graded, Task, grade
from course.layout import CONFIG, Course
from course.nbgrader_setup import programs_on_path

SIZES = (1_000, 10_000)
WORKERS = 2
MEGA = 1_024  # ru_maxrss is in KiB


_graded: list[Graded] = []  # in each process that grades: what the first submission got


def stand_in(chapter: Chapter, task: Task, **guard) -> Graded:
    """The same for everybody: all submissions are alike."""
    if not _graded:
        _graded.append(grade(chapter, task))
    return _graded[0]


def measure(students: int) -> dict:
    """Seconds of one submission and memory (MB) of this process, for a class of this size."""
    config = (Course.find().root / CONFIG).read_text(encoding="utf-8")
    data = nbformat.writes(solved()).encode("utf-8")
    with tempfile.TemporaryDirectory(prefix="course-bench-") as folder, programs_on_path():
        small = Path(folder) / "small"
        small.mkdir()
        original = make_small_course(small, config, honest=())
        root = Path(folder) / "many"
        make_course(root, original, SLUG, config, (data for _ in range(students)))
        with local(WORKERS) as pool, open(os.devnull, "w", encoding="utf-8") as nowhere:
            pool.start()
            start, cpu = time.perf_counter(), time.process_time()
            quiet = Console(file=nowhere)
            report = grade_chapter(Course(root), SLUG, quiet, Options(pool, work=stand_in))
            seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        assert len(report.scores) == students and not report.set_aside
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGA
    return {"seconds": seconds / students, "cpu": cpu / students, "memory": memory}


def main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]))))
        return
    found = []
    for size in SIZES:  # each in a process of its own: memory is measured
        command = [sys.executable, __file__, str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))
    print(f"stand-in executor, {WORKERS} workers")
    for size, about in zip(SIZES, found, strict=True):
        cpu, wall = about["cpu"] * 1000, about["seconds"] * 1000
        each = f"{cpu:5.1f} ms CPU of the grader, {wall:5.1f} ms in all"
        print(f"  {size:6} students: each {each};  {about['memory']:.0f} MB")
    cpu, memory = (found[1][key] / found[0][key] for key in ("cpu", "memory"))
    print(f"  ten times as many: CPU {cpu:.2f}, memory {memory:.2f} (required: at most 1.10)")


if __name__ == "__main__":
    main()
