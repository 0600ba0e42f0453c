"""A folder or zip with something for each student: whose it is, and which notebook is meant."""

import unicodedata

import pytest

from course.errors import CourseError

SLUG = "1_1_doubling"


def reasons(outcome):
    return " / ".join(f"{place}：{reason}" for place, reason in outcome.refused)


def fill(classroom, files):
    folder = classroom.inbox / "folder"
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


@pytest.mark.parametrize("form", ["zip", "folder"])
def test_files_folders_and_zips_of_students_are_taken(classroom, zips, form):
    files = {
        f"s001_{SLUG}.ipynb": b"1",
        f"s002/{SLUG}.ipynb": b"2",
        f"s003/{SLUG}/{SLUG}.ipynb": b"3",  # as nbgrader lays it out
        "s003/1_2_tripling/1_2_tripling.ipynb": b"other chapter",
        "s004.zip": zips.make([(f"{SLUG}.ipynb", b"4")]),
        f"s005_{SLUG}.zip": zips.make([(f"work/{SLUG}.ipynb", b"5")]),
        f"s006_{SLUG} (1).ipynb": b"6",
        ".DS_Store": b"",
        f"__MACOSX/._s001_{SLUG}.ipynb": b"",
        f"s002/.ipynb_checkpoints/{SLUG}-checkpoint.ipynb": b"old",
    }
    source = fill(classroom, files)
    if form == "zip":
        source = classroom.zip(list(files.items()))
    outcome, screen = classroom.collect(source)
    assert not outcome.refused
    found = {student: classroom.submitted(student) for student in classroom.students()}
    assert found == {f"s00{n}": str(n).encode() for n in range(1, 7)}
    assert "学生ごとのファイルかフォルダが入った" in screen
    assert "「1_2_tripling/1_2_tripling.ipynb」は使いません" in screen
    assert all(classroom.timestamp(student) is None for student in found)


def test_folder_around_everything_does_not_matter(classroom):
    files = {f"提出物/2026/s001_{SLUG}.ipynb": b"1", f"提出物/2026/s002/{SLUG}.ipynb": b"2"}
    classroom.collect(fill(classroom, files))
    assert classroom.students() == {"s001", "s002"}


def test_folder_of_the_only_student_is_no_folder_around_everything(classroom):
    classroom.collect(classroom.zip([(f"s001/{SLUG}/{SLUG}.ipynb", b"1")]))
    assert classroom.students() == {"s001"}


@pytest.mark.parametrize(
    "name",
    [
        f"{SLUG}.ipynb",
        f"{SLUG} (1).ipynb",
        f"{SLUG}_s001_山田.ipynb",
        "1-1 Doubling.ipynb",
        "1_1_doubling のコピー.ipynb",
        "ノートブック.ipynb",
        "Untitled.IPYNB",
        unicodedata.normalize("NFD", "ガ_1_1_doubling.ipynb"),
    ],
)
def test_only_notebook_is_taken_whatever_its_name(classroom, name):
    outcome, _ = classroom.collect(fill(classroom, {f"s001/{name}": b"1", "s001/図.png": b""}))
    assert not outcome.refused
    assert classroom.submitted("s001") == b"1"


def test_notebook_of_the_chapter_is_taken_among_others(classroom):
    files = {
        f"s001/{SLUG} (1).ipynb": b"1",
        "s001/memo.ipynb": b"2",
        "s001/1_2_tripling.ipynb": b"",
    }
    _, screen = classroom.collect(fill(classroom, files))
    assert classroom.submitted("s001") == b"1"
    assert "「memo.ipynb」" in screen


@pytest.mark.parametrize(
    "names, reason",
    [
        (
            ["a.ipynb", "b.ipynb"],
            "どれが 1_1_doubling のノートブックか分かりません（「a.ipynb」「b",
        ),
        ([f"{SLUG}.ipynb", f"{SLUG} (1).ipynb"], "いくつもあります"),
        (["1_2_tripling.ipynb"], "別の章（1_2_tripling）"),
        (["report.pdf"], "ノートブックがありません（「report.pdf」）"),
        (["work.7z"], "zip 1つだけを開けます"),
    ],
)
def test_what_is_not_clear_is_refused_by_name(classroom, names, reason):
    files = {f"s001/{name}": name.encode() for name in names}
    outcome, _ = classroom.collect(fill(classroom, files))
    assert reason in reasons(outcome)
    assert classroom.students() == set()


