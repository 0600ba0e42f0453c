"""From the bytes of a submitted file to a notebook, or a Problem that says why not."""

import gc
import json
import stat
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from common.classroom.notebook_check import MAX_BYTES
from course.grading.report import Cause, Problem
from course.notebooks.text_bridge import KERNELSPEC
from course.sealed.caps import ANSWER, OWN_CELLS, OWN_TEXT, writable

SAVE_AGAIN = "JupyterLab で開けることを確かめ、保存し直したものを出してもらってください"
SEND_NOTEBOOK = "ノートブック（.ipynb）そのものを出してもらってください"
CLEAR = "出力を消して保存し直したものを出してもらってください"
KINDS = ("code", "markdown", "raw")
# values in the document, counted by what separates them: each costs more time than many bytes
MAX_VALUES = 750_000
ABOUT = ("grade_id", "grade", "solution", "locked", "points", "task", "schema_version")
ABOUT += ("cell_type", "checksum", "remove")
MAX_COPIES = 3  # of a cell of ours; the last one counts
MAX_TAGS = 10
MAX_WORD = 200  # characters of a name or a tag


def read_submission(path: Path, ours: Collection[str] = ()) -> NotebookNode:
    """The learner's cells in a fresh notebook; of their metadata nbgrader's and tags are kept.

    Of thousands of cells, those with a name of `ours` stay, and as many others as are used.
    """
    data = _bytes(path)
    text = _text(data)
    if sum(map(data.count, (b"[", b"{", b","))) > MAX_VALUES:
        raise Problem(Cause.UNREADABLE, "中身が細かすぎて、読むのに時間がかかります", CLEAR)
    with _without_garbage_collection():
        document = _json(text)
    _check_kind(document)
    try:
        chosen = _chosen(document["cells"], set(ours))
        cells = [_fresh_cell(cell, number) for number, cell in enumerate(chosen)]
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNELSPEC})
        nbformat.validate(notebook)
        nbformat.writes(notebook).encode("utf-8")
    except Exception as error:  # whatever a malformed document makes this stumble over
        reason = f"ノートブックの中身が壊れています（{type(error).__name__}）"
        raise Problem(Cause.UNREADABLE, reason, SAVE_AGAIN) from None
    return notebook


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """It looks through all that was read again and again, and a document has no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _bytes(path: Path) -> bytes:
    try:
        info = path.lstat()
        if not stat.S_ISREG(info.st_mode):
            reason = "リンクなど、ふつうのファイルではないものです"
            raise Problem(
                Cause.UNREADABLE, reason, "ノートブックのファイルそのものを置いてください"
            )
        if info.st_size > MAX_BYTES:
            size = f"{info.st_size / 1e6:.0f} MB。上限は {MAX_BYTES / 1e6:.0f} MB"
            raise Problem(Cause.UNREADABLE, f"大きすぎます（{size}）", CLEAR)
        return path.read_bytes()
    except OSError as error:
        reason = f"ファイルを読めません（{error.strerror}）"
        raise Problem(Cause.UNREADABLE, reason, "ファイルの権限を確かめてください") from None


def _text(data: bytes) -> str:
    """The file's text; the byte order mark that Windows editors write does not matter."""
    if not data.strip():
        raise Problem(Cause.EMPTY, "ファイルが空です", SAVE_AGAIN)
    if data.startswith(b"PK"):
        action = "展開して、中のノートブックを同じ名前で置いてください"
        raise Problem(Cause.NOT_A_NOTEBOOK, "ノートブックではなく、zip ファイルです", action)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        reason = "文字コードが UTF-8 ではないので、読めません"
        raise Problem(Cause.UNREADABLE, reason, SAVE_AGAIN) from None


def _json(text: str):
    try:
        return json.loads(text)
    except RecursionError:
        raise Problem(Cause.UNREADABLE, "入れ子が深すぎて読めません", SAVE_AGAIN) from None
    except ValueError as error:
        line = getattr(error, "lineno", "?")
    start = text.lstrip()[:1]
    if start == "{":
        reason = f"途中で切れているか、壊れています（{line} 行目）"
        raise Problem(Cause.UNREADABLE, reason, SAVE_AGAIN)
    kind = "Web ページ" if start == "<" else "文章などのファイル"
    reason = f"ノートブックではなく、{kind}です"
    raise Problem(Cause.NOT_A_NOTEBOOK, reason, SEND_NOTEBOOK)


