"""Grades as rows: who waits, who handed nothing in, and what goes into Moodle's worksheet."""

import pytest

from course.collecting.class_list import ClassList, Person
from course.collecting.table_files import Table
from course.collecting.worksheet import Participant, Worksheet
from course.errors import CourseError
from course.exporting.grade_rows import NO_LINE, for_moodle, for_people, into_worksheet
from course.exporting.grades import ChapterGrades, Result

PEOPLE = ClassList([Person("s2", "鈴木", "花"), Person("s1", "山田", "太郎", "t@x"), Person("s3")])
FULL = {"double": 5.0, "essay": 5.0}
DONE = Result({"double": 5.0, "essay": 2.5}, 1.5, 7.5)
WAITS = Result({"double": 3.0, "essay": None}, 0.0, 3.0)
FIRST = ChapterGrades("1_1_a", FULL, {"s1": DONE, "s2": WAITS})
SECOND = ChapterGrades("1_2_b", {"x": 10.0}, {"s1": Result({"x": 4.0}, 0.0, 4.0)})


def test_row_has_every_exercise_the_penalty_and_what_counts():
    headings, *rows = for_people(PEOPLE, [FIRST])
    assert headings[4:] == [
        "1_1_a double（5 点）",
        "1_1_a essay（5 点）",
        "1_1_a 遅れの減点",
        "1_1_a 合計（10 点）",
    ]
    assert rows == [
        ["s1", "山田", "太郎", "t@x", 5, 2.5, 1.5, 6],
        ["s2", "鈴木", "花", "", 3, "要採点", 0, "要採点"],
        ["s3", "", "", "", None, None, None, "未提出"],
    ]


LATE = Result({"double": 4.0}, 1.0, 4.0, 5.0, 10.0)  # the essay came after the release
NOTHING = Result({}, 0.0, 0.0, 0.0, 10.0)


def test_exercise_that_does_not_count_is_named_and_the_total_is_scaled():
    headings, *rows = for_people(
        PEOPLE, [ChapterGrades("1_1_a", FULL, {"s1": DONE, "s2": LATE, "s3": NOTHING})]
    )
    assert headings[-2:] == ["1_1_a 合計（10 点）", "1_1_a 換算する前の合計"]
    assert [row[4:] for row in rows] == [
        [5, 2.5, 1.5, 6, None],
        [4, "対象外", 1, 6, "3 / 5"],
        ["対象外", "対象外", 0, "対象外", None],
    ]


def test_who_has_nothing_that_counts_has_no_grade():
    chapter = ChapterGrades("1_1_a", FULL, {"s2": LATE, "s3": NOTHING})
    assert for_moodle(PEOPLE, [chapter])[1:] == [["s2", "", 6]]
    _, *rows = for_people(PEOPLE, [chapter, SECOND])
    assert [row[-1] for row in rows] == [4, 6, 0]


def test_total_of_several_chapters_is_open_while_one_waits():
    headings, *rows = for_people(PEOPLE, [FIRST, SECOND])
    assert headings[-1] == "総合計（20 点）"
    assert [row[-1] for row in rows] == [10, "要採点", 0]
    assert {len(row) for row in rows} == {len(headings)}


def test_moodle_gets_final_grades_and_nobody_without_one():
    assert for_moodle(PEOPLE, [FIRST, SECOND]) == [
        ["ID番号", "メールアドレス", "1_1_a", "1_2_b"],
        ["s1", "t@x", 6, 4],
    ]


HEADINGS = ["識別子", "評定", "最大評点", "フィードバックコメント"]
COLUMNS = {"identifier": 0, "grade": 1, "maximum": 2, "comments": 3}


def worksheet(*rows, columns=COLUMNS):
    """(student, maximum, comment) for each line."""
    participants = {
        n: Participant(n, "", (student,), (), "", [f"参加者 {n}", "", *more])
        for n, (student, *more) in enumerate(rows, start=1)
    }
    return Worksheet(Table(HEADINGS, [], 2, columns), participants)


def fill(*rows, chapter=FIRST, scale=False, columns=COLUMNS):
    return into_worksheet(worksheet(*rows, columns=columns), PEOPLE, chapter, scale)


def test_worksheet_gets_what_is_final():
    found = fill(("s1", "10.00", ""), ("s2", "10.00", ""), ("s3", "10.00", "x"))
    assert found.rows == [
        HEADINGS,
        ["参加者 1", 6, "10.00", "double 5/5、essay 2.5/5、遅れの減点 1.5"],
        ["参加者 2", "", "10.00", ""],
        ["参加者 3", "", "10.00", "x"],
    ]
    assert (found.written, found.refused) == (1, [])


def test_row_that_ends_early_is_filled_up_and_what_people_wrote_stays():
    assert fill(("s1",), ("s2",)).rows[1][1:] == [6, "", "double 5/5、essay 2.5/5、遅れの減点 1.5"]
    assert fill(("s1", "10", "先生より"), ("s2",)).rows[1][3] == "先生より"


def test_penalty_of_nothing_is_not_mentioned():
    assert fill(("s1",), chapter=SECOND).rows[1][3] == "x 4/10"


def test_student_without_a_line_is_named_with_those_who_are_unknown():
    found = fill(("s2", "10", ""), ("../x", "10", ""))
    assert [place for place, _ in found.refused] == ["s1", "参加者 2"]
    assert found.refused[0].reason == NO_LINE and found.written == 0


def test_unknown_people_do_not_matter_where_everyone_has_a_line():
    assert fill(("s1", "10", ""), ("s2", "10", ""), ("../x", "10", "")).refused == []


def test_other_maximum_is_refused_or_scaled():
    with pytest.raises(CourseError, match="最大評点は 100、1_1_a の満点は 10"):
        fill(("s1", "100", ""))
    assert fill(("s1", "100", ""), ("s2", "100", ""), scale=True).rows[1][1] == 60


def test_chapter_without_points_scales_to_nothing():
    empty = ChapterGrades("1_1_a", {}, {"s1": Result({}, 0.0, 0.0)})
    assert fill(("s1", "100", ""), chapter=empty, scale=True).rows[1][1] == 0


@pytest.mark.parametrize("maximum", ["優・良・可", "10点"])
def test_maximum_that_is_no_number_is_refused(maximum):
    with pytest.raises(CourseError, match="数ではない"):
        fill(("s1", maximum, ""))


def test_worksheet_without_a_column_for_grades_is_refused_and_without_comments_is_not():
    with pytest.raises(CourseError, match="「評定」の列がありません"):
        fill(("s1", "10", ""), columns={"identifier": 0})
    columns = {"identifier": 0, "grade": 1, "maximum": 2}
    assert fill(("s1", "10", "x"), ("s2",), columns=columns).rows[1] == ["参加者 1", 6, "10", "x"]
