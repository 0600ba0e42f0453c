"""Clones as GitHub Classroom names them: whose they are, and what is taken from them."""

import io

import pytest
from rich.console import Console

from course.collecting.students import import_students
from course.errors import CourseError

SLUG = "1_1_doubling"
ROSTER = (
    '"identifier","github_username","github_id","name"\r\n'
    '"s001","Hanako-Y","1",""\r\n"s002","taro","2",""\r\n"s003","","",""\r\n'
)


@pytest.fixture
def clone(classroom):
    """A repository as it lies there after `gh classroom clone`: with chapters to read as well."""

    def make(name, data=None, place=f"release/{SLUG}/{SLUG}.ipynb"):
        folder = classroom.inbox / "dl-submissions" / name
        for path in (".git/HEAD", f"notebooks/{SLUG}.ipynb", "README.md"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(b"not this")
        if data is not None:
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            (folder / place).write_bytes(data)
        return folder

    make.folder = classroom.inbox / "dl-submissions"
    return make


@pytest.fixture
def roster(classroom):
    path = classroom.inbox / "classroom_roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    import_students(classroom.course, path, Console(file=io.StringIO()))


def test_exercise_of_everyone_in_the_roster_is_taken(classroom, clone, roster):
    clone("dl-hanako-y", b"1")
    clone("dl-taro", b"2")
    outcome, screen = classroom.collect(clone.folder)
    assert not outcome.refused and classroom.students() == {"s001", "s002"}
    assert (classroom.submitted("s001"), classroom.submitted("s002")) == (b"1", b"2")
    assert f"s002　時刻なし　dl-taro/release/{SLUG}/{SLUG}.ipynb" in screen
    assert "git clone" in screen and "ほかのファイル" not in screen
    assert classroom.timestamp("s001") is None


@pytest.mark.parametrize("user", ["somebody", "not-taro", "s002", "s003"])
def test_user_who_is_not_in_the_roster_is_nobody(classroom, clone, roster, user):
    """Whatever a user name ends in, and even if it is somebody's id."""
    clone("dl-hanako-y", b"1")
    clone(f"dl-{user}", b"2")
    outcome, screen = classroom.collect(clone.folder)
    assert classroom.students() == {"s001"}
    assert f"dl-{user}\n    理由　「{user}」が名簿にいません" in screen
    assert len(outcome.refused) == 1


def test_ids_name_clones_where_nobody_has_a_user_name(classroom, clone):
    classroom.enrol(("2024-001", "山田", "花子"), ("2024-002", "佐藤", "太郎"))
    clone("2024-001", b"1")
    clone("dl-1-2024-002", b"2")
    clone("dl-1-2024-001", b"1")
    clone("2024-003", b"3")
    outcome, _ = classroom.collect(clone.folder)
    assert classroom.students() == {"2024-001", "2024-002"}
    assert [place for place, _ in outcome.refused] == ["2024-003"]


def test_repository_that_is_alone_is_not_taken_for_a_folder_of_students(classroom, clone, roster):
    clone("dl-taro", b"2")
    outcome, _ = classroom.collect(clone.folder)
    assert not outcome.refused and classroom.students() == {"s002"}


def test_chapter_to_read_is_not_taken_for_the_exercise(classroom, clone, roster):
    clone("dl-hanako-y")
    clone("dl-taro", b"2", place=f"{SLUG}.ipynb")
    outcome, _ = classroom.collect(clone.folder)
    assert classroom.students() == set()
    assert [place for place, _ in outcome.refused] == ["dl-hanako-y", "dl-taro"]
    assert f"release/{SLUG}/ に、使えるファイルがありません" in outcome.refused[0].reason


def test_copies_beside_the_exercise_are_named_and_not_taken(classroom, clone, roster):
    folder = clone("dl-taro", b"2")
    (folder / "release" / SLUG / f"{SLUG}-Copy1.ipynb").write_bytes(b"copy")
    _, screen = classroom.collect(clone.folder)
    assert classroom.submitted("s002") == b"2"
    assert f"ほかのファイル「{SLUG}-Copy1.ipynb」は使いません" in screen


@pytest.mark.parametrize("place", ["release", f"release/{SLUG}", f"release/{SLUG}/{SLUG}.ipynb"])
def test_links_lead_nowhere(classroom, clone, roster, place):
    link = clone("dl-taro") / place
    link.parent.mkdir(parents=True, exist_ok=True)
    source = classroom.course.root / "source"
    link.symlink_to(source / place.partition("/")[2])
    outcome, _ = classroom.collect(clone.folder)
    assert classroom.students() == set()
    assert "リンク" in outcome.refused[0].reason


def test_what_is_no_repository_among_them_is_named(classroom, clone, roster):
    clone("dl-hanako-y", b"1")
    clone("dl-taro", b"2")
    clone("dl-somebody", b"3")
    (clone.folder / "memo.txt").write_bytes(b"")
    (clone.folder / "dl-link").symlink_to(clone.folder / "dl-taro")
    outcome, _ = classroom.collect(clone.folder)
    assert {place for place, _ in outcome.refused} == {"memo.txt", "dl-link", "dl-somebody"}
    assert classroom.students() == {"s001", "s002"}


def test_repositories_are_recognised_whatever_lies_in_them(classroom, clone, roster):
    clone("dl-hanako-y", b"1")
    (clone("dl-taro", b"2") / "inbound").mkdir()
    _, screen = classroom.collect(clone.folder)
    assert "git clone" in screen and classroom.students() == {"s001", "s002"}


def test_repository_of_one_among_files_of_others_is_looked_at_like_any_folder(classroom, clone):
    folder = clone("s001", b"1").parent
    for student in ("s002", "s003"):
        (folder / f"{student}_{SLUG}.ipynb").write_bytes(b"2")
    _, screen = classroom.collect(folder)
    assert "学生ごとの" in screen and classroom.students() == {"s001", "s002", "s003"}
    assert classroom.submitted("s001") == b"1", "the exercise, and not the chapter of the same name"


def test_missing_folder_is_one_clear_line(classroom):
    with pytest.raises(CourseError, match="というフォルダがありません"):
        classroom.collect(classroom.inbox / "none", kind="github")
