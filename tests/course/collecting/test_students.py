"""Class lists from Excel, Moodle and elsewhere: nobody is lost, nobody is two people."""

import io

import openpyxl
import pytest
from rich.console import Console

from course.collecting.class_list import ClassList, opened_gradebook
from course.collecting.students import import_students
from course.errors import CourseError

MOODLE = (
    "名,姓,メールアドレス,ID番号,グループ\n太郎,山田,taro@example.ac.jp,s001,A\n花,鈴木,,s002,\n"
)


@pytest.fixture
def imported(classroom):
    """Import a text or bytes; the outcome, what was printed, and everyone in the gradebook."""

    def import_table(table, name="list.csv"):
        path = classroom.inbox / name
        path.write_bytes(table if isinstance(table, bytes) else table.encode())
        screen = io.StringIO()
        outcome = import_students(classroom.course, path, Console(file=screen, width=100))
        with opened_gradebook(classroom.course) as gradebook:
            people = {s.id: (s.last_name, s.first_name, s.email) for s in gradebook.students}
        return outcome, screen.getvalue(), people

    return import_table


PEOPLE = {"s001": ("山田", "太郎", "taro@example.ac.jp"), "s002": ("鈴木", "花", None)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_moodle_list_is_read_in_every_encoding(imported, encoding):
    outcome, screen, people = imported(MOODLE.encode(encoding))
    assert people == PEOPLE
    assert outcome.added == ["s001", "s002"] and not outcome.refused
    assert "「ID番号」の列を使いました" in screen and "追加 2 人" in screen


@pytest.mark.parametrize(
    "text",
    [
        "学籍番号,氏名,メールアドレス\ns001,山田　太郎,taro@example.ac.jp\ns002,鈴木 花,\n",
        "ID number\tSurname\tFirst name\tEmail address\ns001\t山田\t太郎\ttaro@example.ac.jp\n"
        "s002\t鈴木\t花\t\n",
        "2026年度 名簿,,\n\n学籍番号;氏名;メール\ns001;山田 太郎;taro@example.ac.jp\n"
        "s002;鈴木 花;\n",
        "Username,Last name,First name,E-mail\ns001,山田,太郎,taro@example.ac.jp\ns002,鈴木,花,\n",
        "ID番号,ユーザー名,姓,名,メール\n,s001,山田,太郎,taro@example.ac.jp\n,s002,鈴木,花,\n",
    ],
)
def test_headings_of_many_kinds_are_understood(imported, text):
    assert imported(text)[2] == PEOPLE


def test_excel_is_read_with_the_zeros_that_it_shows(imported, classroom):
    book = openpyxl.Workbook()
    book.active.append(["学籍番号", "氏名"])
    book.active.append([123, "山田 太郎"])
    book.active["A2"].number_format = "00000"
    book.active.append(["00456", "鈴木 花"])
    book.active.append([789, "田中"])
    book.save(classroom.inbox / "list.xlsx")
    _, _, people = imported((classroom.inbox / "list.xlsx").read_bytes(), "list.xlsx")
    assert people.keys() == {"00123", "00456", "789"}
    assert people["789"][0] == "田中"


def test_full_width_ids_become_half_width_and_it_is_said(imported):
    _, screen, people = imported("学籍番号,氏名\nｓ００１,山田 太郎\n")
    assert people.keys() == {"s001"}
    assert "「ｓ００１」を s001 と読みました" in screen


def test_rows_that_cannot_be_used_are_named(imported):
    text = "学籍番号,氏名\ns001,山田\n,名無し\n学/番,悪\nCON,窓\n\ns002,鈴木\n"
    outcome, screen, people = imported(text)
    assert people.keys() == {"s001", "s002"}
    assert [place for place, _ in outcome.refused] == ["3 行目　名無し", "4 行目　悪", "5 行目　窓"]
    assert "登録しなかったもの 3 件" in screen


def test_id_of_two_people_is_given_to_neither(imported):
    outcome, _, people = imported("学籍番号,氏名\ns001,山田\nS001,鈴木\ns002,田中\ns002,田中\n")
    assert people.keys() == {"s002"}
    assert outcome.refused[0].place.startswith("2 行目と 3 行目")
    assert "4 行目と 5 行目は同じ内容" in outcome.notes[0]


def test_user_names_on_github_are_kept_until_a_list_has_others(imported, classroom):
    roster = "identifier,github_username,github_id,name\ns001,{},1,\n"
    for text in (roster.format("hanako-y"), MOODLE):
        imported(text)
        assert ClassList.read(classroom.course).with_login("Hanako-Y") == "s001"
    outcome, _, people = imported(roster.format("hanako-z"))
    assert outcome.changed == ["s001"] and people == PEOPLE
    assert ClassList.read(classroom.course).with_login("hanako-y") is None


def test_second_import_updates_and_removes_nobody(imported):
    imported(MOODLE)
    outcome, screen, people = imported("学籍番号,姓,名\ns001,山田,二郎\ns003,田中,一\n")
    assert people["s001"] == ("山田", "二郎", "taro@example.ac.jp")
    assert people.keys() == {"s001", "s002", "s003"}
    assert (outcome.added, outcome.changed) == (["s003"], ["s001"])
    assert "このファイルにいない学生：「s002」" in screen


def test_id_that_differs_in_case_from_the_gradebook_is_refused(imported):
    imported("学籍番号,氏名\ns001,山田\n")
    outcome, _, people = imported("学籍番号,氏名\nS001,山田\n")
    assert "s001 が、成績簿にいます" in outcome.refused[0].reason
    assert people.keys() == {"s001"}


@pytest.mark.parametrize(
    "data, reason",
    [
        (b"", "見出しもありません"),
        ("名前,点\n山田,3\n".encode(), "見出しもありません"),
        ("学籍番号,氏名\n".encode(), "1人もいません"),
        (b"\x81\xff\xfe,\xa0", "文字コードが分かりません"),
        (b"PK\x03\x04 broken", "Excel のファイルとして読めません"),
    ],
)
def test_file_that_is_no_class_list_is_one_clear_line(imported, data, reason):
    with pytest.raises(CourseError, match=reason):
        imported(data)


def test_old_excel_and_missing_file_are_one_clear_line(imported, classroom):
    with pytest.raises(CourseError, match="古い形式の Excel"):
        imported(b"\xd0\xcf\x11\xe0", "list.xls")
    with pytest.raises(CourseError, match="というファイルがありません"):
        import_students(classroom.course, classroom.inbox / "none.csv", Console())


def test_id_that_excel_changed_is_refused_with_its_column_and_the_others_are_taken(imported):
    outcome, screen, people = imported("学籍番号（半角）,氏名\n2.3E+124,山田\n23A0001,鈴木\n")
    assert people.keys() == {"23A0001"}
    assert outcome.refused[0].place == "2 行目　山田"
    assert "「学籍番号（半角）」の列" in screen and "Excel が数に直しました" in screen


def test_numbers_that_may_have_lost_their_zeros_are_pointed_out(imported):
    _, screen, people = imported("学籍番号,氏名\n123,山田\n10456,鈴木\n")
    assert people.keys() == {"123", "10456"}
    assert "「123」は、ほかより桁が少ない" in screen
