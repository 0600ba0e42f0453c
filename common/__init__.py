"""ノートブックとやってみようが import する、小さなニューラルネットワークのライブラリ。"""

import contextlib
import sys


def _print_japanese():
    """日本語を書けない設定（LC_ALL=C など）なら、標準出力を UTF-8 にする。"""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, TypeError):  # 端末やファイルに書かないとき
            try:
                "あ".encode(stream.encoding)
            except UnicodeEncodeError:
                stream.reconfigure(encoding="utf-8", errors=stream.errors)


_print_japanese()
