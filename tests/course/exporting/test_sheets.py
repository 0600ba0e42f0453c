"""Cells open in Excel as they are meant: text as text, numbers as numbers, nothing as a formula."""

import csv
import io

import openpyxl
import pytest

from course.exporting.sheets import FORMULA, csv_bytes, excel_bytes, number, unescaped_csv_bytes


def sheet(rows, title="成績"):
    return openpyxl.load_workbook(io.BytesIO(excel_bytes(rows, title))).active


@pytest.mark.parametrize(
    "points, shown",
    [
        (0.1 + 0.2, "0.3"),
        (3.0, "3"),
        (-0.0, "0"),
        (2.00004, "2"),
        (1 / 3, "0.3333"),
        (10**6, "1000000"),
    ],
)
def test_points_are_without_the_noise_of_binary_fractions(points, shown):
    assert str(number(points)) == shown


def test_csv_has_a_mark_for_excel_and_the_ends_of_lines_of_windows():
    assert csv_bytes([["あ", 1.5, None]]) == b"\xef\xbb\xbf" + "あ,1.5,\r\n".encode()


@pytest.mark.parametrize("sign", FORMULA)
def test_text_that_would_be_a_formula_is_escaped_and_for_moodle_it_is_not(sign):
    cell = f"{sign}1+1"

    def first(data):
        return next(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[0]

    assert first(csv_bytes([[cell, "x"]])) == f"'{cell}"
    assert first(unescaped_csv_bytes([[cell, "x"]])) == cell


def test_negative_number_is_no_formula():
    assert csv_bytes([[-1.5]]).endswith(b"-1.5\r\n")


def test_excel_keeps_text_as_text_and_numbers_as_numbers():
    cells = list(sheet([["見出し"] * 4, ["00123", "=1+1", 2.5, None]]).iter_rows())[1]
    assert [cell.data_type for cell in cells] == ["s", "s", "n", "n"]
    assert [cell.value for cell in cells] == ["00123", "=1+1", 2.5, None]
    assert cells[0].number_format == "@"


def test_excel_has_bold_headings_that_stay_in_view():
    made = sheet([["a", ""], ["b", 1]])
    assert [made[place].font.bold for place in ("A1", "B1", "A2")] == [True, True, False]
    assert made.freeze_panes == "B2"


@pytest.mark.parametrize("letter", ["\x00", "\x0b", "\x0c", "\x1f"])
def test_letter_that_excel_does_not_take_is_replaced(letter):
    assert sheet([[f"a{letter}"]])["A1"].value == "a\N{REPLACEMENT CHARACTER}"


def test_long_title_is_cut():
    assert sheet([["a"]], "x" * 40).title == "x" * 31
