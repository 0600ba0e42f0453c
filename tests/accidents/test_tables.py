"""Class lists and worksheets as they come: any encoding, heading and sheet; what Excel changed."""

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from course.collecting.identifiers import usable_id
from course.collecting.number_formats import shown_number
from course.collecting.table_files import read_table
from course.collecting.unusable import Unusable
from course.collecting.worksheet import Worksheet
from course.errors import CourseError

LIST = "学籍番号\t氏名\r\ns001\t山田 太郎\r\n"


@pytest.fixture
def saved(tmp_path):
    """A file with these bytes or this text."""

    def saved(data, name="list.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return saved


def workbook(sheets, formats=()):
    """The bytes of an Excel file with these sheets; (cell, number format) for the last one."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for place, number_format in formats:
        sheet[place].number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(data, name, pattern, replacement):
    """The Excel file with one of its parts changed, as other programs write it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename == name:
                part, count = re.subn(pattern, replacement, part, flags=re.S)
                assert count
            new.writestr(info, part)
    return stream.getvalue()


# ---- encodings, separators, headings ---------------------------------------------------------


@pytest.mark.parametrize(
    "encoding",
    ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "euc_jp", "iso2022_jp", "cp932", "utf-8-sig"],
)
@pytest.mark.parametrize("separator", ["\t", ","])
def test_list_is_read_in_the_encodings_that_are_used_in_japan(saved, encoding, separator):
    table = read_table(saved(LIST.replace("\t", separator).encode(encoding)))
    assert table.columns == {"student": 0, "full_name": 1}
    assert table.rows == [["s001", "山田 太郎"]]


@pytest.mark.parametrize(
    "heading",
    [
        "学籍番号/Student ID",
        "学籍番号（半角）",
        "学籍No.",
        "学籍№",
        "学籍番号 Student ID",
        "学籍番号\nStudent ID",
        "Student ID（学籍番号）",
        "【学籍番号】",
        "※学籍番号",
        "学籍番号 [必須]",
        "ＳＴＵＤＥＮＴ　ＩＤ",
        "学生番号（7桁）",
    ],
)
def test_heading_may_say_more(saved, heading):
    assert read_table(saved(f'氏名,"{heading}"\n山田,s001\n')).columns == {
        "full_name": 0,
        "student": 1,
    }


@pytest.mark.parametrize("heading", ["氏名(カナ)", "氏名（フリガナ）", "学籍番号(旧)", "教員ID"])
def test_other_columns_are_not_taken_for_the_ones_meant(saved, heading):
    table = read_table(saved(f"{heading},学籍番号,氏名\na,s001,山田\n"))
    assert table.columns == {"student": 1, "full_name": 2}


@pytest.mark.parametrize(
    "data, seen",
    [
        ("出席,名前\n1,山田\n".encode("cp932"), ["Shift_JIS", "「出席」「名前」"]),
        ("出席\t名前\n".encode("utf-16"), ["「出席", "名前"]),
        (workbook({"表紙": [["2026年度"]]}), ["シート「表紙」", "「2026年度」"]),
    ],
)
def test_file_without_the_headings_is_refused_with_what_was_seen(saved, data, seen):
    with pytest.raises(CourseError, match="どの見出しもありません") as caught:
        read_table(saved(data))
    assert all(words in str(caught.value.problems[0]) for words in seen)


def test_title_that_speaks_of_ids_is_no_heading(saved):
    table = read_table(saved("学籍番号/クラス別\n学籍番号,氏名\ns001,山田\n"))
    assert (table.rows, table.first_row) == ([["s001", "山田"]], 3)


# ---- Moodle's worksheet with what students wrote ---------------------------------------------

HEADINGS = "識別子,フルネーム,ID番号,オンラインテキスト"


@pytest.mark.parametrize(
    "text",
    [
        "<table>" + "\t<td>a;b;c</td>" * 20 + "</table>",
        "for x in y:\n\tprint(x)\n\t\t" + "\t" * 50,
        "a;b;c;d;e;f;g;h;" * 20,
        "x" * 200_000,
        '""引用""、\r\n,,,\r\n学籍番号\t氏名',
    ],
)
@pytest.mark.parametrize("separator", [",", "\t"])
def test_text_of_one_student_does_not_stop_the_class(saved, text, separator):
    lines = [HEADINGS.replace(",", separator)]
    for n, name in ((11, "山田 太郎"), (12, "鈴木 花")):
        lines.append(separator.join((f"参加者 {n}", name, f"s{n}", f'"{text}"')))
    found = Worksheet.read(saved("\r\n".join(lines))).participants
    assert {n: p.numbers for n, p in found.items()} == {11: ("s11",), 12: ("s12",)}


def test_quotation_mark_that_is_never_closed_swallows_nobody(saved):
    with pytest.raises(CourseError, match="閉じていない引用符"):
        read_table(saved('学籍番号,氏名\ns001,"山田\ns002,鈴木\n'))


# ---- Excel files of other programs, with a password, of another kind --------------------------

EMPTY_FILL = b'<fills count="1"><fill/></fills>'


