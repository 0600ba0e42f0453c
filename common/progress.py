"""やってみようの進み具合：ノートブックの隣の .progress.json に残り、再起動しても消えない。"""

import contextlib
import html
import json
import os
from pathlib import Path

from common.classroom.files import replace_file

FILE_NAME = ".progress.json"
NOT_YET = "－ これから"
BY_HAND = "講師が採点"
MARKS = {
    "passed": "✓ できた",
    "answered": "○ 答えた（正解かどうかは採点で）",
    "failed": "✗ もう少し",
    "unsolved": NOT_YET,
}


def record(name, result):
    """やってみよう name の結果（MARKS のキー）を残す。

    書けない場所では、何も残さない（表がそう伝える）。
    """
    results = {**_load(Path()), name: result}
    with contextlib.suppress(OSError):
        text = json.dumps(results, ensure_ascii=False, indent=1)
        replace_file(Path.cwd() / FILE_NAME, text.encode("utf-8"))


def _load(folder):
    try:
        results = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return results if isinstance(results, dict) else {}


class ProgressTable:
    """やってみようの題・配点・結果の表。ノートブックの最後のセルで表示する。

    Parameters
    ----------
    notebook : str
        ノートブックの名前（拡張子なし）。
    folder : path-like, optional
        ノートブックと進み具合のあるフォルダ。省略すると、今のフォルダ。
    """

    def __init__(self, notebook, folder=None):
        self.folder = Path() if folder is None else Path(folder)
        self.path = self.folder / f"{notebook}.ipynb"
        results = _load(self.folder)
        self.rows = [
            (title, points, BY_HAND if by_hand else MARKS.get(results.get(name), NOT_YET))
            for name, title, points, by_hand in _exercises(self.path)
        ]

    @property
    def summary(self):
        """合格した数と点のまとめ。"""
        if not self.rows:
            return f"{self.path.name} が隣に見つからないので、進み具合の表を作れません。"
        if not os.access(self.folder, os.W_OK):
            return "このフォルダには書き込めないので、進み具合を残せません。"
        passed = self._points_of("passed")
        answered = self._points_of("answered")
        total = sum(points for _, points, _ in self.rows)
        text = (
            f"ここで確かめられるテストでは、{len(passed)} / {len(self.rows)} 問ができました"
            f"（{sum(passed):g} / {total:g} 点）。"
        )
        if answered:
            text += f"ほかに {len(answered)} 問（{sum(answered):g} 点）は、答えを書きました。"
        return text

    def _points_of(self, result):
        return [points for _, points, mark in self.rows if mark == MARKS[result]]

    def __repr__(self):
        lines = [f"{mark}  {title}（{points:g} 点）" for title, points, mark in self.rows]
        return "\n".join([*lines, self.summary])

    def _repr_html_(self):
        rows = "".join(
            f"<tr><td style='text-align:left'>{html.escape(title)}</td>"
            f"<td>{points:g}</td><td style='text-align:left'>{mark}</td></tr>"
            for title, points, mark in self.rows
        )
        left = "<th style='text-align:left'>"
        head = f"<tr>{left}やってみよう</th><th>配点</th>{left}結果</th></tr>"
        return f"<table>{head}{rows}</table><p>{html.escape(self.summary)}</p>"


def last_heading(source):
    """Markdown の文の、いちばん下の見出し。なければ空。"""
    headings = [line for line in source.splitlines() if line.startswith("#")]
    return headings[-1].strip("# ") if headings else ""


def _exercises(path):
    """ノートブックの問題を、(名前, 題, 配点, 手で採点するか) の列で返す。

    1つの問題にテストのセルがいくつかあれば、配点を足して1行にする。
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return []
    rows = {}
    heading = answer = ""
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            heading = last_heading(source) or heading
        nbgrader = cell["metadata"].get("nbgrader", {})
        if nbgrader.get("solution"):
            answer = nbgrader["grade_id"]
        if nbgrader.get("grade"):
            name = nbgrader["grade_id"]
            belongs = answer and name.startswith(f"{answer}_test")
            name = answer if belongs else name.removesuffix("_test")
            _, title, points, _ = rows.get(name, (name, heading or name, 0, False))
            by_hand = nbgrader.get("solution", False)
            rows[name] = (name, title, points + nbgrader["points"], by_hand)
    return list(rows.values())
