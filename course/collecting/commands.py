"""`course students` and `course collect`: arguments and messages only."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from course.layout import Course

console = Console(highlight=False)
students = typer.Typer(help="名簿を扱う。", no_args_is_help=True, rich_markup_mode="rich")


@students.callback()
def about_students() -> None:
    """名簿を扱う。"""


@students.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="名簿（CSV か .xlsx）。1行目は見出し。")],
) -> None:
    """名簿を成績簿に登録する。

    CSV の文字コードと区切りは、見出しの行から決める。学籍番号・ID番号・ユーザー名のどれかと、氏名
    （または姓と名）、メールアドレス、GitHub のユーザー名の列を読む。Moodle の参加者の一覧や、
    GitHub Classroom の名簿も読める。登録しなかった行があれば、終了コードは 1。
    """
    from course.collecting.students import import_students

    if import_students(Course.find(), file, console).refused:
        raise typer.Exit(1)


def collect(
    source: Annotated[
        str, typer.Argument(help="フォルダ、zip、または exchange（nbgrader の exchange）。")
    ],
    chapter: Annotated[str, typer.Argument(help="章。1_1 のような番号でも、フォルダ名でもよい。")],
    kind: Annotated[
        str | None,
        typer.Option(
            "--from", help="moodle、students、exchange、github。省略すると中を見て決める。"
        ),
    ] = None,
    worksheet: Annotated[
        Path | None,
        typer.Option(help="Moodle の評定ワークシート（CSV）。学籍番号と提出の時刻を読む。"),
    ] = None,
    timezone: Annotated[
        str, typer.Option(help="評定ワークシートや zip に書かれた時刻の時間帯。")
    ] = "Asia/Tokyo",
) -> None:
    """提出物を集めて、submitted/ に並べる。

    フォルダ、Moodle の「すべての提出をダウンロードする」の zip、学生ごとのファイルの zip、
    nbgrader の exchange、GitHub Classroom のリポジトリを clone したフォルダから集める。
    遅れは受け取りの時刻から数え、提出物の中の時刻は使わない。前に集めたものと違えば入れ替え、
    前のものは .collected/ に残す。使わなかったものがあれば、終了コードは 1。
    """
    from course.collecting.collect import Request, collect_chapter
    from course.collecting.receipt import time_zone

    course = Course.find()
    request = Request(source, kind, worksheet, time_zone(timezone))
    if collect_chapter(course, course.resolve(chapter), request, console).refused:
        raise typer.Exit(1)
