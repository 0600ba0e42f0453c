"""Where the gradebook is, how to open it, and one clear line where it cannot be opened."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from course.errors import CourseError
from course.layout import Course
from course.nbgrader_setup import load_config

VARIABLE = "DL_COURSE_GRADEBOOK"
EXAMPLE = "postgresql+psycopg://ユーザー名@サーバー名/データベース名"
SECRET = ("password", "sslpassword")  # may stand among the options behind the "?", too
# what the database says when it refuses (PostgreSQL in its own language, and without a code)
REFUSALS = {
    r"password authentication failed|no password supplied|パスワード": (
        "ユーザー名かパスワードが違います"
    ),
    r'database ".*" does not exist|データベース.*存在しません': (
        "その名前のデータベースがありません（createdb で作ってから、もう一度）"
    ),
    r"permission denied|権限がありません": (
        "表を作る権限がありません（createdb -O ユーザー名 で、自分のデータベースを作ります）"
    ),
    r"file is not a database": "SQLite の成績簿ではありません（控えがあれば、戻してください）",
    r"unable to open database file": "そこにファイルを作れません（フォルダを確かめてください）",
}


def present(course: Course) -> URL:
    """The gradebook that the course uses now: as every command of nbgrader sees it."""
    url = CourseDirectory(config=load_config(course), root=str(course.root)).db_url
    return parsed(url, course.root)


def parsed(text: str, folder: Path) -> URL:
    """The URL; a SQLite file lies in `folder` if it does not say where."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise CourseError(
            f"成績簿の URL ではありません（{EXAMPLE} か、sqlite:///gradebook.db のように書きます）"
        ) from None
    file = sqlite_file(url)
    return url.set(database=str(folder / file)) if file else url


def shown(url: URL) -> str:
    """The URL as it may be printed: without its password."""
    hidden = {name: "***" for name in SECRET if name in url.query}
    return url.update_query_dict(hidden).render_as_string(hide_password=True)


def sqlite_file(url: URL) -> Path | None:
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


@contextmanager
def opened(url: URL) -> Iterator[Connection]:
    """One transaction: what happens inside is kept at the end, or has never been.

    It sees the gradebook as it was at its beginning, whatever others write meanwhile.
    """
    with _explained(url):
        engine = _engine(url)
        connection = engine.connect()
    with connection, _explained(url), connection.begin():
        yield connection


def _engine(url: URL) -> Engine:
    if sqlite_file(url) is None:
        return create_engine(url, poolclass=NullPool, isolation_level="REPEATABLE READ")
    engine = create_engine(url, poolclass=NullPool)

    # Python's sqlite3 begins a transaction before an INSERT only, not before CREATE or SELECT
    @event.listens_for(engine, "connect")
    def by_hand(connection, _):
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection):
        connection.exec_driver_sql("BEGIN")

    return engine


@contextmanager
def _explained(url: URL) -> Iterator[None]:
    try:
        yield
    except (NoSuchModuleError, ModuleNotFoundError):
        raise CourseError(f"成績簿 {shown(url)} を使えません：{_driver(url)}") from None
    except DBAPIError as error:
        raise CourseError(f"成績簿 {shown(url)} を使えません：{_reason(error)}") from None


def _driver(url: URL) -> str:
    if url.drivername in ("postgresql", "postgresql+psycopg"):
        return 'psycopg がありません（pip install -e ".[postgres]" で入ります）'
    return f"{url.drivername} は使えません（{EXAMPLE} のように書きます）"


def _reason(error: DBAPIError) -> str:
    said = str(error.orig)
    for pattern, reason in REFUSALS.items():
        if re.search(pattern, said):
            return reason
    first = (said.splitlines() or [type(error.orig).__name__])[0]
    if isinstance(error, OperationalError) and "sqlite3" not in type(error.orig).__module__:
        return f"サーバーにつながりません。動いているか、名前とポートを確かめてください（{first}）"
    return first
