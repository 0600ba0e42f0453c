"""Whose a file is: one known id or name in its path decides, and no student is made of a word."""

import io
import unicodedata
import zipfile
from zoneinfo import ZoneInfo

import pytest

from course.collecting import moodle, per_student
from course.collecting.archives import Contents, Member, safe_parts
from course.collecting.class_list import ClassList, Person
from course.collecting.owners import Owners
from course.collecting.worksheet import Worksheet

SLUG = "1_1_doubling"
TOKYO = ZoneInfo("Asia/Tokyo")
TARO, HANA = Person("s001", "山田", "太郎", "taro@example.ac.jp"), Person("s002", "髙橋", "花")
PEOPLE = [TARO, HANA, Person("23E0123", "﨑山", "一"), Person("S004", "佐藤", "愛")]
PEOPLE += [Person("s005", "佐藤", "愛"), Person("s006", "Lee", "Kim"), Person("7", "森", "丘")]
FOLDER = "_11_assignsubmission_file_"


def zipped(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, b"1")
    return stream.getvalue()


def contents(files):
    """What a source holds: names, or names with their bytes."""
    files = files if isinstance(files, dict) else dict.fromkeys(files, b"1")
    members = [Member(safe_parts(n), None, lambda limit, d=d: d) for n, d in files.items()]
    return Contents(members, [])


def collected(*files, people=PEOPLE, source=per_student, worksheet=None):
    """The students found, and everything said of the rest."""
    owners = Owners(ClassList(people), [SLUG, "1_2_tripling"])
    files = files[0] if isinstance(files[0], dict) else files
    found = source.hand_ins(contents(files), owners, worksheet, TOKYO)
    students = [hand_in.student for hand_in in found.hand_ins]
    notes = [note for hand_in in found.hand_ins for note in hand_in.notes]
    return students, " / ".join([*(f"{p}：{r}" for p, r in found.refused), *notes])


# ---- names that systems, browsers and people give ---------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        f"Copy_of_s001_{SLUG}.ipynb",
        f"Copy of s001_{SLUG}.ipynb",
        f"s001_{SLUG} のコピー.ipynb",
        f"s001_{SLUG}.ipynb のコピー.ipynb",
        f"s001_{SLUG} (1).ipynb",
        f"s001_{SLUG}-Copy1.ipynb",
        f"s001_{SLUG}.ipynb.ipynb",
        f"s001_{SLUG}.ipynb.txt",
        f"s001_{SLUG}.ipynb.download",
        f"s001_{SLUG} - コピー (2).ipynb",
        f"ｓ００１＿{SLUG}.ipynb",
        f"{SLUG}_s001_final.ipynb",
        "s001.ipynb",
        "S001山田太郎.ipynb",
        f"taro@example.ac.jp_{SLUG}.ipynb",
        f"山田 太郎 - {SLUG}.ipynb",  # Google Classroom
        f"山田太郎さんの課題_{SLUG}.ipynb",
        f"山田　太郎/課題1/Version 2/{SLUG}.ipynb",  # Teams
        f"Submitted files/太郎 山田/課題1/バージョン 2/{SLUG}.ipynb",
        f"山田, 太郎(s001)/提出物の添付ファイル/{SLUG}.ipynb",  # Sakai
        f"山田太郎_12345_67890_{SLUG}.ipynb",  # Canvas
        f"report/s001_山田 太郎_x/{SLUG}.ipynb",
        f"2026/report/week 7/s001/{SLUG}.ipynb",
        unicodedata.normalize("NFD", f"report/山田 太郎_ガ/{SLUG}.ipynb"),  # macOS
    ],
)
def test_one_known_id_or_name_in_the_path_decides(name):
    assert collected(name)[0] == ["s001"]


