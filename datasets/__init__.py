"""章とやってみようが使うデータセット。"""

from datasets.mnist import load_mnist

__all__ = ["load_mnist"]
