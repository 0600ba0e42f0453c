"""An author's day: the points of an exercise are seen and changed in JupyterLab, and arrive."""

import subprocess
import sys

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import expect

from course.demo.sample_class import sample_class
from course.layout import Course
from course.notebooks.exercises import exercises, nbgrader_metadata, read_notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SLUG = "1_1_forward_propagation"
KINDS = {(True, False): "tests", (True, True): "manual", (False, True): "solution"}


@pytest.fixture(scope="module")
def course(copy_course):
    """A copy of the chapter under version control."""
    folders = (f"source/{SLUG}", f"release/{SLUG}", f"notebooks/{SLUG}.ipynb")
    course = Course(copy_course(*folders))
    hand_in_a_perfect_solution(course)
    run(course, "git", "init", "--quiet")
    run(course, "git", "add", "source", "release", "notebooks")
    author = ["-c", "user.name=Author", "-c", "user.email=author@localhost"]
    run(course, "git", *author, "commit", "--quiet", "--message=Before")
    return course


@pytest.fixture(scope="module")
def lab(course, start_lab):
    return start_lab(course.root)


def hand_in_a_perfect_solution(course):
    source, release = course.source_notebook(SLUG), course.release_notebook(SLUG)
    perfect = sample_class(read_notebook(source), read_notebook(release), [])[0]
    place = course.root / "submitted" / perfect.student / SLUG
    place.mkdir(parents=True)
    (place / release.name).write_bytes(perfect.data)


def run(course, *command):
    result = subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


class CreateAssignment:
    """nbgrader's panel on the right: a box for each cell, in their order."""

    def __init__(self, page, notebook):
        cells = read_notebook(notebook.path).cells
        self._numbers = {cell.id: number for number, cell in enumerate(cells)}
        page.get_by_role("tab", name="Create Assignment").click()
        self.boxes = page.locator(".nbgrader-CellWidget")
        expect(self.boxes).to_have_count(len(cells))
        self.total = page.get_by_label("Total points:")

    def points(self, name):
        return self.boxes.nth(self._numbers[name]).get_by_label("Points:")

    def shown(self):
        """(type, id, points) of each box, as people see them."""
        return [
            (
                box.get_by_label("Type:").input_value(),
                self._if_visible(box.get_by_label("ID:")),
                self._if_visible(box.get_by_label("Points:")),
            )
            for box in self.boxes.all()
        ]

    @staticmethod
    def _if_visible(entry):
        return entry.input_value() if entry.is_visible() else ""


def in_the_file(cell):
    """What the panel should show of a cell."""
    about = nbgrader_metadata(cell)
    if not about:
        return "", "", ""
    kind = KINDS.get((about["grade"], about["solution"]), "readonly")
    return kind, about["grade_id"], str(about.get("points", ""))


def test_create_assignment_panel_shows_kinds_ids_points_and_their_sum(
    lab, course, page, open_notebook, snap
):
    notebook = open_notebook(lab, course.source_notebook(SLUG))
    panel = CreateAssignment(page, notebook)
    source = read_notebook(notebook.path)
    assert panel.shown() == [in_the_file(cell) for cell in source.cells]
    expect(panel.total).to_have_value(f"{sum(e.points for e in exercises(source)):g}")
    notebook.cell("linear_test").click()
    snap("instructor_1_create_assignment")


@pytest.mark.long
def test_points_changed_in_the_panel_reach_release_and_gradebook_as_one_line(
    lab, course, page, open_notebook, snap
):
    notebook = open_notebook(lab, course.source_notebook(SLUG))
    panel = CreateAssignment(page, notebook)
    notebook.cell("linear_test").click()
    panel.points("linear_test").fill("6")
    panel.points("linear_test").press("Tab")
    expect(panel.total).to_have_value("101")
    panel.total.scroll_into_view_if_needed()
    snap("instructor_2_points_changed")
    notebook.save()
    said = run(course, sys.executable, "-m", "course.cli", "build", "1_1")
    assert "14 問 101 点" in said
    changes = run(course, "git", "diff", "--unified=0", "--", "source").splitlines()
    changes = [line for line in changes if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert changes == ['-     "points": 5,', '+     "points": 6,']
    release = exercises(read_notebook(course.release_notebook(SLUG)))
    assert next(e.points for e in release if e.name == "linear") == 6
    run(course, sys.executable, "-m", "course.cli", "grade", "1_1")
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        assert gradebook.find_grade_cell("linear_test", SLUG, SLUG).max_score == 6
        assert gradebook.find_submission(SLUG, "s01").score == 97
