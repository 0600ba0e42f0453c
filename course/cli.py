"""The command line `course`: arguments and messages only; the work is done by the other modules."""

import sys
from typing import Annotated

import typer
from rich.console import Console
from typer.exceptions import TyperException

from course.errors import CourseError
from course.layout import Course

app = typer.Typer(
    help="ディープラーニング講座を作り、配り、採点する道具。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
)
Chapter = Annotated[str, typer.Argument(help="章。1_1 のような番号でも、フォルダ名でもよい。")]
Chapters = Annotated[
    list[str] | None, typer.Argument(help="章（1_1 など）。省略すると、すべての章。")
]
console = Console(highlight=False)


@app.command()
def build(chapters: Chapters = None) -> None:
    """source/ から release/ を作り、章を実行して出力を保存する。答えと配布版の点も確かめる。"""
    from course.build import build_chapters

    course = Course.find()
    build_chapters(course, course.resolve_all(chapters or []), console)


@app.command()
def grade(chapter: Chapter) -> None:
    """submitted/ の提出物を採点し、フィードバックと成績表を作る。"""
    from course.grading.grade import grade_chapter

    course = Course.find()
    report = grade_chapter(course, course.resolve(chapter), console)
    if report.set_aside:
        raise typer.Exit(1)


@app.command()
def demo() -> None:
    """見本のクラスを作り、ビルドから成績表までを demo/ の中で一度に行う。"""
    from course.demo import run_demo

    run_demo(Course.find(), console)


@app.command()
def bundle() -> None:
    """受講者用のリポジトリを dist/ に書き出す（フォルダと zip。答えは入らない）。"""
    from course.bundle import write_bundle

    write_bundle(Course.find(), console)


@app.command()
def new(
    chapter: Annotated[str, typer.Argument(help="新しい章の名前（例：1_5_autoencoder）")],
) -> None:
    """新しい章の骨組み（読む章とやってみよう）を作る。そのまま course build が通る。"""
    from course.new_chapter import create_chapter

    create_chapter(Course.find(), chapter, console)


@app.command()
def text(chapter: Chapter) -> None:
    """ノートブックを、編集しやすいテキスト（text/ の中）に書き出す。"""
    from course.text_files import write_text

    course = Course.find()
    write_text(course, course.resolve(chapter), console)


@app.command()
def ipynb(chapter: Chapter) -> None:
    """text/ で編集したテキストを、ノートブックに戻す（セルの id と出力は保たれる）。"""
    from course.text_files import read_text

    course = Course.find()
    read_text(course, course.resolve(chapter), console)


USAGE_ERRORS = {
    "No such command": "そのようなコマンドはありません",
    "Missing command": "コマンドを指定してください",
    "No such option": "そのようなオプションはありません",
    "Missing parameter": "引数が足りません",
    "Got unexpected extra argument": "引数が多すぎます",
}


def _in_japanese(error: TyperException) -> str:
    """A usage error of the command-line library in Japanese, its own words kept behind."""
    message = str(error)
    translated = (text for start, text in USAGE_ERRORS.items() if message.startswith(start))
    return f"{next(translated, '使い方が違います')}：{message}"


def main() -> None:
    """Entry point: wrong use ends with one clear line and exit code 2."""
    try:
        code = app(standalone_mode=False)
    except CourseError as error:
        for problem in error.problems:
            print(f"course: {problem}", file=sys.stderr)
        code = 2
    except TyperException as error:
        print(f"course: {_in_japanese(error)}（使い方は course --help）", file=sys.stderr)
        code = 2
    except typer.Abort:
        print("course: 中断しました", file=sys.stderr)
        code = 130
    sys.exit(code)
