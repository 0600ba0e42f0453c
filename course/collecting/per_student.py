"""A folder or zip with files of many students, in whatever folders a system wraps them."""

from collections import defaultdict
from dataclasses import replace
from os.path import commonprefix
from zoneinfo import ZoneInfo

from course.collecting.archives import Contents, Member, opened_within
from course.collecting.file_kinds import is_checkpoint, is_litter, is_notebook, is_zip
from course.collecting.hand_in import Found, HandIn, saved_by_itself
from course.collecting.identifiers import renamed
from course.collecting.owners import Owner, Owners
from course.collecting.unusable import Refused, Unusable, listed
from course.collecting.worksheet import Worksheet
from course.files import normal_form

Place = tuple[str, ...]  # the parts of a path


def hand_ins(
    contents: Contents, owners: Owners, worksheet: Worksheet | None, zone: ZoneInfo
) -> Found:
    """A hand-in for every folder or file whose name tells whose it is."""
    found = Found(refused=[*contents.refused])
    owned, others = _by_owner(contents.members, owners, found)
    for place, members in _nobodys(others, owned, contents.members).items():
        _take_or_refuse(place, members, owners, owned, found)
    participants = worksheet.by_student(owners.people)[0] if worksheet else {}
    for (student, place), files in _with_checkpoints(owned).items():
        participant = participants.get(student)
        receipt = participant.receipt(zone) if participant else None
        notes = _notes(student, place)
        found.hand_ins.append(HandIn(student, "/".join(place), tuple(files), receipt, "", notes))
    return found


Owned = dict[tuple[str, Place], list[Member]]  # by student, and by what names the student


def _by_owner(members: list[Member], owners: Owners, found: Found) -> tuple[Owned, list[Member]]:
    """Files by student and place, and those of nobody."""
    owned, others = defaultdict(list), []
    for member in members:
        if is_litter(member) and not is_checkpoint(member):
            continue
        member = replace(member, time=None)  # of any origin
        try:
            owner = _owner(member, owners)
        except Unusable as problem:
            found.refused.append(Refused(member.path, str(problem)))
            continue
        if owner is None:
            others.append(member)
            continue
        student, depth = owner
        inner = 0 if is_checkpoint(member) else min(depth, len(member.parts) - 1)
        owned[student, member.parts[:depth]].append(member.below(inner))
    return owned, others


def _owner(member: Member, owners: Owners) -> Owner | None:
    """For notebooks and zips the whole path tells, for files beside them the outermost folder."""
    if is_notebook(member) or is_zip(member):
        return owners.of(member.parts)
    heads = (member.parts[:depth] for depth in range(1, len(member.parts)))
    return next((owner for head in heads if (owner := owners.of((*head, "")))), None)


def _nobodys(others: list[Member], owned: Owned, members: list[Member]) -> dict:
    """Files of nobody by the outermost folder in which nothing is anybody's."""
    around = len(commonprefix([member.parts[:-1] for member in members]))
    shared = {place[:n] for _, place in owned for n in range(len(place) + 1)}
    found = defaultdict(list)
    for member in others:
        depth = around + 1
        while depth < len(member.parts) and member.parts[:depth] in shared:
            depth += 1
        found[member.parts[:depth]].append(member)
    return found


def _take_or_refuse(
    place: Place, members: list[Member], owners: Owners, owned: Owned, found: Found
) -> None:
    """What no path tells, the names in a zip may tell; anything else is named and left out."""
    for member in filter(is_zip, members):
        try:
            student = _owner_inside(member, owners)
        except Unusable as problem:
            found.refused.append(Refused(member.path, str(problem)))
        else:
            owned[student, member.parts].append(member.below(len(member.parts) - 1))
    saved = [member for member in members if is_checkpoint(member)]
    notebooks = [member for member in members if is_notebook(member) and member not in saved]
    path = "/".join(place)
    if notebooks:
        inner = [m.path for m in notebooks if m.path != path]
        files = f"（中の{listed(inner)}）" if inner else ""
        found.refused.append(Refused(path, owners.nobody(notebooks[0].path) + files))
    elif saved:
        found.refused.append(Refused(path, saved_by_itself(saved)))
    elif not any(map(is_zip, members)):
        found.refused.append(Refused(path, "ノートブック（.ipynb）でも zip でもありません"))


def _owner_inside(member: Member, owners: Owners) -> str:
    with opened_within(member) as inner:
        found = [owners.of(m.parts) for m in inner if is_notebook(m) and not is_litter(m)]
    students = sorted({owner.student for owner in found if owner})
    if len(students) == 1:
        return students[0]
    if students:
        raise Unusable(
            f"{listed(students)}の {len(students)} 人分が入っています。"
            "展開して、そのフォルダから集めてください"
        )
    raise Unusable(owners.nobody(member.path))


def _with_checkpoints(owned: Owned) -> Owned:
    """What Jupyter saved by itself belongs to what else the student handed in."""
    found = {}
    for (student, place), files in owned.items():
        real = [p for s, p in owned if s == student and not all(map(is_checkpoint, owned[s, p]))]
        home = place if place in real or not real else real[0]
        found[student, home] = found.get((student, home), []) + files
    return found


def _notes(student: str, place: Place) -> tuple[str, ...]:
    """A remark where the name of a person, or an id in other letters, was read as an id."""
    if student in "/".join(place):
        return ()
    name, plain = place[-1], normal_form(place[-1], "NFKC")
    start = plain.casefold().find(student.casefold())
    alike = start >= 0 and len(plain) == len(name)
    return (renamed(name[start : start + len(student)] if alike else name, student),)
