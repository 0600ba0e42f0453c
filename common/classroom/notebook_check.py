"""提出するノートブックがそろっていて、答えが動くかを、書いてある文から確かめる。"""

import ast
import importlib.util
import json
import re
import sys
import unicodedata
import warnings
from collections import Counter
from dataclasses import dataclass

from common.classroom import handed_out
from common.classroom.lost_metadata import ALL_LOST, LOST, hands_in, with_names

MAX_BYTES = 20_000_000  # 採点で受け取れる大きさ
SPLIT = "1つのセルが分かれています（順につなぐか、答えの写しなら最後のものを採点します）"
UNANSWERED = ("raise NotImplementedError", "（ここに答えを書きましょう）")
SAVE_AGAIN = "JupyterLab で開き直し、保存してから、もう一度動かしてください"


INVISIBLE = {"\u3000": "全角の空白", "\u00a0": "特別な空白"} | dict.fromkeys(
    "\u200b\u2060\ufeff", "見えない文字"
)
WIDE = re.compile("[\u3000\u00a0\u200b\u2060\ufeff\u2018\u2019\u201c\u201d\u2212\uff01-\uff5e]")
QUOTED = re.compile(r"""("[^"\n]*"|'[^'\n]*'|#.*)""")
INSTALL = re.compile(
    r"^\s*[!%]*\s*(?:\S*python\S* +-m +)?(?:uv +)?(?:pip[\d.]*|conda|mamba|micromamba) +install\b"
)
CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)")
TELLING = (  # 行の書き方と、そこに入ってはいけないわけ
    (re.compile(r"^\s*(?:```|~~~)"), "``` は Markdown の印です。``` の行を消しましょう。"),
    (INSTALL, "pip などは、この講座の答えでは使いません（採点では入れられません）。消しましょう。"),
    (CONFLICT, "git の競合の印です。残すほうを選び、印の行を消しましょう。"),
)
NEWER = (  # 書き方と、それが入った Python の版
    (re.compile(r"^\s*(?:(?:async\s+)?def|class)\s+\w+\["), (3, 12)),
    (re.compile(r"^\s*type\s+\w+[^=]*="), (3, 12)),
    (re.compile(r"^\s*except\*?\s+[\w.]+\s*,"), (3, 14)),
    (re.compile(r"""\b[tT][rR]?["']"""), (3, 14)),
    (re.compile(r"^\s*lazy\s+(?:import|from)\b"), (3, 15)),
)
COMMON_MISTAKES = (  # Python の言葉と、直し方
    ("f-string", "f-string の { } の中では、外側と違う引用符を使いましょう。"),
    ("never closed", "かっこが閉じていません。"),
    ("unmatched", "かっこの数が合っていません。"),
    ("expected ':'", "行の終わりに : が要ります。"),
    ("unterminated", "文字列の引用符が閉じていません。"),
    ("indent", "字下げ（行の先頭の空白）をそろえましょう。"),
    ("tabs", "字下げに、タブと空白が混ざっています。空白だけにしましょう。"),
)


@dataclass(frozen=True)
class CodeError:
    """答えのセルが動かないわけ：エラー、その行、手がかり。"""

    error: str
    line: str
    hint: str


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
    as_saved = {name for name, _, _ in _graded_cells(document)}
    document = with_names(document)
    cells = _graded_cells(document)
    names = Counter(name for name, _, _ in cells)
    expected = handed_out.cells_of(chapter)
    answers, others = expected or ([name for name, solution, _ in cells if solution], [])
    if not names and hands_in(document, chapter):
        return [ALL_LOST]
    if not names.keys() & set(answers):
        raise NotReady(f"{chapter} のやってみようのセルが1つもありません。別のノートブックです")
    unsaved = _differing(document, executed)
    lines = [
        (_without(answers, names), "答えのセルがありません（その問題は採点されません）"),
        (_without(names, as_saved), LOST),
        (_without(others, names), "セルがありません（採点では元のものを使うので、困りません）"),
        ([n for n in names if names[n] > 1], SPLIT),
        (unsaved, "動かしたものと、保存されているものが違います（保存し忘れていませんか）"),
        (_unusable(document), "エラーで動かない答えがあります（このままでは点になりません）"),
        (_unanswered(cells), "まだ答えがありません（このままでも提出できます）"),
    ]
    return [f"{text}：{_listed(found)}" for found, text in lines if found]


