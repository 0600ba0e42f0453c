"""`course gradebook move`: the gradebook in another place, compared before it counts."""

from collections.abc import Iterator
from math import isclose
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from nbgrader.api import Assignment, Base, SubmittedAssignment
from nbgrader.api import Course as CourseRow
from nbgrader.dbutil import ALEMBIC_DIR
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy import URL, Connection, func, insert, inspect, select
from sqlalchemy import Table as DatabaseTable
from sqlalchemy.exc import DataError, IntegrityError

from course.errors import CourseError
from course.gradebook.address import VARIABLE, opened, parsed, present, shown, sqlite_file
from course.gradebook.nbgrader_patches import NO_NAME, newest_version
from course.layout import Course

TABLES = Base.metadata.sorted_tables  # a row comes after those that it refers to; ours, too
ROWS = 1_000  # at a time
Counts = dict[str, tuple[int, int]]


def move_gradebook(course: Course, target: str, console: Console) -> None:
    """Copy the present gradebook to the URL `target`; it stays as it is, and in use."""
    old, new = present(course), parsed(target, Path.cwd())
    file = sqlite_file(old)
    if file and not file.is_file():
        raise CourseError(
            f"成績簿 {file} はまだないので、移すものがありません"
            f"（{VARIABLE} に URL を入れるだけで、そこに作られます）"
        )
    with opened(old) as source:
        _check_version(source, old)
        with opened(new) as copy:
            _check_empty(copy, new)
            _copy(source, copy)
            counts, scores = _counts(source, copy), _scores(source)
            _compare(counts, scores, _scores(copy))
    _show(counts, len(scores), old, new, console)


def _check_version(source: Connection, url: URL) -> None:
    if MigrationContext.configure(source).get_current_revision() != newest_version():
        raise CourseError(
            f"成績簿 {shown(url)} は、この nbgrader の形になっていません"
            "（nbgrader db upgrade を実行してから、もう一度）"
        )


def _newest() -> ScriptDirectory:
    return ScriptDirectory(ALEMBIC_DIR)


def _check_empty(copy: Connection, url: URL) -> None:
    tables = inspect(copy).get_table_names()
    if tables:
        raise CourseError(
            f"{shown(url)} には、もう表があります（{tables[0]} など）。"
            "何も入っていない、新しいデータベースを指定してください"
        )


def _copy(source: Connection, copy: Connection) -> None:
    Base.metadata.create_all(copy)
    MigrationContext.configure(copy).stamp(_newest(), "head")
    for table in _present(source):
        for rows in _rows(source, table):
            _insert(copy, table, rows)


def _present(source: Connection) -> list[DatabaseTable]:
    """A gradebook may be older than our own tables (gradebook/changed_cells)."""
    there = set(inspect(source).get_table_names())
    return [table for table in TABLES if table.name in there]


def _rows(source: Connection, table: DatabaseTable) -> Iterator[list[dict]]:
    if table is CourseRow.__table__:
        yield [{"id": name} for name in _courses(source) - {NO_NAME}]  # that one is there already
        return
    for rows in source.execute(select(table)).mappings().partitions(ROWS):
        yield [dict(row) for row in rows]


def _courses(source: Connection) -> set[str]:
    """Those that chapters name, too: nbgrader leaves out the one without a name (NO_NAME)."""
    return {NO_NAME, *source.scalars(select(CourseRow.id).union(select(Assignment.course_id)))}


def _insert(copy: Connection, table: DatabaseTable, rows: list[dict]) -> None:
    try:
        if rows:
            copy.execute(insert(table), rows)
    except (DataError, IntegrityError) as error:
        reason = str(error.orig).splitlines()[0]
        raise CourseError(
            f"表 {table.name} に、写せない行があります（{reason}）。"
            "写した先は空のままです。元の成績簿のその行を直してから、もう一度"
        ) from None


def _counts(source: Connection, copy: Connection) -> Counts:
    """How many rows each table should have, and has."""
    counts = {t.name: (_count(source, t), _count(copy, t)) for t in _present(source)}
    name = CourseRow.__tablename__
    return counts | {name: (len(_courses(source)), counts[name][1])}


def _count(connection: Connection, table: DatabaseTable) -> int:
    return connection.scalar(select(func.count()).select_from(table))


def _compare(counts: Counts, old: dict, new: dict) -> None:
    """Every table must have as many rows, every student the same points in every chapter."""
    wrong = [f"表 {name} の行の数が違います" for name, (old, new) in counts.items() if old != new]
    wrong += [
        f"{student} の {slug} の点が違います"
        for slug, student in sorted(old.keys() | new.keys())
        if not _same(old.get((slug, student)), new.get((slug, student)))
    ]
    if wrong:
        raise CourseError(*wrong, "写すのをやめました。写した先は空のままです")


def _same(old: float | None, new: float | None) -> bool:
    """Databases add up in orders of their own."""
    return None not in (old, new) and isclose(old, new, abs_tol=1e-9)


def _scores(connection: Connection) -> dict[tuple[str, str], float]:
    """Points of every submission, as the formgrader adds them up."""
    rows = connection.execute(
        select(
            Assignment.name, SubmittedAssignment.student_id, SubmittedAssignment.score
        ).join_from(SubmittedAssignment, Assignment)
    )
    return {(slug, student): float(score) for slug, student, score in rows}


def _show(counts: Counts, scores: int, old: URL, new: URL, console: Console) -> None:
    table = Table("表", "元の行", "写した行")
    for name, numbers in counts.items():
        table.add_row(name, *map(str, numbers))
    console.print(table)
    console.print(f"行の数も、提出物 {scores} 件の点も、元と同じです。")
    console.print(
        f"写した成績簿を使うときは、次の環境変数を入れます（docs/gradebook.md）：\n"
        f"  export {VARIABLE}='{escape(shown(new))}'",
        soft_wrap=True,
    )
    if "***" in shown(new):
        console.print("  （*** は、パスワードに書き換えます）")
    console.print(f"元の成績簿は、そのままです：{escape(shown(old))}", soft_wrap=True)
