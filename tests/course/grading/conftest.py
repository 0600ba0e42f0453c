"""A tiny course with two chapters, and ways to hand in something for it."""

import io
import shutil
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from rich.console import Console

from course.grading.grade import DEFAULT, grade_chapter
from course.layout import CONFIG, Course
from course.notebooks.exercises import exercises
from course.notebooks.text_bridge import tidy

ROOT = Path(__file__).parents[3]
SLUG, OTHER = "1_1_doubling", "1_2_tripling"
RIGHT = {
    "double": "def double(x):\n    return 2 * x",
    "colors": 'colors = {"red", "blue"}',
    "discussion": "色は2つだからです。",
    "slope": "slope = 2",  # in tests that add it
}


def flags(name, grade=False, solution=False, points=None):
    about = {"grade_id": name, "grade": grade, "solution": solution, "locked": not solution}
    return {
        "nbgrader": about
        | {"schema_version": 3, "task": False}
        | ({"points": points} if grade else {})
    }


def answer(name, signature, body):
    source = f"{signature}    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"
    return new_code_cell(source, id=name, metadata=flags(name, solution=True))


def check(name, condition, points):
    metadata = flags(name, grade=True, points=points)
    return new_code_cell(f"assert {condition}", id=name, metadata=metadata)


def chapter(factor, word):
    """A function with two test cells (3 points), an answer as data (2), one for a person (5)."""
    given = new_code_cell("import numpy", id=f"given_{word}", metadata=flags(f"given_{word}"))
    by_hand = flags("discussion", grade=True, solution=True, points=5)
    cells = [
        given,
        new_markdown_cell("### やってみよう 1", id="prompt"),
        answer(word, f"def {word}(x):\n", f"    return {factor} * x"),
        check(f"{word}_test", f"{word}(2) == {2 * factor}", 2),
        check(f"{word}_test_negative", f"{word}(-1) == {-factor}", 1),
        answer("colors", "if True:\n", '    colors = {"red", "blue"}'),
        check("colors_test", 'colors == {"red", "blue"}', 2),
        new_markdown_cell("模範解答", id="discussion", metadata=by_hand),
    ]
    return tidy(new_notebook(cells=cells))


class Tiny:
    """A tiny course in a folder, and what its students hand in."""

    slug, other = SLUG, OTHER
    answer, check = staticmethod(answer), staticmethod(check)  # cells for what a test adds

    def __init__(self, root):
        self.course = Course(root)
        root.mkdir(exist_ok=True)
        shutil.copy(ROOT / CONFIG, root)
        (root / "notebooks").mkdir()
        self.write_source(SLUG, chapter(2, "double"))
        self.write_source(OTHER, chapter(3, "triple"))

    def write_source(self, slug, notebook):
        path = self.course.source_notebook(slug)
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)

    def solved(self, change=lambda notebook: None, **answers):
        """The text of a notebook with the right answers, but for those named; then changed."""
        notebook = nbformat.read(self.course.source_notebook(SLUG), as_version=4)
        for exercise in exercises(notebook):
            exercise.answer.source = (RIGHT | answers)[exercise.name]
        change(notebook)
        return nbformat.writes(notebook)

    def without(self, name):
        return self.solved(lambda nb: nb.update(cells=[c for c in nb.cells if c.id != name]))

    def with_copy_of(self, name):
        def change(notebook):
            twin = deepcopy(next(c for c in notebook.cells if c.id == name))
            twin.id = f"{name}-copy"
            notebook.cells.append(twin)

        return self.solved(change)

    def hand_in(self, student, data, name=f"{SLUG}.ipynb", slug=SLUG):
        path = self.course.root / "submitted" / student / slug / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def grade(self, slug=SLUG, options=DEFAULT):
        """The report and what was printed."""
        screen = io.StringIO()
        report = grade_chapter(self.course, slug, Console(file=screen, width=100), options)
        return report, screen.getvalue()

    def files(self, *rooms):
        """Every file below these folders with its bytes."""
        paths = [path for room in rooms for path in (self.course.root / room).rglob("*")]
        return {path: path.read_bytes() for path in paths if path.is_file()}


@pytest.fixture
def tiny(tmp_path):
    return Tiny(tmp_path / "course")


@pytest.fixture(scope="module")
def tiny_class(tmp_path_factory):
    """One for a whole module: grading takes seconds."""
    return Tiny(tmp_path_factory.mktemp("class") / "course")
