"""The notebook to grade: structure and tests from source/, answers from the submission."""

import re
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode

from course.notebooks.exercises import is_answer, is_grade, is_test, nbgrader_metadata
from course.sealed.borrowed import borrowed_in
from course.sealed.caps import (
    ANSWER,
    OWN_CELLS,
    OWN_TEXT,
    RENDERED_TOGETHER,
    as_written,
    is_renderable,
    writable,
)

OURS = ("grade", "solution", "locked", "points", "task")
TAG = re.compile(r"<(?=[A-Za-z/!?])")
LINK = re.compile(r"\](?=[(\[:])")
MAX_REMARKS = 100
TOO_MANY = (
    "自分で足したセルが多すぎるか長すぎるので、一部を除きました"
    f"（{OWN_CELLS} 個、合わせて {OWN_TEXT:,} 文字まで）"
)
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


def rebuild(submitted: NotebookNode, source: NotebookNode, **guard) -> Rebuilt:
    """Every cell of source/ in its order, with the learner's answers and own cells between them.

    `guard`: what a guard says (see executor.execute); nothing here can be left out.
    """
    ours = {name: cell for cell in source.cells if (name := grade_id(cell))}
    texts = _Texts()
    answers = {
        name: cell.source
        for cell in submitted.cells
        if (name := grade_id(cell)) in ours and isinstance(cell.source, str)
    }  # of copies, the last: it is the one that counts when the notebook runs from top to bottom
    kept = [_as_it_was(cell, answers, texts) for cell in source.cells]
    own = _own_cells(submitted, source, set(ours), texts)
    cells = own.get(None, [])
    for cell in kept:
        name = grade_id(cell)
        cells += [cell, *own.get(name, [])] if name else [cell]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=deepcopy(source.metadata))
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    return Rebuilt(
        notebook, _at_most([*tampering(submitted, ours), *borrowed_in(notebook), *texts.remarks])
    )


def _as_it_was(original: NotebookNode, answers: dict[str, str], texts: "_Texts") -> NotebookNode:
    """A cell of source/, with the learner's answer if it is one."""
    cell, name = deepcopy(original), grade_id(original)
    cell.metadata = NotebookNode(nbgrader=deepcopy(nbgrader_metadata(cell))) if name else {}
    cell.metadata = nbformat.from_dict(cell.metadata)
    if is_answer(cell):
        answer = answers.get(name, "")
        read = texts.markdown if cell.cell_type == "markdown" else texts.code
        cell.source = read(answer, f"セル {name}")
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    return cell


class _Texts:
    """What the learner wrote, as far as it is used; `remarks` say what is not."""

    def __init__(self):
        self.remarks: list[str] = []
        self._rendered = 0

    def code(self, answer: str, place: str) -> str:
        answer = writable(answer)
        if len(answer) <= ANSWER:
            return answer
        size = f"{len(answer):,} 文字。上限は {ANSWER:,} 文字"
        self.remarks.append(f"{place} の答えが長すぎるので、動かしていません（{size}）")
        return f'raise ValueError("答えが長すぎるので、動かしていません（{size}）")'

    def markdown(self, text: str, place: str) -> str:
        """Rendered as long as that is cheap, else shown as it is."""
        text = writable(text)
        safe = without_html(text)
        self._rendered += len(safe)
        if is_renderable(safe) and self._rendered <= RENDERED_TOGETHER:
            return safe
        self._rendered -= len(safe)
        self.remarks.append(
            f"{place} の文が長いか複雑なので、そのままの文字で表示しています（{len(text):,} 文字）"
        )
        return as_written(text)


def _own_cells(
    submitted: NotebookNode, source: NotebookNode, ours: set[str], texts: _Texts
) -> dict[str | None, list[NotebookNode]]:
    """The learner's own cells, after the cell of ours behind which they stand."""
    prompts = {cell.source.strip() for cell in source.cells if not grade_id(cell)} | {""}
    found: dict[str | None, list[NotebookNode]] = {}
    behind, count, length = None, 0, 0
    for cell in submitted.cells:
        name = grade_id(cell)
        if name in ours:
            behind = name
        elif cell.cell_type in KEPT and cell.source.strip() not in prompts:
            if count == OWN_CELLS or length + len(cell.source) > OWN_TEXT:
                texts.remarks.append(TOO_MANY)
                continue
            count, length = count + 1, length + len(cell.source)
            found.setdefault(behind, []).append(_own_cell(cell, texts))
    return found


def _own_cell(cell: NotebookNode, texts: _Texts) -> NotebookNode:
    if cell.cell_type == "code":
        return KEPT["code"](writable(cell.source))
    return KEPT["markdown"](texts.markdown(cell.source, "自分で足した Markdown のセル"))


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
    return list(dict.fromkeys(writable(what) for what in found))


def _at_most(remarks: list[str]) -> list[str]:
    """For people to read: however much is odd, the list ends."""
    remarks = list(dict.fromkeys(remarks))
    more = len(remarks) - MAX_REMARKS
    return remarks if more <= 0 else [*remarks[:MAX_REMARKS], f"ほかに {more} 件"]


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
        found.append(f"タグ（{_short(tags)}）がついています")
    return found


def _short(tags) -> str:
    """The beginning of what should be a list of words, without writing out all of it."""
    return str(tags[:3] if isinstance(tags, list | str) else type(tags).__name__)[:40]
