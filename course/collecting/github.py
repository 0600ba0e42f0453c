"""GitHub Classroom: a folder of cloned repositories, named after the assignment and the user."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from course.collecting.class_list import ClassList
from course.collecting.hand_in import Found, HandIn
from course.collecting.sources import cloned, folder_contents, things_in
from course.collecting.unusable import Refused, Unusable, shown
from course.errors import CourseError


def hand_ins(folder: Path, people: ClassList, slug: str) -> Found:
    """A hand-in for every clone whose user is in the class list; git itself is never run."""
    if not folder.is_dir():
        raise CourseError(f"{folder} というフォルダがありません")
    found, clones = Found(), things_in(folder)
    prefix = _prefix([clone.name for clone in clones], people)
    for clone in clones:
        try:
            student = _student(clone, clone.name.removeprefix(prefix), people)
            found.hand_ins.append(_hand_in(clone, student, slug, found))
        except Unusable as problem:
            found.refused.append(Refused(clone.name, str(problem)))
    return found


def _prefix(names: list[str], people: ClassList) -> str:
    """What stands before the user in most names.

    Not whatever ends in a user's name will do: anyone can become "not-hanako" on GitHub.
    """
    fitting = Counter(
        name[:end] for name in names for end in _parts(name) if people.with_login(name[end:])
    )
    return max(fitting, key=lambda prefix: (fitting[prefix], -len(prefix)), default="")


def _parts(name: str) -> Iterator[int]:
    yield 0
    yield from (match.end() for match in re.finditer("-", name))


def _student(clone: Path, user: str, people: ClassList) -> str:
    if not cloned(clone):
        raise Unusable("git clone したフォルダではありません")
    if student := people.with_login(user):
        return student
    raise Unusable(
        f"「{shown(user)}」が名簿にいません（GitHub のユーザー名の列がある名簿を、"
        "course students import で登録してください）"
    )


def _hand_in(clone: Path, student: str, slug: str, found: Found) -> HandIn:
    """The exercise alone: chapters to read bear the same name."""
    place = f"release/{slug}"
    if any(path.is_symlink() for path in (clone / "release", clone / place)):
        raise Unusable(f"{place}/ がリンクです。出し直してもらってください")
    contents = folder_contents(clone / place)
    label = f"{clone.name}/{place}"
    found.refused += [Refused(f"{label}/{path}", reason) for path, reason in contents.refused]
    if not contents.members:
        raise Unusable(f"{place}/ に、使えるファイルがありません")
    return HandIn(student, label, tuple(contents.members), exact=True)
