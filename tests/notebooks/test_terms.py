"""Technical terms bring their English along where a reader of the chapters first meets them.

The terms are those of docs/glossary.md.
"""

import re
from pathlib import Path

import nbformat
import pytest

from course.layout import Course

COURSE = Course.find(Path(__file__).parents[2])
GLOSSARY = (COURSE.root / "docs" / "glossary.md").read_text(encoding="utf-8")
ENTRY = re.compile(r"^### (?P<term>[^（\n]+)（(?P<english>[^）\n]+)）$", re.M)
TERMS = {  # names such as ReLU are English already
    e["term"]: e["english"] for e in ENTRY.finditer(GLOSSARY) if not e["term"].isascii()
}
NOT_PROSE = re.compile(
    r"```python.*?```|`[^`\n]+`|\$\$.*?\$\$|\$[^$\n]*\$|^#{2,} .*?$", re.S | re.M
)
LONGEST_FIRST = re.compile("|".join(sorted(map(re.escape, TERMS), key=len, reverse=True)))


def prose(cell):
    """What is read as sentences: no code, no formulas, no headings."""
    return NOT_PROSE.sub(" ", cell.source)


def reading():
    """The Markdown cells of all chapters in order; a chapter's first cell names goals, no more."""
    chapters = [slug for slug in COURSE.slugs if COURSE.chapter_notebook(slug).exists()]
    for slug in chapters:
        notebook = nbformat.read(COURSE.chapter_notebook(slug), as_version=4)
        for number, cell in enumerate(notebook.cells):
            if cell.cell_type == "markdown":
                yield f"{slug} {cell.id}", prose(cell), number == 0


CELLS = list(reading())


def introduced(term, text):
    """Does the English stand in brackets right behind the term, or within the same brackets?"""
    english = "|".join(map(re.escape, TERMS[term].split(", ")))
    behind = rf"{re.escape(term)}(?:する|される)?\**[、（][^（）]*(?:{english})"
    return re.search(behind, text) is not None


@pytest.mark.parametrize("term", TERMS)
def test_term_stands_beside_its_english_at_its_first_use(term):
    for place, text, goals in CELLS:
        if term in {found[0] for found in LONGEST_FIRST.finditer(text)}:
            if introduced(term, text):
                return
            assert goals, f"{place}：{term}（{TERMS[term]}）"
    pytest.fail(f"{term} does not occur in any chapter: take it off the list")