def code_error(source):
    """答えのコードを動かす前から分かるエラー。Python として読め、import できれば None。"""
    try:
        tree = _compiled(source)
    except SyntaxError as error:
        number = min(max(error.lineno or 1, 1), max(source.count("\n") + 1, 1))
        text = (source.split("\n") + [""])[number - 1]
        shown = f"答えのセルの {number} 行目: {text.strip()[:100]}"
        return CodeError(f"{type(error).__name__}: {error.msg}", shown, _hint(error, text, number))
    except (ValueError, RecursionError, MemoryError):
        return CodeError("SyntaxError", "", "Python として読めません。")
    return _missing_import(tree, source)


def _compiled(source):
    """セルの構文木。魔法の命令（% や !）は、IPython があれば読みかえる。"""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _tree(source)
        except SyntaxError:
            if "IPython" not in sys.modules:
                raise
            from IPython.core.inputtransformer2 import TransformerManager

            if sum(line.lstrip()[:1] in ("%", "!", "?") for line in source.splitlines()) > 30:
                raise
            changed = TransformerManager().transform_cell(source)
            if changed.strip() == source.strip():
                raise
            return _tree(changed)


def _tree(source):
    tree = ast.parse(source)
    compile(tree, "<answer>", "exec")
    return tree


def _hint(error, text, number):
    """よくある間違いの手がかり。なければ空。"""
    for telling, hint in TELLING:
        if telling.match(text):
            return hint
    if wide := _wide_character(error, text):
        return f"{number} 行目の {wide}"
    for newer, version in NEWER:
        if sys.version_info < version and newer.search(text):
            needs, here = ".".join(map(str, version)), ".".join(map(str, sys.version_info[:2]))
            return f"Python {needs} からの書き方です。この Python（{here}）では動きません。"
    return next((hint for word, hint in COMMON_MISTAKES if word in error.msg), "")


def _wide_character(error, text):
    """行の中の、半角で書くはずの文字：何文字目の、どんな文字か。"""
    code = re.search(r"U\+([0-9A-F]{4,6})", error.msg)
    if code:
        found, start = chr(int(code[1], 16)), (error.offset or 1) - 1
        place = start if text[start : start + 1] == found else text.find(found)
    else:  # 文字列とコメントの中は、何を書いてもよい
        match = WIDE.search(QUOTED.sub(lambda quoted: " " * len(quoted[0]), text))
        match = match or ("unterminated" in error.msg and WIDE.search(text))
        found, place = (match[0], match.start()) if match else ("", -1)
    if place < 0:
        return ""
    code, at = f"U+{ord(found):04X}", f"{place + 1} 文字目に、"
    if found in INVISIBLE:
        return f"{at}{INVISIBLE[found]}（{code}）があります。消すか、半角の空白にしましょう。"
    kind = "全角" if unicodedata.east_asian_width(found) in "FWA" else "半角ではない"
    return f"{at}{kind}の文字「{found}」（{code}）があります。半角で書きましょう。"


def _missing_import(tree, source):
    """この計算機にないパッケージを import する、いちばん上の文。"""
    for node in tree.body:
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
        for name in (name.partition(".")[0] for name in names):
            if name and not _is_installed(name):
                line = source.split("\n")[node.lineno - 1].strip()
                return CodeError(
                    f"ModuleNotFoundError: No module named {name!r}",
                    f"答えのセルの {node.lineno} 行目: {line[:100]}",
                    f"{name} は、この講座では使わないパッケージです。その行を消しましょう。",
                )
    return None


def _is_installed(name):
    try:
        return name in sys.modules or importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


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


def _unusable(document):
    """答えのコードのうち、動かす前から分かるエラーのあるもの。分かれたセルは、つないでみる。"""
    parts = {}
    for cell in document["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and about.get("solution") and about.get("grade_id"):
            parts.setdefault(about["grade_id"], []).append("".join(cell["source"]))
    found = {}
    for name, sources in parts.items():
        if any(stub in source for stub in UNANSWERED for source in sources):
            continue  # まだ答えがない
        error = code_error("\n".join(sources))
        if error and code_error("".join(sources)) and all(map(code_error, sources)):
            found[name] = error
    return [f"{name}（{error.hint or error.line or error.error}）" for name, error in found.items()]


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
