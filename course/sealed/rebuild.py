"""The notebook to grade: structure and tests from source/, answers from the submission."""

from copy import deepcopy
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode

from common.classroom.notebook_check import INSTALL
from course.notebooks.exercises import (
    grade_id,
    is_answer,
    is_given,
    is_test,
    nbgrader_metadata,
)
from course.notebooks.rubric import rubric_cells
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
from course.sealed.learners_markdown import without_html
from course.sealed.pictures import Album
from course.sealed.submitted_cells import UNREADABLE, Placed, is_as_handed_out, submitted_cells
from course.sealed.syntax import letters

OURS = ("grade", "solution", "locked", "points", "task")
MAX_REMARKS = 100
TOO_MANY = (
    "自分で足したセルが多すぎるか長すぎるので、一部を除きました"
    f"（{OWN_CELLS} 個、合わせて {OWN_TEXT:,} 文字まで）"
)
NO_INSTALLING = (
    "採点では、パッケージを入れられません（pip などの行は、すぐに失敗します）。"
    "この講座の答えには要らないので、行を消しましょう"
)
KEPT = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}


@dataclass
class Rebuilt:
    """The notebook to grade, what had been changed that may not be, and what was mended."""

    notebook: NotebookNode
    tampering: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)  # the learner reads them, too


def rebuild(submitted: NotebookNode, source: NotebookNode, **guard) -> Rebuilt:
    """Every cell of source/ in its order, with the learner's answers and own cells between them.

    `guard`: what a guard says (see executor.execute); nothing here can be left out.
    """
    found, texts = submitted_cells(submitted, source), _Texts()
    answers = {placed.name: placed for placed in found.cells if placed.name}
    kept = [_as_it_was(cell, answers, texts) for cell in source.cells]
    own = _own_cells(found.cells, source, texts)
    cells = own.get(None, [])
    for original, cell in zip(source.cells, kept, strict=True):
        name = grade_id(cell)
        cells += [cell, *rubric_cells(original), *own.get(name, [])] if name else [cell]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=deepcopy(source.metadata))
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    remarks = [*found.remarks, *texts.remarks, *installs_in(notebook)]
    changed = [*tampering(found.cells, source), *borrowed_in(notebook)]
    return Rebuilt(notebook, _at_most(changed), _at_most(remarks))


def installs_in(notebook: NotebookNode) -> list[str]:
    """Lines of a learner's code that would install something."""
    return [
        f"セル {grade_id(cell) or f'（{number} 番目）'} の {line} 行目：{NO_INSTALLING}"
        for number, cell in enumerate(notebook.cells, start=1)
        if cell.cell_type == "code" and not is_test(cell) and not is_given(cell)
        for line, text in enumerate(cell.source.split("\n"), start=1)
        if INSTALL.match(text[:200])
    ]


def _as_it_was(original: NotebookNode, answers: dict[str, Placed], texts: "_Texts") -> NotebookNode:
    """A cell of source/, with the learner's answer if it is one."""
    cell, name = deepcopy(original), grade_id(original)
    cell.metadata = NotebookNode(nbgrader=deepcopy(nbgrader_metadata(cell))) if name else {}
    cell.metadata = nbformat.from_dict(cell.metadata)
    if is_answer(cell):
        answer = answers.get(name, Placed(name, cell, ""))
        read = texts.markdown if cell.cell_type == "markdown" else texts.code
        read(cell, answer, f"セル {name}")
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    return cell


