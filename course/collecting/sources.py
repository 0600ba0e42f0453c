"""Sources of submissions: what lies in a folder or a zip, and what kind of collection it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course.collecting.archives import (
    CLASS,
    Contents,
    Member,
    checked_size,
    opened,
    safe_parts,
    without_duplicates,
)
from course.collecting.file_kinds import is_litter_name
from course.collecting.moodle import is_moodle
from course.collecting.unusable import Refused, Unusable
from course.errors import CourseError

EXCHANGE, GITHUB = "exchange", "github"
MOODLE, STUDENTS = "moodle", "students"
KINDS = (MOODLE, STUDENTS, EXCHANGE, GITHUB)
ABOUT = {
    (MOODLE, True): "Moodle の「すべての提出をダウンロードする」の zip",
    (MOODLE, False): "Moodle の「すべての提出をダウンロードする」を展開したフォルダ",
    (STUDENTS, True): "学生ごとのファイルかフォルダが入った zip",
    (STUDENTS, False): "学生ごとのファイルかフォルダが入ったフォルダ",
}


@contextmanager
def opened_source(path: Path) -> Iterator[Contents]:
    """What lies in a folder or a zip file."""
    if path.is_dir():
        yield _folder(path)
        return
    if not path.is_file():
        raise CourseError(f"{path} というフォルダも zip ファイルもありません")
    try:
        with opened(path, CLASS) as contents:
            yield contents
    except Unusable as problem:
        raise CourseError(f"{path.name}：{problem}") from None


def recognised(contents: Contents) -> str:
    """Moodle's folder names are unmistakable; anything else is a file or folder per student."""
    return MOODLE if any(is_moodle(member) for member in contents.members) else STUDENTS


def is_exchange(path: Path) -> bool:
    """The root of nbgrader's exchange, or one course in it."""
    return path.is_dir() and ((path / "inbound").is_dir() or any(path.glob("*/inbound")))


def is_github(path: Path) -> bool:
    """Mostly clones: one student who hands in a repository among files does not make it so."""
    things = things_in(path) if path.is_dir() else []
    return sum(map(cloned, things)) * 2 > len(things)


def cloned(folder: Path) -> bool:
    return not folder.is_symlink() and (folder / ".git").exists()


def things_in(folder: Path) -> list[Path]:
    """What people put there."""
    return sorted(path for path in folder.iterdir() if not is_litter_name(path.name))


def folder_contents(folder: Path) -> Contents:
    """The files below a folder; links are not followed."""
    members, refused = [], []
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        try:
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                raise Unusable("リンクなど、ふつうのファイルではありません")
            if path.is_file():
                members.append(Member(safe_parts(place.as_posix()), None, _reader(path)))
        except Unusable as problem:
            refused.append(Refused(str(place), str(problem)))
    return without_duplicates(Contents(members, refused))


def _folder(path: Path) -> Contents:
    contents = folder_contents(path)
    if len(contents.members) > CLASS.entries:
        raise CourseError(f"{path} にはファイルが多すぎます（上限は {CLASS.entries} 個）")
    return contents


def _reader(path: Path):
    def read_up_to(limit: int) -> bytes:
        try:
            with path.open("rb") as file:
                return checked_size(file.read(limit + 1), limit)
        except OSError as error:
            raise Unusable(f"読めません（{error.strerror}）") from None

    return read_up_to