def _check_kind(document) -> None:
    if not isinstance(document, dict) or "nbformat" not in document:
        reason = "JSON ですが、ノートブックではありません"
        raise Problem(Cause.NOT_A_NOTEBOOK, reason, SEND_NOTEBOOK)
    if document["nbformat"] != 4 or not isinstance(document.get("cells"), list):
        reason = f"扱えない形式のノートブックです（nbformat {str(document['nbformat'])[:9]}）"
        raise Problem(Cause.NOT_A_NOTEBOOK, reason, SAVE_AGAIN)
    language = _language(document.get("metadata"))
    if language != "python":
        reason = f"Python ではなく {language[:20]} のノートブックです"
        action = "配った Python のノートブックに解いて、出してもらってください"
        raise Problem(Cause.FOREIGN, reason, action)


def _language(metadata) -> str:
    """The language that a notebook says it is written in; without a word: Python."""
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        about = metadata.get(key) if isinstance(metadata, dict) else None
        if isinstance(about, dict) and isinstance(about.get(name), str):
            return about[name].lower()
    return "python"


def _chosen(cells: list[dict], ours: set[str]) -> list[dict]:
    """All cells of an honest notebook; of a flood, what matters for the score and its remarks.

    One own cell more than are used stays, so that `rebuild` says that there were more.
    """
    copies = Counter(_name(cell) for cell in cells)
    flood, chosen, own = len(cells) > len(ours) + OWN_CELLS, [], 0
    for cell in cells:
        name = _name(cell)
        copies[name] -= 1
        if name in ours and copies[name] < MAX_COPIES or not flood:
            chosen.append(cell)
        elif name not in ours and own <= OWN_CELLS and _is_used(cell):
            chosen.append(cell)
            own += 1
    return chosen


def _is_used(cell: dict) -> bool:
    return cell["cell_type"] in ("code", "markdown") and bool(_source(cell).strip())


def _name(cell: dict) -> str:
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = about.get("grade_id") if isinstance(about, dict) else None
    return writable(name[:MAX_WORD]) if isinstance(name, str) else ""


def _source(cell: dict) -> str:
    """Its text, as long as it makes a difference how long it is."""
    source = cell["source"]
    source = source if isinstance(source, str) else "".join(source)
    return writable(source[: max(ANSWER, OWN_TEXT) + 1])


def _fresh_cell(cell: dict, number: int) -> NotebookNode:
    """Not nbformat's new_…_cell, which validates each of them for itself."""
    kind = cell["cell_type"]
    if kind not in KINDS:
        raise ValueError("kind of cell")
    fresh = NotebookNode(cell_type=kind, id=f"cell-{number}", metadata=NotebookNode())
    fresh.source = _source(cell)
    if kind == "code":
        fresh.outputs, fresh.execution_count = [], None
    metadata = cell.get("metadata", {})
    if isinstance(metadata, dict) and isinstance(metadata.get("nbgrader"), dict):
        fresh.metadata["nbgrader"] = _about(metadata["nbgrader"])
    if isinstance(metadata, dict) and isinstance(metadata.get("tags"), list):
        fresh.metadata["tags"] = _tags(metadata["tags"])
    return fresh


def _about(metadata: dict) -> NotebookNode:
    """What nbgrader says of a cell, as far as it can be true: short words and numbers."""
    return NotebookNode({key: _scalar(metadata[key]) for key in ABOUT if key in metadata})


def _scalar(value):
    if isinstance(value, str):
        return writable(value[:MAX_WORD])
    return value if isinstance(value, bool | int | float | None) else type(value).__name__


def _tags(tags: list) -> list[str]:
    """As they may stand in a notebook: words without commas, none twice."""
    words = [writable(tag[:MAX_WORD]) for tag in tags[:MAX_TAGS] if isinstance(tag, str)]
    words = [word.replace(",", "、") for word in words]
    return list(dict.fromkeys(filter(None, words)))
