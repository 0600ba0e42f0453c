"""The notebook to grade: structure and tests from source/, answers from the submission."""

import re
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode

from course.exercises import is_answer, is_grade, is_test, nbgrader_metadata

OURS = ("grade", "solution", "locked", "points", "task")
TAG = re.compile(r"<(?=[A-Za-z/!?])")
LINK = re.compile(r"\](?=[(\[:])")
KEPT = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}


@dataclass
class Rebuilt:
    """The notebook to grade, and what the submission had changed that it may not change."""

    notebook: NotebookNode
    tampering: list[str] = field(default_factory=list)


def grade_id(cell: NotebookNode) -> str | None:
    """The name under which a cell is known, whatever else its metadata says."""
    metadata = nbgrader_metadata(cell)
    name = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) else None


def visible_source(source: str) -> str:
    """A test cell as it is handed out: without hidden tests."""
    lines, hidden = [], False
    for line in source.splitlines():
        if "### BEGIN HIDDEN TESTS" in line:
            hidden = True
        elif "### END HIDDEN TESTS" in line:
            hidden = False
        elif not hidden:
            lines.append(line)
    return "\n".join(lines)


def rebuild(submitted: NotebookNode, source: NotebookNode) -> Rebuilt:
    """Every cell of source/ in its order, with the learner's answers and own cells between them."""
    ours = {name: cell for cell in source.cells if (name := grade_id(cell))}
    answers = {
        name: cell.source
        for cell in submitted.cells
        if (name := grade_id(cell)) in ours and isinstance(cell.source, str)
    }  # of copies, the last: it is the one that counts when the notebook runs from top to bottom
    own = _own_cells(submitted, source, set(ours))
    cells = own.get(None, [])
    for cell in source.cells:
        cell = deepcopy(cell)
        name = grade_id(cell)
        cell.metadata = NotebookNode(nbgrader=deepcopy(nbgrader_metadata(cell))) if name else {}
        cell.metadata = nbformat.from_dict(cell.metadata)
        if is_answer(cell):
            cell.source = answers.get(name, "")
            if cell.cell_type == "markdown":
                cell.source = without_html(cell.source)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        cells += [cell, *own.get(name, [])] if name else [cell]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=deepcopy(source.metadata))
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    return Rebuilt(notebook, tampering(submitted, ours))


def _own_cells(submitted: NotebookNode, source: NotebookNode, ours: set[str]) -> dict:
    """The learner's own cells, after the cell of ours behind which they stand."""
    prompts = {cell.source.strip() for cell in source.cells if not grade_id(cell)}
    found: dict[str | None, list[NotebookNode]] = {}
    behind = None
    for cell in submitted.cells:
        name = grade_id(cell)
        if name in ours:
            behind = name
        elif cell.cell_type in KEPT and cell.source.strip() not in prompts | {""}:
            text = cell.source if cell.cell_type == "code" else without_html(cell.source)
            found.setdefault(behind, []).append(KEPT[cell.cell_type](text))
    return found


def without_html(markdown: str) -> str:
    """HTML and links show as text: no page that is made of this runs a learner's script."""
    return LINK.sub("]\N{ZERO WIDTH SPACE}", TAG.sub("&lt;", markdown))


def tampering(submitted: NotebookNode, ours: dict[str, NotebookNode]) -> list[str]:
    """What is not as it was handed out, apart from answers; for people, never for the score."""
    names = [name for cell in submitted.cells if (name := grade_id(cell)) in ours]
    count = Counter(names)
    found = [f"セル {name} がありません" for name in ours if name not in count]
    found += [f"セル {name} が {n} 個あります" for name, n in count.items() if n > 1]
    order = list(dict.fromkeys(names))
    if order != [name for name in ours if name in count]:
        found.append("セルの順番が変わっています")
    for cell in submitted.cells:
        name = grade_id(cell)
        if name in ours:
            found += [f"セル {name} の{what}" for what in _changes(cell, ours[name])]
    return list(dict.fromkeys(found))


def _changes(cell: NotebookNode, original: NotebookNode) -> list[str]:
    found = []
    metadata, wanted = nbgrader_metadata(cell), nbgrader_metadata(original)
    changed = [key for key in OURS if metadata.get(key, wanted.get(key)) != wanted.get(key)]
    if changed:
        found.append(f"採点用の情報（{'、'.join(changed)}）が変わっています")
    if cell.cell_type != original.cell_type:
        found.append("種類が変わっています")
    elif is_test(original) and cell.source.strip() != visible_source(original.source).strip():
        found.append("テストが書き換わっています")
    elif not is_answer(original) and not is_grade(original) and cell.source != original.source:
        found.append("中身が書き換わっています")
    tags = cell.metadata.get("tags")
    if tags:
        found.append(f"タグ（{str(tags)[:40]}）がついています")
    return found
