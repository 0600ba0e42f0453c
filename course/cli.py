"""The command line `course`: arguments and messages only; the work is done by the other modules."""

import re
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from typer import rich_utils
from typer.exceptions import TyperException

from course.collecting.commands import collect, students
from course.errors import CourseError
from course.exporting.commands import export
from course.layout import Course
from course.site.commands import site

rich_utils.ARGUMENTS_PANEL_TITLE = "引数"
rich_utils.OPTIONS_PANEL_TITLE = "オプション"
rich_utils.COMMANDS_PANEL_TITLE = "命令"
rich_utils.REQUIRED_LONG_STRING = "[必須]"

app = typer.Typer(
    help="ディープラーニング講座を作り、配り、採点する道具。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
)
books = typer.Typer(help="成績簿を、ほかの場所に移す。", no_args_is_help=True)
app.add_typer(books, name="gradebook")
app.add_typer(students, name="students")
app.add_typer(export, name="export")
Chapter = Annotated[str, typer.Argument(help="章。1_1 のような番号でも、フォルダ名でもよい。")]
Chapters = Annotated[
    list[str] | None, typer.Argument(help="章（1_1 など）。省略すると、すべての章。")
]
console = Console(highlight=False)


@app.command()
def build(chapters: Chapters = None) -> None:
    """release/ と章の出力を作る。

    規則を確かめ、source/ から release/ を作り、模範解答が満点、配布版が0点になることを示し、
    notebooks/ の章を実行して出力を保存する。1つでもだめなら、何も変えない。
    """
    from course.authoring.build import build_chapters

    course = Course.find()
    build_chapters(course, course.resolve_all(chapters or []), console)


app.command()(collect)


@app.command()
def grade(
    chapters: Annotated[list[str], typer.Argument(help="章（1_1 など）。いくつでも。")],
    students: Annotated[
        list[str] | None, typer.Option(help="この学生だけ（1人ずつ、何度でも書ける）。")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=0, help="採点するプロセスの数。省略するとコアの数。")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Dask のスケジューラーのアドレス（tcp://… や tls://…）。")
    ] = None,
    regrade: Annotated[
        bool, typer.Option("--regrade", help="全部を採点し直す。成績簿には、まだ入れない。")
    ] = False,
    compare: Annotated[
        bool, typer.Option("--compare", help="採点し直すと変わる点を見る。")
    ] = False,
    publish: Annotated[
        bool, typer.Option("--publish", help="採点し直した点を成績簿に入れる。")
    ] = False,
    count_added: Annotated[
        bool | None,
        typer.Option(
            "--count-added/--no-count-added",
            help="採点を始めたあとで加えた問題を、もともとなかった提出物にも数える（0点）か。",
        ),
    ] = None,
) -> None:
    """提出物を採点し、成績表とフィードバックを作る。

    submitted/学籍番号/章/章.ipynb のうち、新しいもの、変わったものを採点する。途中で終わっても、
    もう一度動かすと続きから。採点できなかったものは、最後に名前と直し方が出る（終了コードは 1）。
    """
    from course.grading.command import GradeOptions, grade_chapters

    if (workers is not None and scheduler) or sum([regrade, compare, publish]) > 1:
        raise CourseError(
            "--workers と --scheduler、--regrade と --compare と --publish は、どれか1つだけです"
        )
    if count_added is not None and any([regrade, compare, publish]):
        raise CourseError("--count-added は、成績簿に入れる採点（course grade だけ）で使います")
    how = GradeOptions(students or (), workers, scheduler, regrade, compare, publish, count_added)
    course = Course.find()
    if not grade_chapters(course, course.resolve_all(chapters), console, how):
        raise typer.Exit(1)


@books.command()
def move(
    url: Annotated[str, typer.Argument(help="写す先。postgresql+psycopg://… か sqlite:///…")],
) -> None:
    """今の成績簿を、まだ何もない URL に写し、行の数と点を比べる。

    元の成績簿は変わらない。途中で止まったら、写した先は空のまま。控えをとるのにも使える。
    """
    from course.gradebook.move import move_gradebook

    move_gradebook(Course.find(), url, console)


@app.command()
def report(
    chapters: Annotated[
        list[str] | None, typer.Argument(help="章（1_1 など）。省略すると、採点した章のすべて。")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", help="書き出すフォルダ。省略すると report/。")
    ] = None,
) -> None:
    """採点した章の、クラスの報告を作る（HTML と JSON）。

    得点の分布、問題ごとの難しさ、間違い、助けが要りそうな学生、よく似た答えを、1つのページにする。
    学生1人ずつのページもできる。章が2つ以上なら、全体のページもできる。
    """
    from course.report.commands import write_reports

    write_reports(Course.find(), chapters or [], output, console)


@app.command()
def demo(
    whole: Annotated[
        bool, typer.Option("--all", help="はじめの2章だけでなく、すべての章。")
    ] = False,
) -> None:
    """見本のクラスで、ビルドから成績表まで（demo/ の中）。1分半ほどかかる。"""
    from course.demo.demo import run_demo

    run_demo(Course.find(), console, whole)


@app.command()
def bundle() -> None:
    """受講者用のリポジトリを dist/ に書き出す（答えなし）。"""
    from course.handing_out.bundle import write_bundle

    write_bundle(Course.find(), console)


