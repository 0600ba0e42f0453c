"""Student ids that are safe as names of folders on every operating system."""

import re
import unicodedata

from common.classroom.student_id import usable_student_id
from course.collecting.unusable import Unusable, shown


def usable_id(text: str) -> str:
    """The id meant, in half-width characters; Unusable where it cannot name a folder."""
    try:
        return usable_student_id(text)
    except ValueError as problem:
        raise Unusable(str(problem)) from None


def renamed(text: str, student: str) -> str:
    """A remark where an id was written with other characters than it now has."""
    return "" if text.strip() == student else f"「{shown(text)}」を {student} と読みました"


def name_key(text: str) -> str:
    """What two spellings of one name share: spaces, width, case and marks do not matter."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFC", plain))
