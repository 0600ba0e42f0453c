"""Tables as offices send them: any encoding, any heading that we know, ids as they are shown."""

import io

import openpyxl
import pytest

from course.collecting import table_files
from course.collecting.table_files import read_table
from course.errors import CourseError


@pytest.fixture
def read(tmp_path):
    def read(data, name="class.csv"):
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return read_table(path)

    return read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_table_is_read_in_every_encoding_and_with_every_delimiter(read, encoding, delimiter):
    text = "学籍番号,氏名\r\ns1,山田 太郎\r\n".replace(",", delimiter)
    table = read(text.encode(encoding))
    assert table.columns == {"student": 0, "full_name": 1}
    assert table.rows == [["s1", "山田 太郎"]]


def test_headings_may_come_after_a_title_and_rows_are_counted_as_people_see_them(read):
    table = read("2026年度\n\n学籍番号,氏名\ns1,a\n")
    assert (table.headings, table.rows, table.first_row) == (["学籍番号", "氏名"], [["s1", "a"]], 4)


@pytest.mark.parametrize(
    "heading, column",
    [
        ("ID番号", "number"),
        ("Ｉ Ｄ 番号", "number"),
        ("Student-ID", "student"),
        ("E_mail Address", "email"),
        ("最終更新日時 (提出)", "submitted"),
        ("最終更新日時（提出）", "submitted"),
        ("学年", None),
    ],
)
def test_heading_is_known_however_it_is_written(read, heading, column):
    table = read(f"学籍番号,{heading}\n".replace("学籍番号,Student", "username,Student"))
    assert [name for name, place in table.columns.items() if place == 1] == (
        [column] if column else []
    )


def test_of_two_columns_with_one_meaning_the_first_counts(read):
    assert read("氏名,学籍番号,学生番号\n").columns == {"full_name": 0, "student": 1}


def test_cell_is_without_spaces_and_empty_where_there_is_none(read):
    table = read("学籍番号,氏名,メール\n s1 ,a\n")
    (row,) = table.rows
    assert [table.cell(row, name) for name in ("student", "email", "github")] == ["s1", "", ""]


def test_quoted_cells_may_hold_delimiters_and_lines(read):
    assert read('学籍番号,氏名\ns1,"a, ""b""\nc"\n').rows == [["s1", 'a, "b"\nc']]


def excel(rows, formats=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place, number_format in formats:
        book.active[place].number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_excel_is_read_as_it_is_shown(read):
    rows = [["学籍番号", "氏名", "評定"], [123, None, 2.5], [7.0, True, "01"]]
    table = read(excel(rows, [("A2", "00000")]), "class.xlsx")
    assert table.rows == [["00123", "", "2.5"], ["7", "True", "01"]]


def test_excel_is_known_by_its_bytes_and_not_by_its_name(read):
    assert read(excel([["学籍番号"], ["s1"]]), "class.csv").rows == [["s1"]]


@pytest.mark.parametrize(
    "data, name, words",
    [
        ("氏名\n山田\n", "a.csv", "どの見出しもありません"),
        ("", "a.csv", "どの見出しもありません"),
        ("\n" * 10 + "学籍番号\n", "a.csv", "どの見出しもありません"),
        (b"\x81 \xff", "a.csv", "文字コードが分かりません"),
        (b"PK\x03\x04 no zip", "a.xlsx", "Excel のファイルとして読めません"),
        (b"\xd0\xcf\x11\xe0", "a.XLS", "古い形式の Excel"),
        ('学籍番号\n"' + "x" * 200_000, "a.csv", "CSV として読めません"),
    ],
)
def test_file_that_is_no_table_is_one_clear_line(read, data, name, words):
    with pytest.raises(CourseError, match=words) as caught:
        read(data, name)
    (line,) = caught.value.problems
    assert name in line and "\n" not in line


def test_file_that_is_too_large_or_not_there_is_one_clear_line(read, monkeypatch, tmp_path):
    with pytest.raises(CourseError, match="というファイルがありません"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(CourseError, match="というファイルがありません"):
        read_table(tmp_path)
    monkeypatch.setattr(table_files, "MAX_BYTES", 5)
    with pytest.raises(CourseError, match="大きすぎます"):
        read("学籍番号\n")
