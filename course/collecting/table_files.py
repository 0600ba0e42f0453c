"""Tables as Japanese offices send them: CSV in UTF-8 or Shift_JIS, or an Excel file."""

import csv
import io
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from course.errors import CourseError

MAX_BYTES = 20_000_000
ROWS_BEFORE_HEADINGS = 10
HEADINGS = {
    "student": {"学籍番号", "学生番号", "学生証番号", "studentid", "studentnumber"},
    "number": {"id番号", "idナンバー", "idnumber"},
    "username": {"ユーザー名", "ユーザ名", "ユーザーid", "ユーザid", "username", "loginname"},
    "full_name": {"氏名", "名前", "姓名", "フルネーム", "学生氏名", "fullname", "name"},
    "last_name": {"姓", "surname", "lastname", "familyname"},
    "first_name": {"名", "firstname", "givenname"},
    "email": {"メールアドレス", "メール", "eメール", "email", "emailaddress", "mail"},
    "github": {"githubusername", "githubユーザー名", "githubユーザ名", "github"},
    "identifier": {"識別子", "参加者id", "identifier", "id"},
    "submitted": {"最終更新日時(提出)", "最終更新日時(提出物)", "lastmodified(submission)"},
    "grade": {"評定", "評点", "成績", "grade"},
    "maximum": {"最大評定", "最大評点", "最高評点", "maximumgrade"},
    "comments": {"フィードバックコメント", "feedbackcomments"},
}
MEANING = {spelling: column for column, spellings in HEADINGS.items() for spelling in spellings}


@dataclass(frozen=True)
class Table:
    """Rows of text under headings; `columns` says where what we know of stands."""

    headings: list[str]
    rows: list[list[str]]
    first_row: int  # the number that the program that shows the file gives to the first of `rows`
    columns: dict[str, int]

    def cell(self, row: list[str], column: str) -> str:
        """The text in a column, empty where the table has no such column or the row ends early."""
        place = self.columns.get(column)
        return row[place].strip() if place is not None and place < len(row) else ""


def read_table(path: Path) -> Table:
    """The table in a file, from the first row in which a heading that we know stands."""
    rows = _rows(path)
    for number, row in enumerate(rows[:ROWS_BEFORE_HEADINGS]):
        columns = _columns(row)
        if columns.keys() & {"student", "number", "username", "email", "identifier"}:
            return Table(row, rows[number + 1 :], number + 2, columns)
    raise CourseError(
        f"{path.name} に、学籍番号・ID番号・ユーザー名・メールアドレスのどの見出しもありません"
        "（1行目に見出しを付けてください）"
    )


def _columns(row: list[str]) -> dict[str, int]:
    """Where the columns stand; of two with one meaning, the first counts."""
    found: dict[str, int] = {}
    for place, heading in enumerate(row):
        plain = re.sub(r"[\s_\-]", "", unicodedata.normalize("NFKC", heading).casefold())
        if plain in MEANING:
            found.setdefault(MEANING[plain], place)
    return found


def _rows(path: Path) -> list[list[str]]:
    if not path.is_file():
        raise CourseError(f"{path} というファイルがありません")
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        raise CourseError(f"{path.name} は表としては大きすぎます（上限は {MAX_BYTES // 10**6} MB）")
    if path.suffix.lower() == ".xls":
        raise CourseError(f"{path.name} は古い形式の Excel です。.xlsx か CSV で保存してください")
    return _excel(path, data) if data.startswith(b"PK") else _csv(path, data)


def _csv(path: Path, data: bytes) -> list[list[str]]:
    text = _text(path, data)
    delimiter = max(",\t;", key="".join(text.splitlines()[:ROWS_BEFORE_HEADINGS]).count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise CourseError(f"{path.name} を CSV として読めません（{error}）") from None


def _text(path: Path, data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CourseError(
        f"{path.name} の文字コードが分かりません（UTF-8 か Shift_JIS の CSV で保存してください）"
    )


def _excel(path: Path, data: bytes) -> list[list[str]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles, which do not matter here
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return [[_cell(cell) for cell in row] for row in book.worksheets[0].iter_rows()]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError) as error:
        reason = type(error).__name__
        raise CourseError(f"{path.name} を Excel のファイルとして読めません（{reason}）") from None


def _cell(cell) -> str:
    """The text that Excel shows: ids are often numbers there, with zeros only in their format."""
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        zeros = cell.number_format if set(cell.number_format) == {"0"} else ""
        return str(value).zfill(len(zeros))
    return "" if value is None else str(value)
