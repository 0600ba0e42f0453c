"""A class in and out: from Moodle's zip and worksheet to grades and feedback that Moodle takes."""

import csv
import io
import re
import zipfile
from datetime import datetime, timedelta

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import parse_utc
from rich.console import Console

from course.collecting.class_list import opened_gradebook
from course.collecting.students import import_students
from course.exporting.export import Request, export_feedback, export_grades

pytestmark = pytest.mark.slow

NAMES = [
    "山田 太郎",
    "鈴木 花",
    "鈴木 花",
    "能登 ソラ",
    "髙橋 亮",
    "O'Brien Ken",
    "Lee Kim",
    "Kim Lee",
]
NAMES += ["李\u3000明", "ガルシア ジョゼ"]
FLAGS = {"grade": True, "solution": False, "locked": True, "schema_version": 3, "task": False}
DUE = datetime(2026, 6, 5, 15)  # midnight in Japan


class School:
    """Ten students, who is who in Moodle, and when each handed in (the last four too late)."""

    students = {f"S{n:03}": name for n, name in enumerate(NAMES)}
    numbers = {student: 5_000 + 7 * n for n, student in enumerate(students)}
    received = {s: DUE + timedelta(minutes=60 * (n - 6)) for n, s in enumerate(students)}
    points = {student: n / 2 for n, student in enumerate(students)}

    def class_list(self, path):
        rows = ["ID番号,姓,名,メールアドレス"]
        for student, name in self.students.items():
            last, first = name.replace("\u3000", " ").split()
            rows.append(f"{student},{last},{first},{student.lower()}@example.ac.jp")
        path.write_text("\n".join(rows), encoding="utf-8-sig")
        return path

    def folder(self, student):
        name = re.sub(r"['_]", "", self.students[student])
        return f"{name}_{self.numbers[student]}_assignsubmission_file_"

    def worksheet_rows(self):
        for student, name in self.students.items():
            local = self.received[student] + timedelta(hours=9)
            time = f"{local.year}年 {local.month:02}月 {local.day:2}日(金曜日) {local:%H:%M}"
            yield self.numbers[student], name, student, f"{student}@example.ac.jp", time


def grade(classroom, school):
    """What grading leaves behind: points, and a penalty of one point for those who were late."""
    slug = classroom.slug
    cell = {"grade_id": "double_test", "points": 10} | FLAGS
    solution = {"grade_id": "double"} | FLAGS | {"grade": False, "solution": True}
    cells = [
        new_code_cell("", id=about["grade_id"], metadata={"nbgrader": about})
        for about in (solution, cell)
    ]
    nbformat.write(new_notebook(cells=cells), classroom.course.source_notebook(slug))
    with opened_gradebook(classroom.course) as book:
        book.update_or_create_assignment(slug, duedate=DUE)
        book.update_or_create_notebook(slug, slug)
        book.update_or_create_grade_cell("double_test", slug, slug, max_score=10, cell_type="code")
        for student, points in school.points.items():
            timestamp = parse_utc(classroom.timestamp(student))
            submission = book.update_or_create_submission(slug, student, timestamp=timestamp)
            notebook = book.find_submission_notebook(slug, slug, student)
            notebook.grades[0].auto_score = points
            notebook.grades[0].needs_manual_grade = False
            notebook.late_submission_penalty = 1.0 if submission.total_seconds_late > 0 else 0.0
            book.db.commit()
            page = classroom.course.root / "feedback" / student / slug / f"{slug}.html"
            page.parent.mkdir(parents=True)
            page.write_text(f"<p>{student}</p>", encoding="utf-8")


@pytest.fixture
def returned(classroom):
    """The worksheet and the feedback zip that come back for the class."""
    school, quiet = School(), Console(file=io.StringIO())
    import_students(classroom.course, school.class_list(classroom.inbox / "list.csv"), quiet)
    worksheet = classroom.worksheet(*school.worksheet_rows())
    source = classroom.zip(
        (f"{school.folder(s)}/{classroom.slug}.ipynb", classroom.notebook(s))
        for s in school.students
    )
    outcome, screen = classroom.collect(source, worksheet=worksheet)
    assert not outcome.refused, screen
    grade(classroom, school)
    grades, pages = classroom.inbox / "grades.csv", classroom.inbox / "feedback.zip"
    request = Request("moodle", worksheet, grades)
    assert export_grades(classroom.course, [classroom.slug], request, quiet)
    assert export_feedback(classroom.course, classroom.slug, None, pages, quiet)
    return school, grades, pages


def test_everyone_gets_their_own_notebook_time_grade_and_feedback(classroom, returned):
    school, grades, pages = returned
    for student, time in school.received.items():
        assert classroom.submitted(student) == classroom.notebook(student)
        assert parse_utc(classroom.timestamp(student)) == time
    lines = list(csv.DictReader(io.StringIO(grades.read_text(encoding="utf-8-sig"))))
    numbers = {number: student for student, number in school.numbers.items()}
    assert len(lines) == len(school.students)
    for line in lines:
        student = numbers[int(line["識別子"].removeprefix("参加者 "))]
        late = school.received[student] > DUE
        assert float(line["評定"]) == max(0, school.points[student] - late)
        assert (line["フルネーム"], line["ID番号"]) == (school.students[student], student)
    with zipfile.ZipFile(pages) as archive:
        found = {name.split("_")[1]: archive.read(name).decode() for name in archive.namelist()}
    assert found == {str(number): f"<p>{student}</p>" for student, number in school.numbers.items()}


def test_collecting_again_changes_nothing(classroom, returned):
    before = classroom.files()
    outcome, _ = classroom.collect(
        classroom.inbox / "class.zip", worksheet=classroom.inbox / "worksheet.csv"
    )
    assert {line.status for line in outcome.lines} == {"変更なし"}
    assert classroom.files() == before


def test_without_the_worksheet_only_namesakes_are_left_out(classroom, returned):
    outcome, _ = classroom.collect(classroom.inbox / "class.zip")
    namesakes = {"鈴木 花": 2, "Lee Kim": 1, "Kim Lee": 1}
    assert len(outcome.refused) == sum(namesakes.values())
    assert all(place.split("_")[0] in namesakes for place, _ in outcome.refused)
