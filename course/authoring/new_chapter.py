"""`course new`: a skeleton chapter that builds and passes every test, ready to be rewritten."""

from pathlib import Path

import nbformat
from rich.console import Console

from course.errors import CourseError
from course.layout import SLUG, Course
from course.notebooks.text_bridge import from_text

TEMPLATES = Path(__file__).parent / "templates"
EXERCISES = ("double", "slope")


def create_chapter(course: Course, slug: str, console: Console) -> None:
    """Write the chapter, its exercises and their named answers; nothing that exists is touched."""
    match = SLUG.fullmatch(slug)
    if not match:
        raise CourseError(
            f"「{slug}」は章の名前にできません（1_5_autoencoder のように、番号_番号_英小文字）"
        )
    number = match["number"]
    taken = [old for old in course.slugs if old == slug or old.startswith(f"{number}_")]
    if taken:
        raise CourseError(f"{number} 章はもうあります（{taken[0]}）。別の番号にしてください")
    files = _files(course, slug, number)
    existing = [path.relative_to(course.root) for path in files if path.exists()]
    if existing:
        raise CourseError(f"{existing[0]} がもうあります（名前を変えるか、消してください）")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        console.print(f"書きました：{path.relative_to(course.root)}", soft_wrap=True)
    console.print(
        f"次にすること：course text {slug} で本文を書き出して直し、course ipynb {slug} で戻し、"
        f"course build {slug} で確かめます（JupyterLab で直接直してもかまいません）",
        soft_wrap=True,
    )


def _files(course: Course, slug: str, number: str) -> dict[Path, str]:
    """What a chapter consists of, with its text."""
    files = {
        course.chapter_notebook(slug): _notebook("chapter", slug, number),
        course.source_notebook(slug): _notebook("exercises", slug, number),
    }
    for kind in ("wrong", "right"):
        for name in EXERCISES:
            place = course.root / "tests" / f"{kind}_answers" / slug / f"{name}.py"
            files[place] = (TEMPLATES / f"{kind}_{name}.txt").read_text(encoding="utf-8")
    return files


def _notebook(template: str, slug: str, number: str) -> str:
    text = (TEMPLATES / f"{template}.txt").read_text(encoding="utf-8")
    text = text.replace("{slug}", slug).replace("{number}", number)
    return nbformat.writes(from_text(text)) + "\n"
