"""What the site's first page says: its chapters, why to open them, and where to begin."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course.handing_out.colab import StudentsRepository
from course.layout import Course
from course.notebooks.exercises import read_notebook
from course.site.exercise_index import index_entries
from course.site.headings import headings
from course.site.moving_picture import learned_boundary

SENTENCES = Path(__file__).with_name("chapters.toml")


@dataclass(frozen=True)
class Published:
    """An edition of the students' repository that everybody can open."""

    name: str
    repository: StudentsRepository


def known_at_the_front_door(course: Course) -> dict:
    """What the templates may speak of."""
    sentences = _sentences()
    return {
        "picture": learned_boundary(),
        "editions": list(_editions(course)),
        "chapters": [_chapter(course, slug, sentences.get(slug, "")) for slug in course.slugs],
    }


def sentence_problems(course: Course) -> Iterator[str]:
    """A sentence without its chapter; a new chapter may wait for its sentence."""
    for slug in sorted(_sentences().keys() - set(course.slugs)):
        yield f"course/site/{SENTENCES.name} の {slug}：その章はありません（消してください）"


def _sentences() -> dict[str, str]:
    return tomllib.loads(SENTENCES.read_text(encoding="utf-8"))


def _editions(course: Course) -> Iterator[Published]:
    """Those whose address is set in nbgrader_config.py."""
    for name, self_study in (("授業で動かす", False), ("ひとりで学ぶ（自習版）", True)):
        if repository := StudentsRepository.of(course, self_study):
            yield Published(name, repository)


def _chapter(course: Course, slug: str, sentence: str) -> dict:
    """What the templates say about a chapter; its title is without the English in brackets."""
    chapter = read_notebook(course.chapter_notebook(slug))
    title = next(title for cell in chapter.cells for _, title in headings(cell.source))
    entries = index_entries(read_notebook(course.release_notebook(slug)), slug)
    return {
        "title": title.partition("（")[0],
        "sentence": sentence,
        "reading": f"notebooks/{slug}.ipynb",
        "solving": f"release/{slug}/{slug}.ipynb",
        "entries": entries,
        "points": sum(entry.points for entry in entries),
    }
