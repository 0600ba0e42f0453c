"""Several graders at once in one PostgreSQL: the same grades as one grader with SQLite."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import nbformat
import pytest
from nbgrader import dbutil
from nbgrader.api import Base, BaseCell, Grade, Gradebook, Student, SubmittedAssignment
from nbgrader.api import SubmittedNotebook as Handed
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from rich.console import Console
from sqlalchemy import func, select

from course.authoring.new_chapter import create_chapter
from course.errors import CourseError
from course.gradebook.address import VARIABLE
from course.gradebook.move import move_gradebook
from course.gradebook.nbgrader_patches import TESTED, check_version, newest_version, turn
from course.layout import CONFIG, Course
from course.nbgrader_setup import load_config, programs_on_path
from course.notebooks.exercises import exercises, read_notebook
from course.sealed.fork_server import bubblewrap

pytestmark = [
    pytest.mark.slow,
    # as in nbgrader_config.py: nbgrader 0.9 with SQLAlchemy 2.1
    pytest.mark.filterwarnings("ignore:Object of type <Submitted"),
]
ROOT = Path(__file__).parents[3]
SLUG = "1_1_doubling"
GRADE = "course", "grade", SLUG, "--workers", "0"
BIN = Path(sys.executable).parent
STUDENTS = ("s1", "s2", "s3", "s4")
RIGHT = {"double": "def double(x):\n    return 2 * x", "slope": "slope = 2", "discussion": "ええと"}
WRONG = {"s2": {"slope": "slope = 3"}, "s3": {"double": "double = 2"}, "s4": {"double": "1 / 0"}}


def make_course(root, students=()):
    """A copy of the course in which these students have handed in."""
    course = Course(root)
    (root / "source").mkdir(parents=True)
    shutil.copy(ROOT / CONFIG, root)
    create_chapter(course, SLUG, Console(quiet=True))
    for student in students:
        notebook = read_notebook(course.source_notebook(SLUG))
        for exercise in exercises(notebook):
            exercise.answer.source = (RIGHT | WRONG.get(student, {}))[exercise.name]
        place = root / "submitted" / student / SLUG / f"{SLUG}.ipynb"
        place.parent.mkdir(parents=True)
        nbformat.write(notebook, place)
    return course


def start(course, url, *command):
    """A command of the course, with the gradebook at `url`."""
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return subprocess.Popen(
        [BIN / command[0], *command[1:]],
        cwd=course.root,
        env=os.environ | {VARIABLE: url, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(*processes):
    for process in processes:
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0, said


def grades(url):
    """What each student has for each cell, and how many rows each table has."""
    with Gradebook(url, "") as book:
        found = book.db.execute(
            select(Student.id, BaseCell.name, Grade.score, Grade.needs_manual_grade)
            .join_from(Grade, Handed)
            .join(SubmittedAssignment)
            .join(Student)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
        ).all()
        tables = Base.metadata.sorted_tables
        counts = {t.name: book.db.scalar(select(func.count()).select_from(t)) for t in tables}
    return sorted(map(tuple, found)), counts


@pytest.fixture(scope="module")
def one_grader(tmp_path_factory):
    """A course graded by one person, with SQLite; the URL of its gradebook."""
    try:
        bubblewrap()
    except CourseError as error:
        pytest.skip(str(error))
    course = make_course(tmp_path_factory.mktemp("one") / "course", STUDENTS)
    url = f"sqlite:///{course.root}/gradebook.db"
    finish(start(course, url, *GRADE))
    return course, url


def test_two_graders_at_once_give_the_grades_of_one(one_grader, postgres, tmp_path):
    _, alone = one_grader
    url = postgres.create()
    halves = STUDENTS[::2], STUDENTS[1::2]
    courses = [make_course(tmp_path / half[0], half) for half in halves]
    for _ in ("first", "again"):
        finish(*[start(course, url, *GRADE) for course in courses])
        assert grades(url) == grades(alone)


@pytest.mark.long
def test_nbgraders_own_commands_give_the_same_grades(one_grader, postgres, tmp_path):
    _, alone = one_grader
    course, url = make_course(tmp_path / "course", STUDENTS), postgres.create()
    for command in ("generate_assignment", "autograde", "generate_feedback"):
        finish(start(course, url, "nbgrader", command, SLUG))
    assert grades(url) == grades(alone)
    for command in (["export"], ["db", "upgrade"], ["db", "student", "remove", "--force", "s1"]):
        finish(start(course, url, "nbgrader", *command))
    assert (course.root / "grades.csv").read_text(encoding="utf-8").count(SLUG) == len(STUDENTS)
    assert {student for student, *_ in grades(url)[0]} == {*STUDENTS} - {"s1"}


def without_ids(answer):
    """What the formgrader shows: in an order of its own, and without nbgrader's random ids."""
    if isinstance(answer, dict):
        return {key: without_ids(value) for key, value in answer.items() if key != "id"}
    if isinstance(answer, list):
        return sorted(map(without_ids, answer), key=lambda item: json.dumps(item, default=str))
    return answer