app.command()(site)


@app.command()
def new(
    chapter: Annotated[str, typer.Argument(help="新しい章の名前（例：1_5_autoencoder）")],
) -> None:
    """新しい章の骨組みを作る。

    読む章、やってみよう、その誤答と別解を作る。そのまま course build とテストが通る。
    """
    from course.authoring.new_chapter import create_chapter

    create_chapter(Course.find(), chapter, console)


@app.command()
def weights(
    sources: Annotated[
        list[str] | None, typer.Argument(help="digits か mnist。省略すると digits。")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="書かずに、今の重みと比べる。")] = False,
) -> None:
    """章が使う学習済みの重みを、学習して作る。

    同じ乱数の種から学習するので、いつも同じ重みになる（--check で確かめられる）。
    mnist は、MNIST のテスト用画像の最初の 8,000 枚で学習する。
    """
    from course.authoring.weights import SOURCES, check_weights, write_weights

    unknown = [source for source in sources or [] if source not in SOURCES]
    if unknown:
        raise CourseError(f"{unknown[0]} の重みはありません（{'、'.join(SOURCES)} のどれか）")
    (check_weights if check else write_weights)(sources or ["digits"], console)


@app.command()
def results(
    places: Annotated[
        list[str] | None,
        typer.Argument(help="mnist_t10k、mnist、cpu、gpu のどれか。省略すると、測れるものすべて。"),
    ] = None,
) -> None:
    """章の表にする結果を測り、datasets/results.json に書く。

    本物の MNIST での正解率（環境変数 DL_COURSE_DATA のフォルダ）と、CPU・GPU の速さを測る。
    ここで測れないものは、前の記録を残す。
    """
    from course.authoring.measurements import PLACES, write_results

    unknown = [place for place in places or [] if place not in PLACES]
    if unknown:
        raise CourseError(f"{unknown[0]} は測れません（{'、'.join(PLACES)} のどれか）")
    write_results(places or list(PLACES), console)


@app.command()
def survey(chapters: Chapters = None) -> None:
    """模範解答に小さな間違いを1つずつ入れ、テストが気づくかを調べる。

    項を落とす、符号を変える、軸を変える、条件を外す、などの変異を作る。結果の変わらない変異は
    tests/equivalent_mutants/ に理由と書く。見のがした変異があれば、終了コードは 1。
    終わりに、名前をつけた誤答のうち、見えるテストだけで気づくものを表にする。
    """
    from course.test_power.survey import run_survey

    course = Course.find()
    if any(s.survived for s in run_survey(course, course.resolve_all(chapters or []), console)):
        raise typer.Exit(1)


@app.command()
def gpu(chapters: Chapters = None) -> None:
    """章の GPU 版を gpu/ に作って動かし、CPU の出力と比べる。

    最初のセルの import numpy as np を import cupy as np に変えるだけで、ほかは同じ。
    """
    from course.authoring.gpu import run_gpu_editions

    course = Course.find()
    run_gpu_editions(course, course.resolve_all(chapters or []), console)


@app.command()
def attack() -> None:
    """採点を攻撃する提出物を、stock の nbgrader とここの採点にかけ、成果を表にする。

    攻撃は tests/attacks/ にある。ここで1つでも成功すれば、終了コードは 1。30分ほどかかる。
    """
    from course.attacks.attack import run_attacks

    if any(result.gains for result in run_attacks(Course.find(), console)):
        raise typer.Exit(1)


@app.command()
def text(chapter: Chapter) -> None:
    """ノートブックを、テキスト（text/ の中）に書き出す。"""
    from course.notebooks.text_files import write_text

    course = Course.find()
    write_text(course, course.resolve(chapter), console)


@app.command()
def ipynb(chapter: Chapter) -> None:
    """text/ のテキストを、ノートブックに戻す。

    セルの id と、コードを変えていないセルの出力は保たれる。
    """
    from course.notebooks.text_files import read_text

    course = Course.find()
    read_text(course, course.resolve(chapter), console)


USAGE_ERRORS = {
    r"No such command '(.*?)'": "「{}」という命令はありません",
    r"Missing command": "命令を指定してください",
    r"No such option: (\S+)": "オプション {} はありません",
    r"Missing parameter: (\S+)": "引数 {} が足りません",
    r"Got unexpected extra argument\(s\) \((.*?)\)": "引数が多すぎます（{}）",
}


def _in_japanese(error: TyperException) -> str:
    """A usage error of the command-line library in Japanese."""
    for pattern, japanese in USAGE_ERRORS.items():
        if match := re.match(pattern, str(error)):
            return japanese.format(*match.groups())
    return f"使い方が違います：{error}"


def main() -> None:
    """Entry point: wrong use ends with one clear line and exit code 2."""
    try:
        code = app(standalone_mode=False)
    except CourseError as error:
        for problem in error.problems:
            print(f"course: {problem}", file=sys.stderr)
        code = 2
    except TyperException as error:
        if str(error):  # without a command, the help has already been shown
            print(f"course: {_in_japanese(error)}（使い方は course --help）", file=sys.stderr)
        code = 2
    except typer.Abort:
        print("course: 中断しました", file=sys.stderr)
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