@pytest.mark.parametrize(
    "name",
    [
        "Untitled.ipynb",
        f"final_{SLUG}.ipynb",
        f"report/{SLUG}.ipynb",
        f"Copy_of_{SLUG}.ipynb",
        f"s099_{SLUG}.ipynb",
        f"as001_{SLUG}.ipynb",
        f"s0012_{SLUG}.ipynb",
        f"week 7/{SLUG}.ipynb",  # 7 is an id, but here it is a number like any other
        f"{SLUG} 7.ipynb",
        f"課題7/{SLUG} (7).ipynb",
        f"山田太郎左衛門_{SLUG}.ipynb",
    ],
)
def test_student_is_never_made_of_a_word(name):
    students, said = collected(name)
    assert students == []
    assert name in said and "だれのものか分かりません" in said


def test_id_of_few_digits_counts_where_it_stands_for_itself():
    assert collected(f"7_{SLUG}.ipynb", f"７/{SLUG}.ipynb")[0] == ["7", "7"]


@pytest.mark.parametrize(
    "name, students",
    [
        (f"yamada_{SLUG}.ipynb", ["yamada"]),
        (f"report/yamada/Copy of {SLUG}.ipynb", ["yamada"]),
        (f"final_yamada_{SLUG}.ipynb", ["yamada"]),
        (f"Yamada Hanako_{SLUG}.ipynb", ["s008"]),
        (f"yamada-Jiro_{SLUG}.ipynb", []),  # somebody else
    ],
)
def test_user_name_is_not_taken_out_of_the_name_of_another_person(name, students):
    people = [Person("yamada", "Yamada", "Ichiro"), Person("s008", "Yamada", "Hanako")]
    assert collected(name, people=people)[0] == students


@pytest.mark.parametrize(
    "name, said",
    [
        (f"s001_髙橋花_{SLUG}.ipynb", "s001 と s002 の2人"),
        (f"s001/s002_{SLUG}.ipynb", "s001 と s002 の2人"),
        (f"佐藤 愛/{SLUG}.ipynb", "S004 と s005 のどれか"),
    ],
)
def test_two_people_in_one_path_are_both_named_and_nobody_is_chosen(name, said):
    students, refused = collected(name)
    assert students == [] and said in refused


def test_id_tells_people_of_one_name_apart():
    assert collected(f"佐藤愛_s004_{SLUG}.ipynb")[0] == ["S004"]


def test_it_is_said_where_a_name_was_read_as_an_id():
    assert "「山田 太郎」を s001 と読みました" in collected(f"山田 太郎/{SLUG}.ipynb")[1]


def test_files_beside_a_notebook_name_nobody_else():
    files = (f"s001/{SLUG}.ipynb", "s001/髙橋花さんと話したこと.txt", "s001/図.png")
    assert collected(*files) == (["s001"], "")


def test_zip_without_a_name_is_whose_its_notebook_is():
    files = {"課題.zip": zipped(f"work/s001_{SLUG}.ipynb", "memo.txt")}
    assert collected(files)[0] == ["s001"]


def test_zip_of_a_whole_class_is_named_with_what_to_do():
    students, said = collected({"A組.zip": zipped(f"s001_{SLUG}.ipynb", f"s002_{SLUG}.ipynb")})
    assert students == [] and "2 人分" in said and "展開して" in said


@pytest.mark.parametrize("order", [1, -1])
def test_folder_of_nobody_is_named_once_among_those_of_others(order):
    files = [f"提出/s001/{SLUG}.ipynb", f"提出/だれか/{SLUG}.ipynb", "提出/だれか/図.png"]
    students, said = collected(*files[::order])
    assert students == ["s001"] and said.count("提出/だれか：") == 1


# ---- without a class list ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, student",
    [
        (f"s001_{SLUG}.ipynb", "s001"),
        (f"s001_{SLUG} (1).ipynb", "s001"),
        (f"23E0123_{SLUG}.zip", "23E0123"),
        (f"提出/2026/s001/{SLUG}/{SLUG}.ipynb", "s001"),
        (f"20-A_001_{SLUG}.ipynb", "20-A_001"),
        (f"Copy_of_s001_{SLUG}.ipynb", "s001"),
        (f"コピー ～ s001_{SLUG}.ipynb", "s001"),
        ("Untitled1.ipynb", None),
        (f"final_{SLUG}.ipynb", None),
        (f"final2_{SLUG}.ipynb", None),
        (f"s001_final_{SLUG}.ipynb", None),
        (f"report/s001_山田 太郎_x/{SLUG}.ipynb", None),
        (f"report2026/{SLUG}.ipynb", None),
        (f"week1/課題2/{SLUG}.ipynb", None),
        ("s006_report.ipynb", None),
    ],
)
def test_without_a_class_list_only_the_courses_own_names_are_taken(name, student):
    students, said = collected(name, people=[])
    assert students == ([student] if student else [])
    assert student or "course students import" in said


