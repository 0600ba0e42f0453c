"""A class in which every second submission has had an accident, beside the same class without.

Each is collected, graded and reported by the commands that instructors use, in one run.
"""

import json
import shutil
import subprocess
import sys
import zipfile
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest

from course.layout import CONFIG, Course
from course.nbgrader_setup import own_gradebook
from course.notebooks.exercises import exercises, read_notebook
from course.test_power.answer_files import read_answers

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]
SLUG = "1_2_back_propagation"
STUDENTS = 40
LAST = ["山田", "鈴木", "佐藤", "髙橋", "渡辺", "ガルシア", "﨑山", "五十嵐"]
FIRST = ["太郎", "花子", "ジョゼ", "愛", "健"]
NAMES = {f"s{n + 1:03}": f"{LAST[n % len(LAST)]} {FIRST[n % len(FIRST)]}" for n in range(STUDENTS)}
DISCUSSION = """{name} の考えです。`if x<n:` と $a<b$ のように、{n} 回に1回は小さくなります。

誤差 {n} が [0](<1) なら、勾配は {m} 倍になると考えました。くらべたのは {n} 個の層です。"""


class SchoolClass:
    """A course of its own with a class of forty, and what its students hand in."""

    def __init__(self, root):
        self.course = Course(root)
        root.mkdir()
        config = (ROOT / CONFIG).read_text(encoding="utf-8")
        (root / CONFIG).write_text(config + own_gradebook(root), encoding="utf-8")
        for name in ("source", f"tests/wrong_answers/{SLUG}", f"tests/right_answers/{SLUG}"):
            shutil.copytree(ROOT / name, root / name)
        rows = [f"{student},{name}" for student, name in NAMES.items()]
        (root / "list.csv").write_text("\n".join(["学籍番号,氏名", *rows]), encoding="utf-8")
        self.course_command("students", "import", "list.csv")

    def course_command(self, *arguments):
        """A command that leaves nothing for people to look at (exit code 0)."""
        command = [sys.executable, "-m", "course.cli", *arguments]
        done = subprocess.run(command, cwd=self.course.root, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def collect(self, name, files, *options):
        with zipfile.ZipFile(self.course.root / name, "w") as archive:
            for path, data in files.items():
                archive.writestr(path, data)
        return self.course_command("collect", name, SLUG, *options)

    def grade(self):
        """Keep what is printed, and the numbers of the report."""
        self.screen = self.course_command("grade", SLUG)
        self.course_command("report", SLUG)
        path = self.course.root / "report" / SLUG / "report.json"
        self.numbers = json.loads(path.read_text(encoding="utf-8"))

    def discussion(self, student):
        """As the marker gets to see it."""
        path = self.course.root / "autograded" / student / SLUG / f"{SLUG}.ipynb"
        found = {e.name: e.answer.source for e in exercises(read_notebook(path))}
        return found["discussion"]


def by_exercise(kind):
    """Without those that borrow from inside of common, which is said of them (see borrowed.py)."""
    found = {}
    for answer in read_answers(ROOT / "tests" / f"{kind}_answers" / SLUG):
        if "common" not in answer.source:
            found.setdefault(answer.exercise, []).append(answer.source)
    return found


RIGHT, WRONG = by_exercise("right"), by_exercise("wrong")
BLANK = read_notebook(ROOT / "release" / SLUG / f"{SLUG}.ipynb")


def solved(number, name):
    """Of five exercises, this student has one wrong, leaves one out, and has the others right."""
    notebook = deepcopy(BLANK)
    for place, exercise in enumerate(exercises(notebook)):
        kind = (number + 2 * place) % 5
        if exercise.by_hand:
            exercise.answer.source = DISCUSSION.format(name=name, n=number + 3, m=2 * number)
        elif kind != 1:
            answers = WRONG[exercise.name] if kind == 0 else RIGHT[exercise.name]
            exercise.answer.source = answers[number % len(answers)]
    return as_json(notebook)


def as_json(notebook):
    return json.loads(nbformat.writes(notebook))


def folder(number, name):
    return f"{name}_{number + 11}_assignsubmission_file_"


def handed_in_whole():
    """Moodle's zip, in which every student has the notebook under its own name."""
    for number, (student, name) in enumerate(NAMES.items()):
        data = json.dumps(solved(number, name)).encode()
        yield f"{folder(number, name)}/{student}_{SLUG}.ipynb", data


def handed_in_with_accidents(damaged):
    """The same, but every second student has had an accident; and what came without Moodle."""
    moodle, loose = dict(handed_in_whole()), {}
    for number, (student, name) in list(enumerate(NAMES.items()))[1::2]:
        del moodle[f"{folder(number, name)}/{student}_{SLUG}.ipynb"]
        found = damaged(number // 2, SLUG, student, name, solved(number, name), as_json(BLANK))
        if found.loose:
            loose[found.loose] = found.data()
            continue
        files = found.files or {f"{student}_{SLUG}.ipynb": found.data()}
        moodle |= {f"{folder(number, found.name)}/{path}": data for path, data in files.items()}
    return moodle, loose


@pytest.fixture(scope="module")
def classes(tmp_path_factory, damaged):
    """The class without accidents, and the one with them; collected and graded."""
    home = tmp_path_factory.mktemp("classes")
    found = [SchoolClass(home / name) for name in ("whole", "damaged")]
    moodle, loose = handed_in_with_accidents(damaged)
    found[0].collect("moodle.zip", dict(handed_in_whole()))
    found[1].collect("moodle.zip", moodle)
    found[1].collect("loose.zip", loose, "--from", "students")
    for each in found:
        each.grade()
    return found


def points(school_class):
    return {row["student"]: row["points"] for row in school_class.numbers["results"]}


def test_everyone_gets_the_points_of_the_class_without_accidents(classes):
    whole, with_accidents = map(points, classes)
    assert len(whole) == STUDENTS and with_accidents == whole
    outcomes = [exercise["outcomes"] for exercise in classes[0].numbers["exercises"]]
    for outcome in ("full", "wrong", "not_answered", "waiting"):
        assert sum(counted[outcome] for counted in outcomes) >= STUDENTS


def test_nobody_is_accused_or_set_aside(classes):
    for each in classes:
        for list_of in ("tampering", "set_aside", "not_handed_in", "similar", "similar_pairs"):
            assert each.numbers[list_of] == [], list_of
        assert "手を加えてあった" not in each.screen


def test_remarks_are_about_those_who_had_an_accident(classes):
    assert classes[0].numbers["remarks"] == []
    had_one = set(list(NAMES)[1::2])
    assert {row["student"] for row in classes[1].numbers["remarks"]} <= had_one


def test_all_of_every_discussion_reaches_the_marker(classes):
    for student in NAMES:
        whole, with_accidents = (each.discussion(student) for each in classes)
        assert set(whole.split()) <= set(with_accidents.split()), student
