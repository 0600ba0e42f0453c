"""Tables that open in Excel as they are meant: Japanese text, ids as text, nothing as a formula."""

import csv
import io

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

Cell = str | float | None
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def number(points: float) -> float:
    """Points without the noise of binary fractions, whole ones as whole numbers."""
    rounded = round(points, 4)
    return int(rounded) if float(rounded).is_integer() else rounded


def csv_bytes(rows: list[list[Cell]]) -> bytes:
    """For Excel: with a byte order mark; text that it would take for a formula begins with '."""
    return _csv([[_harmless(cell) for cell in row] for row in rows])


def unescaped_csv_bytes(rows: list[list[Cell]]) -> bytes:
    """For Moodle, whose own cells have to come back as they were."""
    return _csv(rows)


def _csv(rows: list[list[Cell]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def excel_bytes(rows: list[list[Cell]], title: str) -> bytes:
    """An .xlsx file in which text stays text (ids keep their zeros) and numbers are numbers."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]  # as many letters as Excel allows
    for row_number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            _fill(sheet.cell(row_number, column), value, heading=row_number == 1)
    sheet.freeze_panes = "B2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(cell, value: Cell, heading: bool) -> None:
    if isinstance(value, str) and value:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
        cell.data_type, cell.number_format = "s", "@"
    elif value != "":
        cell.value = value
    if heading:
        cell.font = Font(bold=True)
