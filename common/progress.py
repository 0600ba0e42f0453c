"""やってみようの進み具合：ノートブックの隣の .progress.json に残り、再起動しても消えない。"""

import contextlib
import html
import json
import os
from pathlib import Path

from common.classroom.files import replace_file

FILE_NAME = ".progress.json"
NOT_YET = "－ これから"
PARTLY = "△ 一部が合格（{:g} / {:g} 点）"
BY_HAND = "講師が採点"
MARKS = {
    "passed": "✓ 見えるテストに合格",
    "answered": "○ 答えた（正解かどうかは採点で）",
    "failed": "✗ もう少し",
    "unsolved": NOT_YET,
}
GRADED = MARKS | {"passed": "✓ できた"}  # 隠しテストにも


def key(test):
    """テストのセル（grade_id が test）の、記録の名前。1つだけなら、やってみようの名前と同じ。"""
    return test.removesuffix("_test")


def record(name, result):
    """結果（MARKS のキー）を、key が決める名前で残す。

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


class _Row:
    """表の1行：やってみよう1つの題と、そのテストの結果と配点。"""

    def __init__(self, title, by_hand=False):
        self.title, self.by_hand = title, by_hand
        self.tests = {}  # 記録の名前から配点へ

    @property
    def points(self):
        return sum(self.tests.values())

    def points_of(self, result, results):
        """結果が result のテストの、配点の和。"""
        return sum(points for name, points in self.tests.items() if results.get(name) == result)

    def mark(self, results, marks):
        """結果の欄：どのテストも同じならその印、合格したものがあれば、そこまでの点。"""
        if self.by_hand:
            return BY_HAND
        found = {results.get(name) for name in self.tests}
        if len(found) == 1:
            return marks.get(*found, NOT_YET)
        passed = self.points_of("passed", results)
        if passed:
            return PARTLY.format(passed, self.points)
        return marks["failed"] if "failed" in found else NOT_YET


class ProgressTable:
    """やってみようの題・配点・結果の表。ノートブックの最後のセルで表示する。

    Parameters
    ----------
    notebook : str
        ノートブックの名前（拡張子なし）。
    folder : path-like, optional
        ノートブックと進み具合のあるフォルダ。省略すると、今のフォルダ。
    graded : bool
        結果が採点のもの（隠しテストも含む）なら True。
    """

    def __init__(self, notebook, folder=None, graded=False):
        self._marks = GRADED if graded else MARKS
        self.folder = Path() if folder is None else Path(folder)
        self.path = self.folder / f"{notebook}.ipynb"
        self._results = _load(self.folder)
        self._rows = _rows(self.path)
        self.rows = [
            (row.title, row.points, row.mark(self._results, self._marks)) for row in self._rows
        ]

    @property
    def summary(self):
        """合格した数と点のまとめ。"""
        if not self.rows:
            return f"{self.path.name} が隣に見つからないので、進み具合の表を作れません。"
        if not os.access(self.folder, os.W_OK):
            return "このフォルダには書き込めないので、進み具合を残せません。"
        solved = [mark for _, _, mark in self.rows].count(self._marks["passed"])
        total = sum(points for _, points, _ in self.rows)
        tests = "採点" if self._marks is GRADED else "見えるテスト"
        points = f"{self._points_of('passed'):g} / {total:g} 点"
        text = f"{tests}では、{solved} / {len(self.rows)} 問が合格です（{points}）。"
        answered = [mark for _, _, mark in self.rows].count(self._marks["answered"])
        if answered:
            points = self._points_of("answered")
            text += f"ほかに {answered} 問（{points:g} 点）は、答えを書きました。"
        return text

    def _points_of(self, result):
        graded = [row for row in self._rows if not row.by_hand]
        return sum(row.points_of(result, self._results) for row in graded)

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


def _rows(path):
    """ノートブックの問題を、1つ1行に。問題のテストのセルは、いくつでもよい。"""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return []
    rows = {}
    heading = answer = ""
    for cell in cells:
        if cell["cell_type"] == "markdown":
            heading = last_heading("".join(cell["source"])) or heading
        nbgrader = cell["metadata"].get("nbgrader", {})
        by_hand = nbgrader.get("solution", False)
        if by_hand:
            answer = nbgrader["grade_id"]
        if nbgrader.get("grade"):
            test = nbgrader["grade_id"]
            belongs = answer and test.startswith(f"{answer}_test")
            name = answer if belongs else key(test)
            row = rows.setdefault(name, _Row(heading or name, by_hand))
            row.tests[key(test)] = nbgrader["points"]
    return list(rows.values())
