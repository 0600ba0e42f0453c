"""乱数：いつも NumPy（CPU）で作り、GPU で計算するときは GPU に写す。どちらも同じ数から始まる。"""

import numpy

from common.device import to_cpu


def default_rng(seed, np):
    """種 seed の乱数生成器。作る配列は、np（numpy か cupy）の配列になる。

    np が numpy なら、np.random.default_rng(seed) そのもの。CuPy の乱数は NumPy と違う数になるので、
    GPU のときも乱数は NumPy で作り、できた配列を写す。

    Parameters
    ----------
    seed : int
    np : モジュール
        ``import numpy as np`` か ``import cupy as np`` の np。

    Returns
    -------
    numpy.random.Generator、または、同じ名前のメソッドを持つもの

    Examples
    --------
    >>> rng = default_rng(0, np)
    >>> rng.integers(0, 10, size=5)
    array([8, 6, 5, 2, 3])
    """
    generator = numpy.random.default_rng(seed)
    return generator if np is numpy else _MovingGenerator(generator, np.asarray)


class _MovingGenerator:
    """NumPy の乱数生成器と同じメソッドを持ち、引数は NumPy に、結果は move で写して返す。"""

    def __init__(self, generator, move):
        self._generator = generator
        self._move = move

    def __getattr__(self, name):
        if name.startswith("_"):  # copy や pickle がたずねる
            raise AttributeError(name)
        draw = getattr(self._generator, name)
        if not callable(draw):  # bit_generator：数を引くものではないので、そのまま
            return draw
        return lambda *args, **kwargs: self._draw(draw, args, kwargs)

    def _draw(self, draw, args, kwargs):
        if kwargs.get("out") is not None:
            raise TypeError("GPU では out= を使えません。結果を受け取ってください。")
        result = draw(*map(_on_host, args), **{key: _on_host(kwargs[key]) for key in kwargs})
        if isinstance(result, list):  # spawn：新しい乱数生成器
            return [_MovingGenerator(each, self._move) for each in result]
        return result if result is None or isinstance(result, bytes) else self._move(result)

    def shuffle(self, x, axis=0):
        """x の並びを、その場で混ぜる。"""
        host = _on_host(x) if hasattr(x, "get") else x
        self._generator.shuffle(host, axis=axis)
        if host is not x:
            x[...] = self._move(host)


def _on_host(value):
    """引数の中の GPU の配列を、NumPy の配列（0 次元なら、Python の数）にする。"""
    if isinstance(value, (list, tuple)):
        return type(value)(map(_on_host, value))
    if not hasattr(value, "get"):
        return value
    host = to_cpu(value)
    return host if host.ndim else host.item()
