"""From the bytes of a submitted file to a notebook, or a Problem that says why not."""

import json
import stat
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from common.notebook_check import MAX_BYTES
from course.grading.report import Cause, Problem
from course.text_bridge import KERNELSPEC

SAVE_AGAIN = "JupyterLab で開けることを確かめ、保存し直したものを出してもらってください"
SEND_NOTEBOOK = "ノートブック（.ipynb）そのものを出してもらってください"
NEW_CELL = {
    "code": nbformat.v4.new_code_cell,
    "markdown": nbformat.v4.new_markdown_cell,
    "raw": nbformat.v4.new_raw_cell,
}


def read_submission(path: Path) -> NotebookNode:
    """The learner's cells in a fresh notebook; of their metadata nbgrader's and tags are kept."""
    document = _json(_text(_bytes(path)))
    _check_kind(document)
    try:
        cells = [_fresh_cell(cell, number) for number, cell in enumerate(document["cells"])]
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNELSPEC})
        nbformat.validate(notebook)
        nbformat.writes(notebook).encode("utf-8")
    except Exception as error:  # whatever a malformed document makes this stumble over
        reason = f"ノートブックの中身が壊れています（{type(error).__name__}）"
        raise Problem(Cause.UNREADABLE, reason, SAVE_AGAIN) from None
    return notebook


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
            action = "出力を消して保存し直したものを出してもらってください"
            raise Problem(Cause.UNREADABLE, f"大きすぎます（{size}）", action)
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


def _fresh_cell(cell: dict, number: int) -> NotebookNode:
    source = cell["source"]
    source = source if isinstance(source, str) else "".join(source)
    fresh = NEW_CELL[cell["cell_type"]](source, id=f"cell-{number}")
    if cell["cell_type"] == "markdown" and "attachments" in cell:
        fresh.attachments = nbformat.from_dict(cell["attachments"])
    metadata = cell.get("metadata", {})
    for key, kind in (("nbgrader", dict), ("tags", list)):
        if isinstance(metadata, dict) and isinstance(metadata.get(key), kind):
            fresh.metadata[key] = nbformat.from_dict(metadata[key])
    return fresh
