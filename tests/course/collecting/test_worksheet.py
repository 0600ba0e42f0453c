"""Moodle's worksheet: who is behind a number, and what is not clear is refused."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from course.collecting.class_list import ClassList, Person
from course.collecting.unusable import Unusable
from course.collecting.worksheet import Worksheet
from course.errors import CourseError

HEADINGS = "識別子,フルネーム,ID番号,メールアドレス,最終更新日時 (提出)"
PEOPLE = ClassList(
    [Person("s1", "山田", "太郎", "taro@x"), Person("s2", "鈴木", "花"), Person("s3", "鈴木", "花")]
)


@pytest.fixture
def worksheet(tmp_path):
    def worksheet(*lines, headings=HEADINGS):
        path = tmp_path / "worksheet.csv"
        path.write_text("\n".join([headings, *lines]), encoding="utf-8")
        return Worksheet.read(path)

    return worksheet


def test_lines_are_known_by_their_number(worksheet):
    found = worksheet("参加者 11,山田 太郎,s1,taro@x,2026年6月5日 23:58", "", "Participant 12,,,,")
    assert set(found.participants) == {11, 12}
    one = found.participants[11]
    assert (one.full_name, one.numbers, one.logins) == ("山田 太郎", ("s1",), ("taro@x",))


def test_name_may_stand_in_two_columns(worksheet):
    found = worksheet("参加者 1,山田,太郎", headings="識別子,姓,名")
    assert found.participants[1].full_name == "山田 太郎"


@pytest.mark.parametrize("lines", [["参加者 1", "参加者 1"], ["参加者"], ["参加者 1,", "隠し"]])
def test_lines_without_a_number_of_their_own_are_refused(worksheet, lines):
    with pytest.raises(CourseError, match="番号のない行か、同じ番号の行"):
        worksheet(*lines)


def test_table_without_identifiers_is_no_worksheet(worksheet):
    with pytest.raises(CourseError, match="評定ワークシートではありません"):
        worksheet("s1", headings="学籍番号")


def test_time_is_moodles_in_the_zone_of_the_course_or_it_is_said_why_not(worksheet):
    found = worksheet("参加者 1,a,,,2026年6月5日 23:58", "参加者 2,b,,,-").participants
    receipt = found[1].receipt(ZoneInfo("Asia/Tokyo"))
    assert receipt.time == datetime(2026, 6, 5, 14, 58)
    assert found[2].receipt(ZoneInfo("Asia/Tokyo")) is None
    assert "「-」は、日時として読めません" in found[2].without_receipt


@pytest.mark.parametrize("name", ["山田 太郎", "s1 山田太郎", "参加者", "Participant", ""])
def test_folder_belongs_to_a_line_with_its_number_and_name(worksheet, name):
    found = worksheet("参加者 11,山田 太郎,,,")
    assert found.of_folder(11, name) is found.participants[11]


@pytest.mark.parametrize(
    "number, name, words", [(12, "山田 太郎", "がいません"), (11, "鈴木", "違います")]
)
def test_folder_of_another_assignment_is_noticed(worksheet, number, name, words):
    with pytest.raises(Unusable, match=words):
        worksheet("参加者 11,山田 太郎,,,").of_folder(number, name)


@pytest.mark.parametrize(
    "line, student",
    [
        ("参加者 1,だれか,S1,,", "s1"),
        ("参加者 1,だれか,,TARO@x,", "s1"),
        ("参加者 1,だれか,ｓ９,,", "s9"),
        ("参加者 1,山田　太郎,,,", "s1"),
    ],
)
def test_student_is_who_has_the_number_the_address_or_alone_the_name(worksheet, line, student):
    found = worksheet(line)
    assert found.student(found.participants[1], PEOPLE) == student


@pytest.mark.parametrize(
    "line, words",
    [
        ("参加者 1,鈴木 花,,,", "s2 と s3 と同じ名前"),
        ("参加者 1,田中 一,,,", "名簿にいません"),
        ("参加者 1,,,,", "名簿にいません"),
        ("参加者 1,a,../x,,", "学籍番号として使えません"),
    ],
)
def test_student_who_is_not_clear_is_refused(worksheet, line, words):
    found = worksheet(line)
    with pytest.raises(Unusable, match=words):
        found.student(found.participants[1], PEOPLE)


def test_login_is_an_id_only_in_a_course_without_a_class_list(worksheet):
    found = worksheet("参加者 1,a,,login,")
    assert found.student(found.participants[1], ClassList([])) == "login"
    with pytest.raises(Unusable):
        found.student(found.participants[1], PEOPLE)


def test_student_in_two_lines_is_refused_and_the_others_are_found(worksheet):
    found, refused = worksheet(
        "参加者 1,a,s1,,", "参加者 2,b,,taro@x,", "参加者 3,c,s2,,", "参加者 4,d,,,"
    ).by_student(PEOPLE)
    assert {student: line.number for student, line in found.items()} == {"s2": 3}
    assert [place for place, _ in refused] == ["参加者 4", "参加者 1、2"]
