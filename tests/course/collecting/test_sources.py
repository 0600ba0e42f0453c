"""What a folder or a zip is taken for, and which of its files may be looked at."""

import zipfile

import pytest

from course.collecting import sources
from course.collecting.archives import Limits
from course.collecting.sources import (
    folder_contents,
    is_exchange,
    is_github,
    opened_source,
    recognised,
    things_in,
)
from course.collecting.unusable import Unusable
from course.errors import CourseError


@pytest.fixture
def lay(tmp_path):
    """A folder with these files; names that end in / are folders."""

    def lay(*names):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.mkdir() if name.endswith("/") else path.write_bytes(name.encode())
        return tmp_path

    return lay


def paths(contents):
    return [member.path for member in contents.members]


def test_files_of_a_folder_are_read_where_they_lie(lay):
    contents = folder_contents(lay("s1/a.ipynb", "s2.ipynb", "empty/"))
    assert paths(contents) == ["s1/a.ipynb", "s2.ipynb"] and not contents.refused
    assert contents.members[0].read_up_to(100) == b"s1/a.ipynb"
    with pytest.raises(Unusable):
        contents.members[0].read_up_to(3)


def test_file_that_is_gone_meanwhile_is_unusable(lay):
    contents = folder_contents(lay("a"))
    (lay() / "a").unlink()
    with pytest.raises(Unusable, match="読めません"):
        contents.members[0].read_up_to(100)


def test_links_are_refused_and_not_followed(lay):
    folder = lay("s1/a.ipynb", "elsewhere/secret")
    (folder / "s1" / "link").symlink_to(folder / "elsewhere")
    (folder / "s1" / "broken").symlink_to("nowhere")
    contents = folder_contents(folder / "s1")
    assert paths(contents) == ["a.ipynb"]
    assert [place for place, _ in contents.refused] == ["broken", "link"]


def test_zip_and_folder_hold_the_same(lay, tmp_path):
    folder = lay("in/s1/a.ipynb", "in/b.txt") / "in"
    archive = tmp_path / "class.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for name in ("s1/a.ipynb", "b.txt"):
            made.write(folder / name, name)
    with opened_source(folder) as one, opened_source(archive) as other:
        assert sorted(paths(one)) == sorted(paths(other)) == ["b.txt", "s1/a.ipynb"]


def test_source_that_is_none_is_one_clear_line(lay, monkeypatch):
    folder = lay("no.zip", "a", "b")
    for name, words in (("none", "zip ファイルもありません"), ("no.zip", "no.zip：zip として")):
        with pytest.raises(CourseError, match=words), opened_source(folder / name):
            pass
    monkeypatch.setattr(sources, "CLASS", Limits(2, 10**9))
    with pytest.raises(CourseError, match="上限は 2 個"), opened_source(folder):
        pass


@pytest.mark.parametrize(
    "names, kind",
    [
        (["山田 太郎_11_assignsubmission_file_/a.ipynb"], "moodle"),
        (["x/山田 太郎_11_assignsubmission_file/a.ipynb", "readme"], "moodle"),
        (["s1/a.ipynb"], "students"),
        (["s1_11_submission/a.ipynb"], "students"),
    ],
)
def test_moodle_is_recognised_by_its_folders(lay, names, kind):
    assert recognised(folder_contents(lay(*names))) == kind


@pytest.mark.parametrize(
    "names, found",
    [(["inbound/"], True), (["course/inbound/"], True), (["a/b/inbound/"], False), (["x"], False)],
)
def test_exchange_is_recognised_by_where_submissions_come_in(lay, names, found):
    assert is_exchange(lay(*names)) is found
    assert not is_exchange(lay() / "none")


@pytest.mark.parametrize(
    "names, found",
    [
        (["a/.git/", "b/.git"], True),
        (["a/.git/", "b/.git/", "readme"], True),
        (["a/.git/", "s2.ipynb"], False),
        (["a/.git/", ".DS_Store"], True),
        (["a/x"], False),
        ([], False),
    ],
)
def test_repositories_are_recognised_where_most_are_some(lay, names, found):
    assert is_github(lay(*names)) is found


def test_link_to_a_repository_is_none(lay):
    folder = lay("real/.git/", "in/")
    (folder / "in" / "a").symlink_to(folder / "real")
    assert not is_github(folder / "in")


def test_things_are_what_people_put_there(lay):
    assert [path.name for path in things_in(lay("b", "a", ".git/", ".DS_Store"))] == ["a", "b"]
