"""ノートブックとやってみようが import する、小さなニューラルネットワークのライブラリ。"""

import contextlib
import os
import sys
from importlib.machinery import PathFinder

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ANOTHER = (
    "datasets という名前の別のもの（{}）が、先に import されています。"
    "この講座の datasets を使うには、カーネルを再起動し、はじめのセルから動かしてください。"
)


class _OwnDatasets:
    """import datasets が、common の隣のものを見つけるようにする。

    同じ名前のもの（Hugging Face のパッケージや、学習者のデータのフォルダ）が前にあってもよい。
    """

    @staticmethod
    def find_spec(name, path=None, target=None):
        return PathFinder.find_spec(name, [ROOT]) if name == "datasets" else None


def _leave_other_datasets():
    """先に import された別の datasets があれば、その場所と、どうすればよいかを表示する。"""
    module, own = sys.modules.get("datasets"), os.path.join(ROOT, "datasets")
    if module is None or not os.path.isdir(own):
        return
    places = [os.path.abspath(place) for place in getattr(module, "__path__", [])]
    if any(os.path.isdir(place) and os.path.samefile(place, own) for place in places):
        return
    file = getattr(module, "__file__", None)
    if file is None:  # Python のファイルのない、ただのフォルダ
        del sys.modules["datasets"]
    else:
        print(ANOTHER.format(file))


def _print_japanese():
    """日本語を書けない設定（LC_ALL=C など）なら、標準出力を UTF-8 にする。"""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, TypeError):  # 端末やファイルに書かないとき
            try:
                "あ".encode(stream.encoding)
            except UnicodeEncodeError:
                stream.reconfigure(encoding="utf-8", errors=stream.errors)


_print_japanese()
_leave_other_datasets()
sys.meta_path.insert(0, _OwnDatasets)
