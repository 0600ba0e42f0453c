"""A course with one small chapter, and results as grading leaves them."""

import json
import shutil
import warnings
from pathlib import Path
from unittest import mock

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from rich.console import Console
from sqlalchemy.exc import SAWarning

from course.grading.report import Cause, SetAside
from course.grading.results import Records, Result
from course.layout import CONFIG, Course
from course.report.commands import write_reports
from course.report.read import read_chapter

ROOT = Path(__file__).parents[3]
SLUG, OTHER = "1_1_adding", "1_2_doubling"
OUT = "out"  # in place of points: the student never had the exercise
FULL = {"add": 4, "scale": 3, "mean": 2, "norm": 1}  # tested; "discussion" is for a person


def flags(name, grade=False, solution=False, points=None):
    about = {"grade_id": name, "grade": grade, "solution": solution, "locked": not solution}
    about |= {"schema_version": 3, "task": False} | ({"points": points} if grade else {})
    return {"nbgrader": about}


def answer(name):
    body = f"    ### BEGIN SOLUTION\n    return {name}_of(x)\n    ### END SOLUTION"
    source = f'def {name}(x):\n    """説明"""\n{body}'
    return new_code_cell(source, id=name, metadata=flags(name, solution=True))


def chapter(title):
    cells = [new_markdown_cell(f"# {title}　やってみよう", id="title")]
    for number, (name, points) in enumerate(FULL.items(), start=1):
        metadata = flags(f"{name}_test", grade=True, points=points)
        cells += [
            new_markdown_cell(f"### やってみよう {number}　問題{name}", id=f"text_{name}"),
            answer(name),
            new_code_cell(f"assert {name}(1)", id=f"{name}_test", metadata=metadata),
        ]
    by_hand = flags("discussion", grade=True, solution=True, points=5)
    cells += [
        new_markdown_cell("### やってみよう 5　考察", id="text_discussion"),
        new_markdown_cell("模範解答", id="discussion", metadata=by_hand),
    ]
    return new_notebook(cells=cells)


class Class:
    """A graded class, written down student by student."""

    slug, other, full, out = SLUG, OTHER, FULL, OUT

    def __init__(self, root):
        self.course = Course(root)
        root.mkdir()
        shutil.copy(ROOT / CONFIG, root)
        (root / "notebooks").mkdir()
        for slug, title in ((SLUG, "1_1 足し算"), (OTHER, "1_2 倍")):
            path = self.course.source_notebook(slug)
            path.parent.mkdir(parents=True)
            nbformat.write(chapter(title), path)

    def grade(self, student, solved=tuple(FULL), slug=SLUG, reasons=None, kinds=None, **about):
        """A result: full points for `solved`, else the reason and kind given."""
        verdicts = {}
        for name, points in FULL.items():
            wrong = (kinds or {}).get(name, "failed"), (reasons or {}).get(name, "✗ 値が違います")
            kind, reason = ("passed", "") if name in solved else wrong
            given = float(points) if name in solved else 0.0
            verdicts[f"{name}_test"] = {"kind": kind, "points": given, "reason": reason}
        folder = Records(self.course, slug).published_folder
        Result(student, "key", verdicts, **about).write(folder)

    def answer(self, student, slug=SLUG, **answers):
        """The graded notebook of a student."""
        cells = [
            {"cell_type": "code", "source": source, "metadata": flags(name, solution=True)}
            for name, source in answers.items()
        ]
        path = self.course.root / "autograded" / student / slug / f"{slug}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({"cells": cells}), encoding="utf-8")

    def put_aside(self, place, reason="読めません", slug=SLUG):
        entry = SetAside(place, reason, "出し直してもらってください", Cause.UNREADABLE)
        Records(self.course, slug).write_set_aside([entry])

    def gradebook(self, grades, class_list=(), penalties=None):
        """nbgrader's gradebook with these points by student and cell (None: needs a person)."""
        url = f"sqlite:///{self.course.root / 'gradebook.db'}"
        version = mock.patch("nbgrader.api.get_alembic_version", return_value="0")  # takes seconds
        with warnings.catch_warnings(), version, Gradebook(url) as book:
            warnings.simplefilter("ignore", SAWarning)  # see nbgrader_config.py
            book.add_assignment(SLUG)
            book.add_notebook(SLUG, SLUG)
            for name, points in (*FULL.items(), ("discussion", 5)):
                cell = name if name == "discussion" else f"{name}_test"
                book.add_grade_cell(cell, SLUG, SLUG, max_score=points, cell_type="code")
            for student in {*class_list, *grades}:
                book.add_student(student)
            for student, points in grades.items():
                self._submit(book, student, points, (penalties or {}).get(student))

    def _submit(self, book, student, points, penalty):
        book.add_submission(SLUG, student)
        notebook = book.find_submission_notebook(SLUG, SLUG, student)
        notebook.late_submission_penalty = penalty
        for grade in notebook.grades:
            value = points.get(grade.name.removesuffix("_test"))
            if value == OUT:
                book.db.delete(grade)
                continue
            grade.manual_score, grade.needs_manual_grade = value, value is None
        book.db.commit()

    def read(self, slug=SLUG):
        return read_chapter(self.course, slug)

    def report(self, *chapters, output=None):
        """The pages written, the first of them as text, and the numbers beside it."""
        pages = write_reports(self.course, [*chapters], output, Console(quiet=True))
        data = json.loads((pages[0].parent / "report.json").read_text(encoding="utf-8"))
        return pages, pages[0].read_text(encoding="utf-8"), data


@pytest.fixture
def small_class(tmp_path, monkeypatch):
    monkeypatch.delenv("DL_COURSE_GRADEBOOK", raising=False)
    return Class(tmp_path / "course")
