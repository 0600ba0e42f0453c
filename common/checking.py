"""やってみようのテストセルが使う道具：答えの確かめと、日本語のメッセージ。

テストセルは次の形で書く。最初に失敗した確かめが、6行以内のメッセージになる。

    import numpy as _np
    from common import checking as _check

    with _check.exercise("softmax", read="3.3 ソフトマックス関数"):
        _check.assert_close(softmax(_np.array([1.0, 1.0])), [0.5, 0.5], "1次元の入力", shown=True)

約束
- 正しい値は、答えを呼ぶ前に計算する。渡した配列・リスト・辞書は unchanged の枠に入れる。
  書き換えることが答えの仕事なら、in_place の枠で呼ぶ（採点では、枠の外の書き換えは届かない）。
- what と hint は、テストを書く人の言葉だけで作る。答えから来たもの（値、形、型、キー）は
  yours に書く。隠しテストから学習者に届くのは what と hint だけで、`course build` が確かめる。
- 別の名前で同じことをする common の関数は、exercise の own に書く。
"""

import contextlib

import numpy as np

from common.classroom.exercise import ARGUMENTS_CHANGED, PLACE, CheckFailed, exercise

__all__ = [
    "CheckFailed",
    "assert_close",
    "assert_equal",
    "assert_finite",
    "assert_separate",
    "assert_shape",
    "assert_true",
    "exercise",
    "global_random_untouched",
    "in_place",
    "no_float_errors",
    "on_device",
    "unchanged",
]

FLOAT_ERRORS = {
    "overflow": "オーバーフロー（overflow）",
    "divide by zero": "0 での割り算（divide by zero）",
    "invalid value": "不正な演算（invalid value）",
}


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
        値が違うときの、考えられる間違い。見えるテストで、これも likely もなければ、
        転置・軸・符号・定数倍など、どの問題にもある間違いかを調べて伝える。
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
    if got.shape == want.shape and _same(got, want, rtol, atol):
        return
    guess = next((text for value, text in likely if _same(got, value, rtol, atol)), hint)
    usual = _usual_mistake(got, want) if shown and not guess else ""
    if got.shape != want.shape:
        sizes = f"あなたの形 {got.shape}、正しい形 {want.shape}"
        _fail(f"{what}：形が違います", sizes, _guess(usual), hint=guess)
    values = [f"あなたの答え {_short(got)}", f"正しい答え   {_short(want)}"] if shown else []
    strange = "" if np.all(np.isfinite(got)) else "答えに nan か inf が含まれています。"
    fits = strange or (f"形 {got.shape} は合っています。" if got.ndim else "")
    _fail(f"{what}：値が違います", fits, *values, _guess(usual), hint=guess)


def assert_finite(got, what, hint=""):
    """答えに nan も inf も含まれないことを確かめる。含まれれば CheckFailed。"""
    got = _as_numbers(got, what)
    if not np.all(np.isfinite(got)):
        _fail(f"{what}：答えに nan か inf が含まれています", hint=hint)


def assert_shape(got, shape, what, hint=""):
    """配列の形だけを確かめる。形が違うか、数値の配列でなければ CheckFailed。"""
    got = _as_numbers(got, what)
    if got.shape != tuple(shape):
        sizes = f"あなたの形 {got.shape}、正しい形 {tuple(shape)}"
        _fail(f"{what}：形が違います", sizes, hint=hint)


def assert_equal(got, want, what, hint="", likely=()):
    """数値の配列ではない答え（文字列、個数、集合、リスト、辞書）を、型と値で確かめる。

    どちらかが違えば CheckFailed。
    """
    if type(got) is not type(want):
        kinds = f"あなたの型 {type(got).__name__}、正しい型 {type(want).__name__}"
        _fail(f"{what}：型が違います", kinds, hint=hint)
    if got != want:
        guess = next((text for value, text in likely if got == value), hint)
        _fail(f"{what}：答えが違います", hint=guess)


def assert_true(condition, what, hint="", yours=""):
    """条件が成り立つことを確かめる。成り立たなければ CheckFailed。

    what と hint は、テストを書く人の言葉だけで作る。答えから来たもの（型、形、値、キー）を
    伝えたいときは、yours に書く（隠しテストでは、見せない）。
    """
    if not condition:
        _fail(what, yours, hint=hint)


def assert_separate(arrays, what, hint=""):
    """どの2つの配列も、メモリを共有していないことを確かめる（使い回しを見つける）。

    リストや辞書なら、同じものが2度出てこないことを確かめる。どちらでも、違えば CheckFailed。
    """
    if PLACE.get().shares_memory(list(arrays)):
        _fail(f"{what}：同じものを使い回しています", hint=hint)


