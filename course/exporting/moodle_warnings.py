"""What Moodle leaves out of an uploaded worksheet without a word, said before the upload."""

import csv
import io
import re
from pathlib import Path

from course.collecting.worksheet import Participant, Worksheet
from course.errors import CourseError

MODIFIED = re.compile(r"(最終更新.*評定|last\s*modified.*grade)", re.I)
BOX = "Allow updating records that have been modified more recently in Moodle than in …"
OLD = (
    "この評定ワークシートは、前の書き出しにも使ったものです。Moodle は、そのあと評定の変わった行を"
    "黙って飛ばします（Moodle からワークシートを取り直すか、アップロードの画面で、ワークシートより"
    f"新しい記録の更新を許可する欄にチェックを入れてください。英語では「{BOX}」）"
)


def above_maximum(student: str, grade: float, worksheet: Worksheet, line: Participant) -> str:
    """What to say of a grade that Moodle would not take; nothing where it will."""
    text = worksheet.table.cell(line.row, "maximum")
    try:
        highest = float(text)
    except ValueError:
        return ""
    if grade <= highest:
        return ""
    return (
        f"評定 {grade:g} は Moodle の最大評点 {highest:g} を超えるので、Moodle は、この行を黙って"
        "飛ばします（Moodle の課題の最大評点を上げてワークシートを取り直すか、点を直してください）"
    )


def is_used_again(worksheet: Worksheet, before: bytes) -> bool:
    """Whether grades were written into this very worksheet before, as the last export shows."""
    table, headings = worksheet.table, worksheet.table.headings
    rows = list(csv.reader(io.StringIO(before.decode("utf-8-sig", "replace"))))
    if not rows or rows[0] != headings:
        return False
    stamps = [n for n, heading in enumerate(headings) if MODIFIED.search(heading)]
    grade, person = (table.columns[name] for name in ("grade", "identifier"))
    keys = [person, *stamps]
    then = {tuple(row[n] for n in keys) for row in rows[1:] if len(row) > max(keys) and row[grade]}
    now = {
        tuple(row[n] for n in keys)
        for row in table.rows
        if len(row) > max(*keys, grade) and not row[grade].strip()
    }
    return bool(then & now)


def last_export(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError as error:
        raise CourseError(f"{path} を読めません（{error.strerror}）") from None
