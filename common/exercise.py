"""やってみよう1つ分のテストの枠：失敗を6行以内の日本語のメッセージにし、進み具合に記録する。"""

import contextlib
import contextvars
import importlib
import linecache
import os
import sys
import traceback
import types
import warnings
from pathlib import Path

from common import progress

# ここにある関数や層は、同じ名前のやってみようの答えには使えない
LIBRARY = (
    "common.functions",
    "common.layers",
    "common.gradient",
    "common.optimizer",
    "common.multi_layer_net",
)
MESSAGE_LINES = 6
LINE_WIDTH = 100


class CheckFailed(AssertionError):
    """確かめに失敗したことを、内部の traceback なしで学習者に伝える例外。"""

    def _render_traceback_(self):
        """Jupyter がエラーの代わりに表示する行。"""
        return str(self).splitlines()


class OwnAnswerError(Exception):
    """書くように求められた関数を、自分で書かずに common から呼んだ。"""


class SamePlace:
    """答えがテストと同じプロセスにある（学習者の Jupyter）。採点では、別の場所に替わる。"""

    @contextlib.contextmanager
    def blocked(self, names):
        """common の関数や層 names を、枠の中でだけ呼べなくする。"""
        with contextlib.ExitStack() as stack:
            for name in names:
                stack.enter_context(blocked_in_common(name))
            yield

    def record(self, name, result):
        """結果を、ノートブックの隣に残す。実行していないセルがあるだけなら、前の結果を変えない。"""
        if result in progress.MARKS:
            progress.record(name, result)


PLACE = contextvars.ContextVar("PLACE", default=SamePlace())  # noqa: B039  （状態を持たない）


class exercise:
    """やってみよう1つ分のテストの枠。合格か不合格かを表示し、進み具合に記録する。

    枠の中では、同じ名前の common の関数は呼べない（答えは自分で書く）。

    Parameters
    ----------
    name : str
        やってみようの名前（答えのセルの grade_id）。
    read : str, optional
        失敗したときに読み返すとよい、章の節。
    own : tuple of str, optional
        枠の中で呼べなくする common の関数や層の名前。省略すると (name,)。
    errors : dict, optional
        例外の型から、その例外が起きたときの手がかりへの辞書。先に書いた型を優先する。
    quiz : bool, default False
        見えるテストが答えの形だけを確かめる問題。正解かどうかは採点で分かる、と伝える。
    """

    def __init__(self, name, read="", own=None, errors=None, quiz=False):
        self.name = name
        self.read = read
        self.own = (name,) if own is None else own
        self.errors = errors or {}
        self.quiz = quiz

    def __enter__(self):
        self._stack = contextlib.ExitStack()
        self._warnings = self._stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("default")
        self._place = PLACE.get()
        self._stack.enter_context(self._place.blocked(self.own))
        return self

    def __exit__(self, kind, error, trace):
        self._stack.close()
        if error is not None and not isinstance(error, Exception):
            return False  # 中断（KeyboardInterrupt など）は、そのまま伝える
        self._place.record(self.name, self._result(error))
        seen = dict.fromkeys((w.category.__name__, str(w.message)) for w in self._warnings)
        for category, text in seen:
            print(_shortened(f"注意（{category}）: {text}"))
        if error is not None:
            raise CheckFailed(self._message(error)) from None
        print(f"✓ {self.name}：{self._passed_text()}")
        return False

    def _result(self, error):
        """テストの結果。書かれていない答えと、実行していないセルは、失敗に数えない。"""
        if error is None:
            return "answered" if self.quiz else "passed"
        if isinstance(error, NotImplementedError):
            return "unsolved"
        if _is_missing_answer(error):
            return "missing"
        return "unprepared" if _needs_earlier_cell(error) else "failed"

    def _passed_text(self):
        if self.quiz:
            return "答えの形は合っています。正解かどうかは、採点で分かります。"
        return "ここで確かめられることは、すべて合格です。"

    def _message(self, error):
        title, *details = self._explain(error)
        lines = [f"✗ {self.name}：{title}", *(f"  {line}" for line in details if line)]
        if self.read:
            lines = [*lines[: MESSAGE_LINES - 1], f"  読み返すところ：{self.read}"]
        return "\n".join(_shortened(line) for line in lines[:MESSAGE_LINES])

    def _explain(self, error):
        """例外を、題と説明の行に直す。"""
        if isinstance(error, CheckFailed):
            return str(error).splitlines()
        if isinstance(error, OwnAnswerError):
            return [
                f"common の {error} を呼んでいます",
                "common の関数に任せず、式を自分で書いてみましょう。",
            ]
        if isinstance(error, NotImplementedError):
            return [
                "まだ解かれていません",
                "raise NotImplementedError() の行を消して、そこに答えを書きましょう。",
                "書いたら、答えのセルを実行してから、このセルを実行します。",
            ]
        if _is_missing_answer(error):
            return [
                f"{error.name} が見つかりません",
                "上の答えのセルに答えを書き、実行してから、このセルを実行しましょう。",
                "カーネルを再起動したあとは、答えのセルも実行し直します。",
            ]
        if _needs_earlier_cell(error):
            return [
                f"{error.name} が見つかりません",
                _learners_line(error),
                f"{error.name} を用意するセル（最初の import など）を先に実行しましょう。",
                "カーネルを再起動したあとは、上のセルも実行し直します。",
            ]
        return self._explain_crash(error)

    def _explain_crash(self, error):
        place = _learners_line(error)
        title = "あなたのコードでエラーが起きました" if place else "答えをテストで使えませんでした"
        fallback = "" if place else "return する値の個数と型を確かめましょう。"
        hint = next((text for kind, text in self.errors.items() if isinstance(error, kind)), "")
        first_line = (str(error).splitlines() or [""])[0]
        reason = f"手がかり：{hint}" if hint else fallback
        return [title, f"{type(error).__name__}: {first_line}", place, reason]