@contextlib.contextmanager
def unchanged(*arrays, hint=""):
    """枠の中で、渡した配列や、配列の入った辞書・リストが書き換えられないことを確かめる。

    書き換えられれば、枠を出るときに CheckFailed。書き換えてから元に戻してよい問題では、
    「新しく作る」という手がかりの代わりに hint を伝える。
    """
    before = [_copy(a) for a in arrays]
    try:
        yield
    except (CheckFailed, NotImplementedError):
        raise
    except Exception:  # 期待どおりのエラーでも、書き換えは見のがさない
        _fail_if_changed(arrays, before, hint)
        raise
    _fail_if_changed(arrays, before, hint)


def _fail_if_changed(arrays, before, hint):
    if not all(map(_identical, arrays, before)) or PLACE.get().changed(arrays):
        title, yours, usual = ARGUMENTS_CHANGED
        raise CheckFailed(title, yours, _guess(hint) or usual) from None


@contextlib.contextmanager
def in_place(*values):
    """枠の中でだけ、答えが values（配列、辞書、リスト、rng）をその場で書き換えてよい。

    採点では、答えは値の写しを受け取る。枠の外では、答えが写しに何をしても、テストの値は
    変わらない。渡したものを書き換えることが答えの仕事なら、この枠の中で呼ぶ。
    """
    with PLACE.get().in_place(values):
        yield


@contextlib.contextmanager
def global_random_untouched():
    """枠の中で、NumPy 全体の乱数の状態（np.random.seed など）が動かないことを確かめる。

    動いていれば、元に戻して CheckFailed。
    """
    before = np.random.get_state()
    yield
    after = np.random.get_state()
    if before[2:] != after[2:] or not np.array_equal(before[1], after[1]):
        np.random.set_state(before)
        _fail(
            "NumPy 全体の乱数の状態が動いています",
            hint="np.random.seed や np.random.rand ではなく、引数の rng を使いましょう。",
        )


@contextlib.contextmanager
def no_float_errors(what, hint=""):
    """枠の中で、オーバーフロー・0での割り算・不正な演算が起きないことを確かめる。

    起きれば CheckFailed。
    """
    try:
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            yield
    except FloatingPointError as error:
        kinds = (text for words, text in FLOAT_ERRORS.items() if words in str(error))
        kind = next(kinds, "数のエラー")  # 例外の文章は答えが書けるので、そのままは見せない
        _fail(f"{what}：計算の途中で、{kind}が起きました", hint=hint)


def on_device():
    """枠の中で、答えが GPU の配列の代わり（DeviceArray）を CPU へ写さないことを確かめる。

    枠（with に渡すもの）を返す。写すと、そこで CopiedToHost になる。
    """
    return PLACE.get().on_device()


def _fail(title, *yours, hint=""):
    raise CheckFailed(title, yours, _guess(hint)) from None


def _guess(hint):
    return f"手がかり：{hint}" if hint else ""


def _as_numbers(got, what):
    if got is None:
        _fail(f"{what}：答えが None です", hint="return を書き忘れていませんか。")
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


def _usual_mistake(got, want):
    """どの問題にもある間違いなら、その手がかり。"""
    return _about_shape(got, want) if got.shape != want.shape else _about_values(got, want)


def _about_shape(got, want):
    if got.ndim == 2 and got.shape == want.shape[::-1]:
        return "行と列が入れかわっています。転置（.T）や、かける順番を確かめましょう。"
    if got.size == want.size:
        return "要素の数は同じです。並べ方（reshape や軸の順番）を確かめましょう。"
    if got.ndim < want.ndim:
        return "軸が減っています。合計や平均をとる軸（axis）を確かめましょう。"
    if got.ndim > want.ndim:
        return "軸が増えています。余分な [ ] や None がないか確かめましょう。"
    return ""


@np.errstate(all="ignore")
def _about_values(got, want):
    got, want = got.astype(float), want.astype(float)
    if want.size < 2 or not np.all(np.isfinite(got)):
        return ""
    if _same(got, -want, 1e-6, 0):
        return "符号が逆です。"
    factor = np.sum(got * want) / np.sum(want * want) if np.any(want) else 0.0
    if factor and _same(got, factor * want, 1e-6, 0):
        return f"どの要素も、正しい答えの {factor:g} 倍です。"
    shift = np.mean(got - want)
    if shift and _same(got, want + shift, 1e-6, 1e-12):
        return f"どの要素も、正しい答えより {shift:g} だけ違います。"
    return ""


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
    value = np.asarray(value)
    same_kind = value.shape == before.shape and value.dtype == before.dtype
    return same_kind and value.tobytes() == before.tobytes()  # nan も、書き換わらなければ同じ
