"""Student ids that are safe as names of folders on every operating system."""

import re

from common.classroom.student_id import usable_student_id
from course.collecting.unusable import Unusable, shown
from course.files import normal_form

MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
AS_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?E[+-]\d+|[+-]?\d+\.\d+", re.IGNORECASE)
AS_DATE = re.compile(
    r"\d{1,4}/\d{1,2}(?:/\d{1,4})?|\d{4}-\d\d-\d\d(?: [\d:.]+)?|(?:\d+年)?\d+月(?:\d+日)?"
    rf"|{MONTH}-\d+|\d+-{MONTH}",
    re.IGNORECASE,
)
CHANGED = (
    (AS_NUMBER, "数", "（たとえば 23E0123 は 2.3E+124 になります）"),
    (AS_DATE, "日付", "（たとえば 1-2 は 1月2日 になります）"),
)
TYPE_AGAIN = "Excel で列の書式を「文字列」にしてから、元の学籍番号を入れ直してください"


def usable_id(text: str) -> str:
    """The id meant, in half-width characters; Unusable where it cannot name a folder."""
    plain = normal_form(text, "NFKC").strip()
    for pattern, made, example in CHANGED:
        if pattern.fullmatch(plain):
            raise Unusable(
                f"「{shown(text)}」は、Excel が{made}に直しました{example}。{TYPE_AGAIN}"
            )
    try:
        return usable_student_id(text)
    except ValueError as problem:
        raise Unusable(str(problem)) from None


def renamed(text: str, student: str) -> str:
    """A remark where an id was written with other characters than it now has."""
    return "" if text.strip() == student else f"「{shown(text)}」を {student} と読みました"


def name_key(text: str) -> str:
    """What two spellings of one name share: spaces, width, case and marks do not matter."""
    plain = normal_form(text, "NFKC").casefold()
    return re.sub(r"[\W_]", "", normal_form(plain))
