"""Grades for people, for Moodle's import, and in Moodle's own worksheet."""

import csv
import io

import openpyxl
import pytest

from course.errors import CourseError

pytestmark = pytest.mark.slow


@pytest.fixture
def three(graded):
    """Full points but late; one that waits for a person; one who handed nothing in."""
    graded.enrol("s001", "山田", "太郎", "taro@example.ac.jp")
    graded.enrol("s002", "鈴木", "花")
    graded.enrol("s003", "田中", "一")
    graded.score("s001", 5, 5, penalty=1.5)
    graded.score("s002", 3, None)
    return graded


def test_csv_has_points_penalties_and_totals(three):
    rows, complete, _ = three.rows()
    assert rows == [
        ["学籍番号", "姓", "名", "メールアドレス", "1_1_doubling double（5 点）"]
        + [
            "1_1_doubling discussion（5 点）",
            "1_1_doubling 遅れの減点",
            "1_1_doubling 合計（10 点）",
        ],
        ["s001", "山田", "太郎", "taro@example.ac.jp", "5", "5", "1.5", "8.5"],
        ["s002", "鈴木", "花", "", "3", "要採点", "0", "要採点"],
        ["s003", "田中", "一", "", "", "", "", "未提出"],
    ]
    assert not complete


def test_grades_that_wait_are_named_and_the_rest_is_complete(three):
    _, complete, screen = three.rows()
    assert not complete and "1_1_doubling　discussion（1 人）：s002" in screen
    three.score("s002", 3, 4)
    rows, complete, screen = three.rows()
    assert complete and "要採点" not in screen
    assert rows[2][-1] == "7"


def test_several_chapters_have_a_total_of_all(three):
    for student in ("s001", "s002", "s003"):
        three.score(student, 1, 1, slug=three.other)
    rows, _, _ = three.rows(three.slug, three.other)
    assert rows[0][-1] == "総合計（20 点）"
    assert [row[-1] for row in rows[1:]] == ["10.5", "要採点", "2"]


def test_penalty_never_makes_less_than_nothing(graded):
    graded.enrol("s001")
    graded.score("s001", 1, 0, penalty=9.0)
    assert graded.rows()[0][1][-1] == "0"


def test_excel_keeps_text_as_text_and_numbers_as_numbers(three):
    three.enrol("00123", "=1+1", "@SUM(A1)", "-")
    three.score("00123", 2.5, 2)
    data, _, _ = three.grades(format="excel")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    cells = next(row for row in sheet.iter_rows() if row[0].value == "00123")
    assert [cell.data_type for cell in cells] == ["s", "s", "s", "s", "n", "n", "n", "n"]
    assert cells[1].value == "=1+1" and cells[-1].value == 4.5


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_formulas_in_csv_are_escaped(graded, name):
    graded.enrol("s001", name, "太郎")
    graded.score("s001", 5, 5)
    assert graded.rows()[0][1][1] == f"'{name}"


def test_moodle_import_has_ids_and_final_grades_only(three):
    rows, complete, _ = three.rows(format="moodle")
    assert rows == [
        ["ID番号", "メールアドレス", "1_1_doubling"],
        ["s001", "taro@example.ac.jp", "8.5"],
    ]
    assert not complete


def test_worksheet_gets_grades_and_keeps_everything_else(three):
    quoted = {"グループ": 'A, "B"\n=C', "フィードバックコメント": "先生より"}
    worksheet = three.worksheet(
        (11, "山田 太郎", "s001", quoted), (12, "鈴木 花", "s002"), (13, "田中 一", "s003")
    )
    before = list(csv.reader(io.StringIO(worksheet.read_bytes().decode("utf-8-sig"), newline="")))
    rows, complete, screen = three.rows(format="moodle", worksheet=worksheet)
    grade = before[0].index("評定")
    assert rows[1][grade] == "8.5" and rows[2][grade] == rows[3][grade] == ""
    rows[1][grade] = ""
    assert rows == before
    assert not complete and "評定を書いた学生：1 人" in screen
    assert "discussion（1 人）：s002" in screen


def test_comments_are_filled_where_nobody_wrote_any(three):
    worksheet = three.worksheet((11, "山田 太郎", "s001"))
    rows, _, _ = three.rows(format="moodle", worksheet=worksheet)
    assert rows[1][-1] == "double 5/5、discussion 5/5、遅れの減点 1.5"


def test_grades_of_someone_who_is_not_in_the_worksheet_are_named(three):
    worksheet = three.worksheet((12, "鈴木 花", "s002"))
    _, complete, screen = three.rows(format="moodle", worksheet=worksheet)
    assert not complete and "s001\n    理由　評定ワークシートのどの行なのか分かりません" in screen


def test_student_in_two_lines_gets_no_grade(three):
    worksheet = three.worksheet((11, "山田 太郎", "s001"), (12, "山田 太郎", "s001"))
    rows, _, screen = three.rows(format="moodle", worksheet=worksheet)
    assert {row[6] for row in rows[1:]} == {""}
    assert "s001 が 2 行あります" in screen


def test_other_maximum_needs_to_be_asked_for(three):
    worksheet = three.worksheet((11, "山田 太郎", "s001", {"最大評点": "100.00"}))
    with pytest.raises(CourseError, match="100、1_1_doubling の満点は 10"):
        three.grades(format="moodle", worksheet=worksheet)
    rows, _, _ = three.rows(format="moodle", worksheet=worksheet, scale=True)
    assert rows[1][6] == "85"


@pytest.mark.parametrize(
    "options, reason",
    [
        ({"format": "ods"}, "moodle、csv、excel のどれか"),
        ({"format": "csv", "worksheet": True}, "--format moodle のとき"),
        ({"format": "csv", "scale": True}, "--worksheet のとき"),
    ],
)
def test_wrong_use_is_one_clear_line(three, options, reason):
    if options.get("worksheet"):
        options["worksheet"] = three.worksheet()
    with pytest.raises(CourseError, match=reason):
        three.grades(**options)


def test_worksheet_is_of_one_chapter(three):
    with pytest.raises(CourseError, match="章も1つだけ"):
        three.grades(three.slug, three.other, format="moodle", worksheet=three.worksheet())


def test_worksheet_that_is_not_in_numbers_or_without_grades_is_refused(three):
    worksheet = three.worksheet((11, "山田 太郎", "s001", {"最大評点": "優・良・可"}))
    with pytest.raises(CourseError, match="数ではない"):
        three.grades(format="moodle", worksheet=worksheet)
    headings = tuple(heading for heading in three.headings if heading != "評定")
    worksheet = three.worksheet(headings=headings)
    with pytest.raises(CourseError, match="「評定」の列がありません"):
        three.grades(format="moodle", worksheet=worksheet)


def test_chapter_that_nobody_graded_is_one_clear_line(graded):
    with pytest.raises(CourseError, match="まだ採点していません"):
        graded.grades()


def test_exercises_that_changed_since_grading_are_noticed(three):
    path = three.course.source_notebook(three.slug)
    path.write_text(path.read_text(encoding="utf-8").replace("double_more", "double_new"), "utf-8")
    with pytest.raises(CourseError, match="採点し直して"):
        three.grades()
