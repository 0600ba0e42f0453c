"""`course gradebook move`: SQLite and PostgreSQL hold the same grades, or nothing is moved."""

import io
import sqlite3
import sys
from pathlib import Path

import pytest
from nbgrader.api import Base, Comment, Grade, Gradebook
from rich.console import Console
from sqlalchemy import create_engine, inspect, make_url, select

from course.cli import main
from course.errors import CourseError
from course.gradebook import move as move_module
from course.gradebook.address import VARIABLE, shown
from course.gradebook.changed_cells import ADDED, REMOVED
from course.gradebook.move import move_gradebook
from course.layout import CONFIG, Course
from course.nbgrader_setup import programs_on_path

pytestmark = [
    pytest.mark.slow,
    # as in nbgrader_config.py: nbgrader 0.9 with SQLAlchemy 2.1
    pytest.mark.filterwarnings("ignore:Object of type <Submitted"),
]
ROOT = Path(__file__).parents[3]


def fill(book):
    """Something in every table, and in every kind of column."""
    for slug in ("1_1_a", "1_2_b"):
        book.add_assignment(slug, duedate="2026-01-02 03:04:05.678 JST")
        book.add_notebook(slug, slug, kernelspec="{}")
        place = slug, slug
        book.add_grade_cell("test", *place, max_score=2.5, cell_type="code")
        book.add_grade_cell("hand", *place, max_score=5, cell_type="markdown")
        book.add_solution_cell("hand", *place)
        book.add_task_cell("task", *place, max_score=3, cell_type="markdown")
        about = {"cell_type": "code", "locked": True, "checksum": "0"}
        book.add_source_cell("test", *place, source="# 確かめる\n", **about)
    for student, slugs in {"s1": ["1_1_a"], "s2": ["1_1_a", "1_2_b"], "s3": []}.items():
        book.add_student(student, first_name="花子", last_name=None)
        for slug in slugs:
            hand_in(book, student, slug)
    book.grant_extension("1_1_a", "s1", days=40, minutes=1)
    whose = {"assignment": "1_1_a", "cell": "gone", "student": "s1"}
    points = {"auto_score": 0.1, "manual_score": None, "needs_manual_grade": False}
    book.db.execute(REMOVED[Grade].insert().values(**whose, **points))
    book.db.execute(REMOVED[Comment].insert().values(**whose, manual_comment="消えた\nセル"))
    book.db.execute(ADDED.insert().values(assignment="1_1_a", cell="task", counted=True))
    book.db.commit()


def hand_in(book, student, slug):
    book.add_submission(slug, student, timestamp="2026-01-02 03:04:05.123456 JST")
    for cell, auto, manual, extra in (("test", 0.1, None, 0.7), ("hand", None, 4, None)):
        grade = book.find_grade(cell, slug, slug, student)
        grade.auto_score, grade.manual_score, grade.extra_credit = auto, manual, extra
        grade.needs_manual_grade = False
    book.find_comment("hand", slug, slug, student).manual_comment = "よく\n書けています"
    book.find_submission(slug, student).notebooks[0].late_submission_penalty = 0.5
    book.db.commit()


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    made = Course(tmp_path / "course")
    (made.root / "source").mkdir(parents=True)
    (made.root / CONFIG).write_bytes((ROOT / CONFIG).read_bytes())
    return made


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("filled") / "gradebook.db"
    with programs_on_path(), Gradebook(f"sqlite:///{path}", "") as book:
        fill(book)
    return path


@pytest.fixture
def filled(course, filled_file):
    """A course with a gradebook in its folder; its URL."""
    (course.root / "gradebook.db").write_bytes(filled_file.read_bytes())
    return f"sqlite:///{course.root}/gradebook.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request, tmp_path):
    """Where nothing is yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/other.db"
    return request.getfixturevalue("postgres").create()


def move(course, url):
    """What was printed."""
    screen = io.StringIO()
    move_gradebook(course, url, Console(file=screen, width=100))
    return screen.getvalue()


def rows(url):
    """Every row of every table of nbgrader."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in Base.metadata.sorted_tables
        }
    engine.dispose()
    return found


def tables(url):
    engine = create_engine(url)
    names = inspect(engine).get_table_names()
    engine.dispose()
    return names


def change(course, statement):
    """What the course's SQLite file forgives."""
    file = sqlite3.connect(course.root / "gradebook.db")
    with file:
        file.execute(statement)
    file.close()


def test_moved_to_postgresql_and_back_the_rows_are_the_same(
    course, filled, postgres, tmp_path, monkeypatch
):
    before = (course.root / "gradebook.db").read_bytes()
    there, back = postgres.create(), f"sqlite:///{tmp_path}/back.db"
    move(course, there)
    monkeypatch.setenv(VARIABLE, there)
    move(course, back)
    assert rows(filled) == rows(there) == rows(back)
    assert all(rows(filled).values()), "a table without rows proves nothing"
    assert (course.root / "gradebook.db").read_bytes() == before


def test_moved_gradebook_takes_new_rows_and_answers_as_before(course, filled, target):
    move(course, target)
    answers = []
    for url in (filled, target):
        with Gradebook(url, "") as book:
            book.add_assignment("1_3_c")
            book.add_student("s4")
            book.add_submission("1_1_a", "s4")
            book.remove_student("s2")
            found = book.student_dicts()
            answers.append(sorted(found, key=lambda student: student["id"]))
    assert answers[0] == answers[1] and len(answers[0]) == 3


