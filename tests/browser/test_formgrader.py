"""An instructor's day in the formgrader: hand out, collect, grade, give back, export."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from course.collecting.class_list import opened_gradebook
from course.demo.sample_class import sample_class
from course.layout import Course
from course.notebooks.exercises import exercises, read_notebook
from course.notebooks.graded_notebook import ABOUT
from course.test_power.answer_files import read_answers

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
SLUG = "1_1_forward_propagation"
CLASS = {  # of the sample class
    "s02": ("佐藤", "花子"),  # with typical mistakes
    "s04": ("鈴木", "一郎"),  # half done, without a discussion
}
COMMENT = "式のまとめ方はよく書けています。解けない問題の例も挙げましょう。"
SETTINGS = """
c.CourseDirectory.course_id = "dl"
c.Exchange.root = {root!r}
"""


@pytest.fixture(scope="module")
def exchange(tmp_path_factory):
    """The lines of nbgrader_config.py that name a folder to which everyone may write."""
    root = tmp_path_factory.mktemp("exchange")
    root.chmod(0o777)
    return SETTINGS.format(root=str(root))


@pytest.fixture(scope="module")
def course(copy_course, exchange):
    """The course with its class list; here, everyone is the same user of the machine."""
    config = f"{exchange}c.ExchangeCollect.check_owner = False\n"
    course = Course(copy_course(f"source/{SLUG}", config=config))
    with opened_gradebook(course) as gradebook:
        for student, (last, first) in CLASS.items():
            gradebook.update_or_create_student(student, last_name=last, first_name=first)
    return course


@pytest.fixture(scope="module")
def lab(course, start_lab):
    return start_lab(course.root)


@pytest.fixture(scope="module")
def handed_in():
    """What the students of the sample class hand in, by name."""
    ours = Course(ROOT)
    source = read_notebook(ours.source_notebook(SLUG))
    release = read_notebook(ours.release_notebook(SLUG))
    answers = read_answers(ROOT / "tests" / "wrong_answers" / SLUG)
    return {student.student: student for student in sample_class(source, release, answers)}


class Student:
    """Someone with a folder and nbgrader, and no rights in the course."""

    def __init__(self, name, folder, exchange, environment):
        self.folder = folder / name
        self.folder.mkdir()
        settings = f"c = get_config()\n{exchange}c.CourseDirectory.student_id = {name!r}\n"
        (self.folder / "nbgrader_config.py").write_text(settings, encoding="utf-8")
        self._environment = environment | {"JUPYTER_DATA_DIR": str(self.folder / ".data")}

    def nbgrader(self, *arguments):
        command = [sys.executable, "-m", "nbgrader", *arguments]
        result = subprocess.run(
            command, cwd=self.folder, env=self._environment, capture_output=True, text=True
        )
        assert result.returncode == 0, result.stderr

    def hand_in(self, data):
        (self.folder / SLUG).mkdir()
        (self.folder / SLUG / f"{SLUG}.ipynb").write_bytes(data)
        self.nbgrader("submit", SLUG)

    def feedback(self):
        self.nbgrader("fetch_feedback", SLUG)
        (page,) = self.folder.glob(f"{SLUG}/feedback/*/{SLUG}.html")
        return page


def about(course, student):
    """What our steps of autograding wrote into the graded notebook."""
    return read_notebook(course.root / f"autograded/{student}/{SLUG}/{SLUG}.ipynb").metadata[ABOUT]


def points(handed_in):
    """What autograding has to give: all points but those of the mistakes and gaps."""
    found = exercises(read_notebook(ROOT / "source" / SLUG / f"{SLUG}.ipynb"))
    lost = handed_in.without_full_points
    return sum(e.points for e in found if not e.by_hand and e.name not in lost)


def tries_to_escape(data, path):
    """The same solution, which writes a file where the grader could read it, if it can."""
    notebook = nbformat.reads(data.decode(), as_version=4)
    answer = exercises(notebook)[0].answer
    touch = f"    open({str(path)!r}, 'w').close()"
    answer.source = "\n".join(["try:", touch, "except OSError:", "    pass", answer.source])
    return nbformat.writes(notebook).encode()


def hand_out(formgrader, course):
    """Generate and release: students get exactly what `course build` makes."""
    formgrader.press(SLUG, "assign", "Successfully created the student version")
    made, ours = (c.release_notebook(SLUG).read_bytes() for c in (course, Course(ROOT)))
    assert made == ours
    formgrader.press(SLUG, "release", "Successfully released")
    expect(formgrader.row(SLUG).locator(".status")).to_have_text("released")


def collect_and_autograde(formgrader, handed_in):
    """From the exchange to scores: those of the mistakes that the sample class makes."""
    formgrader.press(SLUG, "collect", "Successfully collected")
    expect(formgrader.row(SLUG).locator(".num-submissions")).to_have_text(f"{len(CLASS)}")
    formgrader.follow(f"{len(CLASS)}")
    for name in CLASS:
        formgrader.press(name, "autograde", f"Successfully autograded '{SLUG}'")
        score = formgrader.row(name).locator(".score")
        expect(score).to_have_text(f"{points(handed_in[name]):g} / 100")
    status = formgrader.row("s02").locator(".status")
    expect(status).to_have_text("needs manual grading")


def grade_by_hand(formgrader, name, score, comment):
    """On a submission's page: write points and comment; both are saved on leaving them."""
    entry, words = (formgrader.frame.locator(f"#{part}") for part in (name, f"{name}-comment"))
    expect(entry).to_have_class(re.compile("needs_manual_grade"))  # what is saved has arrived:
    expect(words).to_have_attribute("placeholder", re.compile("Type any comments"))
    for box, text in ((entry, score), (words, comment)):
        with formgrader.page.expect_response(lambda reply: reply.request.method == "PUT") as saved:
            box.fill(text)
            box.press("Tab")
        assert saved.value.ok
        expect(box).to_have_value(text)


