"""An answer with an error in its cell is no blank: its line is shown, and what to do about it."""

import sys

import pytest

from common import progress
from common.classroom import exercise as exercise_module
from common.classroom import notebook_check
from common.classroom.exercise import BROKEN_ANSWER, CheckFailed, exercise
from common.classroom.notebook_check import code_error
from course.sealed.answer_errors import explained, failure

DEF = "def relu(x):\n"
BODY = f"{DEF}    return x"
TOLD = {  # an answer; its line; words of the hint
    "wide-space": (
        f"{DEF}    y = x\n　　　　return y",
        "3 行目",
        "3 行目の 1 文字目に、全角の空白",
    ),
    "wide-space-within": (f"{DEF}    return　x", "2 行目", "11 文字目に、全角の空白（U+3000）"),
    "wide-brackets": (f"{DEF}    return abs（x）", "2 行目", "15 文字目に、全角の文字「（」"),
    "wide-comma": (f"{DEF}    return max(x，0)", "2 行目", "「，」"),
    "wide-equals": ("relu ＝ 1", "1 行目", "6 文字目に、全角の文字「＝」"),
    "wide-word": ("ｄｅｆ relu(x):\n    return x", "1 行目", "「ｄ」"),
    "curly-quotes": (f"{DEF}    return ”x”", "2 行目", "「”」"),
    "one-curly-quote": (f'{DEF}    return "x”', "2 行目", "14 文字目に、全角の文字「”」"),
    "wide-after-a-string": ('relu = "（" ＋ "）"', "1 行目", "12 文字目に、全角の文字「＋」"),
    "no-break-space": (f"{DEF}\xa0   return x", "2 行目", "特別な空白（U+00A0）"),
    "fences": (f"```python\n{BODY}\n```", "1 行目", "``` の行を消しましょう"),
    "fence-below": (f"{BODY}\n```", "3 行目", "``` の行を消しましょう"),
    "pip": (f"pip install torch\n{BODY}", "1 行目", "採点では入れられません"),
    "package": (
        f"import japanize_matplotlib\n{BODY}",
        "1 行目",
        "japanize_matplotlib は、この講座で",
    ),
    "part-of-a-package": (f"from keras.layers import Dense\n{BODY}", "1 行目", "keras は"),
    "conflict": (f"<<<<<<< HEAD\n{BODY}\n=======\n{BODY}\n>>>>>>> a", "1 行目", "git の競合の印"),
    "no-colon": ("def relu(x)\n    return x", "1 行目", ": が要ります"),
    "bracket": (f"{DEF}    return (x", "2 行目", "かっこが閉じて"),
    "indentation": (f"{DEF}return x", "2 行目", "字下げ"),
    "no-hint": (f"{DEF}    return x x", "2 行目", ""),
}


@pytest.mark.parametrize(("source", "line", "hint"), TOLD.values(), ids=TOLD)
def test_error_is_told_with_its_line_and_a_hint(source, line, hint):
    error = code_error(source)
    assert f"答えのセルの {line}" in error.line and hint in error.hint


NEWER = {
    "type-parameters": ("def relu[T](x: T) -> T:\n    return x", (3, 11), "3.12"),
    "type-statement": ("type X = int", (3, 11), "3.12"),
    "two-exceptions": ("try:\n    x\nexcept A, B:\n    y", (3, 13), "3.14"),
    "t-string": ("relu = t'a'", (3, 13), "3.14"),
}


@pytest.mark.parametrize(("source", "here", "since"), NEWER.values(), ids=NEWER)
def test_syntax_newer_than_this_python_is_named(source, here, since):
    if sys.version_info[:2] > here:
        pytest.skip(f"Python {since} の書き方を、この Python は読める")
    assert f"Python {since} からの書き方" in code_error(source).hint


FINE = {
    "plain": BODY,
    "wide-in-a-string": 'relu = "（全角　）"',
    "wide-in-a-comment": "relu = 1  # 全角　",
    "common": "from common import functions\nimport numpy as np\nfrom datasets import load_mnist",
    "indented": "    relu = 1\n    y = 2",
    "empty": "",
    "in-a-function": "def relu(x):\n    import no_such_package",
}


