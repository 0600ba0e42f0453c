"""GPU がなくても「GPU で動く書き方か」を確かめられる、厳しい代役の配列。

GPU の配列（CuPy）は、NumPy の配列と同じように計算できるが、次の点で厳しい。

- NumPy の配列には、黙って変わらない。写すときは、はっきりと書く（``to_host``、``.get()``）。
- NumPy の配列とは混ぜて計算できない。Python の数とは計算できる。
- 合計などの結果は、Python の数ではなく、GPU に置かれたままの 0 次元の配列になる。

``DeviceArray`` は中身が NumPy の配列のまま、この厳しさだけを再現する。DeviceArray で動く関数は、
``np`` と書いたまま CuPy の配列でも動く。守ることは 1 つ、「新しい配列は、渡された配列から作る」
（``np.zeros_like(x)``、``np.zeros(shape, like=x)``）である。

    >>> import numpy as np
    >>> from common.gpu.stand_in import to_device, to_host
    >>> x = to_device(np.array([1.0, 2.0]))
    >>> to_host(np.exp(x - x.max()))
    array([0.36787944, 1.        ])
    >>> x + np.zeros(2)
    Traceback (most recent call last):
    TypeError: GPU の配列と NumPy の配列は、混ぜて計算できません。

出典：NumPy Enhancement Proposals 13（__array_ufunc__）、18（__array_function__）、35（like=）。
"""

import contextlib
import contextvars

import numpy as np

# CuPy の同じ名前の関数は、NumPy が like= と一緒に渡す引数を受け取れない
NOT_ON_DEVICE = {"ones", "full", "eye", "identity"}
# np.asarray(a, like=x) は、NumPy の配列 a を GPU へ写す、はっきりした書き方
MOVES = {"array", "asarray"}
ATTRIBUTES = {"shape", "ndim", "size", "dtype", "nbytes"}
REDUCTIONS = {"all", "any", "argmax", "argmin", "max", "mean", "min", "prod", "std", "sum", "var"}
REARRANGEMENTS = {"flatten", "ravel", "repeat", "reshape", "squeeze", "swapaxes", "transpose"}
METHODS = {"argsort", "astype", "clip", "copy", "cumsum", "dot", "fill"}
METHODS |= REDUCTIONS | REARRANGEMENTS
LISTS = {list, tuple}
PLAIN = {int, float, bool, str, slice, type(None)}  # 引数に多い、中を調べるまでもないもの


_STAYS = contextvars.ContextVar("_STAYS", default=False)


class CopiedToHost(Exception):
    """CPU へ写してはいけないところで、CPU へ写した。"""


@contextlib.contextmanager
def stays_on_device():
    """枠の中で、CPU へ写す操作（``.get()``、``.item()``、``to_host``）を CopiedToHost にする。"""
    token = _STAYS.set(True)
    try:
        yield
    finally:
        _STAYS.reset(token)


class DeviceArray(np.lib.mixins.NDArrayOperatorsMixin):
    """GPU の配列の代役。``to_device`` で作り、``to_host`` で NumPy の配列に戻す。

    host（形は自由）は中身の、NumPy の配列。

    Raises
    ------
    TypeError, ValueError
        NumPy の配列やリストとの計算、CuPy にできない呼び方、0 次元でない配列の真偽値。
    AttributeError
        CuPy の配列にない属性。

    Examples
    --------
    >>> to_device([1.0, 2.0]).sum().item()
    3.0
    """

    def __init__(self, host):
        self._host = host

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        if not LISTS.isdisjoint(map(type, inputs)):
            raise TypeError("GPU の配列とリストは、混ぜて計算できません。")
        function = ufunc if method == "__call__" else getattr(ufunc, method)
        result = function(*map(_unwrap, inputs), **(_unwrap(kwargs) if kwargs else {}))
        return kwargs["out"][0] if "out" in kwargs else _wrap(result)

    def __array_function__(self, function, types, args, kwargs):
        if function.__name__ in NOT_ON_DEVICE:
            raise TypeError(f"np.{function.__name__} の like= は、GPU の配列では使えません。")
        if "initial" in kwargs:
            raise TypeError(f"np.{function.__name__} の initial= は、GPU の配列では使えません。")
        if function.__name__ in MOVES and isinstance(args[0], np.ndarray):
            return to_device(function(*args, **_unwrap(kwargs)))
        return _wrap(function(*_unwrap(args), **_unwrap(kwargs)))

    def __array__(self, dtype=None, copy=None):
        raise TypeError(
            "GPU の配列は、NumPy の配列に黙って変わりません（写すときは x.get() と書きます）。"
        )

    def __getattr__(self, name):
        if name in ATTRIBUTES:
            return getattr(self._host, name)
        if name == "T":
            return DeviceArray(self._host.T)
        if name in METHODS:
            method = getattr(self._host, name)
            return lambda *args, **kwargs: _wrap(method(*_unwrap(args), **_unwrap(kwargs)))
        raise AttributeError(f"GPU の配列に {name} はありません。")

    def __getitem__(self, index):
        return DeviceArray(self._host[_full_index(index)])

    def __setitem__(self, index, value):
        self._host[_full_index(index)] = _unwrap(value)

    def __len__(self):
        return len(self._host)

    def __bool__(self):
        if self.ndim > 0:
            raise ValueError(f"GPU の配列の真偽値は、0 次元のときだけ決まります：{self.shape}")
        return bool(self._host)

    def __repr__(self):
        return f"DeviceArray({self._host!r})"

    def item(self):
        """要素が 1 つの配列の値を、Python の数として取り出す。

        stays_on_device の枠の中なら CopiedToHost。
        """
        return self.get().item()

    def get(self):
        """同じ形の NumPy の配列に写して返す。stays_on_device の枠の中なら CopiedToHost。"""
        if _STAYS.get():
            raise CopiedToHost
        return self._host.copy()


def to_device(a):
    """a（NumPy の配列や数のリスト。形は自由）を、同じ形の DeviceArray に写して返す。"""
    return DeviceArray(np.array(a))


def to_host(a):
    """a（形は自由）を、同じ形の NumPy の配列にして返す。

    a が DeviceArray で、stays_on_device の枠の中なら CopiedToHost。
    """
    return a.get() if isinstance(a, DeviceArray) else np.asarray(a)


def _full_index(index):
    """要素を 1 つ選んでも、数ではなく 0 次元の配列（元の配列の一部）になる添字にする。"""
    index = _unwrap(index if isinstance(index, tuple) else (index,))
    return index if any(i is Ellipsis for i in index) else (*index, Ellipsis)


def _unwrap(value):
    """引数の中の DeviceArray を、中身の配列にする。NumPy の配列があれば断る。"""
    kind = type(value)
    if kind is DeviceArray:
        return value._host
    if kind in PLAIN:
        return value
    if isinstance(value, np.ndarray):
        raise TypeError("GPU の配列と NumPy の配列は、混ぜて計算できません。")
    if isinstance(value, tuple):
        return tuple(_unwrap(item) for item in value)
    if isinstance(value, list):
        return [_unwrap(item) for item in value]
    if isinstance(value, dict):
        return {key: _unwrap(item) for key, item in value.items()}
    return value


def _wrap(value):
    """計算の結果の配列や NumPy の数を、DeviceArray にする。"""
    if type(value) is np.ndarray:
        return DeviceArray(value)
    if isinstance(value, (np.ndarray, np.generic, bool)):
        return DeviceArray(np.asarray(value))
    if isinstance(value, tuple):
        return tuple(_wrap(item) for item in value)
    if isinstance(value, list):
        return [_wrap(item) for item in value]
    return value
