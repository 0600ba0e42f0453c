"""やってみよう1つ分のテストの枠：失敗を6行以内の日本語のメッセージにし、進み具合に記録する。"""

import contextlib
import contextvars
import importlib
import itertools
import linecache
import os
import re
import sys
import traceback
import warnings
from pathlib import Path

import numpy as np

from common import progress
from common.classroom import own_answer
from common.classroom.notebook_check import code_error
from common.classroom.own_answer import LIBRARY, OwnAnswerError
from common.gpu.stand_in import CopiedToHost, stays_on_device

MESSAGE_LINES = 6
LINE_WIDTH = 100
ARGUMENTS_CHANGED = (
    "引数に渡した配列が書き換わっています",
    (),
    "手がかり：x[...] = や -=、shuffle、pop などは、渡されたものを変えます。\n"
    "新しく作って返しましょう（辞書の copy() は、中の配列までは写しません）。",
)
COPIED_TO_HOST = (
    "GPU の配列の代わりを、CPU へ写しています",
    (),
    "手がかり：渡された配列のまま計算します（get、item、to_host は使いません）。",
)
BROKEN_ANSWER = "答えのセルにエラーがあります"
RUN_AGAIN = "答えのセルを実行して、出てきたエラーを直してから、このセルを実行しましょう。"
UNSOLVED = (
    "まだ解かれていません",
    (),
    "raise NotImplementedError() の行を消して、そこに答えを書きましょう。\n"
    "書いたら、答えのセルを実行してから、このセルを実行します。",
)


class CheckFailed(AssertionError):
    """確かめに失敗したことを、内部の traceback なしで学習者に伝える例外。

    文章は部品でできている。題と手がかりはテストを書いた人の言葉、yours は答えから来たもの
    （値、形、型、例外の文章、行）。隠しテストを知っている採点から学生に届くのは、題と手がかりだけ。
    """

    def __init__(self, title, yours=(), hint="", read=""):
        self.title, self.yours, self.hint, self.read = title, tuple(yours), hint, read
        super().__init__("\n".join(self._lines(yours)))

    def without_yours(self):
        """テストを書いた人の言葉だけの文章。"""
        return "\n".join(self._lines(()))

    def _lines(self, yours):
        lines = [*self.title.splitlines(), *yours, *self.hint.splitlines()]
        lines = [line for line in lines if line][: MESSAGE_LINES - bool(self.read)]
        return [*lines, self.read] if self.read else lines

    def _render_traceback_(self):
        """Jupyter がエラーの代わりに表示する行。"""
        return str(self).splitlines()


class SamePlace:
    """答えがテストと同じプロセスにある（学習者の Jupyter）。採点では、別の場所に替わる。"""

    @contextlib.contextmanager
    def blocked(self, names):
        """枠の中で、答え names[0] が、names の代わりになるものを使えなくする。

        答えがほかのライブラリを使うか、閉じたものを呼べば OwnAnswerError。
        """
        with own_answer.closed(names, _test_globals()):
            yield

    def record(self, name, result):
        """結果を、ノートブックの隣に残す。実行していないセルがあるだけなら、前の結果を変えない。"""
        if result in progress.MARKS:
            progress.record(name, result)

    def changed(self, values):
        """答えが values を書き換えたと、別の場所が言っているか（ここでは、値そのものを見る）。"""
        return False

    def shares_memory(self, values):
        """どれか2つが同じものか、メモリを共有する配列か。"""
        return share_memory(values)

    def answer_error(self, name):
        """name を作るはずのセルが動かなかったわけ（CodeError）。動いたか、分からなければ None。"""
        source = _last_run(name)
        return code_error(source) if source else None

    def spoiled(self):
        """書き換えてよいと言われていない引数を、答えが書き換えたか。"""
        return False

    def on_device(self):
        """枠の中で、答えが GPU の配列の代わりを CPU へ写すことを断る。"""
        return stays_on_device()

    @contextlib.contextmanager
    def in_place(self, values):
        """枠の中で、答えが values を書き換えてよい。"""
        yield

    def is_from_answer(self, error):
        """答えの中で起きた例外か。テストの中で起きたなら False。"""
        return bool(_learners_line(error))

    def learners_line(self, error):
        """エラーが起きた、学習者のセルの行。分からなければ空。"""
        return _learners_line(error)


