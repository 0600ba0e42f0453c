"""A class that handed in on Moodle: whose is what, when it came in, and what is in doubt."""

import json
import unicodedata
from datetime import timedelta

import pytest

from course.errors import CourseError

TARO, HANA = ("s001", "山田", "太郎"), ("s002", "鈴木", "花")
LATE = "2026年 06月 6日(土曜日) 00:10"
IN_TIME = "2026年 06月 5日(金曜日) 23:59"


def reasons(outcome):
    return " / ".join(f"{place}：{reason}" for place, reason in outcome.refused)


def test_folders_are_matched_with_the_class_list_and_times_are_those_of_moodle(classroom):
    classroom.enrol(TARO, HANA)
    one, two = classroom.notebook("1"), classroom.notebook("2")
    outcome, screen = classroom.collect(
        classroom.moodle(("山田 太郎", 11, one), ("鈴木 花", 12, two))
    )
    assert not outcome.refused
    assert (classroom.submitted("s001"), classroom.submitted("s002")) == (one, two)
    assert classroom.timestamp("s001") == "2026-06-05 14:58:00.000000 UTC"
    assert classroom.timestamp("s002") == "2026-06-05 15:58:00.000000 UTC"
    assert "Moodle の「すべての提出をダウンロードする」の zip" in screen
    assert "受け取りの時刻：zip に Moodle が書いた時刻（Asia/Tokyo、2 件）" in screen


@pytest.mark.parametrize(
    "folder",
    [
        "山田 太郎_11_assignsubmission_file_/{}",
        "山田 太郎_11_assignsubmission_file/{}",  # since Moodle 4.1
        "山田 太郎_11_assignsubmission_file_{}",  # not in folders
        "太郎 山田_11_assignsubmission_file_/{}",
        "山田\u3000太郎_11_assignsubmission_file_/{}",
        "s001 山田太郎_11_assignsubmission_file_/{}",
        "コース-課題-99/山田 太郎_11_assignsubmission_file_/{}",  # packed again
        "ｓ００１_11_assignsubmission_file_/{}",
        unicodedata.normalize("NFD", "ガ田 ダ郎_11_assignsubmission_file_/{}"),
    ],
)
def test_every_form_of_folder_name_is_understood(classroom, folder):
    classroom.enrol(
        TARO if "ガ" not in unicodedata.normalize("NFC", folder) else ("s001", "ガ田", "ダ郎")
    )
    source = classroom.zip([(folder.format("1_1_doubling.ipynb"), classroom.notebook())])
    outcome, _ = classroom.collect(source)
    assert not outcome.refused
    assert classroom.submitted("s001") == classroom.notebook()


def test_names_in_shift_jis_without_a_flag_are_read(classroom):
    classroom.enrol(("s001", "能登", "ソラ"))  # both hold a byte that is a backslash elsewhere
    name = f"能登 ソラ_11_assignsubmission_file_/{classroom.slug}.ipynb".encode("cp932")
    outcome, _ = classroom.collect(classroom.zip([(name, classroom.notebook())]))
    assert not outcome.refused
    assert classroom.submitted("s001") == classroom.notebook()


def test_worksheet_says_who_and_when(classroom):
    worksheet = classroom.worksheet(
        (11, "山田 太郎", "s001", "taro@example.ac.jp", IN_TIME),
        (12, "山田 太郎", "s009", "taro9@example.ac.jp", LATE),
        (13, "欠席 者", "s010", "", "-"),
    )
    source = classroom.moodle(("山田 太郎", 11, b"{}"), ("山田 太郎", 12, b"[]"))
    outcome, screen = classroom.collect(source, worksheet=worksheet)
    assert not outcome.refused
    assert classroom.timestamp("s001") == "2026-06-05 14:59:00.000000 UTC"
    assert classroom.timestamp("s009") == "2026-06-05 15:10:00.000000 UTC"
    assert "受け取りの時刻：評定ワークシート（Asia/Tokyo、2 件）" in screen
    assert "2026-06-06 00:10" in screen


