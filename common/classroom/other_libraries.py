"""答えが使う、使えないライブラリ（標準ライブラリ、NumPy、common などのほか）を見つける。"""

import contextlib
import dis
import functools
import sys
import types

import numpy as np

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


def other_library(answer, space):
    """答えが使う、使えないライブラリの名前。なければ空。

    C で書かれた関数やクラスは、中身を替えられない。だから呼ばれるのを待たず、答えから
    たどれる値（使う変数、引数の初期値、属性、その先の自分の関数）と import を、先に調べる。
    """
    # 中身を1命令ずつ読むのは遅いので、はじめは属性の名前も変数とみなして、あやしいときだけ読む
    return _search(answer, space, exactly=False) and _search(answer, space, exactly=True)


def _search(answer, space, exactly):
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
        waiting += _used_by_function(value, space, exactly) if own else _reached(value, space)
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
    for code in codes_of(function.__code__):
        if dis.opmap["IMPORT_NAME"] in code.co_code[::2]:
            found += _operands(code, "IMPORT_NAME")
        if NAMES_MODULES.intersection(code.co_names):
            texts = [text for text in code.co_consts if isinstance(text, str)]
            found += [text for text in texts if text.split(".")[0] in sys.modules]
    return [name for name in found if name]


def _used_by_function(function, space, exactly):
    """学習者の関数が使う値：外の変数、引数の初期値、外側の関数の変数、属性。"""
    found = [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
    for code in codes_of(function.__code__):
        names = _operands(code, "LOAD_GLOBAL", "LOAD_NAME") if exactly else code.co_names
        found += [space[name] for name in names if name in space]
    for cell in function.__closure__ or ():
        with contextlib.suppress(ValueError):  # まだ値のない変数
            found.append(cell.cell_contents)
    return [*found, *vars(function).values()]


def _operands(code, *operations):
    return {i.argval for i in dis.get_instructions(code) if i.opname in operations}


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


def codes_of(code):
    """関数の中身と、その中で定義された関数の中身。"""
    inner = [c for c in code.co_consts if isinstance(c, types.CodeType)]
    return [code, *(found for c in inner for found in codes_of(c))]
