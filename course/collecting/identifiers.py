"""Student ids that are safe as names of folders on every operating system."""

import re
import unicodedata

from course.collecting.unusable import Unusable, shown
from course.grading.intake import STUDENT_ID

RESERVED = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10)}


def usable_id(text: str) -> str:
    """The id meant, in half-width characters; Unusable where it cannot name a folder."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        raise Unusable("学籍番号が空です")
    if not STUDENT_ID.fullmatch(plain) or plain.endswith("."):
        raise Unusable(
            f"「{shown(text)}」は学籍番号として使えません"
            "（半角の英数字と . _ @ - だけ。先頭は英数字）"
        )
    if plain.split(".")[0].casefold() in RESERVED:
        raise Unusable(f"「{shown(text)}」は Windows が使う名前なので、学籍番号にできません")
    return plain


def renamed(text: str, student: str) -> str:
    """A remark where an id was written with other characters than it now has."""
    return "" if text.strip() == student else f"「{shown(text)}」を {student} と読みました"


def name_key(text: str) -> str:
    """What two spellings of one name share: spaces, width, case and marks do not matter."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFC", plain))
