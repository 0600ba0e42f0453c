"""Where the gradebook is: what a URL means, how it is shown, and what a refusal says."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError

from course.errors import CourseError
from course.gradebook.address import _reason, opened, parsed, shown, sqlite_file


@pytest.mark.parametrize(
    "url, file",
    [
        ("sqlite:///gradebook.db", "/course/gradebook.db"),
        ("sqlite:///sub/g.db", "/course/sub/g.db"),
        ("sqlite:////absolute/g.db", "/absolute/g.db"),
    ],
)
def test_file_lies_in_the_folder_unless_it_says_where(url, file):
    assert sqlite_file(parsed(url, Path("/course"))) == Path(file)


def test_server_has_no_file():
    url = parsed("postgresql+psycopg://me@here/grades", Path("/course"))
    assert sqlite_file(url) is None and url.database == "grades"


@pytest.mark.parametrize("url", ["", "gradebook.db", "sqlite", "postgresql+psycopg:me@here"])
def test_what_is_no_url_is_refused_with_examples(url):
    with pytest.raises(CourseError, match="成績簿の URL ではありません.*sqlite:///"):
        parsed(url, Path("/course"))


@pytest.mark.parametrize(
    "url, kept",
    [
        ("postgresql+psycopg://grader:secret@here/grades", "grader:***@here"),
        ("postgresql+psycopg://grader@/grades?host=/run&password=secret", "host="),
        ("postgresql+psycopg://grader@/grades?sslpassword=secret&port=1", "port=1"),
        ("sqlite:///gradebook.db", "sqlite:///gradebook.db"),
    ],
)
def test_password_is_hidden_wherever_it_stands(url, kept):
    assert "secret" not in shown(make_url(url)) and kept in shown(make_url(url))


@pytest.mark.parametrize(
    "said, reason",
    [
        ('password authentication failed for user "x"', "ユーザー名かパスワードが違います"),
        ("fe_sendauth: no password supplied", "ユーザー名かパスワードが違います"),
        ('database "nowhere" does not exist', "その名前のデータベースがありません"),
        ("permission denied for schema public", "表を作る権限がありません"),
        ("unable to open database file", "そこにファイルを作れません"),
        ("connection refused\nmore", "サーバーにつながりません"),
        ("", "（Exception）"),
    ],
)
def test_refusal_of_a_server_says_what_to_do_in_one_line(said, reason):
    found = _reason(OperationalError("SELECT", {}, Exception(said)))
    assert reason in found and "\n" not in found


def test_other_error_is_what_the_database_says():
    assert _reason(DBAPIError("SELECT", {}, Exception("no such table\nmore"))) == "no such table"
    locked = sqlite3.OperationalError("database is locked")
    assert _reason(OperationalError("SELECT", {}, locked)) == "database is locked"


def test_what_happens_in_a_transaction_is_kept_or_has_never_been(tmp_path):
    url = make_url(f"sqlite:///{tmp_path}/g.db")

    def tables():
        with opened(url) as connection:
            return connection.scalars(text("SELECT name FROM sqlite_master")).all()

    with pytest.raises(KeyboardInterrupt), opened(url) as connection:
        connection.execute(text("CREATE TABLE a (x)"))
        connection.execute(text("INSERT INTO a VALUES (1)"))
        raise KeyboardInterrupt
    assert tables() == []
    with opened(url) as connection:
        connection.execute(text("CREATE TABLE a (x)"))
    assert tables() == ["a"]


def test_error_in_a_transaction_names_the_gradebook(tmp_path):
    url = make_url(f"sqlite:///{tmp_path}/g.db")
    with (
        pytest.raises(CourseError, match="g.db を使えません：no such table: a"),
        opened(url) as book,
    ):
        book.execute(text("SELECT * FROM a"))
