"""Attacks on the file that is handed in, by quantity: cells, text, metadata (see on_files)."""

from collections.abc import Callable
from functools import partial

from course.attacks.on_files import about, attack, bytes_of, cells_of

FLOODS: dict[str, tuple[str, Callable]] = {}
flood = partial(attack, attacks=FLOODS)


def _own(kind: str, source: str) -> dict:
    run = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, **run}


def _flood_of_cells(name: str, note: str, cell: dict, count: int) -> None:
    @flood(name, note)
    def _(notebook: dict) -> bytes:
        notebook["cells"] += [cell] * count
        return bytes_of(notebook)


def _in_the_discussion(name: str, note: str, text: str) -> None:
    @flood(name, note)
    def _(notebook: dict) -> bytes:
        cells_of(notebook, "discussion")[0]["source"] = text
        return bytes_of(notebook)


_flood_of_cells("G10 own cells", "自分のセルを2万個足す", _own("code", "x = 1"), 20_000)
_flood_of_cells("G10 raw cells", "raw のセルを8万個足す", _own("raw", "x"), 80_000)
_flood_of_cells("G10 blank cells", "空のセルを8万個足す", _own("code", ""), 80_000)
_flood_of_cells(
    "G10 one line of 10 MB",
    "10 MB の1行を、自分のセルに書く",
    _own("code", "x=" + "1+" * 5_000_000),
    1,
)
_flood_of_cells(
    "G10 blank lines", "色分けが2乗の時間かかる空白", _own("code", "    \n" * 9_000 + "x"), 5
)
_in_the_discussion("G10 images without an end", "考察に ![ を30万個書く", "![" * 300_000)
_in_the_discussion("G10 environments", "考察に \\begin を4000個書く", r"\begin{a}" * 4_000)
_in_the_discussion("G10 display formulas", "終わらない数式を7000個書く", "\\\\[" * 7_000)
_in_the_discussion("G10 heading of blanks", "見出しの中に空白を6万個", "# a" + " " * 60_000 + "b")
_in_the_discussion(
    "G10 nested formula", "深い入れ子の数式", "$" + r"\substack{a\\" * 260 + "}" * 260 + "$"
)
_in_the_discussion("G10 nested quotes", "深い引用と箇条書き", "> - " * 20_000)
_in_the_discussion("G11 unwritable discussion", "考察に、書き出せない文字", "a\ud800\x00\x07b")


@flood("G10 copies of an answer", "答えのセルを2万個コピーする")
def _copies(notebook: dict) -> bytes:
    notebook["cells"] += [dict(cells_of(notebook, "scale")[0])] * 20_000
    return bytes_of(notebook)


@flood("G10 attachments", "50万個の添付")
def _attachments(notebook: dict) -> bytes:
    pictures = {f"a{number}": {"image/png": ""} for number in range(500_000)}
    notebook["cells"].append({**_own("markdown", "x"), "attachments": pictures})
    return bytes_of(notebook)


@flood("G10 metadata", "採点用の情報に100万個の値")
def _metadata(notebook: dict) -> bytes:
    about(cells_of(notebook, "scale")[0], **{f"k{number}": 0 for number in range(1_000_000)})
    return bytes_of(notebook)


@flood("G10 tags", "100万個のタグ")
def _tags(notebook: dict) -> bytes:
    cells_of(notebook, "scale")[0]["metadata"]["tags"] = [f"t{n}" for n in range(1_000_000)]
    return bytes_of(notebook)


@flood("G10 lists", "600万個の空のリスト")
def _lists(notebook: dict) -> bytes:
    return b'{"nbformat": 4, "cells": [' + b"[]," * 6_000_000 + b"[]]}"


@flood("G10 long answer", "10 MB の答え")
def _long_answer(notebook: dict) -> bytes:
    cells_of(notebook, "scale")[0]["source"] = "x = 0" + "+1" * 5_000_000
    return bytes_of(notebook)


@flood("G11 unwritable answer", "答えとタグと名前に、書き出せない文字")
def _unwritable(notebook: dict) -> bytes:
    cell = cells_of(notebook, "scale")[0]
    cell["source"] += "\n# \ud800\x00\x07"
    cell["metadata"]["tags"] = ["\ud800"]
    notebook["cells"].append(_own("markdown", "x"))
    notebook["cells"][-1]["metadata"] = {"nbgrader": {"grade_id": "\udfff\x00"}}
    return bytes_of(notebook)


@flood(
    "H04 sum with very many terms", "深い構文の式。答えのセルを動かす仕組みが RecursionError になる"
)
def _(notebook: dict) -> bytes:
    terms = " + ".join(["1"] * 20_000)
    cells_of(notebook, "scale")[0]["source"] = f"def scale(x):\n    return x * 0\n{terms}"
    return bytes_of(notebook)
