"""The site's edition of a notebook: figures described, headings named, tests folded away."""

from copy import deepcopy

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from course.notebooks.exercises import is_test
from course.site.figures import describe_figures
from course.site.headings import anchor, name_headings

READ, SOLVE = "read", "solve"
FOLD = '<details class="tests"><summary>テストのコードを見る</summary>'


def chapter_edition(notebook: NotebookNode, slug: str, texts: dict[str, str]) -> NotebookNode:
    """A chapter with its outputs."""
    edition = _with_named_headings(notebook, READ, slug)
    describe_figures(edition, texts)
    return edition


def exercise_edition(notebook: NotebookNode, slug: str) -> NotebookNode:
    """The students' edition of an exercise notebook."""
    edition = _with_named_headings(notebook, SOLVE, slug)
    cells = []
    for cell in edition.cells:
        cells += [_html(FOLD), cell, _html("</details>")] if is_test(cell) else [cell]
    edition.cells = cells
    return edition


def _with_named_headings(notebook: NotebookNode, kind: str, slug: str) -> NotebookNode:
    edition = deepcopy(notebook)
    for cell in edition.cells:
        if cell.cell_type == "markdown":
            cell.source = name_headings(cell.source, anchor(kind, slug, cell.id))
    return edition


def _html(text: str) -> NotebookNode:
    return new_markdown_cell(text)