PLACE = contextvars.ContextVar("PLACE", default=SamePlace())  # noqa: B039  （状態を持たない）


class exercise:
    """やってみよう1つ分のテストの枠。合格か不合格かを表示し、進み具合に記録する。

    枠の中では、common の同じ名前のもの、それを呼ぶもの、ほかのライブラリは使えない
    （答えは自分で書く。common.classroom.own_answer を参照）。

    Parameters
    ----------
    name : str
        やってみようの名前（答えのセルの grade_id）。
    read : str, optional
        失敗したときに読み返すとよい、章の節。
    own : tuple of str, optional
        name のほかに、枠の中で使えなくする common の関数、層、メソッドの名前。
    errors : dict, optional
        例外の型から、その例外が起きたときの手がかりへの辞書。先に書いた型を優先する。
    quiz : bool, default False
        見えるテストが答えの形だけを確かめる問題。正解かどうかは採点で分かる、と伝える。
    part : str, optional
        テストのセルがいくつかあるときの、どれか。セルの grade_id は「name_test_part」。
    about : str, optional
        part が確かめること。メッセージで、name のあとに付く。

    Raises
    ------
    CheckFailed
        枠を出るとき。枠の中で確かめに失敗したか、ほかの例外が起きた。
    """

    def __init__(self, name, read="", own=(), errors=None, quiz=False, part="", about=""):
        self.name = f"{name}（{about}）" if about else name
        self.key = progress.key(f"{name}_test_{part}" if part else f"{name}_test")
        self.read = read
        self.own = tuple(dict.fromkeys((name, *own)))
        self.errors = errors or {}
        self.quiz = quiz

    def __enter__(self):
        self._stack = contextlib.ExitStack()
        self._warnings = self._stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("default")
        self._place = PLACE.get()
        try:
            self._stack.enter_context(self._place.blocked(self.own))
        except OwnAnswerError as error:
            self.__exit__(type(error), error, error.__traceback__)
        return self

    def __exit__(self, kind, error, trace):
        if error is None and self._place.spoiled():
            error = CheckFailed(*ARGUMENTS_CHANGED)
        self._stack.close()
        if error is not None and not isinstance(error, Exception):
            return False  # 中断（KeyboardInterrupt など）は、そのまま伝える
        self._place.record(self.key, self._result(error))
        seen = dict.fromkeys((w.category.__name__, str(w.message)) for w in self._warnings)
        for category, text in seen:
            print(_shortened(f"注意（{category}）: {text}"))
        if error is not None:
            raise self._message(error) from None
        print(f"✓ {self.name}：{self._passed_text()}")
        return False

    def _result(self, error):
        """テストの結果。書かれていない答えと、実行していないセルは、失敗に数えない。"""
        if error is None:
            return "answered" if self.quiz else "passed"
        if isinstance(error, NotImplementedError):
            return "unsolved"
        if self._is_missing_answer(error):
            return "failed" if self._place.answer_error(error.name) else "missing"
        return "unprepared" if self._needs_earlier_cell(error) else "failed"

    def _is_missing_answer(self, error):
        """テストセルが、まだ作られていない答えの名前を使ったか。"""
        return isinstance(error, NameError) and not self._place.is_from_answer(error)

    def _needs_earlier_cell(self, error):
        """答えが、前のセルで用意する名前を使ったか（再起動のあと、実行し忘れやすい）。"""
        modules = map(importlib.import_module, LIBRARY)  # np も、この中にある
        return isinstance(error, NameError) and any(hasattr(m, str(error.name)) for m in modules)

    def _passed_text(self):
        if self.quiz:
            return "答えの形は合っています。正解かどうかは、採点で分かります。"
        return "ここで確かめられることは、すべて合格です。"

    def _message(self, error):
        """学習者に見せる例外：6行まで、題の頭に問題の名前、最後に読み返すところ。"""
        said = error if isinstance(error, CheckFailed) else self._explained(error)
        title, *more = said.title.splitlines()
        return CheckFailed(
            "\n".join([_shortened(f"✗ {self.name}：{title}"), *map(_indented, more)]),
            [_indented(line) for line in said.yours if line],
            "\n".join(map(_indented, said.hint.splitlines())),
            _indented(f"読み返すところ：{self.read}") if self.read else "",
        )

    def _explained(self, error):
        """例外を、題と、答えから来た言葉と、手がかりに分ける。"""
        if isinstance(error, OwnAnswerError):
            return self._not_own(str(error))
        if isinstance(error, CopiedToHost):
            return CheckFailed(*COPIED_TO_HOST)
        if isinstance(error, NotImplementedError):
            return CheckFailed(*UNSOLVED)
        if self._is_missing_answer(error):
            if broken := self._place.answer_error(error.name):
                hint = f"手がかり：{broken.hint}" if broken.hint else ""
                yours = [broken.error, broken.line, hint]
                return CheckFailed(BROKEN_ANSWER, yours, "" if hint else RUN_AGAIN)
            return CheckFailed(
                f"{error.name} が見つかりません",
                hint="上の答えのセルに答えを書き、実行してから、このセルを実行しましょう。\n"
                "カーネルを再起動したあとは、答えのセルも実行し直します。",
            )
        if self._needs_earlier_cell(error):
            return CheckFailed(
                "用意されているはずの名前が見つかりません",
                [f"{error.name} が見つかりません", self._place.learners_line(error)],
                "その名前を用意するセル（最初の import など）を実行しましょう（再起動のあとも）。",
            )
        return self._explained_crash(error)

    def _not_own(self, used):
        """答えを common か、ほかのライブラリに任せた。"""
        if used in self.own:
            hint = "common の関数に任せず、式を自分で書いてみましょう。"
            return CheckFailed(f"common の {used} を呼んでいます", hint=hint)
        hint = "使えるのは NumPy と、用意した関数です。式を自分で書いてみましょう。"
        return CheckFailed("答えで、使えないライブラリを使っています", [used], hint)

    def _explained_crash(self, error):
        hint = next((text for kind, text in self.errors.items() if isinstance(error, kind)), "")
        first_line = (str(error).splitlines() or [""])[0]
        yours = [f"{type(error).__name__}: {first_line}", self._place.learners_line(error)]
        if self._place.is_from_answer(error):
            title, fallback = "あなたのコードでエラーが起きました", ""
        else:
            title = "答えをテストで使えませんでした"
            fallback = "return する値の個数と型を確かめましょう。"
        return CheckFailed(title, yours, f"手がかり：{hint}" if hint else fallback)


