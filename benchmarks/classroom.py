"""A class of 40 in chapter 1_2: stock `nbgrader autograde`, then `course grade`: `make bench`.

Right, wrong and slow submissions. `course grade` seals the tests, runs every notebook twice (see
docs/grading.md) and makes the feedback pages as well; stock does none of these.
"""

import tempfile
from pathlib import Path

import nbformat
from setting import STOCK, make_course, seconds

from course.demo.sample_class import sample_class
from course.layout import CONFIG, Course
from course.nbgrader_setup import programs_on_path
from course.notebooks.exercises import exercises, read_notebook
from course.test_power.answer_files import read_answers

CHAPTER = "1_2"
STUDENTS = 40
SLOW = "total = 0\nfor number in range(20_000_000):\n    total += number"


def make_class(course: Course, slug: str) -> list[bytes]:
    """Half of them all right, four with mistakes in turn, one in ten with a slow cell."""
    source, release = map(
        read_notebook, (course.source_notebook(slug), course.release_notebook(slug))
    )
    answers = read_answers(course.root / "tests" / "wrong_answers" / slug)
    right, first, second, half, *_ = sample_class(source, release, answers)
    return [
        _slow(right.data) if k % 10 == 9 else (right, first, right, second, right, half)[k % 6].data
        for k in range(STUDENTS)
    ]


def _slow(data: bytes) -> bytes:
    notebook = nbformat.reads(data.decode("utf-8"), as_version=4)
    place = notebook.cells.index(exercises(notebook)[0].answer)
    notebook.cells.insert(place, nbformat.v4.new_code_cell(SLOW))
    return nbformat.writes(notebook).encode("utf-8")


def main() -> None:
    course = Course.find()
    slug = course.resolve(CHAPTER)
    ours = (course.root / CONFIG).read_text(encoding="utf-8")
    found = {}
    with programs_on_path(), tempfile.TemporaryDirectory(prefix="course-bench-") as folder:
        stock = Path(folder) / "stock"
        make_course(stock, course, slug, STOCK, make_class(course, slug))
        seconds(stock, "nbgrader", "generate_assignment", slug, "--force")
        found["stock nbgrader autograde"] = seconds(stock, "nbgrader", "autograde", slug)
        for workers in (1, 2):
            root = Path(folder) / f"workers{workers}"
            make_course(root, course, slug, ours, make_class(course, slug))
            seconds(root, "nbgrader", "generate_assignment", slug, "--force")
            name = f"course grade --workers {workers}"
            found[name] = seconds(root, "course.cli", "grade", slug, "--workers", str(workers))
    first = next(iter(found.values()))
    print(f"{STUDENTS} submissions of {slug}")
    for name, time in found.items():
        print(f"  {name:26} {time:6.1f} s   {first / time:4.2f} times as fast as stock")
    print("  (required with 2 workers on 2 cores: at least 2, to aim for: 3)")


if __name__ == "__main__":
    main()
