"""What Sphinx reads: notebooks and docs in the same folders as here, made ready for the web."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbformat import NotebookNode

from course.authoring.notebook_rules import release_problems
from course.errors import CourseError
from course.layout import Course
from course.notebooks.exercises import read_notebook
from course.site.editions import chapter_edition, exercise_edition
from course.site.exercise_index import index_entries
from course.site.figures import alternative_texts, figure_problems
from course.site.glossary import glossary_page
from course.site.headings import headings
from course.site.links import keep_links_within

MARKDOWN = Path(__file__).with_name("markdown")
GLOSSARY, GUIDE = "docs/glossary.md", "docs/guide.md"


@dataclass(frozen=True)
class Tree:
    """The folder that Sphinx reads; links to what is not among its pages become plain text."""

    place: Path
    pages: list[str]

    def write(self, page: str, text: str) -> None:
        path = self.place / page
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(keep_links_within(text, page, self.pages), encoding="utf-8")

    def write_notebook(self, page: str, notebook: NotebookNode) -> None:
        path = self.place / page
        path.parent.mkdir(parents=True, exist_ok=True)
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = keep_links_within(cell.source, page, self.pages)
        nbformat.write(notebook, path)


def write_source_tree(course: Course, place: Path) -> None:
    """Write everything; nothing when a figure has no text or a release is not fit to be seen."""
    texts = alternative_texts()
    problems = list(_problems(course, texts))
    if problems:
        raise CourseError(*problems)
    tree = Tree(place, _pages(course))
    for slug in course.slugs:
        chapter = read_notebook(course.chapter_notebook(slug))
        described = chapter_edition(chapter, slug, texts.get(slug, {}))
        tree.write_notebook(f"notebooks/{slug}.ipynb", described)
        release = read_notebook(course.release_notebook(slug))
        tree.write_notebook(f"release/{slug}/{slug}.ipynb", exercise_edition(release, slug))
    for page in _docs(course):
        text = (course.root / page).read_text(encoding="utf-8")
        tree.write(page, glossary_page(text) if page == GLOSSARY else text)
    for page, text in _written_pages(course, tree.pages).items():
        tree.write(page, text)
    if (course.root / "docs" / "images").is_dir():
        shutil.copytree(course.root / "docs" / "images", place / "docs" / "images")


def _problems(course: Course, texts: dict[str, dict[str, str]]) -> Iterator[str]:
    """What must be mended first: missing notebooks, answers in a release, undescribed figures."""
    for slug in course.slugs:
        places = [course.chapter_notebook, course.source_notebook, course.release_notebook]
        missing = [place(slug) for place in places if not place(slug).exists()]
        yield from (
            f"{path.relative_to(course.root)} がありません（先に course build {slug}）"
            for path in missing
        )
        if not missing:
            chapter, source, release = (read_notebook(place(slug)) for place in places)
            yield from figure_problems(slug, chapter, texts)
            yield from release_problems(source, release, slug)
    for slug in texts.keys() - set(course.slugs):
        yield f"course/site/figures.toml の [{slug}]：その章はありません（消してください）"


def _docs(course: Course) -> list[str]:
    """The guide first, then the other docs by name, the glossary among them."""
    found = [f"docs/{path.name}" for path in (course.root / "docs").glob("*.md")]
    return sorted(found, key=lambda page: (page != GUIDE, page))


def _pages(course: Course) -> list[str]:
    notebooks = [f"notebooks/{slug}.ipynb" for slug in course.slugs]
    releases = [f"release/{slug}/{slug}.ipynb" for slug in course.slugs]
    return ["index.md", "exercises.md", *notebooks, *releases, *_docs(course)]


def _written_pages(course: Course, pages: list[str]) -> dict[str, str]:
    """The start page and the index of exercises, from their templates."""
    environment = Environment(
        loader=FileSystemLoader(MARKDOWN),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    chapters = [_chapter(course, slug) for slug in course.slugs]
    guides = [page for page in pages if page.startswith("docs/") and page != GLOSSARY]
    known = {"chapters": chapters, "guides": guides, "glossary": GLOSSARY in pages}
    return {
        page: environment.get_template(f"{page}.j2").render(known)
        for page in ("index.md", "exercises.md")
    }


def _chapter(course: Course, slug: str) -> dict:
    """What the templates say about a chapter; its title is without the English in brackets."""
    chapter = read_notebook(course.chapter_notebook(slug))
    title = next(title for cell in chapter.cells for _, title in headings(cell.source))
    entries = index_entries(read_notebook(course.release_notebook(slug)), slug)
    return {
        "title": title.partition("（")[0],
        "reading": f"notebooks/{slug}.ipynb",
        "solving": f"release/{slug}/{slug}.ipynb",
        "entries": entries,
        "points": sum(entry.points for entry in entries),
    }