def exported(course):
    """The rows of `course export grades`, by student."""
    command = [sys.executable, "-m", "course.cli", "export", "grades", "1_1", "--format", "csv"]
    result = subprocess.run(command, cwd=course.root, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    with (course.root / "exported" / f"{SLUG}.csv").open(encoding="utf-8-sig") as file:
        return {row["学籍番号"]: row for row in csv.DictReader(file)}


@pytest.mark.long
def test_assignment_is_handed_out_graded_and_given_back(
    course, lab, exchange, handed_in, page, open_formgrader, snap, tmp_path
):
    formgrader = open_formgrader(lab)
    hand_out(formgrader, course)
    snap("formgrader_1_released")
    students = {name: Student(name, tmp_path, exchange, lab.environment) for name in CLASS}
    students["s02"].hand_in(handed_in["s02"].data)
    students["s04"].hand_in(tries_to_escape(handed_in["s04"].data, tmp_path / "escaped"))
    collect_and_autograde(formgrader, handed_in)
    snap("formgrader_2_autograded")
    assert not (tmp_path / "escaped").exists()
    assert {about(course, name)["sandbox"] for name in CLASS} == {"bubblewrap"}

    formgrader.follow("Manual Grading", SLUG, SLUG)
    formgrader.open_submission("needs manual grade")
    grade_by_hand(formgrader, "discussion", "3", COMMENT)
    snap("formgrader_3_graded_by_hand")
    formgrader.follow("Manual Grading", "Manage Assignments")
    formgrader.press(SLUG, "generate-feedback", "Successfully generated feedback")
    formgrader.press(SLUG, "release-feedback", "Successfully released feedback")
    page.goto(students["s02"].feedback().as_uri())
    score = points(handed_in["s02"]) + 3
    expect(page.get_by_text(f"{score:g} / 100 点")).to_be_visible()
    expect(page.get_by_text(COMMENT)).to_be_visible()
    snap("formgrader_4_feedback")
    row = exported(course)["s02"]
    assert row[f"{SLUG} discussion（4 点）"] == "3"
    assert row[f"{SLUG} 合計（100 点）"] == f"{score:g}"