def test_worksheet_in_english_and_shift_jis_is_read(classroom):
    headings = ("Identifier", "Full name", "ID number", "Email address", "Status", "Grade")
    headings += ("Maximum Grade", "Grade can be changed", "Last modified (submission)")
    headings += ("Last modified (grade)", "Feedback comments")
    time = "Friday, 5 June 2026, 11:59\u202fPM"
    row = (11, "Taro Yamada", "s001", "", time)
    worksheet = classroom.worksheet(row, headings=headings)
    classroom.collect(classroom.moodle(("Taro Yamada", 11, b"{}")), worksheet=worksheet)
    assert classroom.timestamp("s001") == "2026-06-05 14:59:00.000000 UTC"


def test_worksheet_without_ids_uses_names_only_where_they_are_unique(classroom):
    classroom.enrol(TARO, HANA, ("s003", "鈴木", "花"))
    worksheet = classroom.worksheet(
        (11, "山田 太郎", "", "", IN_TIME), (12, "鈴木 花", "", "", IN_TIME)
    )
    source = classroom.moodle(("山田 太郎", 11, b"{}"), ("鈴木 花", 12, b"[]"))
    outcome, _ = classroom.collect(source, worksheet=worksheet)
    assert classroom.students() == {"s001"}
    assert "s002 と s003 と同じ名前" in reasons(outcome)


def test_worksheet_of_another_assignment_is_noticed(classroom):
    worksheet = classroom.worksheet((11, "鈴木 花", "s002", "", IN_TIME))
    source = classroom.moodle(("山田 太郎", 11, b"{}"), ("田中 一", 12, b"{}"))
    outcome, _ = classroom.collect(source, worksheet=worksheet)
    assert classroom.students() == set()
    assert "フォルダの名前と違います" in reasons(outcome)
    assert "「参加者 12」がいません" in reasons(outcome)


def test_class_list_is_not_a_worksheet(classroom):
    path = classroom.inbox / "list.csv"
    path.write_text("学籍番号,氏名\ns001,山田 太郎\n", encoding="utf-8")
    with pytest.raises(CourseError, match="評定ワークシートではありません"):
        classroom.collect(classroom.moodle(("山田 太郎", 11, b"{}")), worksheet=path)


def test_two_students_of_one_name_are_both_refused(classroom):
    classroom.enrol(("s001", "佐藤", "愛"), ("s002", "佐藤", "愛"))
    outcome, screen = classroom.collect(classroom.moodle(("佐藤 愛", 11, b"{}")))
    assert classroom.students() == set()
    assert "s001 と s002 のどれか" in reasons(outcome) and "--worksheet" in screen


def test_two_participants_of_one_name_are_two_people_though_the_list_knows_one(classroom):
    classroom.enrol(("s001", "佐藤", "愛"))
    source = classroom.moodle(("佐藤 愛", 11, b"{}"), ("佐藤 愛", 12, b"[]"))
    outcome, _ = classroom.collect(source)
    assert classroom.students() == set()
    assert len(outcome.refused) == 2


def test_someone_who_is_not_in_the_class_list_is_refused(classroom):
    classroom.enrol(TARO)
    outcome, _ = classroom.collect(classroom.moodle(("鈴木 花", 12, b"{}")))
    assert "名簿にいません" in reasons(outcome)


def test_times_that_are_all_the_same_are_the_download_and_nobody_is_late(classroom):
    classroom.enrol(TARO, HANA)
    source = classroom.moodle(("山田 太郎", 11, b"{}"), ("鈴木 花", 12, b"[]"), times=False)
    outcome, screen = classroom.collect(source)
    assert classroom.students() == {"s001", "s002"}
    assert classroom.timestamp("s001") is None
    assert "ダウンロードした時刻とみなし" in screen and "--worksheet" in screen


