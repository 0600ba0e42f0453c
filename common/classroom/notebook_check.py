"""提出するノートブックがそろっているかを、保存されたファイルの中身から確かめる。"""

import ast
import json
from collections import Counter

from common.classroom import handed_out

MAX_BYTES = 20_000_000  # 採点で受け取れる大きさ
UNANSWERED = ("raise NotImplementedError", "（ここに答えを書きましょう）")
SAVE_AGAIN = "JupyterLab で開き直し、保存してから、もう一度動かしてください"


class NotReady(ValueError):
    """このままでは提出できないことと、どうすればよいかを伝える1行。"""


def read_notebook(data):
    """ファイルの中身をノートブックとして読む。

    Raises
    ------
    NotReady
        壊れている、またはノートブックではない。
    """
    try:
        document = json.loads(data)
        if document["nbformat"] == 4 and _graded_cells(document) is not None:
            return document
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise NotReady(f"ノートブックが壊れているか、途中で切れています。{SAVE_AGAIN}")


def remarks(document, chapter, executed=()):
    """提出の前に知っておくとよいこと。1つが1行。

    Parameters
    ----------
    document : dict
        ノートブック。
    chapter : str
        章の名前。
    executed : sequence of str, optional
        このノートブックで動かしたコード。保存し忘れに気づくために使う。

    Raises
    ------
    NotReady
        この章のノートブックではない。
    """
    cells = _graded_cells(document)
    names = Counter(name for name, _, _ in cells)
    expected = handed_out.cells_of(chapter)
    answers, others = expected or ([name for name, solution, _ in cells if solution], [])
    if not names.keys() & set(answers):
        raise NotReady(f"{chapter} のやってみようのセルが1つもありません。別のノートブックです")
    unsaved = _differing(document, executed)
    lines = [
        (_without(answers, names), "答えのセルがありません（その問題は採点されません）"),
        (_without(others, names), "セルがありません（採点では元のものを使うので、困りません）"),
        ([n for n in names if names[n] > 1], "同じセルが2つあります（後ろのほうを採点します）"),
        (unsaved, "動かしたものと、保存されているものが違います（保存し忘れていませんか）"),
        (_unanswered(cells), "まだ答えがありません（このままでも提出できます）"),
    ]
    return [f"{text}：{_listed(found)}" for found, text in lines if found]


def without_outputs(document):
    """出力を除いたノートブック。"""
    cells = [
        {**cell, "outputs": [], "execution_count": None} if cell["cell_type"] == "code" else cell
        for cell in document["cells"]
    ]
    return {**document, "cells": cells}


def _graded_cells(document):
    """採点用のセルの (名前, 答えか, 中身)。"""
    found = []
    for cell in document["cells"]:
        source, about = "".join(cell["source"]), cell["metadata"].get("nbgrader", {})
        if about.get("grade_id"):
            found.append((about["grade_id"], bool(about.get("solution")), source))
    return found


def _without(names, found):
    return [name for name in names if name not in found]


def _unanswered(cells):
    return [
        name
        for name, solution, source in cells
        if solution and (not source.strip() or any(stub in source for stub in UNANSWERED))
    ]


def _differing(document, executed):
    """答えのセルのうち、同じ名前を作るコードを最後に動かしたときと、中身が違うもの。"""
    last = {names: text.strip() for text in executed if (names := _bound(text))}
    return [
        name
        for name, solution, source in _graded_cells(document)
        if solution and last.get(_bound(source), source.strip()) != source.strip()
    ]


def _bound(source):
    """コードが作る名前。Python として読めなければ空。"""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return frozenset()
    found = set()
    for statement in body:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            found.add(statement.name)
        elif isinstance(statement, ast.Assign):
            found |= {node.id for node in statement.targets if isinstance(node, ast.Name)}
    return frozenset(found)


def _listed(names, limit=5):
    more = f"、ほか {len(names) - limit} 個" if len(names) > limit else ""
    return "、".join(names[:limit]) + more