def test_interrupted_move_leaves_the_target_empty_and_can_be_repeated(
    course, filled, target, monkeypatch
):
    def interrupted(copy, table, rows):
        if table.name == "comment":
            raise KeyboardInterrupt
        insert(copy, table, rows)

    insert = move_module._insert
    monkeypatch.setattr(move_module, "_insert", interrupted)
    with pytest.raises(KeyboardInterrupt):
        move(course, target)
    assert tables(target) == []
    monkeypatch.setattr(move_module, "_insert", insert)
    move(course, target)
    assert rows(target) == rows(filled)


@pytest.mark.parametrize(
    ("name", "spoil", "says"),
    [
        ("comment", lambda rows: rows[1:], "表 comment の行の数が違います"),
        ("grade", lambda rows: [row | {"auto_score": 9.0} for row in rows], "s1 の 1_1_a の点"),
    ],
)
def test_copy_that_differs_is_given_up(course, filled, target, monkeypatch, name, spoil, says):
    insert = move_module._insert
    monkeypatch.setattr(
        move_module,
        "_insert",
        lambda copy, table, rows: insert(copy, table, spoil(rows) if table.name == name else rows),
    )
    with pytest.raises(CourseError, match=says):
        move(course, target)
    assert tables(target) == []


def test_target_that_is_not_empty_is_refused(course, filled, target):
    move(course, target)
    before = rows(target)
    with pytest.raises(CourseError, match="新しいデータベースを指定してください") as refused:
        move(course, target)
    assert len(refused.value.problems) == 1 and rows(target) == before
    with pytest.raises(CourseError, match="もう表があります"):
        move(course, filled)


def test_without_a_gradebook_there_is_nothing_to_move(course, target):
    with pytest.raises(CourseError, match="まだない"):
        move(course, target)
    assert not (course.root / "gradebook.db").exists()


def test_gradebook_of_an_older_nbgrader_is_upgraded_first(course, filled, target):
    change(course, "UPDATE alembic_version SET version_num = '167914646830'")
    with pytest.raises(CourseError, match="nbgrader db upgrade"):
        move(course, target)


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE grade SET cell_id = 'gone' WHERE auto_score IS NOT NULL", "grade"),
        (f"UPDATE student SET email = '{'x' * 200}'", "student"),
    ],
)
def test_rows_that_only_sqlite_takes_are_named(course, filled, postgres, statement, table):
    change(course, statement)
    url = postgres.create()
    with pytest.raises(CourseError, match=f"表 {table} に、写せない行があります"):
        move(course, url)
    assert tables(url) == []


def test_course_that_stock_nbgrader_never_enters_is_added(course, filled, postgres):
    change(course, "DELETE FROM course WHERE id = ''")
    url = postgres.create()
    move(course, url)
    assert len(rows(url)["course"]) == len(rows(filled)["course"]) + 1


PROBLEMS = {
    "ユーザー名かパスワードが違います": lambda url: url.set(password="wr%ng pass"),
    "その名前のデータベースがありません": lambda url: url.set(database="nowhere"),
    "サーバーにつながりません": lambda url: url.set(port=1),
    "表を作る権限がありません": lambda url: url.set(username="guest", password="wr%ng pass"),
    "postgres は使えません": lambda url: url.set(drivername="postgres"),
}


@pytest.mark.parametrize("says", PROBLEMS)
def test_gradebook_that_cannot_be_used_is_one_line_without_password(course, filled, postgres, says):
    url = make_url(postgres.create())
    if says.startswith("表を作る"):
        postgres.execute("CREATE ROLE guest LOGIN PASSWORD 'wr%%ng pass'")
    text = PROBLEMS[says](url).render_as_string(hide_password=False)
    with pytest.raises(CourseError, match=says) as refused:
        move(course, text)
    (line,) = refused.value.problems
    assert "\n" not in line
    assert not [secret for secret in (url.password, "p%25ss", "wr%25ng") if secret in line]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("gradebook.db", "成績簿の URL ではありません"),
        ("sqlite:////no/such/folder/gradebook.db", "フォルダを確かめてください"),
        ("postgresql+psycopg2://here/grades", r"postgresql\+psycopg2 は使えません"),
    ],
)
def test_url_that_cannot_be_used_is_refused_with_what_to_write(course, filled, url, says):
    with pytest.raises(CourseError, match=says):
        move(course, url)


def test_missing_driver_is_named_with_the_extra_that_brings_it(course, filled, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(CourseError, match=r'pip install -e "\.\[postgres\]"'):
        move(course, "postgresql+psycopg://here/grades")


def test_command_prints_the_counts_and_what_to_set_but_no_password(
    course, filled, postgres, monkeypatch, capsys
):
    url = postgres.create()
    monkeypatch.chdir(course.root)
    monkeypatch.setattr(sys, "argv", ["course", "gradebook", "move", url])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert not ended.value.code, said.err
    assert f"export {VARIABLE}='{shown(make_url(url))}'" in said.out
    assert "提出物 3 件の点も" in said.out and "submitted_notebook" in said.out
    assert make_url(url).password not in said.out + said.err and "p%25ss" not in said.out
