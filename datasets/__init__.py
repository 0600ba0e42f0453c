"""章とやってみようが使うデータセットと、学習済みの重み。"""

from datasets.mnist import load_mnist
from datasets.sample_weights import load_sample_weights

__all__ = ["load_mnist", "load_sample_weights"]