def _last_run(name):
    """このノートブックで動かしたセルのうち、name を作ろうとした最後のもの。"""
    ipython = sys.modules.get("IPython")  # ノートブックなら、もう import されている
    shell = ipython.get_ipython() if ipython else None
    made = rf"(?:def|class|ｄｅｆ)\s+{re.escape(name)}\b|^\s*{re.escape(name)}\b[^\n]*[=＝](?!=)"
    cells = list(shell.user_ns.get("In", ()))[:-1] if shell else []  # 最後は、このテストのセル
    return next((text for text in reversed(cells) if re.search(made, text, re.M)), "")


def _test_globals():
    """テストセルの名前空間。"""
    frame = sys._getframe()
    while frame.f_globals["__name__"] in (__name__, "contextlib"):
        frame = frame.f_back
    return frame.f_globals


def _indented(line):
    return _shortened(f"  {line}")


def share_memory(values):
    """どれか2つが同じものか、メモリを共有する配列か（難しくて分からなければ、False）。"""
    for one, other in itertools.combinations(values, 2):
        if one is other:
            return True
        if not isinstance(one, np.ndarray) or not isinstance(other, np.ndarray):
            continue
        with contextlib.suppress(np.exceptions.TooHardError):
            if np.shares_memory(one, other, max_work=10_000):
                return True
    return False


def _shortened(line):
    return line if len(line) <= LINE_WIDTH else f"{line[: LINE_WIDTH - 1]}…"


def _learners_line(error):
    """エラーが起きた、学習者のセルの行。テストセル自身の中で起きたなら空。"""
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
    folders = {sys.prefix, sys.base_prefix, str(Path(__file__).parents[1])}
    inside = any(filename.startswith(f"{folder}{os.sep}") for folder in folders)
    return inside or filename.startswith("<frozen")
