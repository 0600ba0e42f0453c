"""A course whose gradebook holds points, penalties and answers that wait for a person."""

import csv
import io
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from rich.console import Console

from course.collecting.class_list import opened_gradebook
from course.exporting.export import Request, export_feedback, export_grades
from course.layout import CONFIG, Course

ROOT = Path(__file__).parents[3]
SLUG, OTHER = "1_1_doubling", "1_2_tripling"
FULL = {"double_test": 3, "double_more": 2, "discussion": 5}
HEADINGS = ("識別子", "フルネーム", "ID番号", "メールアドレス", "ステータス", "グループ", "評定")
HEADINGS += ("最大評点", "最終更新日時 (提出)", "最終更新日時 (評定)", "フィードバックコメント")


def flags(name, grade=False, solution=False):
    about = {"grade_id": name, "grade": grade, "solution": solution, "locked": not solution}
    about |= {"points": FULL[name]} if grade else {}
    return {"nbgrader": about | {"schema_version": 3, "task": False}}


def exercises():
    """An answer with two test cells (5 points), and one that a person grades (5 points)."""
    tests = [
        new_code_cell("assert True", id=name, metadata=flags(name, grade=True))
        for name in ("double_test", "double_more")
    ]
    answer = new_code_cell("x = 1", id="double", metadata=flags("double", solution=True))
    by_hand = flags("discussion", grade=True, solution=True)
    discussion = new_markdown_cell("考察", id="discussion", metadata=by_hand)
    return new_notebook(cells=[answer, *tests, discussion])


class Graded:
    """A course in a folder, and what grading has left in its gradebook."""

    slug, other, headings = SLUG, OTHER, HEADINGS

    def __init__(self, root, gradebook):
        self.course = Course(root)
        root.mkdir()
        shutil.copy(gradebook, root)
        shutil.copy(ROOT / CONFIG, root)
        for slug in (SLUG, OTHER):
            path = self.course.source_notebook(slug)
            path.parent.mkdir(parents=True)
            nbformat.write(exercises(), path)

    def enrol(self, student, last="", first="", email=None):
        with opened_gradebook(self.course) as book:
            about = {"last_name": last, "first_name": first, "email": email}
            book.update_or_create_student(student, **about)

    def register(self, slug=SLUG):
        with opened_gradebook(self.course) as book:
            book.update_or_create_assignment(slug)
            book.update_or_create_notebook(slug, slug)
            for name, points in FULL.items():
                kind = "markdown" if name == "discussion" else "code"
                about = {"max_score": points, "cell_type": kind}
                book.update_or_create_grade_cell(name, slug, slug, **about)

    def score(self, student, double, discussion, penalty=0.0, slug=SLUG):
        """Points for `double`; for the discussion by hand, None while it waits."""
        self.register(slug)
        with opened_gradebook(self.course) as book:
            book.update_or_create_submission(slug, student)
            notebook = book.find_submission_notebook(slug, slug, student)
            grades = {grade.name: grade for grade in notebook.grades}
            for name, points in (("double_test", min(double, 3)), ("double_more", double - 3)):
                grades[name].auto_score, grades[name].needs_manual_grade = max(points, 0), False
            grades["discussion"].manual_score = discussion
            grades["discussion"].needs_manual_grade = discussion is None
            notebook.late_submission_penalty = penalty
            book.db.commit()

    def worksheet(self, *rows, headings=HEADINGS):
        """(participant, full name, id), then cells by heading, where they are not Moodle's own."""
        text = io.StringIO()
        writer = csv.DictWriter(text, headings, restval="-")
        writer.writeheader()
        for number, name, student, *more in rows:
            about = {"識別子": f"参加者 {number}", "フルネーム": name, "ID番号": student}
            about |= {"評定": "", "最大評点": "10.00", "フィードバックコメント": ""}
            writer.writerow(about | (more[0] if more else {}))
        path = self.course.root.parent / "worksheet.csv"
        path.write_bytes(text.getvalue().encode("utf-8-sig"))
        return path

    def page(self, student, text="<p>よくできました</p>", slug=SLUG):
        path = self.course.root / "feedback" / student / slug / f"{slug}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def grades(self, *slugs, format="csv", worksheet=None, scale=False):
        """The bytes written, whether everything is in them, and what was printed."""
        screen, output = io.StringIO(), self.course.root.parent / "out"
        request = Request(format, worksheet, output, scale)
        console = Console(file=screen, width=100)
        complete = export_grades(self.course, list(slugs) or [SLUG], request, console)
        return output.read_bytes(), complete, screen.getvalue()

    def rows(self, *slugs, **options):
        """The same, as rows of a CSV."""
        data, complete, screen = self.grades(*slugs, **options)
        assert data.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig")))), complete, screen

    def feedback(self, worksheet=None):
        screen, output = io.StringIO(), self.course.root.parent / "feedback.zip"
        console = Console(file=screen, width=100)
        complete = export_feedback(self.course, SLUG, worksheet, output, console)
        return output, complete, screen.getvalue()


@pytest.fixture
def graded(tmp_path, empty_gradebook):
    return Graded(tmp_path / "course", empty_gradebook)
