"""答えを自分で書いたか：同じことをする common の関数と、ほかのライブラリを、テストのあいだ閉じる。

閉じるもの（閉じる名前は、やってみようの名前と、テストセルの own に書いた名前）
1. common にある、その名前の関数と層。層のメソッドが同じ名前なら、そのメソッド。
2. それを呼ぶもの（ほかの関数を通して呼ぶものも）と、それだけが使う内部の関数（名前が _ で始まる）。
3. 標準ライブラリ、NumPy、CuPy、matplotlib、common、datasets のほかのライブラリ。
"""

import contextlib
import dis
import functools
import importlib
import inspect
import sys
import types
from dataclasses import dataclass

import numpy as np

# 計算をする common のモジュール（図や提出のモジュールには、答えになるものがない）
LIBRARY = (
    "common.functions",
    "common.layers",
    "common.gradient",
    "common.optimizer",
    "common.multi_layer_net",
    "common.trainer",
    "common.convolution",
    "common.im2col",
    "common.arrays",
)
USABLE = sys.stdlib_module_names | {
    "__main__",
    "IPython",
    "common",
    "cupy",
    "datasets",
    "inside",  # 採点のとき、テストの値の代わりをするもの
    "ipykernel",
    "matplotlib",
    "matplotlib_fontja",
    "matplotlib_inline",
    "mpl_toolkits",
    "numpy",
    "tqdm",
}
NAMES_MODULES = {"import_module", "__import__", "modules"}
MOST_VALUES = 20_000  # 答えから調べる値の数（大きなリストで、待たせない）


class OwnAnswerError(Exception):
    """書くように求められたものを、自分で書かずに common か、ほかのライブラリに任せた。"""


@dataclass(frozen=True, eq=False)
class Part:
    """common の関数かメソッド1つと、その中に出てくる名前。"""

    name: str
    owner: str
    function: types.FunctionType
    mentions: tuple

    @property
    def word(self):
        """呼ぶ側が書く名前。"""
        return self.owner if self.name.startswith("__") else self.name

    @property
    def is_internal(self):
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


# ---------------------------------------------------------------- common


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
        word = next((word for word in part.mentions if word in reasons), None)
        if part not in found and word:
            found[part] = reasons[word]


def _add_internals(found):
    """閉じたものだけが使う、内部の関数。"""
    for part in parts():
        if part.is_internal and part not in found:
            users = [p for p in parts() if part.name in p.mentions and p != part]
            if users and all(user in found for user in users):
                found[part] = found[users[0]]


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
    mentions = {n for code in _codes(function.__code__) for n in code.co_names}
    for table in [function.__globals__.get(name) for name in mentions]:
        if isinstance(table, dict):  # 名前で選ぶ表（ACTIVATIONS など）
            mentions |= {getattr(item, "__name__", "") for item in table.values()}
    if owner and "super" in mentions:
        mentions |= {base.__name__ for base in owner.__bases__}
    return Part(name, owner.__name__ if owner else "", function, tuple(sorted(mentions)))


def _code_of(value):
    """デコレーターを外した、Python の関数。なければ None。"""
    if isinstance(value, property):
        value = value.fget
    value = inspect.unwrap(getattr(value, "__func__", value))
    return value if isinstance(value, types.FunctionType) else None


def _codes(code):
    """関数の中身と、その中で定義された関数の中身。"""
    inner = [c for c in code.co_consts if isinstance(c, types.CodeType)]
    return [code, *(found for c in inner for found in _codes(c))]


def _refuse(*args, **kwargs):
    import sys

    from common.own_answer import OwnAnswerError

    raise OwnAnswerError(sys._getframe().f_code.co_name)


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
            function.__code__ = _refuse.__code__.replace(
                co_name=reasons[function], co_freevars=code.co_freevars
            )
        yield
    finally:
        for function, code in originals.items():
            function.__code__ = code


# ---------------------------------------------------------------- ほかのライブラリ


