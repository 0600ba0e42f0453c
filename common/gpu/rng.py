"""乱数：いつも NumPy（CPU）で作り、GPU で計算するときは GPU に写す。どちらも同じ数から始まる。"""

import numpy


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
    """NumPy の乱数生成器と同じメソッドを持ち、結果を move で写してから返す。"""

    def __init__(self, generator, move):
        self._generator = generator
        self._move = move

    def __getattr__(self, name):
        draw = getattr(self._generator, name)
        if not callable(draw):  # bit_generator：数を引くものではないので、そのまま
            return draw
        return lambda *args, **kwargs: self._move(draw(*args, **kwargs))
