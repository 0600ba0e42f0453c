"""What a submitted file is: the document of a Python notebook, or a Problem that names what else.

A notebook is taken for what it is as far as anything allows: refused is only what cannot be used.
"""

import json
import re

from course.grading.report import Cause, Problem

SAVE_AGAIN = "JupyterLab で開けることを確かめ、保存し直したものを出してもらってください"
SEND_NOTEBOOK = "ノートブック（.ipynb）そのものを出してもらってください"
CONFLICT = re.compile(r"^(?:<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)(?=[ \r\n]|$)")
CONFLICT_BEGINS = "<<<<<<<"
RESOLVE = (
    "残す版を選び、印の行を消して（git checkout --ours か --theirs で片方にしてもよい）、"
    "JupyterLab で開けるものを出してもらってください"
)
MAX_LISTED = 6
OTHER_LANGUAGES = {
    *("bash", "c", "c#", "c++", "clojure", "elixir", "f#", "fortran", "go", "haskell", "java"),
    *("javascript", "julia", "kotlin", "lua", "maple", "matlab", "ocaml", "octave", "perl", "php"),
    *("powershell", "prolog", "r", "ruby", "rust", "sas", "scala", "scheme", "sql", "stata"),
    *("swift", "typescript", "wolfram"),
}
KERNELS = {"ir": "r", "xr": "r", "xcpp": "c++", "gophernotes": "go", "ijavascript": "javascript"}
LANGUAGES = ("kernelspec", "language"), ("language_info", "name")
KERNEL = "kernelspec", "name"
HINTS = (
    ("kernelspec", "display_name"),
    ("language_info", "file_extension"),
    ("language_info", "mimetype"),
)
IS_PYTHON = re.compile(r"py|sage|jupyterlite", re.I)


def text_of(data: bytes) -> str:
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


def json_of(text: str):
    try:
        return json.loads(text)
    except RecursionError:
        raise Problem(Cause.UNREADABLE, "入れ子が深すぎて読めません", SAVE_AGAIN) from None
    except ValueError as error:
        line = getattr(error, "lineno", "?")
    if lines := conflict_lines(text):
        listed = "、".join(map(str, lines[:MAX_LISTED]))
        more = f" など {len(lines)} 行" if len(lines) > MAX_LISTED else " 行目"
        reason = f"git の競合の印（<<<<<<<、=======、>>>>>>>）が残っています（{listed}{more}）"
        raise Problem(Cause.UNREADABLE, reason, RESOLVE)
    start = text.lstrip()[:1]
    if start == "{":
        reason = f"途中で切れているか、壊れています（{line} 行目）"
        raise Problem(Cause.UNREADABLE, reason, SAVE_AGAIN)
    kind = "Web ページ" if start == "<" else "文章などのファイル"
    reason = f"ノートブックではなく、{kind}です"
    raise Problem(Cause.NOT_A_NOTEBOOK, reason, SEND_NOTEBOOK)


def conflict_lines(text: str) -> list[int]:
    """The lines of a text that git wrote between two versions."""
    if CONFLICT_BEGINS not in text and ">>>>>>>" not in text:
        return []
    return [n for n, line in enumerate(text.split("\n"), start=1) if CONFLICT.match(line)]


def check_kind(document) -> None:
    """Problem unless it is a notebook of the format in use, and one of Python."""
    if not isinstance(document, dict) or not {"nbformat", "cells"} & document.keys():
        reason = "JSON ですが、ノートブックではありません"
        raise Problem(Cause.NOT_A_NOTEBOOK, reason, SEND_NOTEBOOK)
    version = document.get("nbformat", 4)
    if not _is_four(version) or not isinstance(document.get("cells"), list):
        reason = f"扱えない形式のノートブックです（nbformat {str(version)[:9]}）"
        raise Problem(Cause.NOT_A_NOTEBOOK, reason, SAVE_AGAIN)
    if language := other_language(document.get("metadata")):
        reason = f"Python ではなく {language} のノートブックです"
        action = "配った Python のノートブックに解いて、出してもらってください"
        raise Problem(Cause.FOREIGN, reason, action)


def _is_four(version) -> bool:
    """4, however an editor wrote it: as a number, or as text."""
    return re.fullmatch(r"\s*4(\.\d{1,3})?\s*", str(version)[:9]) is not None


def other_language(metadata) -> str:
    """The language of a notebook that is, by everything that it says, one of another language."""
    words = {key: _word(metadata, *key) for key in (*LANGUAGES, KERNEL, *HINTS)}
    if any(map(IS_PYTHON.search, words.values())):
        return ""
    found = [_language(words[key]) for key in LANGUAGES if words[key]]
    found = found or [_language(words[KERNEL])]
    return found[0] if all(found) else ""


def _word(metadata, section: str, key: str) -> str:
    about = metadata.get(section) if isinstance(metadata, dict) else None
    word = about.get(key) if isinstance(about, dict) else None
    return word.strip().lower()[:100] if isinstance(word, str) else ""


def _language(word: str) -> str:
    """A known language other than Python, by its name or that of its kernel; else nothing."""
    plain = re.sub(r"[-_ ]?\d[\d.]*$", "", word)
    return plain if plain in OTHER_LANGUAGES else KERNELS.get(plain, "")
