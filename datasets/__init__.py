"""章とやってみようが使うデータセットと、学習済みの重み。"""

import os
from importlib.machinery import PathFinder

from datasets.mnist import load_mnist
from datasets.sample_weights import load_sample_weights
from datasets.small_digits import load_small_digits

__all__ = ["load_mnist", "load_sample_weights", "load_small_digits"]

_front = PathFinder.find_spec("datasets")  # common がこちらを選ばなければ、使われていたもの
_place = _front.origin if _front else None
if _place and not (os.path.exists(_place) and os.path.samefile(_place, __file__)):
    print(
        f"datasets という名前の別のもの（{_place}）ではなく、この講座の datasets を使います。"
        "別のほうは、この講座の common を使わないノートブックで使ってください。"
    )
