"""What a screen reader says for each figure of a chapter: figures.toml, kept complete."""

import base64
import struct
import tomllib
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

TEXTS = Path(__file__).with_name("figures.toml")
PNG, HTML = "image/png", "text/html"
WIDE = 700  # pixels: shrunk to the width of a phone, its letters could not be read
LONGEST = 60  # more belongs into the chapter's text, for everybody


def alternative_texts(path: Path = TEXTS) -> dict[str, dict[str, str]]:
    """{chapter: {id of the cell: text}}"""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def figures(notebook: NotebookNode) -> dict[str, list[bytes]]:
    """{id of the cell: its pictures}, for cells that have any.

    Figures that move are left out: a page shows their HTML, which has a text of its own.
    """
    found: dict[str, list[bytes]] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if PNG in data and HTML not in data:
                found.setdefault(cell.id, []).append(base64.b64decode(data[PNG]))
    return found


def figure_problems(
    slug: str, notebook: NotebookNode, texts: dict[str, dict[str, str]]
) -> Iterator[str]:
    """One line for each figure without a text, and for each text without its figure."""
    drawn, described = figures(notebook), texts.get(slug, {})
    for name in sorted(drawn.keys() - described.keys()):
        yield f"{slug} の図 {name}：代替テキストがありません（course/site/{TEXTS.name} に書く）"
    for name in sorted(described.keys() - drawn.keys()):
        yield f"course/site/{TEXTS.name} の [{slug}] {name}：その図はありません（消すか、直す）"
    for name in sorted(name for name, pictures in drawn.items() if len(pictures) > 1):
        yield f"{slug} のセル {name}：図が2つ以上あります（代替テキストは、1セルに1つです）"


def describe_figures(notebook: NotebookNode, texts: dict[str, str]) -> None:
    """Give MyST-NB the text and the size of each figure, so that a page does not jump about."""
    pictures = figures(notebook)
    for cell in notebook.cells:
        if cell.id in pictures:
            width, height = size(pictures[cell.id][0])
            image = {"alt": texts[cell.id], "width": str(width), "height": str(height)}
            image["classes"] = "wide" if width > WIDE else ""
            cell.metadata["mystnb"] = {"image": image}


def size(png: bytes) -> tuple[int, int]:
    """(width, height) in pixels: the first two numbers after the name of PNG's first chunk."""
    return struct.unpack(">II", png[16:24])
