"""`course demo`: a whole term in two minutes, in demo/, which can be deleted at any time."""

import shutil
import subprocess
import sys

from rich.console import Console
from rich.text import Text

from course.authoring.build import build_chapters
from course.demo.sample_class import HandedIn, sample_class
from course.errors import CourseError
from course.grading.cluster import cores, local
from course.grading.grade import Options, grade_chapter
from course.grading.report import Report
from course.layout import CONFIG, Course
from course.nbgrader_setup import own_gradebook, programs_on_path
from course.notebooks.exercises import read_notebook
from course.test_power.answer_files import read_answers

CHAPTERS = 2  # the first ones have everything there is to show, and no training that takes minutes


def run_demo(course: Course, console: Console, whole: bool = False) -> None:
    """Build, hand out, collect, grade and give feedback for a sample class.

    Of the first chapters; of the `whole` course if asked for.
    """
    demo = _fresh_copy(course)
    slugs = [slug for slug in demo.slugs if demo.source_notebook(slug).exists()]
    slugs = slugs if whole else slugs[:CHAPTERS]
    _announce(console, "1/5 ビルド", "source/ から release/ を作り、章を実行します")
    build_chapters(demo, slugs, console)
    _announce(console, "2/5 配布", "見本のクラスが release/ のノートブックを受け取り、解きます")
    classes = {slug: _solve(course, demo, slug, console) for slug in slugs}
    _announce(console, "3/5 回収", "解いたファイルを、nbgrader zip_collect で集めます")
    for slug, handed_in in classes.items():
        _collect(demo, slug, handed_in)
    _announce(console, "4/5 採点とフィードバック", "course grade と同じことをします")
    with local(cores()) as pool:
        reports = {slug: grade_chapter(demo, slug, console, Options(pool)) for slug in slugs}
    _announce(console, "5/5 答え合わせ", "植えておいた間違いと、採点の結果を比べます")
    wrong = [line for slug in slugs for line in _compare(classes[slug], reports[slug], console)]
    if wrong:
        raise CourseError(*wrong)
    console.print(f"\nすべて {demo.root} の中にあります（消してもかまいません）", soft_wrap=True)


def _fresh_copy(course: Course) -> Course:
    """demo/ made new: the sources only, so the real grades and submissions are never touched."""
    root = course.root / "demo"
    if root.exists() and not (root / CONFIG).is_file():
        raise CourseError(f"{root} はデモが作ったフォルダではないようです。名前を変えてください")
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    config = (course.root / CONFIG).read_text(encoding="utf-8")
    (root / CONFIG).write_text(config + own_gradebook(root), encoding="utf-8")
    ignore = shutil.ignore_patterns(".*")
    for folder in ("source", "notebooks"):
        shutil.copytree(course.root / folder, root / folder, ignore=ignore)
    return Course(root)


def _announce(console: Console, step: str, what: str) -> None:
    console.print()
    console.print(Text.assemble((f"■ {step}", "bold"), f"　{what}"))


def _solve(course: Course, demo: Course, slug: str, console: Console) -> list[HandedIn]:
    answers = read_answers(course.root / "tests" / "wrong_answers" / slug)
    if not answers:
        console.print(f"  {slug}：tests/wrong_answers/{slug}/ に誤答がないので、間違いは植えません")
    source = read_notebook(demo.source_notebook(slug))
    handed_in = sample_class(source, read_notebook(demo.release_notebook(slug)), answers)
    for student in handed_in:
        console.print(f"  {slug}　{student.student}　{student.about}", soft_wrap=True)
    return handed_in


def _collect(demo: Course, slug: str, handed_in: list[HandedIn]) -> None:
    archive = demo.root / "downloaded" / slug / "archive"
    archive.mkdir(parents=True)
    for student in handed_in:
        (archive / f"{student.student}_{slug}.ipynb").write_bytes(student.data)
    command = [sys.executable, "-m", "nbgrader", "zip_collect", slug]
    with programs_on_path():
        result = subprocess.run(command, cwd=demo.root, capture_output=True, text=True)
    if result.returncode:
        last = (result.stderr.strip().splitlines() or ["理由は分かりません"])[-1]
        raise CourseError(f"nbgrader zip_collect {slug} が失敗しました：{last}")


def _compare(handed_in: list[HandedIn], report: Report, console: Console) -> list[str]:
    """Print what was planted and whether grading found it; the differences, if any."""
    console.print(Text(f"\n{report.slug}", style="bold"))
    differences = []
    for student in handed_in:
        found = _found_as_planted(student, report)
        mark = "✓ 採点と一致" if found else "✗ 採点と不一致"
        console.print(f"  {mark}　{student.student}　{student.about}", soft_wrap=True)
        for name, reason in student.mistakes.items():
            console.print(Text(f"      {name}：{reason}"), soft_wrap=True)
        if not found:
            differences.append(f"{report.slug} の {student.student}：植えた間違いと点が合いません")
    return differences


def _found_as_planted(student: HandedIn, report: Report) -> bool:
    """Full points but where something is wrong; no score at all for a broken file."""
    if not student.readable:
        return any(entry.place.startswith(f"{student.student}/") for entry in report.set_aside)
    for scores in report.scores:
        if scores.student == student.student:
            full = report.full_points
            lost = {
                name for name, points in scores.points.items() if points not in (full[name], None)
            }
            return lost == student.without_full_points
    return False
