"""From the bytes of a submitted file to a notebook, or a Problem that says why not."""

import gc
import stat
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from common.classroom.notebook_check import MAX_BYTES
from course.grading.notebook_document import SAVE_AGAIN, check_kind, json_of, text_of
from course.grading.report import Cause, Problem
from course.notebooks.text_bridge import KERNELSPEC
from course.sealed.caps import ANSWER, OWN_CELLS, OWN_TEXT, writable
from course.sealed.pictures import kept_attachments, set_aside
from course.sealed.submitted_cells import UNREADABLE

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
    text = text_of(data)
    if sum(map(data.count, (b"[", b"{", b","))) > MAX_VALUES:
        raise Problem(Cause.UNREADABLE, "中身が細かすぎて、読むのに時間がかかります", CLEAR)
    with _without_garbage_collection():
        document = json_of(text)
    check_kind(document)
    try:
        whole = [_whole(cell) for cell in document["cells"]]
        if whole and all(cell["broken"] for cell in whole):
            raise ValueError("no cell can be read")
        chosen = _chosen(whole, set(ours))
        cells = [_fresh_cell(cell, number) for number, cell in enumerate(chosen)]
        _keep_known_ids(cells, chosen, set(ours))
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


def _whole(cell) -> dict:
    """A cell with all that every cell has; what is broken in it is blank, and marked."""
    whole = dict(cell) if isinstance(cell, dict) else {}
    source = whole.get("source")
    broken = not isinstance(source, str | list) or whole.get("cell_type") not in KINDS
    if isinstance(source, list):
        texts = [text for text in source if isinstance(text, str)]
        broken |= len(texts) < len(source)
        source = _lines_joined(texts)
    whole["source"] = source if isinstance(source, str) else ""
    if whole.get("cell_type") == "markdown":
        _set_pictures_aside(whole)
    if whole.get("cell_type") not in KINDS:
        whole["cell_type"] = "code"
    whole["broken"] = broken
    return whole


def _set_pictures_aside(cell: dict) -> None:
    """Before anything is cut off: some editors keep them within the text."""
    cell["source"], found = set_aside(cell["source"], kept_attachments(cell))
    cell["attachments"] = {name: {"image/png": data} for name, data in found.items() if data}


def _lines_joined(lines: list[str]) -> str:
    """Some programs write lines without their ends."""
    ended = any(line.endswith(("\n", "\r")) for line in lines[:-1])
    return ("" if ended else "\n").join(lines)


def _keep_known_ids(cells: list[NotebookNode], chosen: list[dict], ours: set[str]) -> None:
    """By them a cell is known that has lost its metadata (see sealed.submitted_cells)."""
    left = set(ours)
    for cell, found in zip(cells, chosen, strict=True):
        name = found.get("id")
        if isinstance(name, str) and name in left:
            left.discard(name)
            cell.id = name


def _is_used(cell: dict) -> bool:
    return cell["cell_type"] in ("code", "markdown") and bool(_source(cell).strip())


def _name(cell: dict) -> str:
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = about.get("grade_id") if isinstance(about, dict) else None
    return writable(name[:MAX_WORD]) if isinstance(name, str) else ""


def _source(cell: dict) -> str:
    """Its text, as long as it makes a difference how long it is."""
    return writable(cell["source"][: max(ANSWER, OWN_TEXT) + 1])


def _fresh_cell(cell: dict, number: int) -> NotebookNode:
    """Not nbformat's new_…_cell, which validates each of them for itself."""
    kind = cell["cell_type"]
    fresh = NotebookNode(cell_type=kind, id=f"cell-{number}", metadata=NotebookNode())
    fresh.source = _source(cell)
    if kind == "code":
        fresh.outputs, fresh.execution_count = [], None
    if cell.get("attachments") and kind == "markdown":
        fresh.attachments = NotebookNode(cell["attachments"])
    metadata = cell.get("metadata", {})
    if isinstance(metadata, dict) and isinstance(metadata.get("nbgrader"), dict):
        fresh.metadata["nbgrader"] = _about(metadata["nbgrader"])
    if isinstance(metadata, dict) and isinstance(metadata.get("tags"), list):
        fresh.metadata["tags"] = _tags(metadata["tags"])
    if cell["broken"]:
        fresh.metadata[UNREADABLE] = True
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
