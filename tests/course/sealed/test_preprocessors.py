"""Sealed grading where nbgrader itself is in charge: the command, the formgrader's button."""

import io
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from rich.console import Console
from traitlets.config import Config

from course.attacks.attack import all_attacks
from course.attacks.attacked_class import FULL, HONEST, LIMITS, SLUG, hand_in, make_course
from course.attacks.gains import scores
from course.grading.grade import grade_chapter
from course.layout import CONFIG
from course.nbgrader_setup import load_config, programs_on_path
from course.sealed.guard import NotGraded
from course.sealed.preprocessors import UNSAFE, Rebuild

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
ATTACKS = {a.name: a for a in all_attacks(ROOT / "tests" / "attacks" / "submissions")}
STRUCTURE = [name for name in ATTACKS if name.startswith(("B", "D13", "F01"))]


def config(more=""):
    return (ROOT / CONFIG).read_text(encoding="utf-8") + LIMITS + more


def nbgrader(course, *arguments):
    command = [sys.executable, "-m", "nbgrader", *arguments]
    with programs_on_path():
        return subprocess.run(command, cwd=course.root, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def by_command(tmp_path_factory):
    """A class with every attack on files, graded by `nbgrader autograde`."""
    course = make_course(tmp_path_factory.mktemp("command"), config())
    for name in STRUCTURE:
        hand_in(course, ATTACKS[name].student, ATTACKS[name].make(Path("/tmp")))
    assert nbgrader(course, "generate_assignment", SLUG).returncode == 0
    (course.root / "submitted" / ATTACKS["D13 FIFO"].student / SLUG / f"{SLUG}.ipynb").unlink()
    return course, nbgrader(course, "autograde", SLUG)


@pytest.mark.parametrize("student", HONEST)
def test_command_grades_the_honest_whatever_the_others_hand_in(by_command, student):
    course, _ = by_command
    assert scores(course, student) == FULL


@pytest.mark.parametrize("name", STRUCTURE)
def test_command_gives_no_points_to_attacks(by_command, name):
    course, _ = by_command
    assert (scores(course, ATTACKS[name].student) or {}).get("scale", 0) == 0


def test_command_logs_tampering_and_refuses_links(by_command):
    course, result = by_command
    assert "m-B04-tests-edited: セル scale_test のテストが書き換わっています" in result.stderr
    assert "ふつうのファイルではない" in result.stderr
    linked = ATTACKS["F01 link beside the notebook"].student
    assert not list((course.root / "autograded").glob(f"{linked}/**/data.txt"))


def test_button_of_the_formgrader_grades_sealed(tmp_path):
    course = make_course(tmp_path, config())
    hand_in(course, "m-attacker", ATTACKS["A11 displayhook called in the function"].make(tmp_path))
    settings = load_config(course)
    coursedir = CourseDirectory(config=settings, root=str(course.root))
    api = NbGraderAPI(coursedir, config=settings)
    with programs_on_path():
        assert api.generate_assignment(SLUG)["success"]
        assert api.autograde(SLUG, "m-attacker")["success"]
    assert scores(course, "m-attacker") == FULL | {"scale": 0.0}


def test_without_a_sandbox_every_run_and_the_report_warn(tmp_path):
    course = make_course(tmp_path, config('\nc.SealedExecute.sandbox = "none"\n'))
    screen = io.StringIO()
    report = grade_chapter(course, SLUG, Console(file=screen, width=200))
    assert UNSAFE in report.notes and UNSAFE in screen.getvalue()
    assert UNSAFE in (course.root / ".grading" / SLUG / "log.txt").read_text(encoding="utf-8")
    assert scores(course, "a-honest") == FULL
    result = nbgrader(course, "autograde", SLUG, "--force")
    assert UNSAFE in result.stderr


def test_points_of_a_person_stay_and_ask_for_another_look(tmp_path):
    course = make_course(tmp_path, config())
    grade_chapter(course, SLUG, Console(file=io.StringIO()))
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "") as book:
        for name, points in (("discussion", 2), ("scale_test", 1)):
            book.find_grade(name, SLUG, SLUG, "a-honest").manual_score = points
        book.db.commit()
    assert nbgrader(course, "autograde", SLUG, "--force").returncode == 0
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "") as book:
        grade = book.find_grade("scale_test", SLUG, SLUG, "a-honest")
        assert (grade.auto_score, grade.manual_score) == (4.0, 1.0)
        assert grade.needs_manual_grade


def test_graded_notebook_is_a_notebook_that_nbgrader_can_show(by_command):
    course, _ = by_command
    path = course.root / "autograded" / "a-honest" / SLUG / f"{SLUG}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert "HIDDEN TESTS" in str([cell.source for cell in notebook.cells])
    assert nbgrader(course, "generate_feedback", SLUG).returncode == 0


def test_late_penalty_is_assigned_as_before(tmp_path):
    course = make_course(tmp_path, config('\nc.LateSubmissionPlugin.penalty_method = "zero"\n'))
    late = course.root / "submitted" / "z-honest" / SLUG / "timestamp.txt"
    late.write_text("2026-05-02 12:00:00 UTC", encoding="utf-8")
    assert nbgrader(course, "generate_assignment", SLUG).returncode == 0
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "") as book:
        book.update_or_create_assignment(SLUG, duedate="2026-05-01 12:00:00 UTC")
    assert nbgrader(course, "autograde", SLUG).returncode == 0
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "") as book:
        penalties = {
            student: book.find_submission_notebook(SLUG, SLUG, student).late_submission_penalty
            for student in HONEST
        }
    assert penalties == {"a-honest": None, "n-honest": None, "z-honest": sum(FULL.values())}


def test_rebuilding_is_guarded(by_command, monkeypatch):
    """`nbgrader autograde` has no guard of its own around what it runs."""
    course, _ = by_command
    monkeypatch.chdir(course.root)
    preprocessor = Rebuild(config=Config({"SealedExecute": {"grader_memory": 1}}))
    folder = next((course.root / "submitted").glob(f"*/{SLUG}"))
    about = {"assignment": SLUG, "notebook": SLUG, "student": "s1"}
    resources = {"nbgrader": about, "metadata": {"path": str(folder)}}
    with pytest.raises(NotGraded, match="メモリ.*1 MB"):
        preprocessor.preprocess(nbformat.v4.new_notebook(), resources)
