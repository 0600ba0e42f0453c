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
from course.site.figures import alternative_texts, figure_problems
from course.site.front_door import known_at_the_front_door, sentence_problems
from course.site.glossary import glossary_page
from course.site.links import keep_links_within

MARKDOWN = Path(__file__).with_name("markdown")
GLOSSARY, GUIDE = "docs/glossary.md", "docs/guide.md"
INSTRUCTORS = "instructors.md"


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


def write_source_tree(course: Course, place: Path, instructors: bool = True) -> None:
    """Write everything; nothing when a figure has no text or a release is not fit to be seen.

    Without `instructors`, what only they read is left out, and links to it become plain text.
    """
    texts = alternative_texts()
    problems = list(_problems(course, texts))
    if problems:
        raise CourseError(*problems)
    docs = [page for page in _docs(course) if instructors or page == GLOSSARY]
    tree = Tree(place, _pages(course, docs))
    for slug in course.slugs:
        chapter = read_notebook(course.chapter_notebook(slug))
        described = chapter_edition(chapter, slug, texts.get(slug, {}))
        tree.write_notebook(f"notebooks/{slug}.ipynb", described)
        release = read_notebook(course.release_notebook(slug))
        tree.write_notebook(f"release/{slug}/{slug}.ipynb", exercise_edition(release, slug))
    for page in docs:
        text = (course.root / page).read_text(encoding="utf-8")
        tree.write(page, glossary_page(text) if page == GLOSSARY else text)
    for page, text in _written_pages(course, tree.pages).items():
        tree.write(page, text)
    if instructors and (course.root / "docs" / "images").is_dir():
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
    yield from sentence_problems(course)
    for slug in texts.keys() - set(course.slugs):
        yield f"course/site/figures.toml の [{slug}]：その章はありません（消してください）"


def _docs(course: Course) -> list[str]:
    """The guide first, then the other docs by name, the glossary among them."""
    found = [f"docs/{path.name}" for path in (course.root / "docs").glob("*.md")]
    return sorted(found, key=lambda page: (page != GUIDE, page))


def _pages(course: Course, docs: list[str]) -> list[str]:
    notebooks = [f"notebooks/{slug}.ipynb" for slug in course.slugs]
    releases = [f"release/{slug}/{slug}.ipynb" for slug in course.slugs]
    own = [INSTRUCTORS] if _guides(docs) else []
    return ["index.md", "exercises.md", *own, *notebooks, *releases, *docs]


def _guides(pages: list[str]) -> list[str]:
    return [page for page in pages if page.startswith("docs/") and page != GLOSSARY]


def _written_pages(course: Course, pages: list[str]) -> dict[str, str]:
    """The start page, the index of exercises and the instructors' page, from their templates."""
    environment = Environment(
        loader=FileSystemLoader(MARKDOWN),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    known = known_at_the_front_door(course)
    known |= {"guides": _guides(pages), "glossary": GLOSSARY in pages}
    return {
        page: environment.get_template(f"{page}.j2").render(known)
        for page in ("index.md", "exercises.md", INSTRUCTORS)
        if page in pages
    }
