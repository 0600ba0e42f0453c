"""学籍番号：どの OS でも、フォルダやファイルの名前に使える形。"""

import re
import unicodedata

MAX_LENGTH = 64
STUDENT_ID = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._@-]{{0,{MAX_LENGTH - 1}}}")
# Windows が装置の名前に使う
RESERVED = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10)}


def usable_student_id(text):
    """書かれた学籍番号を、半角にして返す。

    Raises
    ------
    ValueError
        フォルダやファイルの名前に使えない。

    Examples
    --------
    >>> usable_student_id(" ｓ００１")
    's001'
    """
    plain = text.strip()
    if len(plain) <= 4 * MAX_LENGTH:  # 長いものは使えず、半角にするのに時間もかかる
        plain = unicodedata.normalize("NFKC", plain).strip()
    if not plain:
        raise ValueError("学籍番号が空です")
    if not STUDENT_ID.fullmatch(plain) or plain.endswith("."):
        raise ValueError(
            f"「{_printable(text)}」は学籍番号として使えません"
            "（半角の英数字と . _ @ - だけ。先頭は英数字）"
        )
    if plain.split(".")[0].casefold() in RESERVED:
        raise ValueError(f"「{_printable(text)}」は Windows が使う名前なので、学籍番号にできません")
    return plain


def _printable(text):
    """画面に出しても困らない文字だけにする。"""
    text = text.replace("\N{IDEOGRAPHIC SPACE}", " ")
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
