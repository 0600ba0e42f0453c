"""Tables as Japanese offices send them: CSV in any encoding, or an Excel file."""

from dataclasses import dataclass
from pathlib import Path

from course.collecting.excel_tables import refuse_other_programs, sheets_of_excel
from course.collecting.table_headings import WHO, columns_in
from course.collecting.text_tables import MAX_BYTES, ROWS_BEFORE_HEADINGS, rows_of_text
from course.collecting.unusable import listed
from course.errors import CourseError


@dataclass(frozen=True)
class Table:
    """Rows of text under headings; `columns` says where what we know of stands."""

    headings: list[str]
    rows: list[list[str]]
    first_row: int  # the number that the program that shows the file gives to the first of `rows`
    columns: dict[str, int]
    notes: tuple[str, ...] = ()  # what was not read

    def cell(self, row: list[str], column: str) -> str:
        """The text in a column, empty where the table has no such column or the row ends early."""
        place = self.columns.get(column)
        text = row[place].strip() if place is not None and place < len(row) else ""
        return text[2:-1] if text.startswith('="') and text.endswith('"') else text  # ="0012"


def read_table(path: Path) -> Table:
    """The table in a file, under the row with most of the headings that we know."""
    data = _bytes(path)
    refuse_other_programs(path.name, data)
    if data.startswith(b"PK"):
        return _in_sheets(path, data)
    rows, about = rows_of_text(path.name, data)
    return _table(rows) or _refuse(path, about, rows)


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise CourseError(f"{path} というファイルがありません")
    if path.stat().st_size > MAX_BYTES:
        raise CourseError(f"{path.name} は表としては大きすぎます（上限は {MAX_BYTES // 10**6} MB）")
    return path.read_bytes()


def _in_sheets(path: Path, data: bytes) -> Table:
    """The first sheet with a table that has rows; others are named, since they are not read."""
    sheets = sheets_of_excel(path.name, data)
    tables = {s.name: table for s in sheets if (table := _table(s.rows))}
    if not tables:
        seen = next((s for s in sheets if any(map(any, s.rows))), None)
        about = f"Excel のシート{listed([s.name for s in sheets])}"
        _refuse(path, about, seen.rows if seen else [])
    filled = [name for name, table in tables.items() if any(map(any, table.rows))]
    name = (filled or list(tables))[0]
    notes = [f"シート「{name}」を読みました"] if name != sheets[0].name else []
    if len(filled) > 1:
        others = listed([n for n in filled if n != name])
        notes.append(
            f"シート「{name}」だけを読みました。シート{others}にも名簿があります"
            "（読むなら、1枚ずつ別のファイルに保存してください）"
        )
    return Table(**vars(tables[name]) | {"notes": tuple(notes[-1:])})


def _table(rows: list[list[str]]) -> Table | None:
    found = [columns_in(row) for row in rows[:ROWS_BEFORE_HEADINGS]]
    found = [columns if columns.keys() & WHO else {} for columns in found]
    number = max(range(len(found)), key=lambda n: len(found[n]), default=0)
    if not found or not found[number]:
        return None
    return Table(rows[number], rows[number + 1 :], number + 2, found[number])


def _refuse(path: Path, about: str, rows: list[list[str]]):
    first = next(([cell for cell in row if cell.strip()] for row in rows if any(row)), [])
    raise CourseError(
        f"{path.name} に、学籍番号・ID番号・ユーザー名・メールアドレスのどの見出しもありません"
        f"（{about}として読みました。最初の行は{listed(first, 6) or '空'}です。"
        "列の1行目に「学籍番号」「氏名」のような見出しを付けてください）"
    )