# ---- variants of letters: suggested, not decided ----------------------------------------------

ALMOST = [
    ("高橋 花", "髙橋 花"),
    ("崎山 一", "﨑山 一"),
    ("高橋花", "髙橋 花"),
    ("山田太朗", "山田 太郎"),
    ("山田", "山田 太郎"),
    ("23E-0123", "﨑山 一"),
    ("s0O1", "山田 太郎"),
]


@pytest.mark.parametrize("written, meant", ALMOST)
@pytest.mark.parametrize("source", [per_student, moodle])
def test_name_that_is_almost_one_is_suggested_and_not_decided(written, meant, source):
    folder = f"{written}{FOLDER if source is moodle else ''}/{SLUG}.ipynb"
    students, said = collected(folder, source=source)
    assert students == []
    assert f"名簿の {meant} ですか" in said and "学籍番号" in said


def test_worksheet_suggests_too(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text("識別子,フルネーム\n参加者 11,高橋 花\n", encoding="utf-8")
    folder = f"高橋 花{FOLDER}/{SLUG}.ipynb"
    _, said = collected(folder, source=moodle, worksheet=Worksheet.read(path))
    assert "名簿の 髙橋 花 ですか" in said


# ---- Moodle -----------------------------------------------------------------------------------


@pytest.mark.parametrize("with_worksheet", [False, True])
@pytest.mark.parametrize(
    "name, group",
    [
        ("グループA-山田 太郎", "グループA"),
        ("月-1-山田 太郎", "月-1"),
        ("Team 3-太郎 山田", "Team 3"),
        ("グループA", "グループA"),
        ("3班", "3班"),
        ("デフォルトグループ-参加者", "デフォルトグループ"),
    ],
)
def test_group_submission_is_named_and_nobody_is_graded(tmp_path, name, group, with_worksheet):
    path = tmp_path / "sheet.csv"
    path.write_text("識別子,フルネーム,ID番号\n参加者 11,山田 太郎,s001\n", encoding="utf-8")
    worksheet = Worksheet.read(path) if with_worksheet else None
    folder = f"{name}{FOLDER}/{SLUG}.ipynb"
    students, said = collected(folder, source=moodle, worksheet=worksheet)
    assert students == []
    assert "グループ提出" in said and f"「{group}」" in said


@pytest.mark.parametrize("name", ["Jean-Luc Picard", "Picard Jean-Luc", "s009-Jean-Luc Picard"])
def test_hyphen_in_a_name_is_no_group(name):
    people = [Person("s009", "Picard", "Jean-Luc")]
    folder = f"{name}{FOLDER}/{SLUG}.ipynb"
    assert collected(folder, people=people, source=moodle)[0] == ["s009"]


@pytest.mark.parametrize("name", ["s001 山田太郎", "山田 太郎（1年）", "太郎 山田 s001"])
def test_moodle_may_write_more_than_the_name(name):
    assert collected(f"{name}{FOLDER}/{SLUG}.ipynb", source=moodle)[0] == ["s001"]


def test_where_moodle_hides_names_those_of_the_files_decide():
    files = (f"参加者_11_assignsubmission_file_/s001_{SLUG}.ipynb", f"参加者{FOLDER}/memo.txt")
    assert collected(*files, source=moodle)[0] == ["s001"]


def test_name_of_a_file_does_not_overrule_the_person_whom_moodle_names():
    students, said = collected(f"田中 一{FOLDER}/s001_{SLUG}.ipynb", source=moodle)
    assert students == [] and "「田中 一」が名簿にいません" in said
