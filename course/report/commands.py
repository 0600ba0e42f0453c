"""`course report`: write the pages, and report.json beside them."""

import json
import tempfile
from functools import partial
from pathlib import Path

from rich.console import Console

from course.errors import CourseError
from course.files import replace_folder, write_atomically
from course.layout import Course
from course.report.numbers import chapter_numbers
from course.report.page import chapter_page, overview_page, student_pages
from course.report.read import Chapter, has_results, read_chapter
from course.report.similarity import Match, similar_answers
from course.report.tokens import code_tokens, text_tokens

DATA = "report.json"  # a folder with it is a report, and may be replaced


def write_reports(
    course: Course, chapters: list[str], output: Path | None, console: Console
) -> list[Path]:
    """A report for each chapter (default: all that are graded), and an overview of several."""
    place = (output or course.root / "report").absolute()
    slugs = [course.resolve(c) for c in chapters] or [s for s in course.slugs if _graded(course, s)]
    if not slugs:
        raise CourseError("採点した章がありません（先に course grade を動かしてください）")
    slugs = list(dict.fromkeys(slugs))
    for slug in slugs:
        _check_replaceable(place / slug)
    if len(slugs) > 1:
        _check_replaceable(place, kept=True)
    read = [read_chapter(course, slug) for slug in slugs]  # all, before anything is written
    numbers = [_write_chapter(chapter, place / chapter.slug) for chapter in read]
    pages = [place / slug / "index.html" for slug in slugs]
    if len(slugs) > 1:
        write_atomically(place / "index.html", overview_page(numbers))
        write_atomically(place / DATA, _json({"chapters": slugs}))
        pages.insert(0, place / "index.html")
    for page in pages:
        console.print(f"書きました：{_from(course.root, page)}", soft_wrap=True)
    return pages


def _graded(course: Course, slug: str) -> bool:
    return course.source_notebook(slug).exists() and has_results(course, slug)


def _check_replaceable(folder: Path, kept: bool = False) -> None:
    """Only what an earlier report has written is ever replaced (in a kept folder, index.html)."""
    at_risk = folder / "index.html" if kept else folder
    empty = at_risk.is_dir() and not any(at_risk.iterdir())
    if at_risk.exists() and not empty and not (folder / DATA).is_file():
        raise CourseError(
            f"{at_risk} は、course report が作ったものではないようです。"
            "--output で別のフォルダを指定してください"
        )


def _write_chapter(chapter: Chapter, place: Path) -> dict:
    matches = find_matches(chapter)
    numbers = chapter_numbers(chapter, matches)
    with tempfile.TemporaryDirectory(prefix="course-report-") as folder:
        made = Path(folder)
        (made / "students").mkdir()
        for name, page in student_pages(chapter, numbers):
            (made / "students" / name).write_text(page, encoding="utf-8")
        page = chapter_page(chapter, numbers, matches)
        (made / "index.html").write_text(page, encoding="utf-8")
        (made / DATA).write_text(_json(numbers), encoding="utf-8")
        replace_folder(made, place)
    return numbers


def find_matches(chapter: Chapter) -> dict[str, list[Match]]:
    """Answers that are suspiciously alike, by exercise."""
    found = {}
    for item in chapter.items:
        answers = {
            student: given[item.name]
            for student, given in chapter.answers.items()
            if item.name in given
        }
        normalise = text_tokens if item.by_hand else partial(code_tokens, given=item.given)
        found[item.name] = similar_answers(answers, normalise, item.ordinary, item.handed_out)
    return found


def _json(data) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _from(root: Path, path: Path) -> str:
    return str(path.relative_to(root) if path.is_relative_to(root) else path)