def test_time_in_the_submission_does_not_count(classroom, zips):
    classroom.enrol(TARO, HANA)
    early = classroom.day - timedelta(days=9)
    inner = zips.make([(f"{classroom.slug}.ipynb", b"{}", early)])
    folder = "山田 太郎_11_assignsubmission_file_"
    source = classroom.zip(
        [
            (f"{folder}/work.zip", inner, classroom.day),
            (f"{folder}/timestamp.txt", b"2020-01-01 00:00:00 UTC", classroom.day),
            (
                f"鈴木 花_12_assignsubmission_file_/{classroom.slug}.ipynb",
                b"[]",
                classroom.day + timedelta(days=1),
            ),
        ]
    )
    outcome, _ = classroom.collect(source)
    assert not outcome.refused
    assert classroom.timestamp("s001") == "2026-06-05 14:58:00.000000 UTC"


def test_worksheet_time_that_cannot_be_read_is_said(classroom):
    worksheet = classroom.worksheet((11, "山田 太郎", "s001", "", "6/5/26, 23:59"))
    _, screen = classroom.collect(classroom.moodle(("山田 太郎", 11, b"{}")), worksheet=worksheet)
    assert "「6/5/26, 23:59」は、日時として読めません" in screen
    assert classroom.timestamp("s001") is None


def test_of_several_attempts_the_newest_wins_and_the_others_are_named(classroom):
    classroom.enrol(TARO, HANA)
    folder = "山田 太郎_11_assignsubmission_file_"
    source = classroom.zip(
        [
            (f"{folder}/1_1_doubling.ipynb", b"old", classroom.day),
            (f"{folder}/1_1_doubling (1).ipynb", b"new", classroom.day + timedelta(hours=2)),
        ]
    )
    _, screen = classroom.collect(source)
    assert classroom.submitted("s001") == b"new"
    assert "「1_1_doubling.ipynb」は使いません" in screen
    assert classroom.timestamp("s001") == "2026-06-05 16:58:00.000000 UTC"


def test_two_accounts_of_one_student_are_attempts(classroom):
    worksheet = classroom.worksheet(
        (11, "山田 太郎", "s001", "", LATE), (12, "山田 太郎", "s001", "", IN_TIME)
    )
    source = classroom.moodle(("山田 太郎", 11, b"late"), ("山田 太郎", 12, b"early"))
    _, screen = classroom.collect(source, worksheet=worksheet)
    assert classroom.submitted("s001") == b"late"
    assert "前に出したもの" in screen and "山田 太郎_12" in screen


def test_online_text_alone_is_no_submission(classroom):
    classroom.enrol(TARO)
    source = classroom.zip([("山田 太郎_11_assignsubmission_onlinetext_/onlinetext.html", b"<p>")])
    outcome, _ = classroom.collect(source)
    assert "ノートブックがありません（「onlinetext.html」）" in reasons(outcome)


def test_unpacked_download_is_recognised(classroom):
    classroom.enrol(TARO)
    folder = classroom.inbox / "unpacked" / "山田 太郎_11_assignsubmission_file_"
    folder.mkdir(parents=True)
    (folder / f"{classroom.slug}.ipynb").write_bytes(b"{}")
    _, screen = classroom.collect(classroom.inbox / "unpacked")
    assert "展開したフォルダ" in screen and "時刻が分からないもの：1 件" in screen
    assert classroom.submitted("s001") == b"{}"


def test_folder_names_are_remembered_for_feedback(classroom):
    classroom.enrol(TARO, HANA)
    classroom.collect(classroom.moodle(("山田 太郎", 11, b"{}")))
    classroom.collect(classroom.moodle(("鈴木 花", 12, b"{}")))
    path = classroom.course.root / ".collected" / classroom.slug / "moodle.json"
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "s001": "山田 太郎_11_assignsubmission_file_",
        "s002": "鈴木 花_12_assignsubmission_file_",
    }
