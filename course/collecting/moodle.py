"""Moodle's "download all submissions": who is meant by each folder, and when it came in."""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from course.collecting.archives import Contents, Member
from course.collecting.class_list import ClassList
from course.collecting.hand_in import Found, HandIn, is_litter
from course.collecting.unusable import Refused, Unusable, shown
from course.collecting.worksheet import Worksheet

# Moodle writes no underscore into the name; before 4.1 another one follows `file`
FOLDER = re.compile(
    r"(?P<name>[^_]*)_(?P<number>\d{1,18})_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<rest>.*))?",
    re.S,
)
DOWNLOADED_WITHIN = timedelta(minutes=10)
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
    contents: Contents, people: ClassList, worksheet: Worksheet | None, zone: ZoneInfo
) -> Found:
    """A hand-in for every participant whose student is known beyond doubt."""
    submissions, strays = _by_participant(contents.members)
    found = Found(refused=[*contents.refused])
    found.refused += [Refused(path, "Moodle の提出物のフォルダの中にありません") for path in strays]
    _check_times(submissions, found, worksheet)
    for submission in submissions:
        try:
            found.hand_ins.append(_hand_in(submission, people, worksheet, zone))
        except Unusable as problem:
            found.refused.append(Refused(submission.folder, str(problem)))
    return found if worksheet else _without_namesakes(found)


def _hand_in(
    submission: _Submission, people: ClassList, worksheet: Worksheet | None, zone: ZoneInfo
) -> HandIn:
    folder, files = submission.folder, tuple(submission.files)
    if worksheet is None:
        return HandIn(_named(submission.name, people), folder, files, folder=folder)
    participant = worksheet.of_folder(submission.number, submission.name)
    student, receipt = worksheet.student(participant, people), participant.receipt(zone)
    notes = () if receipt else (participant.without_receipt,)
    return HandIn(student, folder, files, receipt, folder, notes)


def _by_participant(members: list[Member]) -> tuple[list[_Submission], list[str]]:
    """Files together with the participant whose folder (or, if flat, whose name) they bear."""
    found: dict[tuple[str, str], _Submission] = {}
    strays = []
    for member in members:
        depth, match = _folder_in(member)
        if match is None:
            strays += [] if is_litter(member) else [member.path]
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


def _named(name: str, people: ClassList) -> str:
    found = people.named(name)
    if len(found) == 1:
        return found[0]
    if found:
        raise Unusable(f"「{shown(name)}」は {' と '.join(found)} のどれか分かりません（{ASK}）")
    raise Unusable(
        f"「{shown(name)}」が名簿にいません（course students import で名簿を入れるか、{ASK}）"
    )


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
