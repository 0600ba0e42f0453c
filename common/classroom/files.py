"""ファイルを1度に入れ替える。途中で止まっても、前のファイルが残る。"""

import os


def replace_file(path, data):
    """path（pathlib.Path）を、バイト列 data に入れ替える。書けなければ OSError。"""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
