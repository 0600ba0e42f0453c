"""Files that students' `submit` wrote: collected, and what they say of themselves."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from common.classroom.exchange import find_exchange
from common.submission import KEY, submit
from course.collecting.receipt import Receipt
from course.collecting.submit_remarks import remarks
from course.grading.intake import Intake

TOKYO = ZoneInfo("Asia/Tokyo")
RECEIPT = Receipt(datetime(2026, 6, 5), "Moodle")


def stamped(student="s001", time="2026-06-05T14:58:00+00:00"):
    return json.dumps({"metadata": {KEY: {"student": student, "time": time}}}).encode()


def test_time_by_the_students_clock_is_shown_where_no_other_is_known():
    (line,) = remarks(stamped(), "S001", None, TOKYO)
    assert "2026-06-05 23:58" in line and "参考" in line
    assert remarks(stamped(), "s001", RECEIPT, TOKYO) == []


def test_id_of_somebody_else_is_noticed():
    (line,) = remarks(stamped("s002\x1b"), "s001", RECEIPT, TOKYO)
    assert "s002\N{REPLACEMENT CHARACTER} です" in line


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b"[" * 100_000,
        json.dumps({"metadata": {KEY: 1}}).encode(),
        json.dumps({"metadata": {KEY: {"student": 1, "time": 2}}}).encode(),
        stamped(time="soon"),
        stamped(time="0001-01-01T00:00:00+14:00"),
    ],
)
def test_anything_else_says_nothing(data):
    assert remarks(data, "s001", None, TOKYO) == []


# ---- a student's folder, the call, `course collect`, what can be graded ----------------------


@pytest.fixture
def handed_in(classroom, tmp_path, monkeypatch, capsys):
    """The file that the call makes in a student's folder, as bytes, and its name."""
    about = {"grade_id": "double", "grade": False, "solution": True, "locked": False}
    about |= {"schema_version": 3, "task": False}
    cell = new_code_cell("def double(x): ...", id="double", metadata={"nbgrader": about})
    source = nbformat.writes(new_notebook(cells=[cell]))
    classroom.course.source_notebook(classroom.slug).write_text(source, encoding="utf-8")
    place = tmp_path / "home" / classroom.slug
    place.mkdir(parents=True)
    monkeypatch.chdir(place)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)

    def make(student, answer):
        cell.source = answer
        text = nbformat.writes(new_notebook(cells=[cell]))
        (place / f"{classroom.slug}.ipynb").write_text(text, encoding="utf-8")
        submit(classroom.slug, student)
        (made,) = (p for p in place.iterdir() if p.name != f"{classroom.slug}.ipynb")
        data = made.read_bytes()
        made.unlink()
        return made.name, data

    return make


def gradable(classroom):
    intake = Intake(classroom.course, classroom.slug)
    found = {s.student: s.notebook.cells[0].source for s in intake.submissions()}
    assert not intake.set_aside
    return found


@pytest.mark.parametrize("students", [["s001", "s002"], ["20-A_001", "a.b@example.jp"]])
def test_folder_of_the_files_becomes_what_can_be_graded(classroom, handed_in, students):
    for number, student in enumerate(students):
        name, data = handed_in(student, f"double = {number}")
        (classroom.inbox / name).write_bytes(data)
    outcome, screen = classroom.collect(classroom.inbox)
    assert not outcome.refused, screen
    assert gradable(classroom) == {s: f"double = {n}" for n, s in enumerate(students)}
    assert "学生の時計では" in screen


def test_moodle_takes_the_file_and_another_students_id_in_it_is_noticed(classroom, handed_in):
    classroom.enrol(("s001", "山田", "太郎"), ("s002", "鈴木", "花"))
    files = []
    for number, (person, student) in enumerate([("山田 太郎", "s001"), ("鈴木 花", "s001")]):
        name, data = handed_in(student, f"double = {number}")
        files.append((f"{person}_{number}_assignsubmission_file_/{name}", data))
    outcome, screen = classroom.collect(classroom.zip(files))
    assert not outcome.refused, screen
    assert gradable(classroom) == {"s001": "double = 0", "s002": "double = 1"}
    notes = {line.student: " ".join(line.notes) for line in outcome.lines}
    assert "ファイルの中の学籍番号は s001 です" in notes["s002"]
    assert "学籍番号" not in notes["s001"]


@pytest.mark.slow
def test_exchange_that_the_call_hands_over_to_is_collected(classroom, tmp_path, monkeypatch):
    root, slug = tmp_path / "exchange", classroom.slug
    for folder in (root, root / "dl", root / "dl" / "inbound", root / "dl" / "outbound" / slug):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o777)
    (tmp_path / "jupyter").mkdir()
    lines = f"c.Exchange.root = {str(root)!r}", "c.CourseDirectory.course_id = 'dl'"
    config = "\n".join(["c = get_config()", *lines])
    (tmp_path / "jupyter" / "nbgrader_config.py").write_text(config, encoding="utf-8")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("USER", "s001")
    home = tmp_path / "home" / slug
    home.mkdir(parents=True)
    data = classroom.notebook("解いた")
    (home / f"{slug}.ipynb").write_bytes(data)
    assert find_exchange(home).submit(slug) == ""
    outcome, screen = classroom.collect(root)
    assert not outcome.refused, screen
    (student,) = classroom.students()
    assert classroom.submitted(student) == data


def test_browsers_number_in_the_name_does_not_matter(classroom, handed_in):
    name, data = handed_in("s001", "double = 1")
    (classroom.inbox / name.replace(".ipynb", " (1).ipynb")).write_bytes(data)
    classroom.collect(classroom.inbox)
    assert gradable(classroom) == {"s001": "double = 1"}
