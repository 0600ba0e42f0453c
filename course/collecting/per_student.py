"""A folder or zip with one file, zip or folder for each student, named after the student."""

import unicodedata
from collections import defaultdict
from dataclasses import replace
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from course.collecting.archives import Contents, Member
from course.collecting.class_list import ClassList
from course.collecting.hand_in import Found, HandIn, is_litter
from course.collecting.identifiers import renamed, usable_id
from course.collecting.unusable import Refused, Unusable, listed
from course.collecting.worksheet import Worksheet

SUFFIXES = (".ipynb", ".zip")


def hand_ins(
    contents: Contents, people: ClassList, worksheet: Worksheet | None, zone: ZoneInfo, slug: str
) -> Found:
    """A hand-in for everything at the top of the source that names a student."""
    found = Found(refused=[*contents.refused])
    participants = worksheet.by_student(people)[0] if worksheet else {}
    for name, members in _entries(contents.members, people, slug).items():
        try:
            hand_in = _hand_in(name, members, people, slug)
        except Unusable as problem:
            found.refused.append(Refused(name, str(problem)))
            continue
        participant = participants.get(hand_in.student)
        receipt = participant.receipt(zone) if participant else None
        found.hand_ins.append(replace(hand_in, receipt=receipt))
    return found


def _entries(members: list[Member], people: ClassList, slug: str) -> dict[str, list[Member]]:
    """What lies at the top, without the folder around everything that zip programs add."""
    members = [replace(m, time=None) for m in members if not is_litter(m)]  # times of any origin
    tops = {member.parts[0] for member in members}
    while len(tops) == 1 and _is_wrapping(members, people, slug):
        members = [member.below(1) for member in members]
        tops = {member.parts[0] for member in members}
    entries = defaultdict(list)
    for member in members:
        entries[member.parts[0]].append(member)
    return entries


def _is_wrapping(members: list[Member], people: ClassList, slug: str) -> bool:
    """Is the only thing at the top a folder of students, and not one student's?"""
    top = members[0].parts[0]
    if any(len(member.parts) == 1 for member in members) or people.named(top):
        return False
    inner = {(member.parts[1], len(member.parts) > 2) for member in members}
    names = {name for name, is_folder in inner if is_folder or name.lower().endswith(SUFFIXES)}
    if not names or any(name.startswith(slug) for name in names):
        return False
    if not _is_usable(top):
        return True
    alone = len(names) == 1 and not any(f"_{slug}" in name for name in names)
    return not alone and all(_may_be_student(name, is_folder, slug) for name, is_folder in inner)


def _may_be_student(name: str, is_folder: bool, slug: str) -> bool:
    """Files beside notebooks and zips are nobody's; other notebooks are a student's."""
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix.lower()
    if is_folder or suffix == ".zip":
        return _is_usable(name if is_folder else stem)
    return suffix != ".ipynb" or (f"_{slug}" in stem and _is_usable(stem.split(f"_{slug}")[0]))


def _is_usable(text: str) -> bool:
    try:
        usable_id(text)
    except Unusable:
        return False
    return True


def _hand_in(name: str, members: list[Member], people: ClassList, slug: str) -> HandIn:
    is_folder = len(members[0].parts) > 1
    stem = name if is_folder else _stem(name)
    student = _student(stem, is_folder, people, slug)
    notes = [note for note in (renamed(_written(stem, student), student),) if note]
    if people.people and student not in people.people:
        notes.append(f"{student} は名簿にいません")
    files = [member.below(1) if len(member.parts) > 1 else member for member in members]
    return HandIn(student, name, tuple(files), notes=tuple(notes))


def _stem(name: str) -> str:
    path = PurePosixPath(name)
    if path.suffix.lower() not in SUFFIXES:
        raise Unusable("ノートブック（.ipynb）でも zip でもありません")
    return path.stem


def _student(stem: str, is_folder: bool, people: ClassList, slug: str) -> str:
    """Whom a name means: an id, with the chapter or more behind it, or a name in the class list."""
    plain = unicodedata.normalize("NFKC", stem)
    before_chapter = plain.split(f"_{slug}")[0]
    if before_chapter.startswith(slug):
        raise Unusable(
            f"だれのものか分かりません（学籍番号_{slug}.ipynb のような名前にしてください）"
        )
    candidates = [before_chapter, stem, stem.split("_")[0]]
    for text in candidates:
        found = people.named(text)
        if len(found) == 1:
            return found[0]
        if found:
            names = " と ".join(found)
            raise Unusable(
                f"{listed([text])}は {names} のどれか分かりません。学籍番号にしてください"
            )
    whole = is_folder or before_chapter != plain
    return usable_id(before_chapter if whole else plain.split("_")[0])


def _written(stem: str, student: str) -> str:
    """The part of a name that was read as the id, as it was written."""
    plain = unicodedata.normalize("NFKC", stem)
    if len(plain) == len(stem) and plain.casefold().startswith(student.casefold()):
        return stem[: len(student)]
    return stem
