"""ファイルを1度に入れ替える。途中で止まっても、前のファイルが残る。日本語の名前をあつかう。"""

import os


def on_disk(name):
    """日本語の入る name を、LC_ALL=C などの設定でも、ファイルの名前に使える文字列にする。"""
    return os.fsdecode(name.encode("utf-8", "surrogateescape"))


def printable(text):
    """on_disk の名前（パス）を含む text を、表示できる文字列に戻す。"""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def replace_file(path, data):
    """path（pathlib.Path）を、バイト列 data に入れ替える。書けなければ OSError。"""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
