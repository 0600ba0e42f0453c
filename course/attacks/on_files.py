"""Attacks on the file that is handed in: its structure, its metadata, its form.

Each takes a solved notebook (as a dictionary) whose answer to `scale` is wrong and gives back what
is handed in: bytes, or a function that puts files of its own into the submission's folder.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path

ATTACKS: dict[str, tuple[str, Callable]] = {}
SCRIPT = "<script>YRANAC()</script>[x](javascript:YRANAC())<img src=x onerror=YRANAC()>"


def attack(name: str, note: str, attacks: dict = ATTACKS):
    def register(function):
        attacks[name] = (note, function)
        return function

    return register


def cells_of(notebook: dict, word: str) -> list[dict]:
    return [
        c
        for c in notebook["cells"]
        if word in c["metadata"].get("nbgrader", {}).get("grade_id", "")
    ]


def bytes_of(notebook: dict) -> bytes:
    return json.dumps(notebook).encode("utf-8")


def _tests_changed(notebook: dict, change: Callable) -> bytes:
    for cell in cells_of(notebook, "_test"):
        change(cell)
    return bytes_of(notebook)


def about(cell: dict, **changes) -> None:
    cell["metadata"]["nbgrader"].update(changes)


def _simple(name: str, note: str, change: Callable) -> None:
    attack(name, note)(lambda notebook: _tests_changed(notebook, change))


_simple(
    "B01 skip-execution",
    "テストに skip-execution のタグをつける",
    lambda c: c["metadata"].update(tags=["skip-execution"]),
)
_simple(
    "B02 raises-exception",
    "テストに raises-exception のタグをつける",
    lambda c: c["metadata"].update(tags=["raises-exception"]),
)
_simple("B04 tests edited", "テストを空にする", lambda c: c.update(source="pass"))
_simple("B05 points changed", "配点を99点にする", lambda c: about(c, points=99))
_simple("B06 grade off", "採点しないセルにする", lambda c: about(c, grade=False, points=0))
_simple("B06 solution on", "テストを解答のセルにする", lambda c: about(c, solution=True))
_simple(
    "B07 renamed",
    "grade_id を変える",
    lambda c: about(c, grade_id=c["metadata"]["nbgrader"]["grade_id"] + "x"),
)
_simple("B09 schema 99", "schema_version を99にする", lambda c: about(c, schema_version=99))
_simple(
    "B10 markdown tests",
    "テストを Markdown にする",
    lambda c: [c.update(cell_type="markdown"), c.pop("outputs", 0), c.pop("execution_count", 0)],
)
_simple("B16 NaN points", "配点を NaN にする", lambda c: about(c, points=float("nan")))
_simple(
    "B21 metadata not a dictionary",
    "nbgrader の情報を文字列にする",
    lambda c: c["metadata"].update(nbgrader="x"),
)
_simple(
    "B22 full score as an output",
    "テストの出力に満点を書いておく",
    lambda c: c.update(
        outputs=[
            {
                "output_type": "execute_result",
                "data": {"text/plain": "4"},
                "metadata": {},
                "execution_count": 1,
            }
        ]
    ),
)


@attack("B03 tests deleted", "テストのセルを消す")
def _deleted(notebook: dict) -> bytes:
    tests = cells_of(notebook, "_test")
    notebook["cells"] = [c for c in notebook["cells"] if not any(c is test for test in tests)]
    return bytes_of(notebook)


@attack("B08 test duplicated", "テストのセルをコピーする（正直な学生にもある）")
def _duplicated(notebook: dict) -> bytes:
    notebook["cells"].append(dict(cells_of(notebook, "scale_test")[0]))
    return bytes_of(notebook)


@attack("B11 test before the answer", "テストを答えの前に移す")
def _moved(notebook: dict) -> bytes:
    test = cells_of(notebook, "scale_test")[0]
    notebook["cells"] = [test, *(c for c in notebook["cells"] if c is not test)]
    return bytes_of(notebook)


@attack("B12 kernel changed", "カーネルを別のものにする")
def _kernel(notebook: dict) -> bytes:
    notebook["metadata"]["kernelspec"] = {"name": "evil", "display_name": "e", "language": "python"}
    return bytes_of(notebook)


@attack("B13 own cells between", "テストの直前に、検査の道具を作り直すセルを置く")
def _own_cells(notebook: dict) -> bytes:
    code = "import common.checking as c\nc.assert_close = lambda *a, **k: None\n_check = c"
    cell = {
        "cell_type": "code",
        "metadata": {},
        "source": code,
        "outputs": [],
        "execution_count": None,
    }
    at = notebook["cells"].index(cells_of(notebook, "scale_test")[0])
    notebook["cells"].insert(at, cell)
    return bytes_of(notebook)


@attack("B17 nbformat 3", "古い形式のノートブック")
def _version_3(notebook: dict) -> bytes:
    cells = [
        {
            "cell_type": "code",
            "input": "".join(c["source"]),
            "outputs": [],
            "language": "python",
            "metadata": c["metadata"],
        }
        for c in notebook["cells"]
    ]
    return bytes_of(
        {
            "nbformat": 3,
            "nbformat_minor": 0,
            "metadata": {"name": ""},
            "worksheets": [{"cells": cells}],
        }
    )


@attack("B18 nbformat 99", "知らない形式の番号")
def _version_99(notebook: dict) -> bytes:
    return bytes_of({**notebook, "nbformat": 99})


@attack("B18 truncated", "途中で切れたファイル")
def _truncated(notebook: dict) -> bytes:
    return bytes_of(notebook)[:700]


@attack("B18 nested 100,000 deep", "10万段の入れ子の JSON")
def _deep(notebook: dict) -> bytes:
    return b'{"nbformat": 4, "cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@attack("B19 large outputs", "60 MB の出力が入ったファイル")
def _large(notebook: dict) -> bytes:
    cell = cells_of(notebook, "scale")[0]
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 60_000_000}]
    return bytes_of(notebook)


@attack("B20 ids duplicated", "すべてのセルの id が同じ")
def _same_ids(notebook: dict) -> bytes:
    for cell in notebook["cells"]:
        cell["id"] = "same"
    return bytes_of(notebook)


@attack("D13 FIFO", "ノートブックの代わりに、読むと止まる FIFO を置く")
def _fifo(notebook: dict) -> Callable[[Path], None]:
    return lambda path: os.mkfifo(path)


@attack("F01 link to source", "模範解答へのリンクを、ノートブックの名前で置く")
def _link(notebook: dict) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(path.parents[3] / "source" / path.parent.name / path.name)


@attack("F01 link beside the notebook", "隠しテストへのリンクを、別のファイルとして置く")
def _link_beside(notebook: dict) -> Callable[[Path], None]:
    def put(path: Path) -> None:
        path.write_bytes(bytes_of(notebook))
        source = path.parents[3] / "source" / path.parent.name / path.name
        (path.parent / "data.txt").symlink_to(source)

    return put


@attack("F09 script in Markdown", "自分の Markdown に、読んだ人の画面で動く文を入れる")
def _markdown(notebook: dict) -> bytes:
    notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": SCRIPT})
    return bytes_of(notebook)


@attack("F09 script in the discussion", "考察に、読んだ人の画面で動く文を入れる")
def _discussion(notebook: dict) -> bytes:
    cells_of(notebook, "discussion")[0]["source"] = SCRIPT
    return bytes_of(notebook)


@attack("C04 arguments kept for a later cell", "隠しテストの引数をとっておき、あとのセルで印字する")
def _kept(notebook: dict) -> bytes:
    cells_of(notebook, "scale")[0]["source"] = (
        "kept = []\n\n\ndef scale(x):\n    kept.append(list(x))\n    return x * 0"
        " if len(x) != 2 else 3 * x + 1"
    )
    total = cells_of(notebook, "total")[0]
    total["source"] = (
        'print([("YRA" + "NAC", values) for values in kept if len(values) != 2])\n'
        + total["source"]
    )
    return bytes_of(notebook)


@attack("C04 arguments kept in a file", "隠しテストの引数をファイルに残し、あとの例外で見せる")
def _kept_in_file(notebook: dict) -> bytes:
    cells_of(notebook, "scale")[0]["source"] = (
        "def scale(x):\n    open('/tmp/kept', 'a').write(f'{len(x)} ')\n"
        "    return 3 * x + 1 if len(x) == 2 else x * 0"
    )
    cells_of(notebook, "total")[0]["source"] = (
        "def total(x):\n    kept = open('/tmp/kept').read()\n"
        "    raise ValueError('YRA' + 'NAC' if '5' in kept else 'nothing')"
    )
    return bytes_of(notebook)
