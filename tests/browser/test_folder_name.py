"""A course in a folder with an everyday name: every command, page and link works as elsewhere."""

import json
import subprocess
import sys
import zipfile

import pytest
from playwright.sync_api import expect

from course.demo.sample_class import sample_class
from course.layout import Course
from course.notebooks.exercises import read_notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
SLUG = "1_1_forward_propagation"
FOLDER = "講座 2026 #1 50%"


def run(course, *arguments, code=0):
    command = [sys.executable, "-m", "course.cli", *arguments]
    result = subprocess.run(command, cwd=course.root, capture_output=True, text=True)
    assert result.returncode == code, result.stdout + result.stderr


@pytest.fixture(scope="module")
def course(copy_course):
    """A course in that folder, in which two students were graded."""
    course = Course(copy_course(f"source/{SLUG}", f"release/{SLUG}", folder=FOLDER))
    notebooks = map(read_notebook, (course.source_notebook(SLUG), course.release_notebook(SLUG)))
    people = [student for student in sample_class(*notebooks, []) if student.readable]
    with zipfile.ZipFile(course.root / "課題 #1.zip", "w") as archive:
        for student in people[:2]:
            archive.writestr(f"{student.student}_{SLUG}.ipynb", student.data)
    run(course, "collect", "課題 #1.zip", "1_1")
    run(course, "grade", "1_1")
    return course


@pytest.fixture(scope="module")
def lab(course, start_lab):
    return start_lab(course.root)


def test_report_and_exports_are_written(course, page):
    run(course, "report", "1_1")
    run(course, "export", "grades", "1_1", "--format", "csv", code=1)  # some wait for a person
    assert (course.root / "exported" / f"{SLUG}.csv").is_file()
    index = course.root / "report" / SLUG / "index.html"
    assert len(json.loads((index.parent / "report.json").read_text("utf-8"))["results"]) == 2
    page.goto(index.as_uri())
    page.get_by_role("link", name="s01").first.click()
    expect(page.locator("body")).to_contain_text("s01")
    page.goto(course.feedback_page("s01", SLUG).as_uri())
    expect(page.locator("body")).to_contain_text("/ 100 点")


def test_links_of_the_formgrader_lead_where_they_say(lab, course, page, open_formgrader, snap):
    formgrader = open_formgrader(lab)
    formgrader.follow("2")  # submissions
    expect(formgrader.row("s01").locator(".score")).to_have_text("96 / 100")
    formgrader.press("s01", "autograde", f"Successfully autograded '{SLUG}'")
    formgrader.follow("Manual Grading", SLUG, SLUG, "Submission #1")
    expect(formgrader.frame.locator("#discussion")).to_be_visible()
    formgrader.follow("Manual Grading", "Manage Students")
    formgrader.follow("Manage Assignments")
    formgrader.press(SLUG, "generate-feedback", "Successfully generated feedback")
    snap("folder_name_1_formgrader")


def test_names_of_chapters_and_notebooks_open_them_in_jupyterlab(lab, page, open_formgrader):
    formgrader = open_formgrader(lab)
    formgrader.follow(SLUG)
    expect(page.get_by_role("listitem").filter(has_text=f"{SLUG}.ipynb")).to_be_visible()
    formgrader.follow("Manual Grading", SLUG, SLUG, "Submission #1")
    expect(formgrader.frame.locator("#discussion")).to_be_visible()
    formgrader.frame.locator("li.live-notebook a").filter(visible=True).click()
    expect(page.locator(".jp-Notebook")).to_contain_text("やってみよう 1")
