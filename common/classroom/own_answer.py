"""答えを自分で書いたか：同じことをする common の関数と、ほかのライブラリを、テストのあいだ閉じる。

閉じるもの（閉じる名前は、やってみようの名前と、テストセルの own に書いた名前）
1. common にある、その名前の関数と層。層のメソッドが同じ名前なら、そのメソッド。
2. それを呼ぶもの（ほかの関数を通して呼ぶものも）と、それだけが使う内部の関数（名前が _ で始まる）。
3. 標準ライブラリ、NumPy、CuPy、matplotlib、common、datasets のほかのライブラリ
   （common.classroom.other_libraries）。
"""

import contextlib
import functools
import importlib
import inspect
import pkgutil
import sys
import types
from dataclasses import dataclass

import common
from common.classroom.other_libraries import codes_of, other_library

# テストや提出のためのモジュール。答えになるものがない
DOORS = {"checking", "progress", "submission", "update"}
# 計算をするモジュール：common のすぐ下にある、そのほかのすべて
LIBRARY = tuple(
    f"common.{module.name}"
    for module in pkgutil.iter_modules(common.__path__)
    if not module.ispkg and module.name not in DOORS
)


class OwnAnswerError(Exception):
    """書くように求められたものを、自分で書かずに common か、ほかのライブラリに任せた。"""


@dataclass(frozen=True, eq=False)
class Part:
    """common の関数かメソッド1つと、その中に出てくる名前。"""

    name: str
    owner: str
    function: types.FunctionType
    mentions: frozenset

    @property
    def word(self):
        """呼ぶ側が書く名前。"""
        return self.owner if self.name.startswith("__") else self.name

    @property
    def is_internal(self):
        """内部の関数（名前が _ で始まる）か。"""
        return self.name.startswith("_") and not self.name.startswith("__")


@contextlib.contextmanager
def closed(names, space):
    """枠の中で、答え names[0] が、names の代わりになるものを使えなくする。

    Parameters
    ----------
    names : sequence of str
        やってみようの名前と、閉じる名前。
    space : dict
        答えのある名前空間。

    Raises
    ------
    OwnAnswerError
        答えがほかのライブラリを使う。または枠の中で、閉じたものを呼んだ。
    """
    if library := other_library(space.get(names[0]), space):
        raise OwnAnswerError(library)
    with _refused(closed_parts(tuple(names))):
        yield


@functools.cache
def closed_parts(names):
    """names のために閉じる common の関数から、その理由（names のどれか）への辞書。"""
    found = {}
    for part in parts():
        if reason := next((n for n in names if n in (part.name, part.owner)), ""):
            found[part] = reason
    size = -1
    while size != len(found):
        size = len(found)
        _add_callers(found)
        _add_internals(found)
    return {part.function: reason for part, reason in found.items()}


def _add_callers(found):
    reasons = {part.word: reason for part, reason in found.items()}
    for part in parts():
        if part not in found and not part.mentions.isdisjoint(reasons):
            found[part] = next(reasons[word] for word in reasons if word in part.mentions)


def _add_internals(found):
    """閉じたものだけが使う、内部の関数。"""
    for part, users in _internals().items():
        if part not in found and all(user in found for user in users):
            found[part] = found[users[0]]


@functools.cache
def _internals():
    """内部の関数と、それを使うもの。"""
    found = {p: [u for u in parts() if p.name in u.mentions and u != p] for p in parts()}
    return {part: users for part, users in found.items() if part.is_internal and users}


@functools.cache
def parts():
    """計算をする common の、すべての関数とメソッド。"""
    found = []
    for module in map(importlib.import_module, LIBRARY):
        for name, value in vars(module).items():
            if getattr(value, "__module__", None) != module.__name__:
                continue
            if isinstance(value, type):
                found += [_part(n, f, value) for n, f in vars(value).items() if _code_of(f)]
            elif _code_of(value):
                found.append(_part(name, value))
    return found


def _part(name, value, owner=None):
    function = _code_of(value)
    mentions = {n for code in codes_of(function.__code__) for n in code.co_names}
    for table in [function.__globals__.get(name) for name in mentions]:
        if isinstance(table, dict):  # 名前で選ぶ表（ACTIVATIONS など）
            mentions |= {getattr(item, "__name__", "") for item in table.values()}
    if owner and "super" in mentions:
        mentions |= {base.__name__ for base in owner.__bases__}
    return Part(name, owner.__name__ if owner else "", function, frozenset(mentions))


def _code_of(value):
    """デコレーターを外した、Python の関数。なければ None。"""
    if isinstance(value, property):
        value = value.fget
    value = inspect.unwrap(getattr(value, "__func__", value))
    return value if isinstance(value, types.FunctionType) else None


def refuse_caller():
    """この関数を呼んだ関数の名前（断る理由が入っている）を伝える OwnAnswerError。"""
    raise OwnAnswerError(sys._getframe(1).f_code.co_name)


# 中身だけが、ほかのモジュールの関数に移される。だから、使うものは中で import する
def _refuse(*args, **kwargs):
    from common.classroom.own_answer import refuse_caller

    refuse_caller()


def _refuse_to_go_on(*args, **kwargs):
    """yield のある関数の代わり（Python 3.13 は、種類の違う中身との取り替えを注意する）。"""
    from common.classroom.own_answer import refuse_caller

    refuse_caller()
    yield


@contextlib.contextmanager
def _refused(reasons):
    """枠の中で、関数を呼ぶと、その理由の OwnAnswerError になる。

    名前を調べるだけでは、別名・引数・辞書を通した呼び出しを見のがし、見比べるために名前を書いた
    だけの答えまで断ってしまう。そこで、呼ばれたときに断るように、関数の中身（__code__）を替える。
    外の変数を持つ関数（super() を使うメソッドなど）も、変数の数を合わせれば替えられる。
    """
    originals = {function: function.__code__ for function in reasons}
    try:
        for function, code in originals.items():
            refusal = _refuse_to_go_on if inspect.isgeneratorfunction(function) else _refuse
            function.__code__ = refusal.__code__.replace(
                co_name=reasons[function], co_freevars=code.co_freevars
            )
        yield
    finally:
        for function, code in originals.items():
            function.__code__ = code