def _shortened(line):
    return line if len(line) <= LINE_WIDTH else f"{line[: LINE_WIDTH - 1]}…"


def _is_missing_answer(error):
    """テストセルが、まだ作られていない答えの名前を使ったか。"""
    return isinstance(error, NameError) and not _learners_line(error)


def _needs_earlier_cell(error):
    """答えが、前のセルで用意する名前を使ったか（再起動のあと、実行し忘れやすい）。"""
    modules = map(importlib.import_module, LIBRARY)  # np も、この中にある
    return isinstance(error, NameError) and any(hasattr(m, str(error.name)) for m in modules)


def _learners_line(error):
    """エラーが起きた、学習者のセルの行。テストセル自身の中で起きたなら空。"""
    if hasattr(error, "learners_line"):  # 答えは別のプロセスにあり、行はそこから届いた
        return error.learners_line
    test, *inner = traceback.extract_tb(error.__traceback__)
    learners = [
        frame
        for frame in inner
        if frame.filename != test.filename and not _is_library(frame.filename)
    ]
    if not learners:
        return ""
    # 用意された関数の中で起きたエラーでも、見せるのは、それを呼んだ答えのセルの行
    frame = [frame for frame in learners if frame.filename == learners[0].filename][-1]
    code = linecache.getline(frame.filename, frame.lineno).strip()
    return f"答えのセルの {frame.lineno} 行目: {code}"


def _is_library(filename):
    """標準ライブラリ、インストールされたパッケージ、common のファイルか。"""
    folders = {sys.prefix, sys.base_prefix, str(Path(__file__).parent)}
    inside = any(filename.startswith(f"{folder}{os.sep}") for folder in folders)
    return inside or filename.startswith("<frozen")


def _refuse(*args, **kwargs):
    import sys

    from common.exercise import OwnAnswerError

    raise OwnAnswerError(sys._getframe().f_code.co_name)


@contextlib.contextmanager
def blocked_in_common(name):
    """common の関数や層 name を、この枠の中でだけ呼べなくする。

    `from common.functions import softmax as f` のような別名もふさぐため、
    名前ではなく、関数の中身（__code__）を入れ替える。
    """
    targets = set()
    for module in map(importlib.import_module, LIBRARY):
        found = getattr(module, name, None)
        members = vars(found).values() if isinstance(found, type) else [found]
        # 中身を入れ替えられるのは、外の変数を持たない関数だけ（super() を使うメソッドなどは残る）
        targets |= {f for f in members if isinstance(f, types.FunctionType) and not f.__closure__}
    with refused(targets, name):
        yield


@contextlib.contextmanager
def refused(functions, name):
    """functions を、枠の中でだけ、name を呼んだというエラーにする。"""
    originals = {function: function.__code__ for function in functions}
    try:
        for function in originals:
            function.__code__ = _refuse.__code__.replace(co_name=name)
        yield
    finally:
        for function, code in originals.items():
            function.__code__ = code