def other_library(answer, space):
    """答えが使う、使えないライブラリの名前。なければ空。

    C で書かれた関数やクラスは、中身を替えられない。だから呼ばれるのを待たず、答えから
    たどれる値（使う変数、引数の初期値、属性、その先の自分の関数）と import を、先に調べる。
    """
    waiting, seen = [answer], {}
    while waiting and len(seen) < MOST_VALUES:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen[id(value)] = value  # 調べているあいだ、同じ id のほかの値ができないように持っておく
        own = isinstance(value, types.FunctionType) and value.__globals__ is space
        modules = _imported(value) if own else [_module_of(value)]
        unusable = (name.split(".")[0] for name in modules)
        if library := next((name for name in unusable if _is_closed(name, space)), ""):
            return library
        waiting += _used_by_function(value, space) if own else _reached(value, space)
    return ""


def _is_closed(library, space):
    return library not in USABLE and library != space.get("__name__")


def _module_of(value):
    """値を作った、または値が属するモジュールの名前。"""
    if isinstance(value, types.ModuleType):
        return value.__name__
    if isinstance(value, np.ufunc):  # どのモジュールのものかを、自分では言わない
        return _home_of(value)
    kind = type(value).__module__
    own = kind if kind == "__main__" else getattr(value, "__module__", kind)
    return own if isinstance(own, str) else kind


def _home_of(ufunc):
    """ufunc を持つ、使えないライブラリのモジュール。NumPy のものか、学習者のものなら numpy。"""
    name = ufunc.__name__
    if vars(np).get(name) is ufunc:
        return "numpy"
    modules = list(sys.modules.items())
    homes = (key for key, module in modules if getattr(module, "__dict__", {}).get(name) is ufunc)
    return next((home for home in homes if home.split(".")[0] not in USABLE), "numpy")


def _imported(function):
    """関数の中で import する、または importlib や sys.modules のために名前を挙げるモジュール。"""
    found = []
    for code in _codes(function.__code__):
        found += [i.argval for i in dis.get_instructions(code) if i.opname == "IMPORT_NAME"]
        if NAMES_MODULES.intersection(code.co_names):
            texts = [text for text in code.co_consts if isinstance(text, str)]
            found += [text for text in texts if text.split(".")[0] in sys.modules]
    return [name for name in found if name]


def _used_by_function(function, space):
    """学習者の関数が使う値：外の変数、引数の初期値、外側の関数の変数、属性。"""
    codes = _codes(function.__code__)
    used = (i for code in codes for i in dis.get_instructions(code))
    names = {i.argval for i in used if i.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    found = [space[name] for name in names if name in space]
    found += function.__defaults__ or ()
    found += (function.__kwdefaults__ or {}).values()
    with contextlib.suppress(ValueError):  # まだ値のない変数
        found += [cell.cell_contents for cell in function.__closure__ or ()]
    return [*found, *vars(function).values()]


def _reached(value, space):
    """そのほかの値からたどれる値：入れ物の中身、学習者のクラス、包まれた関数。"""
    if isinstance(value, dict):
        return [*value.values()]
    if isinstance(value, (list, tuple, set, frozenset)):
        return [*value]
    if isinstance(value, (staticmethod, classmethod)):
        return [value.__func__]
    if isinstance(value, types.MethodType):
        return [value.__func__, value.__self__]
    if isinstance(value, property):
        return [value.fget]
    if isinstance(value, functools.partial):
        return [value.func, *value.args, *value.keywords.values()]
    if isinstance(value, type):
        own = value.__module__ == space.get("__name__")
        return [*value.__bases__, *vars(value).values()] if own else []
    kind = type(value).__module__
    if kind in ("functools", "numpy", space.get("__name__")):  # cache や np.vectorize も包む
        return [*_attributes(value).values(), type(value)]
    return []


def _attributes(value):
    try:
        return object.__getattribute__(value, "__dict__")
    except AttributeError:
        return {}
