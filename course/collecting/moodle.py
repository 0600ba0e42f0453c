"""Moodle's "download all submissions": who is meant by each folder, and when it came in."""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from course.collecting.archives import Contents, Member
from course.collecting.file_kinds import is_checkpoint, is_litter, is_notebook, is_zip
from course.collecting.hand_in import Found, HandIn
from course.collecting.identifiers import name_key
from course.collecting.owners import Owner, Owners
from course.collecting.similar_names import suggestion
from course.collecting.unusable import Refused, Unusable, shown
from course.collecting.worksheet import ANONYMOUS, Worksheet

# Moodle writes no underscore into the name; before 4.1 another one follows `file`
FOLDER = re.compile(
    r"(?P<name>[^_]*)_(?P<number>\d{1,18})_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<rest>.*))?",
    re.S,
)
DOWNLOADED_WITHIN = timedelta(minutes=10)
GROUP = re.compile(
    r"(?:グループ|チーム|group|team)[^-]*|[^-]*(?:グループ|チーム|班)(?=\s*(?:-|$))", re.I
)
IMPORT = "course students import で名簿を入れてください"
STRAY = (
    "Moodle の提出物のフォルダの中にありません"
    "（提出物なら、別のフォルダに分けて、学籍番号を名前に入れて集めてください）"
)
ASK = "--worksheet で評定ワークシートを渡してください"
DOWNLOAD_TIMES = (
    "zip の中の時刻がどれもほとんど同じなので、ダウンロードした時刻とみなし、遅れを数えません"
    "（新しい Moodle の zip です。--worksheet で評定ワークシートを渡すと、提出の時刻が分かります）"
)


@dataclass
class _Submission:
    """The files of one participant."""

    name: str
    number: int
    folder: str
    files: list[Member] = field(default_factory=list)


def is_moodle(member: Member) -> bool:
    return any(FOLDER.fullmatch(part) for part in member.parts)


def hand_ins(
    contents: Contents, owners: Owners, worksheet: Worksheet | None, zone: ZoneInfo
) -> Found:
    """A hand-in for every participant whose student is known beyond doubt."""
    submissions, strays = _by_participant(contents.members)
    found = Found(refused=[*contents.refused])
    found.refused += [Refused(path, STRAY) for path in strays]
    _check_times(submissions, found, worksheet)
    persons = _persons(owners, worksheet)
    for submission in submissions:
        try:
            _refuse_group(submission.name, persons, owners)
            found.hand_ins.append(_hand_in(submission, owners, worksheet, zone))
        except Unusable as problem:
            found.refused.append(Refused(submission.folder, str(problem)))
    return found if worksheet else _without_namesakes(found)


def _hand_in(
    submission: _Submission, owners: Owners, worksheet: Worksheet | None, zone: ZoneInfo
) -> HandIn:
    folder, files = submission.folder, tuple(submission.files)
    if worksheet is None:
        return HandIn(_named(submission, owners), folder, files, folder=folder)
    participant = worksheet.of_folder(submission.number, submission.name)
    student, receipt = worksheet.student(participant, owners.people), participant.receipt(zone)
    notes = () if receipt else (participant.without_receipt,)
    return HandIn(student, folder, files, receipt, folder, notes)


def _persons(owners: Owners, worksheet: Worksheet | None) -> set[str]:
    """What Moodle may write for one person."""
    people = owners.people.people.values()
    lines = worksheet.participants.values() if worksheet else ()
    names = {name_key(line.full_name) for line in lines}
    return names.union(ANONYMOUS, *(person.spellings for person in people))


def _refuse_group(name: str, persons: set[str], owners: Owners) -> None:
    """Moodle writes the group before each member's name, or the group alone.

    All members then have the same files, and whose work it is nobody can tell.
    """
    if name_key(name) in persons:
        return
    places = [match.start() for match in re.finditer("-", name)]
    groups = [name[:n] for n in places if name_key(name[n + 1 :]) in persons]
    groups = [group for group in groups if not owners.mentioned(group)]
    groups += [match[0].strip(" -") for match in (GROUP.match(name),) if match]
    if groups:
        raise Unusable(
            f"グループ提出（グループ「{shown(groups[0])}」）です。この講座は1人ずつ採点するので、"
            "使いません（1人ずつ出す課題に出し直してもらうか、学籍番号_章.ipynb の名前で"
            "1人分ずつフォルダに置き、--from students で集めてください）"
        )


def _by_participant(members: list[Member]) -> tuple[list[_Submission], list[str]]:
    """Files together with the participant whose folder (or, if flat, whose name) they bear."""
    found: dict[tuple[str, str], _Submission] = {}
    strays = []
    for member in members:
        depth, match = _folder_in(member)
        if match is None:
            strays += [member.path] if is_checkpoint(member) or not is_litter(member) else []
            continue
        folder = member.parts[depth][: match.start("rest") if match["rest"] is not None else None]
        key = match["name"], match["number"]
        submission = found.setdefault(key, _Submission(match["name"], int(match["number"]), folder))
        if match["plugin"] == "file":
            submission.folder = folder
        inner = (match["rest"], *member.parts[depth + 1 :]) if match["rest"] else ()
        submission.files.append(replace(member, parts=inner) if inner else member.below(depth + 1))
    return list(found.values()), strays


def _folder_in(member: Member):
    for depth, part in enumerate(member.parts):
        match = FOLDER.fullmatch(part)
        if match and (match["rest"] or depth < len(member.parts) - 1):
            return depth, match
    return 0, None


def _check_times(submissions: list[_Submission], found: Found, worksheet: Worksheet | None) -> None:
    """Older versions of Moodle write when a file was uploaded, newer ones when it is downloaded."""
    times = [m.time for submission in submissions for m in submission.files if m.time is not None]
    if times and max(times) - min(times) > DOWNLOADED_WITHIN:
        return
    for submission in submissions:
        submission.files = [replace(member, time=None) for member in submission.files]
    if times and worksheet is None:
        found.notes.append(DOWNLOAD_TIMES)


def _named(submission: _Submission, owners: Owners) -> str:
    """By the name that Moodle wrote; where it hides the names, by those of the files."""
    name, hidden = submission.name, name_key(submission.name) in ANONYMOUS
    paths = [file.parts for file in submission.files if is_notebook(file) or is_zip(file)]
    try:
        found = [owners.of(path) for path in paths] if hidden else [_owner(name, owners)]
    except Unusable as problem:
        raise Unusable(f"「{shown(name)}」：{problem}（{ASK}）") from None
    students = {owner.student for owner in found if owner}
    if len(students) == 1:
        return students.pop()
    hint = suggestion(name, owners.people)
    raise Unusable(f"「{shown(name)}」が名簿にいません。{hint or IMPORT}（または、{ASK}）")


def _owner(name: str, owners: Owners) -> Owner | None:
    return owners.of((name,)) if owners.people.people else None


def _without_namesakes(found: Found) -> Found:
    """Two participants of one name are two people, even if the class list knows only one."""
    folders = defaultdict(list)
    for hand_in in found.hand_ins:
        folders[hand_in.student].append(shown(hand_in.folder))
    for student, same in folders.items():
        if len(same) > 1:
            reason = f"{' と '.join(same)} は同じ名前で、どれが {student} か分かりません（{ASK}）"
            found.refused += [Refused(folder, reason) for folder in same]
    found.hand_ins = [h for h in found.hand_ins if len(folders[h.student]) == 1]
    return found