def test_equal_copies_are_one_notebook(classroom):
    files = {f"s001/{SLUG}.ipynb": b"1", f"s001/backup/{SLUG}.ipynb": b"1"}
    outcome, _ = classroom.collect(fill(classroom, files))
    assert not outcome.refused


def test_two_hand_ins_of_one_student_without_times_are_refused_together(classroom):
    files = {f"s001_{SLUG}.ipynb": b"1", f"s001_{SLUG} (1).ipynb": b"2"}
    outcome, _ = classroom.collect(fill(classroom, files))
    assert len(outcome.refused) == 2
    assert "どれが新しいか分かりません" in reasons(outcome)


def test_full_width_ids_are_read_and_it_is_said(classroom):
    _, screen = classroom.collect(fill(classroom, {f"ｓ００１_{SLUG}.ipynb": b"1"}))
    assert classroom.students() == {"s001"}
    assert "「ｓ００１」を s001 と読みました" in screen


@pytest.mark.parametrize(
    "name", ["CON", "nul", "com1", "aux.txt", "山田", "-rf", ".hidden.", "a b"]
)
def test_ids_that_cannot_name_a_folder_are_refused(classroom, name):
    files = {f"{name}/{SLUG}.ipynb": b"1", f"s002/{SLUG}.ipynb": b"2"}
    outcome, _ = classroom.collect(classroom.zip(list(files.items())))
    assert classroom.students() == {"s002"}
    assert [refused.place for refused in outcome.refused] == [name]


def test_names_and_spellings_of_the_class_list_are_understood(classroom):
    classroom.enrol(("S001", "山田", "太郎"), ("s002", "鈴木", "花", "hana@example.ac.jp"))
    files = {f"山田太郎/{SLUG}.ipynb": b"1", f"hana@example.ac.jp_{SLUG}.ipynb": b"2"}
    classroom.collect(fill(classroom, files))
    assert classroom.students() == {"S001", "s002"}


def test_ids_differ_from_the_class_list_in_case_only(classroom):
    classroom.enrol(("S001", "山田", "太郎"))
    _, screen = classroom.collect(fill(classroom, {f"s001_{SLUG}.ipynb": b"1"}))
    assert classroom.students() == {"S001"}


def test_ids_not_in_the_class_list_are_named_with_what_to_do(classroom):
    classroom.enrol(("s001", "山田", "太郎"))
    outcome, _ = classroom.collect(fill(classroom, {f"s010_{SLUG}.ipynb": b"1"}))
    assert classroom.students() == set()
    assert "course students import で名簿に加え" in reasons(outcome)


def test_file_without_a_student_is_refused(classroom):
    outcome, _ = classroom.collect(fill(classroom, {f"{SLUG}.ipynb": b"1", "readme.txt": b""}))
    assert "だれのものか分かりません" in reasons(outcome)
    assert "readme.txt：ノートブック（.ipynb）でも zip でもありません" in reasons(outcome)


def test_links_in_a_folder_are_refused(classroom, tmp_path):
    (tmp_path / "secret.ipynb").write_bytes(b"secret")
    folder = fill(classroom, {f"s002/{SLUG}.ipynb": b"2"})
    (folder / f"s001_{SLUG}.ipynb").symlink_to(tmp_path / "secret.ipynb")
    outcome, _ = classroom.collect(folder)
    assert classroom.students() == {"s002"}
    assert "リンク" in reasons(outcome)


def test_worksheet_gives_the_times_for_a_plain_folder_too(classroom):
    worksheet = classroom.worksheet((11, "山田 太郎", "s001", "", "2026年 06月 5日(金曜日) 23:59"))
    classroom.collect(fill(classroom, {f"s001_{SLUG}.ipynb": b"1"}), worksheet=worksheet)
    assert classroom.timestamp("s001") == "2026-06-05 14:59:00.000000 UTC"


@pytest.mark.parametrize("kind, students", [("moodle", set()), (None, {"s001"})])
def test_kind_can_be_said_instead_of_recognised(classroom, kind, students):
    folder = fill(classroom, {f"s001_{SLUG}.ipynb": b"1"})
    classroom.collect(folder, kind=kind)
    assert classroom.students() == students


def test_unknown_kind_and_missing_source_are_wrong_use(classroom):
    with pytest.raises(CourseError, match="moodle、students、exchange"):
        classroom.collect(classroom.inbox, kind="canvas")
    with pytest.raises(CourseError, match="というフォルダも zip ファイルもありません"):
        classroom.collect(classroom.inbox / "nothing.zip")
    with pytest.raises(CourseError, match="提出物がありません"):
        classroom.collect(classroom.inbox)
