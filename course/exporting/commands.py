"""`course export`: arguments and messages only."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from course.layout import Course

console = Console(highlight=False)
export = typer.Typer(
    help="成績とフィードバックを書き出す。", no_args_is_help=True, rich_markup_mode="rich"
)
Sheet = Annotated[
    Path | None, typer.Option(help="Moodle の課題からダウンロードした評定ワークシート（CSV）。")
]


@export.command()
def grades(
    chapters: Annotated[list[str], typer.Argument(help="章（1_1 など）。いくつでもよい。")],
    format: Annotated[str, typer.Option(help="moodle、csv、excel のどれか。")],
    worksheet: Sheet = None,
    output: Annotated[
        Path | None, typer.Option(help="書き出すファイル。省略すると exported/ の中。")
    ] = None,
    scale: Annotated[
        bool, typer.Option("--scale", help="章の満点を、Moodle の最大評点に換算する。")
    ] = False,
) -> None:
    """成績を、Moodle の CSV、ふつうの CSV、Excel のどれかで書き出す。

    遅れの減点と、手で付けた点を含む。要採点が残る学生の合計は書かず、画面に名前を出す。
    --worksheet を渡すと、その「評定」の列（空なら「フィードバックコメント」も）だけを埋める。
    要採点や、書けなかった学生がいれば、終了コードは 1。
    """
    from course.exporting.export import Request, export_grades

    course = Course.find()
    request = Request(format, worksheet, output, scale)
    if not export_grades(course, course.resolve_all(chapters), request, console):
        raise typer.Exit(1)


@export.command()
def feedback(
    chapter: Annotated[str, typer.Argument(help="章。1_1 のような番号でも、フォルダ名でもよい。")],
    output: Annotated[
        Path | None, typer.Option(help="書き出す zip。省略すると exported/ の中。")
    ] = None,
    worksheet: Sheet = None,
) -> None:
    """フィードバックのページを、Moodle に返すための zip にする。

    フォルダの名前は、course collect で集めたときのもの（--worksheet を渡せば、その参加者の番号）。
    だれのものか分からないページがあれば、終了コードは 1。
    """
    from course.exporting.export import export_feedback

    course = Course.find()
    if not export_feedback(course, course.resolve(chapter), worksheet, output, console):
        raise typer.Exit(1)