class _Texts:
    """What the learner wrote, as far as it is used; `remarks` say what is not."""

    def __init__(self):
        self.remarks: list[str] = []
        self._album = Album(self.remarks)
        self._rendered = 0

    def code(self, cell: NotebookNode, placed: Placed, place: str) -> None:
        answer = cell.source = writable(placed.source)
        if len(answer) <= ANSWER:
            return
        size = f"{len(answer):,} 文字。上限は {ANSWER:,} 文字"
        self.remarks.append(f"{place} の答えが長すぎるので、動かしていません（{size}）")
        cell.source = f'raise ValueError("答えが長すぎるので、動かしていません（{size}）")'

    def markdown(self, cell: NotebookNode, placed: Placed, place: str) -> None:
        """Rendered as long as that is cheap, else shown as it is."""
        written = writable(placed.source)
        size = f"{len(written):,} 文字"
        text, attachments = self._album.shown(written, placed.pictures, place)
        safe = without_html(text) if is_renderable(text) else text
        self._rendered += len(safe)
        if is_renderable(safe) and self._rendered <= RENDERED_TOGETHER:
            cell.source = safe
            if attachments:
                cell.attachments = nbformat.from_dict(attachments)
            return
        self._rendered -= len(safe)
        self.remarks.append(
            f"{place} の文が長いか複雑なので、そのままの文字で表示しています（{size}）"
        )
        cell.source = as_written(written)


def _own_cells(
    cells: list[Placed], source: NotebookNode, texts: _Texts
) -> dict[str | None, list[NotebookNode]]:
    """The learner's own cells, after the cell of ours behind which they stand."""
    prompts = {letters(cell.source) for cell in source.cells if not grade_id(cell)} - {""}
    found: dict[str | None, list[NotebookNode]] = {}
    behind, count, length = None, 0, 0
    for placed in cells:
        text = placed.source
        if placed.name:
            behind = placed.name
        elif placed.cell.cell_type in KEPT and text.strip() and letters(text) not in prompts:
            if count == OWN_CELLS or length + len(text) > OWN_TEXT:
                texts.remarks.append(TOO_MANY)
                continue
            count, length = count + 1, length + len(text)
            found.setdefault(behind, []).append(_own_cell(placed, texts))
    return found


def _own_cell(placed: Placed, texts: _Texts) -> NotebookNode:
    if placed.cell.cell_type == "code":
        return KEPT["code"](writable(placed.source))
    cell = KEPT["markdown"]()
    texts.markdown(cell, placed, "自分で足した Markdown のセル")
    return cell


def not_there(name: str) -> str:
    """What `tampering` says of a cell that the submission has not."""
    return f"セル {name} がありません"


def tampering(cells: list[Placed], source: NotebookNode) -> list[str]:
    """What is not as it was handed out, apart from answers; for people, never for the score."""
    ours = {name: cell for cell in source.cells if (name := grade_id(cell))}
    names = [placed.name for placed in cells if placed.name]
    found = [not_there(name) for name in ours if name not in names]
    if names != [name for name in ours if name in names]:
        found.append("セルの順番が変わっています")
    for placed in cells:
        if placed.name:
            changes = _changes(placed, ours[placed.name])
            found += [f"セル {placed.name} の{what}" for what in changes]
    return list(dict.fromkeys(writable(what) for what in found))


def _at_most(remarks: list[str]) -> list[str]:
    """For people to read: however much is odd, the list ends."""
    remarks = list(dict.fromkeys(remarks))
    more = len(remarks) - MAX_REMARKS
    return remarks if more <= 0 else [*remarks[:MAX_REMARKS], f"ほかに {more} 件"]


def _changes(placed: Placed, original: NotebookNode) -> list[str]:
    found, cell = [], placed.cell
    if cell.metadata.get(UNREADABLE):
        return []  # said already
    metadata, wanted = nbgrader_metadata(cell), nbgrader_metadata(original)
    known = metadata if isinstance(metadata, dict) else {}
    changed = [key for key in OURS if known.get(key, wanted.get(key)) != wanted.get(key)]
    if changed:
        found.append(f"採点用の情報（{'、'.join(changed)}）が変わっています")
    if cell.cell_type != original.cell_type:
        found.append("種類が変わっています")
    elif not is_answer(original) and not is_as_handed_out(placed, original):
        found.append(f"{'テスト' if is_test(original) else '中身'}が書き換わっています")
    tags = cell.metadata.get("tags")
    if tags:
        found.append(f"タグ（{_short(tags)}）がついています")
    return found


def _short(tags) -> str:
    """The beginning of what should be a list of words, without writing out all of it."""
    return str(tags[:3] if isinstance(tags, list | str) else type(tags).__name__)[:40]
