"""章とやってみようが使うデータセット、学習済みの重み、測った結果。"""

import os
from importlib.machinery import PathFinder

from datasets.mnist import load_mnist
from datasets.results import load_results, measured_where
from datasets.sample_weights import load_sample_weights
from datasets.small_digits import load_small_digits

__all__ = [
    "load_mnist",
    "load_results",
    "load_sample_weights",
    "load_small_digits",
    "measured_where",
]

_front = PathFinder.find_spec("datasets")  # common がこちらを選ばなければ、使われていたもの
_place = _front.origin if _front else None
if _place and not (os.path.exists(_place) and os.path.samefile(_place, __file__)):
    print(
        f"datasets という名前の別のもの（{_place}）ではなく、この講座の datasets を使います。"
        "別のほうは、この講座の common を使わないノートブックで使ってください。"
    )
