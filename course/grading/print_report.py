"""Print a grading report: a table that fits the screen, then what people have to look at."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from course.grading.report import Change, Report, StudentScores
from course.layout import Course
from course.sealed.verdicts import Kind

WIDTH = 100
MANY = 8
PAGE = 100  # students below one heading
BY_HAND, NOT_COUNTED = "要採点", "対象外"
TAMPERED = "手を加えてあった提出物（元に戻して採点）"
MENDED = "保存のしかたなどで直して採点したもの、使わなかった部分（フィードバックにも載せています）"
IN_JAPANESE = {Kind.TIME: "時間切れ", Kind.MEMORY: "メモリ超過", Kind.CRASH: "Python が終了"}


def show_report(report: Report, course: Course, console: Console) -> None:
    if not console.is_terminal:  # a file or a pipe has no width of its own
        console = Console(file=console.file, width=max(console.width, WIDTH))
    console.print()
    for table in score_tables(report, console) if report.scores else []:
        console.print(table)
    root = course.root
    for line in (*_remarks(report), *_pages(report, course), *_set_aside(report, root)):
        console.print(Text(line), soft_wrap=True)


def score_tables(report: Report, console: Console) -> Iterator[Table]:
    """Exercises against students where that fits; else tables for each of the two."""
    if len(report.scores) <= MANY:
        table = _exercises_by_students(report)
        unlimited = console.options.update(max_width=10_000)
        if Measurement.get(console, unlimited, table).maximum <= console.width:
            yield table
            return
    yield _exercises(report)
    id_width = max(cell_len(scores.student) for scores in report.scores)
    for first in range(0, len(report.scores), PAGE):
        yield _students(report, report.scores[first : first + PAGE], id_width)


def _table(report: Report, caption: str) -> Table:
    table = Table(title=f"{report.slug}　{caption}", box=box.SIMPLE_HEAD, title_justify="left")
    table.title_style = "bold"
    return table


def _exercises_by_students(report: Report) -> Table:
    table = _table(report, "問題ごとの点")
    table.add_column("問題")
    table.add_column("配点", justify="right")
    for scores in report.scores:
        table.add_column(Text(scores.student), justify="right", no_wrap=True)
    for name, full in report.full_points.items():
        cells = (_points(scores, name, full) for scores in report.scores)
        table.add_row(name, f"{full:g}", *cells)
    table.add_section()
    totals = (f"{scores.total:g}" for scores in report.scores)
    table.add_row("合計", f"{sum(report.full_points.values()):g}", *totals, style="bold")
    return table


def _points(scores: StudentScores, name: str, full: float) -> Text:
    if name not in scores.points:
        return Text(NOT_COUNTED)
    points = scores.points[name]
    if points is None:
        return Text(BY_HAND, style="yellow")
    return Text(f"{points:g}", style="green" if points >= full else "red")


def _exercises(report: Report) -> Table:
    table = _table(report, f"問題ごとのまとめ（{len(report.scores)} 人）")
    table.add_column("問題")
    for heading in ("配点", "平均", "満点の人数", BY_HAND):
        table.add_column(heading, justify="right")
    for name, full in report.full_points.items():
        points = [scores.points[name] for scores in report.scores if name in scores.points]
        known = [value for value in points if value is not None]
        mean = f"{sum(known) / len(known):.1f}" if known else "－"
        best = sum(value >= full for value in known)
        table.add_row(name, f"{full:g}", mean, str(best), str(len(points) - len(known)))
    return table


def _students(report: Report, page: Sequence[StudentScores], id_width: int) -> Table:
    table = _table(report, "学生ごとの点")
    table.add_column("学籍番号", no_wrap=True, min_width=id_width)
    table.add_column("合計", justify="right", no_wrap=True)
    table.add_column(BY_HAND, justify="right", no_wrap=True)
    table.add_column("満点ではない問題", overflow="fold")
    for scores in page:
        row = Text(scores.student), f"{scores.total:g}", str(len(scores.by_hand))
        table.add_row(*row, _not_full(scores, report))
    return table


def _not_full(scores: StudentScores, report: Report) -> str:
    names = [
        name
        for name, full in report.full_points.items()
        if scores.points.get(name) is not None and scores.points[name] < full
    ]
    return "すべて" if len(names) == len(scores.points) > 0 else "、".join(names)


def show_changes(
    slug: str, graded: int, changes: list[Change], new: list[str], console: Console
) -> None:
    """What a regrade would change."""
    if changes:
        table = Table(title=f"{slug}　採点し直すと変わる点", box=box.SIMPLE_HEAD)
        table.title_justify, table.title_style = "left", "bold"
        table.add_column("学籍番号", no_wrap=True)
        for heading in ("今", "採点し直すと", "差"):
            table.add_column(heading, justify="right", no_wrap=True)
        table.add_column("変わるテスト", overflow="fold")
        for change in changes:
            difference = f"{change.after - change.before:+g}"
            points = f"{change.before:g}", f"{change.after:g}", difference
            table.add_row(Text(change.student), *points, "、".join(change.cells))
        console.print(table)
    lines = [f"{slug}：採点し直した {graded} 人のうち、点が変わるのは {len(changes)} 人です"]
    if new:
        lines.append(f"まだ点がない {len(new)} 人：{'、'.join(new)}")
    lines.append(f"成績簿に入れるには course grade {slug} --publish")
    for line in lines:
        console.print(Text(line), soft_wrap=True)


def _remarks(report: Report) -> list[str]:
    lines = []
    if any(scores.by_hand for scores in report.scores):
        lines.append(
            f"{BY_HAND}：人が採点する問題です（合計には入っていません）。"
            "jupyter lab の formgrader で点を付け、もう一度 course grade を動かします。"
        )
    if report.kept:
        lines.append(f"採点済みで、提出物もテストも変わっていない {report.kept} 人は、前のままです")
    if report.changes:
        lines.append(
            f"前の採点から点が変わった {len(report.changes)} 人（人が付けた点は含みません）"
        )
        lines += [f"  {c.student}：{c.before:g} → {c.after:g}" for c in report.changes]
    lines += [*_added(report), *_removed(report)]
    lines += [f"注意　{note}" for note in report.notes]
    lines += _stopped(report)
    lines += _by_student(report, TAMPERED, "tampering") + _by_student(report, MENDED, "remarks")
    if report.not_submitted:
        students = "、".join(report.not_submitted)
        lines.append(f"未提出（{len(report.not_submitted)} 人）：{students}")
    return lines


def _added(report: Report) -> list[str]:
    """Exercises that came after the release: for whom they do not count."""
    option = f"course grade {report.slug} --"
    lines = []
    for name, without, counted in report.added:
        if counted:
            how = f"なかった提出物にも、0点として数えます。やめるには {option}no-count-added"
        else:
            how = (
                f"もともとなかった提出物 {without} 件には数えません（{NOT_COUNTED}。その人の満点は"
                f"その分だけ低くなります）。0点として数えるには {option}count-added"
            )
        lines.append(f"採点を始めたあとで加わった問題 {name}：{how}")
    return lines


def _removed(report: Report) -> list[str]:
    return [
        f"採点を始めたあとで消えたセル {name}：{students} 人の、合わせて {points:g} 点を成績簿の"
        "記録に残し、合計から外しました。source/ に戻すと、手で付けた点とコメントも戻ります"
        for name, students, points in report.removed
    ]


def _stopped(report: Report) -> list[str]:
    """Answers that had to be stopped: each costs its own exercise only."""
    found = [
        f"  {scores.student} の {name.removesuffix('_test')}：{IN_JAPANESE[kind]}（{reason}）"
        for scores in report.scores
        for name, kind, reason in scores.stopped
    ]
    return ["実行の途中で止めた答え（その問題だけが0点）", *found] if found else []


def _by_student(report: Report, heading: str, about: str) -> list[str]:
    """What is to be said of single submissions, for people to judge; it never touches a score."""
    said = [(scores.student, getattr(scores, about)) for scores in report.scores]
    found = [
        f"  {student}：{'、'.join(what[:MANY])}"
        + (f"、ほか {len(what) - MANY} 件" if len(what) > MANY else "")
        for student, what in said
        if what
    ]
    return [heading, *found] if found else []


def _from_here(path: Path) -> str:
    """The path as one can type or click it: from the current folder where it lies below it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _pages(report: Report, course: Course) -> list[str]:
    if not report.scores:
        return []
    students, remark = [scores.student for scores in report.scores], ""
    if len(students) > MANY:
        students, remark = ["学籍番号"], f"（{len(students)} 人分）"
    pages = (_from_here(course.feedback_page(student, report.slug)) for student in students)
    return ["", "フィードバックのページ", *(f"  {page}{remark}" for page in pages)]


def _set_aside(report: Report, root: Path) -> list[str]:
    log = _from_here(report.log)
    export = f"course export grades {report.slug} --format csv"
    lines = ["", f"成績を書き出すには {export}。くわしいログは {log}"]
    if not report.set_aside:
        return lines
    lines += ["", f"採点できなかった提出物（{len(report.set_aside)} 件。点は付いていません）"]
    for entry in report.set_aside:
        lines += [
            f"  {_from_here(root / 'submitted' / entry.place)}",
            f"    理由　　　{entry.reason}",
        ]
        lines.append(f"    すること　{entry.action}")
        if entry.graded_before:
            before = f"autograded/{entry.student}/{report.slug}、フィードバック、成績簿の点"
            lines.append(f"    前回の採点　{before}は、そのまま残っています")
    return lines