@pytest.mark.parametrize("source", FINE.values(), ids=FINE)
def test_what_runs_has_no_error(source):
    import IPython  # noqa: F401  （ノートブックと同じように読む）

    assert code_error(source) is None


@pytest.mark.parametrize(
    "source", ["(" * 90_000, "-" * 90_000 + "1", "\x00", "%x\n" * 9_000 + "1 1"]
)
def test_what_nobody_can_parse_is_an_error_in_a_moment(source):
    assert code_error(source).error and len(code_error(source).line) < 200


def test_runtime_error_is_told_with_the_line_that_the_traceback_points_at():
    output = {"output_type": "error", "ename": "NameError", "evalue": "name 'y' is not defined"}
    output["traceback"] = ["----", "Cell relu\n      1 a\n----> 2 x = y\n", "----> 9 inner"]
    found = explained("a = 1\nx = y", output)
    assert (found.error, found.line) == (
        "NameError: name 'y' is not defined",
        "答えのセルの 2 行目: x = y",
    )
    output["traceback"] = 5
    assert explained("a = 1", output).line == ""


def test_answer_that_was_left_as_handed_out_has_not_failed():
    stub = {"output_type": "error", "ename": "NotImplementedError"}
    assert failure([stub]) is None and failure([]) is None
    assert failure([{"output_type": "stream"}, stub | {"ename": "KeyError"}])


class Notebook:
    """The learner's IPython, as far as a test looks at it."""

    def __init__(self, *cells):
        self.user_ns = {"In": ["", *cells, "the test itself"]}

    def get_ipython(self):
        return self


@pytest.mark.parametrize("later", [(), ("print(relu(1))",)])
def test_learner_gets_the_same_words_in_jupyter(tmp_path, monkeypatch, later):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(
        exercise_module.sys.modules, "IPython", Notebook(f"{DEF}　return x", *later)
    )
    monkeypatch.setattr(notebook_check, "_compiled", notebook_check._tree)
    with pytest.raises(CheckFailed) as found, exercise("relu"):
        relu  # noqa: B018, F821
    assert BROKEN_ANSWER in str(found.value) and "全角の空白" in str(found.value)
    assert found.value.without_yours() == f"✗ relu：{BROKEN_ANSWER}"
    assert progress._load(tmp_path) == {"relu": "failed"}


def test_answer_that_was_not_run_yet_is_still_missing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(exercise_module.sys.modules, "IPython", Notebook("x = 1"))
    with pytest.raises(CheckFailed, match="relu が見つかりません"), exercise("relu"):
        relu  # noqa: B018, F821


def handed_in(*sources):
    about = {"nbgrader": {"grade_id": "relu", "solution": True}}
    return {"cells": [{"cell_type": "code", "metadata": about, "source": s} for s in sources]}


BEFORE_HANDING_IN = {
    "broken": ((f"{DEF}　return x",), "relu（2 行目の 1 文字目に、全角の空白"),
    "package": (
        (f"import japanize_matplotlib\n{BODY}",),
        "japanize_matplotlib は、この講座では使わない",
    ),
    "split": ((DEF, "    return x"), "1つのセルが分かれています"),
    "split-in-a-line": ((f"{DEF}    retu", "rn x"), "1つのセルが分かれています"),
}


@pytest.mark.parametrize(("sources", "said"), BEFORE_HANDING_IN.values(), ids=BEFORE_HANDING_IN)
def test_it_is_noticed_before_handing_in(monkeypatch, sources, said):
    monkeypatch.setattr(notebook_check.handed_out, "cells_of", lambda chapter: None)
    (line,) = notebook_check.remarks(handed_in(*sources), "1_1")
    assert said in line


def test_whole_answer_needs_no_remark(monkeypatch):
    monkeypatch.setattr(notebook_check.handed_out, "cells_of", lambda chapter: None)
    assert notebook_check.remarks(handed_in(BODY), "1_1") == []
