"""Cells that come into a graded chapter or leave it, in SQLite and in PostgreSQL."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from nbgrader.api import BaseCell, Comment, Grade, Gradebook, SubmittedAssignment
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from rich.console import Console
from sqlalchemy import create_engine, func, inspect, make_url, select

from course.authoring.new_chapter import create_chapter
from course.gradebook import changed_cells
from course.gradebook.address import VARIABLE, opened
from course.gradebook.changed_cells import OURS, added_cells, count_added, removed_cells
from course.gradebook.move import move_gradebook
from course.layout import CONFIG, Course
from course.nbgrader_setup import load_config, programs_on_path
from course.notebooks.exercises import grade_id, read_notebook

pytestmark = [
    pytest.mark.slow,
    # as in nbgrader_config.py: nbgrader 0.9 with SQLAlchemy 2.1
    pytest.mark.filterwarnings("ignore:Object of type <Submitted"),
]
ROOT = Path(__file__).parents[3]
SLUG = "1_1_doubling"
SLOPE = ("slope", "slope_test")


class Chapter:
    """A chapter in a gradebook, with submissions whose points and comments people have given."""

    def __init__(self, root, url):
        self.course, self.url = Course(root), url
        (root / "source").mkdir(parents=True)
        (root / CONFIG).write_bytes((ROOT / CONFIG).read_bytes())
        create_chapter(self.course, SLUG, Console(quiet=True))
        self.whole = read_notebook(self.course.source_notebook(SLUG))
        self.register(self.whole)
        for student, points in {"s1": 1, "s2": None}.items():
            self.hand_in(student, points)

    def register(self, notebook):
        """What `course grade` and `nbgrader generate_assignment` do first."""
        text = json.dumps(notebook, ensure_ascii=False)
        self.course.source_notebook(SLUG).write_text(text, encoding="utf-8")
        config = load_config(self.course)
        about = {"config": config, "root": str(self.course.root), "db_url": self.url}
        coursedir = CourseDirectory(**about)
        coursedir.assignment_id = SLUG
        with programs_on_path():
            GenerateAssignment(coursedir=coursedir, config=config, force=True).start()

    def without(self, *names):
        notebook = deepcopy(self.whole)
        notebook.cells = [cell for cell in notebook.cells if grade_id(cell) not in names]
        return notebook

    def hand_in(self, student, points):
        with Gradebook(self.url, "") as book:
            book.update_or_create_student(student)
            book.add_submission(SLUG, student)
            grade = book.find_grade("slope_test", SLUG, SLUG, student)
            grade.auto_score, grade.manual_score, grade.extra_credit = 2, points, 0.5
            grade.needs_manual_grade = False
            comment = book.find_comment("slope", SLUG, SLUG, student)
            comment.auto_comment = "No response."
            comment.manual_comment = points and "よく\n書けています"
            book.db.commit()

    def rows(self):
        """What there is for the cells of the slope."""
        with Gradebook(self.url, "") as book:
            grades = select(
                SubmittedAssignment.student_id,
                Grade.auto_score,
                Grade.manual_score,
                Grade.extra_credit,
                Grade.needs_manual_grade,
            )
            grades = grades.select_from(Grade).join(Grade.notebook).join(SubmittedAssignment)
            grades = grades.join(BaseCell, BaseCell.id == Grade.cell_id)
            comments = select(Comment.manual_comment).join(Comment.cell)
            found = book.db.execute(grades.where(BaseCell.name == "slope_test")).all()
            said = book.db.scalars(comments.where(BaseCell.name == "slope")).all()
            return sorted(map(tuple, found)), sorted(map(str, said))

    def record(self):
        with opened(make_url(self.url)) as connection:
            points = {cell.cell: cell.points for cell in removed_cells(connection, SLUG)}
            counts = [connection.scalar(select(func.count()).select_from(t)) for t in OURS]
        return points, counts

    def late(self):
        with Gradebook(self.url, "") as book:
            return added_cells(book.db(), SLUG)


@pytest.fixture(params=["sqlite", "postgresql"])
def chapter(request, tmp_path):
    url = f"sqlite:///{tmp_path}/gradebook.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").create()
    return Chapter(tmp_path / "course", url)


def test_points_of_removed_cells_go_into_the_record_and_come_back(chapter):
    before = chapter.rows()
    chapter.register(chapter.without(*SLOPE))
    assert chapter.rows() == ([], [])
    assert chapter.record() == ({"slope_test": {"s1": 1.5, "s2": 2.5}}, [2, 1, 0])
    chapter.register(chapter.without(*SLOPE))  # once more, and nothing happens
    assert chapter.record()[1] == [2, 1, 0]
    chapter.register(chapter.whole)
    assert chapter.rows()[0] == before[0]
    assert chapter.rows()[1] == ["よく\n書けています"]
    assert chapter.record() == ({}, [0, 0, 2])


def test_added_cells_have_no_rows_for_who_was_graded_before(chapter):
    with Gradebook(chapter.url, "") as book:
        book.remove_assignment(SLUG)
    chapter.register(chapter.without(*SLOPE))
    with Gradebook(chapter.url, "") as book:
        book.add_submission(SLUG, "s1")
    chapter.register(chapter.whole)
    assert chapter.rows() == ([], [])
    assert chapter.late() == {"slope": False, "slope_test": False}
    with Gradebook(chapter.url, "") as book:
        assert book.find_submission(SLUG, "s1").max_score == 10  # nbgrader's is the chapter's
        count_added(book.db(), SLUG, True)
        book.db.commit()
    assert chapter.late() == {"slope": True, "slope_test": True}


def test_nothing_is_half_moved(chapter, monkeypatch):
    before = chapter.rows()
    monkeypatch.setattr(changed_cells, "delete", lambda *table: 1 / 0)
    with pytest.raises(BaseException):  # noqa: B017  (nbgrader wraps it)
        chapter.register(chapter.without(*SLOPE))
    monkeypatch.undo()
    assert chapter.rows() == before and chapter.record() == ({}, [0, 0, 0])


def test_record_goes_with_the_gradebook(chapter, tmp_path, monkeypatch):
    chapter.register(chapter.without(*SLOPE))
    monkeypatch.setenv(VARIABLE, chapter.url)
    move_gradebook(chapter.course, f"sqlite:///{tmp_path}/copy.db", Console(quiet=True))
    record = chapter.record()
    chapter.url = f"sqlite:///{tmp_path}/copy.db"
    assert chapter.record() == record


def test_gradebook_that_is_older_than_the_record_is_read_and_moved(chapter, tmp_path, monkeypatch):
    engine = create_engine(chapter.url)
    for table in OURS:
        table.drop(engine)
    assert not {table.name for table in OURS} & {*inspect(engine).get_table_names()}
    with engine.connect() as connection:
        assert removed_cells(connection, SLUG) == []
    engine.dispose()
    monkeypatch.setenv(VARIABLE, chapter.url)
    move_gradebook(chapter.course, f"sqlite:///{tmp_path}/copy.db", Console(quiet=True))
    chapter.register(chapter.without(*SLOPE))
    assert chapter.record()[1] == [2, 1, 0]


def test_student_who_is_deleted_leaves_the_record_too(chapter):
    chapter.register(chapter.without(*SLOPE))
    with Gradebook(chapter.url, "") as book:
        book.remove_student("s1")
    assert chapter.record() == ({"slope_test": {"s2": 2.5}}, [1, 0, 0])
    with Gradebook(chapter.url, "") as book:
        book.remove_assignment(SLUG)
    assert chapter.record() == ({}, [0, 0, 0])


def test_formgrader_lists_a_submission_that_lacks_cells(chapter):
    chapter.register(chapter.without(*SLOPE))
    chapter.register(chapter.whole)
    chapter.hand_in("s3", None)
    with Gradebook(chapter.url, "") as book:
        for grade in book.find_submission_notebook(SLUG, SLUG, "s1").grades:
            if grade.name != "slope_test":
                book.db.delete(grade)
        book.db.commit()
        rows = book.notebook_submission_dicts(SLUG, SLUG)
        assert {row["student"] for row in rows} == {"s1", "s2", "s3"}
        assert {row["student"] for row in book.submission_dicts(SLUG)} == {"s1", "s2", "s3"}
    config = load_config(chapter.course)
    about = {"config": config, "root": str(chapter.course.root), "db_url": chapter.url}
    api = NbGraderAPI(coursedir=CourseDirectory(**about), config=config)
    assert {s["student"] for s in api.get_submissions(SLUG)} >= {"s1", "s2", "s3"}