@pytest.mark.parametrize(
    "pattern, replacement",
    [
        (b"<fills.*?</fills>", EMPTY_FILL),
        (b"<fills.*?</fills>", b'<fills><fill><patternFill patternType="no such"/></fill></fills>'),
        (b"<borders.*?</borders>", b'<borders><border><left style="?"/></border></borders>'),
        (b"<fonts.*?</fonts>", b'<fonts><font><sz val="large"/></font></fonts>'),
    ],
)
def test_looks_that_are_not_valid_do_not_matter(saved, pattern, replacement):
    data = workbook({"名簿": [["学籍番号", "氏名"], [12, "山田"]]}, [("A2", "0000")])
    data = with_part(data, "xl/styles.xml", pattern, replacement)
    assert read_table(saved(data, "list.xlsx")).rows == [["0012", "山田"]]


def test_size_that_other_programs_write_wrong_hides_nobody(saved):
    data = workbook({"名簿": [["学籍番号", "氏名"], ["s001", "山田"]]})
    data = with_part(data, "xl/worksheets/sheet1.xml", b'ref="A1:B2"', b'ref="A1"')
    assert read_table(saved(data, "list.xlsx")).rows == [["s001", "山田"]]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    "data, name, words",
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "list.xlsx", "パスワード"),
        (OLE, "list.xls", "古い形式の Excel"),
        (OLE, "list.xlsx", "古い形式の Excel"),
        (OLE, "list.csv", "古い形式の Excel"),
        (b"\xef\xbb\xbf<html><table><td>s001", "list.xls", "HTML"),
        (b'<?xml version="1.0"?><Workbook/>', "list.xls", "XML"),
        (b"%PDF-1.7", "list.pdf", "PDF"),
        (b"PK\3\4" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument", "a.ods", "OpenDoc"),
    ],
)
def test_file_of_another_kind_is_named_with_what_to_do(saved, data, name, words):
    with pytest.raises(CourseError, match=words) as caught:
        read_table(saved(data, name))
    (line,) = caught.value.problems
    assert name in line and ("保存し直して" in line or "受け取って" in line)


def test_text_under_the_name_of_an_old_excel_file_is_read(saved):
    assert read_table(saved(LIST.encode("cp932"), "list.xls")).rows == [["s001", "山田 太郎"]]


@pytest.mark.parametrize("first", [[["使い方"], ["…"]], [], [["学籍番号", "氏名"]]])
def test_list_may_stand_on_another_sheet(saved, first):
    data = workbook({"表紙": first, "名簿": [["学籍番号", "氏名"], ["s001", "山田"]]})
    table = read_table(saved(data, "list.xlsx"))
    assert table.rows == [["s001", "山田"]]
    assert "シート「名簿」" in table.notes[0]


def test_lists_on_other_sheets_are_named_and_not_passed_over(saved):
    rows = [["学籍番号", "氏名"], ["s001", "山田"]]
    (note,) = read_table(saved(workbook({"A組": rows, "B組": rows}), "list.xlsx")).notes
    assert "シート「B組」にも名簿があります" in note


# ---- what Excel does to ids -------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, number_format, shown",
    [
        (12, "00000", "00012"),
        (1, '"s"000', "s001"),
        (1, "\\s000", "s001"),
        (1234567, "000-0000", "123-4567"),
        (7, "000_ ;[Red]-000", "007"),
        (7, "[$-411]000", "007"),
        (12345, "#,##0", "12345"),
        (12, "@", "12"),
    ],
)
def test_number_is_shown_as_in_excel(value, number_format, shown):
    assert shown_number(value, number_format) == shown
    assert usable_id(shown) == shown


@pytest.mark.parametrize(
    "value, number_format, words",
    [
        (2.3e124, "0.00E+00", "Excel が数に直しました"),  # 23E0123
        (2.3e124, "General", "Excel が数に直しました"),
        (230000, "0.00E+00", "Excel が数に直しました"),  # 23E4
        (1234567890123450, "0", "Excel が数に直しました"),  # 16 digits: the last is lost
        (12.5, "General", "Excel が数に直しました"),
        (datetime(2026, 1, 2), "yyyy-mm-dd", "Excel が日付に直しました"),
        (5, "0%", "書式 0%"),
        (5, "[<5]000;00", "書式 [<5]000;00"),
    ],
)
def test_number_that_was_an_id_is_refused_and_it_is_said_why(saved, value, number_format, words):
    data = workbook({"名簿": [["学籍番号"], [value]]}, [("A2", number_format)])
    table = read_table(saved(data, "list.xlsx"))
    with pytest.raises(Unusable, match=re.escape(words)):
        usable_id(table.cell(table.rows[0], "student"))


@pytest.mark.parametrize(
    "text", ["2.3E+124", "２．３Ｅ＋１２４", "2.30e+05", "1.2E-05", "123.0", "Jan-23", "1月2日"]
)
def test_what_excel_made_of_an_id_is_refused_in_csv_too(text):
    with pytest.raises(Unusable, match="Excel が.*に直しました.*文字列"):
        usable_id(text)


@pytest.mark.parametrize("text", ["23E0123", "23-01", "E12-3", "s1.2"])
def test_id_that_only_looks_like_a_number_is_an_id(text):
    assert usable_id(text) == text


def test_id_written_as_a_formula_keeps_its_zeros(saved):
    table = read_table(saved('学籍番号,氏名\n="0012",山田\n"=""0013""",鈴木\n'))
    assert [table.cell(row, "student") for row in table.rows] == ["0012", "0013"]
