"""Sheets of an Excel file as text, the way Excel shows them; only number formats matter."""

import io
import warnings
import zipfile
from datetime import datetime
from typing import NamedTuple
from xml.etree import ElementTree

import openpyxl

from course.collecting.number_formats import shown_number
from course.errors import CourseError

SAVE_AGAIN = "Excel で開き、.xlsx か「CSV UTF-8（コンマ区切り）」で保存し直してください"
OLD = b"\xd0\xcf\x11\xe0"  # what Excel wrote until 2003, and writes around a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
STYLES, MAIN = "xl/styles.xml", "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Sheet(NamedTuple):
    """The rows of one sheet and its name."""

    name: str
    rows: list[list[str]]


def refuse_other_programs(name: str, data: bytes) -> None:
    """Say what a file is that is neither text nor .xlsx."""
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(OLD) and ENCRYPTED in data:
        raise CourseError(
            f"{name} にはパスワードが付いています。Excel で開き、［ファイル］→［情報］→"
            "［ブックの保護］でパスワードを外して、保存し直してください"
        )
    if data.startswith(OLD):
        raise CourseError(f"{name} は古い形式の Excel（.xls）です。{SAVE_AGAIN}")
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head")):
        raise CourseError(f"{name} の中身は表ではなく、HTML か XML です。{SAVE_AGAIN}")
    if start.startswith(b"%pdf"):
        raise CourseError(f"{name} は PDF です。名簿を .xlsx か CSV で受け取ってください")


def sheets_of_excel(name: str, data: bytes) -> list[Sheet]:
    """Every sheet that is not hidden (all, if all are)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles, which do not matter here
            sheets = _book(data).worksheets
            sheets = [s for s in sheets if s.sheet_state == "visible"] or sheets
            return [Sheet(sheet.title, _rows(sheet)) for sheet in sheets]
    except Exception as error:  # openpyxl lets through whatever goes wrong in it
        reason = _other_archive(data) or type(error).__name__
        raise CourseError(
            f"{name} を Excel のファイルとして読めません（{reason}）。{SAVE_AGAIN}"
        ) from None


def _book(data: bytes):
    try:
        return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (TypeError, ValueError, AttributeError, KeyError, IndexError):
        plain = _without_looks(data)
        return openpyxl.load_workbook(io.BytesIO(plain), read_only=True, data_only=True)


def _without_looks(data: bytes) -> bytes:
    """The file without fonts, fills and borders: other programs write some that are not valid."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            new.writestr(info, _number_formats(part) if info.filename == STYLES else part)
    return stream.getvalue()


def _number_formats(styles: bytes) -> bytes:
    root = ElementTree.fromstring(styles)
    for child in list(root):
        if child.tag not in (f"{MAIN}numFmts", f"{MAIN}cellXfs"):
            root.remove(child)
    for style in root.iter(f"{MAIN}xf"):
        number = style.get("numFmtId", "0")
        style.clear()
        style.set("numFmtId", number)
    return ElementTree.tostring(root)


def _rows(sheet) -> list[list[str]]:
    sheet.reset_dimensions()  # some programs write a wrong size, and rows would be missing
    return [[_cell(cell) for cell in row] for row in sheet.iter_rows()]


def _cell(cell) -> str:
    """The text that Excel shows: ids are often numbers there, with zeros only in their format."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return shown_number(value, cell.number_format)
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    return "" if value is None else str(value)


def _other_archive(data: bytes) -> str:
    """What else begins like an Excel file."""
    if b"mimetypeapplication/vnd.oasis.opendocument" in data[:200]:
        return "OpenDocument の表です"
    if b"xl/workbook.bin" in data:
        return "バイナリ形式の .xlsb です"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (OSError, ValueError, zipfile.BadZipFile):
        return ""
    return (
        "" if any(n.startswith("xl/") for n in names) else "zip です。中の名簿を取り出してください"
    )
