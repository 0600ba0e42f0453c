"""やってみようのテストセルが使う道具：答えの確かめと、日本語のメッセージ。

テストセルは次の形で書く。最初に失敗した確かめが、6行以内のメッセージになる。

    import numpy as _np
    from common import checking as _check

    with _check.exercise("softmax", read="3.3 ソフトマックス関数"):
        _check.assert_close(softmax(_np.array([1.0, 1.0])), [0.5, 0.5], "1次元の入力", shown=True)
"""

import contextlib
import linecache
import sys
import traceback
import warnings
from pathlib import Path

import numpy as np

from common import progress

MESSAGE_LINES = 6
LINE_WIDTH = 100


class CheckFailed(AssertionError):
    """確かめに失敗したことを、内部の traceback なしで学習者に伝える例外。"""

    def _render_traceback_(self):
        """Jupyter がエラーの代わりに表示する行。"""
        return str(self).splitlines()


class OwnAnswerError(Exception):
    """書くように求められた関数を、自分で書かずに common から呼んだ。"""


# ---------------------------------------------------------------- テストセルの枠


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
        枠の中で呼べなくする common の名前。省略すると (name,)。
    """

    def __init__(self, name, read="", own=None):
        self.name = name
        self.read = read
        self.own = (name,) if own is None else own

    def __enter__(self):
        self._stack = contextlib.ExitStack()
        self._warnings = self._stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("default")
        for name in self.own:
            self._stack.enter_context(_blocked_in_common(name))
        return self

    def __exit__(self, kind, error, trace):
        self._stack.close()
        if error is not None and not isinstance(error, Exception):
            return False  # 中断（KeyboardInterrupt など）は、そのまま伝える
        progress.record(self.name, passed=error is None)
        for category, text in dict.fromkeys(
            (w.category.__name__, str(w.message)) for w in self._warnings
        ):
            print(f"注意（{category}）: {text}"[:LINE_WIDTH])
        if error is None:
            print(f"✓ {self.name}：ここで確かめられることは、すべて合格です。")
            return False
        raise CheckFailed(self._message(error)) from None

    def _message(self, error):
        title, *details = _explain(error, self.name)
        lines = [f"✗ {self.name}：{title}", *(f"  {line}" for line in details if line)]
        if self.read:
            lines = [*lines[: MESSAGE_LINES - 1], f"  読み返すところ：{self.read}"]
        return "\n".join(line[:LINE_WIDTH] for line in lines[:MESSAGE_LINES])


def _explain(error, name):
    """例外を、題と説明の行に直す。"""
    if isinstance(error, CheckFailed):
        return str(error).splitlines()
    if isinstance(error, OwnAnswerError):
        return [
            f"common の {name} を呼んでいます",
            "common の関数に任せず、式を自分で書いてみましょう。",
        ]
    if isinstance(error, NotImplementedError):
        return [
            "まだ解かれていません",
            "raise NotImplementedError() の行を消して、そこに答えを書きましょう。",
            "書いたら、答えのセルを実行してから、このセルを実行します。",
        ]
    if isinstance(error, NameError) and error.name == name:
        return [f"{name} が見つかりません", "上の答えのセルを、先に実行しましょう。"]
    place = _learners_line(error)
    title = "あなたのコードでエラーが起きました" if place else "答えをテストで使えませんでした"
    hint = "" if place else "return する値の個数と型を確かめましょう。"
    first_line = (str(error).splitlines() or [""])[0]
    return [title, f"{type(error).__name__}: {first_line}", place, hint]


def _learners_line(error):
    """エラーが起きた、学習者のセルの行。テストセル自身の中で起きたなら空。"""
    learners = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)[1:]
        if not _is_library(frame.filename)
    ]
    if not learners:
        return ""
    frame = learners[-1]
    code = linecache.getline(frame.filename, frame.lineno).strip()
    return f"答えのセルの {frame.lineno} 行目: {code}"


def _is_library(filename):
    """標準ライブラリ、インストールされたパッケージ、common のファイルか。"""
    folders = {sys.prefix, sys.base_prefix, str(Path(__file__).parent)}
    return filename.startswith("<frozen") or any(filename.startswith(f) for f in folders)


def _refuse(*args, **kwargs):
    from common.checking import OwnAnswerError

    raise OwnAnswerError


@contextlib.contextmanager
def _blocked_in_common(name):
    """common の関数 name を、この枠の中でだけ呼べなくする。

    `from common.functions import softmax as f` のような別名もふさぐため、
    名前ではなく、関数の中身（__code__）を入れ替える。
    """
    import common.functions
    import common.layers

    found = [getattr(module, name, None) for module in (common.functions, common.layers)]
    targets = {f.__init__ if isinstance(f, type) else f for f in found if f is not None}
    originals = {target: target.__code__ for target in targets}
    try:
        for target in targets:
            target.__code__ = _refuse.__code__
        yield
    finally:
        for target, code in originals.items():
            target.__code__ = code


# ---------------------------------------------------------------- 値の確かめ


def assert_close(got, want, what, hint="", likely=(), shown=False, rtol=1e-6, atol=1e-8):
    """数値の答えを、形と値で確かめる。

    |got − want| ≤ atol + rtol·|want|（出典：numpy.testing.assert_allclose）

    Parameters
    ----------
    got, want : array_like
        学習者の答えと正しい答え。
    what : str
        何を確かめたか（「2次元の入力」など）。
    hint : str, optional
        値が違うときの、考えられる間違い。
    likely : sequence of (array_like, str), optional
        よくある間違いをしたときの値と、そのヒント。答えがその値なら、hint の代わりに使う。
    shown : bool, default False
        答えと正しい値をメッセージに書く。値が見えてよい、見えるテストだけで使う。

    Raises
    ------
    CheckFailed
        形か値が違う、または数値の配列ではない。
    """
    want = np.asarray(want)
    got = _as_numbers(got, what)
    if got.shape != want.shape:
        guess = next((text for value, text in likely if _same(got, value, rtol, atol)), hint)
        _fail(
            f"{what}：形が違います", f"あなたの形 {got.shape}、正しい形 {want.shape}", _guess(guess)
        )
    if _same(got, want, rtol, atol):
        return
    guess = next((text for value, text in likely if _same(got, value, rtol, atol)), hint)
    values = [f"あなたの答え {_short(got)}", f"正しい答え   {_short(want)}"] if shown else []
    _fail(f"{what}：値が違います", f"形 {got.shape} は合っています。", *values, _guess(guess))


def assert_shape(got, shape, what, hint=""):
    """配列の形だけを確かめる。"""
    got = _as_numbers(got, what)
    if got.shape != tuple(shape):
        _fail(
            f"{what}：形が違います",
            f"あなたの形 {got.shape}、正しい形 {tuple(shape)}",
            _guess(hint),
        )


def assert_equal(got, want, what, hint="", likely=()):
    """数値の配列ではない答え（文字列、個数、集合、リスト、辞書）を、型と値で確かめる。"""
    if type(got) is not type(want):
        _fail(
            f"{what}：型が違います",
            f"あなたの型 {type(got).__name__}、正しい型 {type(want).__name__}",
            _guess(hint),
        )
    if got != want:
        guess = next((text for value, text in likely if got == value), hint)
        _fail(f"{what}：答えが違います", _guess(guess))


def assert_true(condition, what, hint=""):
    """条件が成り立つことを確かめる。"""
    if not condition:
        _fail(what, _guess(hint))


# ---------------------------------------------------------------- 副作用の確かめ


@contextlib.contextmanager
def unchanged(*arrays):
    """枠の中で、渡した配列や、配列の入った辞書・リストが書き換えられないことを確かめる。"""
    before = [_copy(a) for a in arrays]
    yield
    if not all(_identical(a, b) for a, b in zip(arrays, before, strict=True)):
        _fail(
            "引数に渡した配列が書き換わっています",
            _guess("x[...] = や += は、元の配列を変えます。新しい配列を作って返しましょう。"),
        )


@contextlib.contextmanager
def global_random_untouched():
    """枠の中で、NumPy 全体の乱数の状態（np.random.seed など）が動かないことを確かめる。"""
    before = np.random.get_state()
    yield
    after = np.random.get_state()
    if before[2:] != after[2:] or not np.array_equal(before[1], after[1]):
        np.random.set_state(before)
        _fail(
            "NumPy 全体の乱数の状態が動いています",
            _guess("np.random.seed や np.random.rand ではなく、引数の rng を使いましょう。"),
        )


@contextlib.contextmanager
def no_float_errors(what, hint=""):
    """枠の中で、オーバーフロー・0での割り算・不正な演算が起きないことを確かめる。"""
    try:
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            yield
    except FloatingPointError as error:
        _fail(f"{what}：計算の途中で {error}", _guess(hint))


# ---------------------------------------------------------------- 内部の道具


def _fail(*lines):
    raise CheckFailed("\n".join(line for line in lines if line)) from None


def _guess(hint):
    return f"考えられる間違い：{hint}" if hint else ""


def _as_numbers(got, what):
    if got is None:
        _fail(f"{what}：答えが None です", _guess("return を書き忘れていませんか。"))
    try:
        array = np.asarray(got)
    except (TypeError, ValueError):
        array = None
    if array is None or array.dtype.kind not in "biuf":
        _fail(f"{what}：答えが数値の配列ではありません", f"あなたの答えの型 {type(got).__name__}")
    return array


def _same(got, want, rtol, atol):
    want = np.asarray(want)
    return got.shape == want.shape and np.allclose(got, want, rtol=rtol, atol=atol)


def _short(array):
    return np.array2string(array, precision=8, threshold=8, separator=", ").replace("\n", "")


def _copy(value):
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_copy(item) for item in value]
    return np.copy(value)


def _identical(value, before):
    if isinstance(value, dict):
        return list(value) == list(before) and all(_identical(value[k], before[k]) for k in value)
    if isinstance(value, (list, tuple)):
        return len(value) == len(before) and all(map(_identical, value, before))
    return np.array_equal(value, before) and np.asarray(value).dtype == before.dtype