def formgrader(course, url):
    """All that its pages ask for."""
    config = load_config(course)
    coursedir = CourseDirectory(config=config, root=str(course.root), db_url=url)
    api = NbGraderAPI(coursedir=coursedir, config=config)
    return [
        api.get_assignments(),
        api.get_notebooks(SLUG),
        api.get_submissions(SLUG),
        api.get_notebook_submissions(SLUG, SLUG),
        api.get_students(),
        [api.get_student_submissions(student) for student in STUDENTS],
        [api.get_student_notebook_submissions(student, SLUG) for student in STUDENTS],
    ]


def test_formgrader_shows_the_same(one_grader, postgres):
    course, alone = one_grader
    url = postgres.create()
    move_gradebook(course, url, Console(quiet=True))
    pages = [without_ids(formgrader(course, place)) for place in (alone, url)]
    assert pages[0] == pages[1] and all(pages[0])


def register(course, url):
    """What `course grade` and `nbgrader generate_assignment` do first."""
    config = load_config(course)
    coursedir = CourseDirectory(config=config, root=str(course.root), db_url=url)
    coursedir.assignment_id = SLUG
    with programs_on_path():
        GenerateAssignment(coursedir=coursedir, config=config, force=True).start()


def cells(url):
    with Gradebook(url, "") as book:
        notebook = book.find_notebook(SLUG, SLUG)
        return {cell.name: cell.max_score for cell in notebook.grade_cells}


def change_source(course, change):
    path = course.source_notebook(SLUG)
    notebook = read_notebook(path)
    change(notebook)
    nbformat.write(notebook, path)


def test_chapter_registered_again_is_not_deleted_meanwhile(postgres, tmp_path, monkeypatch):
    def more_points(notebook):
        cell = next(cell for cell in notebook.cells if cell.id == "double_test")
        cell.metadata.nbgrader["points"] = 9

    course, url = make_course(tmp_path / "course"), postgres.create()
    register(course, url)
    monkeypatch.setattr(Gradebook, "remove_notebook", lambda *names: pytest.fail("deleted"))
    change_source(course, more_points)
    register(course, url)
    assert cells(url) == {"double_test": 9, "slope_test": 2, "discussion": 3}


def test_chapter_whose_cells_changed_is_made_anew(postgres, tmp_path):
    def without_slope(notebook):
        notebook.cells = [cell for cell in notebook.cells if not cell.id.startswith("slope")]

    course, url = make_course(tmp_path / "course"), postgres.create()
    register(course, url)
    change_source(course, without_slope)
    register(course, url)
    assert cells(url) == {"double_test": 5, "discussion": 3}


def test_grader_who_does_not_reach_the_gradebook_is_told_so(tmp_path):
    with pytest.raises(CourseError, match="サーバーにつながりません"):
        register(make_course(tmp_path / "course"), "postgresql+psycopg://me:secret@127.0.0.1:1/db")


def test_graders_take_turns(postgres):
    url, order = postgres.create(), []

    def second():
        with turn(url):
            order.append("second")

    with turn(url):
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.5)
        order.append("first")
    thread.join(timeout=30)
    assert order == ["first", "second"]


def test_version_of_a_new_gradebook_is_what_alembic_says(tmp_path):
    with dbutil._temp_alembic_ini(f"sqlite:///{tmp_path}/gradebook.db") as ini:
        command = [BIN / "alembic", "-c", ini, "heads"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.split()[0] == newest_version()


def test_patches_refuse_an_nbgrader_that_they_were_not_tried_with():
    for version in TESTED:
        check_version(version)
    with pytest.raises(CourseError, match=r"nbgrader 0\.10\.0 .*0\.9\.6 を入れてください"):
        check_version("0.10.0")


def test_version_that_is_required_is_one_that_the_patches_were_tried_with():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    (required,) = [line.partition("==")[2] for line in lines if line.startswith("nbgrader==")]
    assert required in TESTED
