"""`course collect`: from wherever students handed in to submitted/, where grading looks."""

import tempfile
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rich.console import Console

from course.collecting import exchange, github, moodle, per_student
from course.collecting.archives import Member
from course.collecting.class_list import ClassList
from course.collecting.copies import best_copy
from course.collecting.hand_in import Chooser, Chosen, Found, HandIn
from course.collecting.outcome import Collected, Line
from course.collecting.owners import Owners
from course.collecting.print_outcome import show
from course.collecting.receipt import Receipt, to_utc
from course.collecting.sources import (
    ABOUT,
    EXCHANGE,
    GITHUB,
    KINDS,
    MOODLE,
    is_exchange,
    is_github,
    opened_source,
    recognised,
)
from course.collecting.submit_remarks import remarks
from course.collecting.submitted_folder import SubmittedFolder
from course.collecting.unusable import Refused, Unusable, listed, shown
from course.collecting.worksheet import Worksheet
from course.errors import CourseError
from course.layout import Course

ZIP_TIME = "zip に Moodle が書いた時刻"


@dataclass(frozen=True)
class Request:
    """What to collect from, and what is known about it."""

    source: str
    kind: str | None
    worksheet: Path | None
    zone: ZoneInfo


class Attempt(NamedTuple):
    """A hand-in with its notebook."""

    hand_in: HandIn
    chosen: Chosen
    receipt: Receipt | None

    @property
    def place(self) -> str:
        """Where the notebook lies in the source."""
        inner = self.chosen.path
        return inner if inner == self.hand_in.label else f"{self.hand_in.label}/{inner}"


def collect_chapter(course: Course, slug: str, request: Request, console: Console) -> Collected:
    """Take every hand-in that can be used, and say of every other one why it cannot."""
    if request.kind not in (None, *KINDS):
        raise CourseError(
            f"--from は {'、'.join(KINDS)} のどれかです（{request.kind} はありません）"
        )
    submitted = SubmittedFolder(course, slug, request.zone)
    with ExitStack() as stack:
        source, found = _find(course, slug, request, stack)
        outcome = Collected(slug, source, refused=found.refused, notes=found.notes)
        chooser = Chooser(slug, course.slugs)
        for student, hand_ins in _by_student(found.hand_ins).items():
            _take(student, hand_ins, chooser, submitted, outcome)
    if not outcome.lines and not outcome.refused:
        raise CourseError(f"{request.source} に提出物がありません")
    submitted.remember_folders({h.student: h.folder for h in found.hand_ins if h.folder})
    show(outcome, request.zone, console)
    return outcome


def _find(course: Course, slug: str, request: Request, stack: ExitStack) -> tuple[str, Found]:
    """What the source was recognised as, and the hand-ins in it while the stack is open."""
    path = Path(request.source)
    kind = request.kind or _kind(request.source, path)
    if kind == EXCHANGE:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="course-collect-"))
        return "nbgrader の exchange", exchange.hand_ins(course, slug, request.source, Path(folder))
    people = ClassList.read(course)
    if kind == GITHUB:
        return "学生のリポジトリ（git clone）のフォルダ", github.hand_ins(path, people, slug)
    contents = stack.enter_context(opened_source(path))
    worksheet = Worksheet.read(request.worksheet) if request.worksheet else None
    kind = kind or recognised(contents)
    about, owners = ABOUT[kind, path.is_file()], Owners(people, course.slugs)
    if kind == MOODLE:
        return about, moodle.hand_ins(contents, owners, worksheet, request.zone)
    return about, per_student.hand_ins(contents, owners, worksheet, request.zone)


def _kind(source: str, path: Path) -> str | None:
    """What its folders tell at once; None where the files have to be looked at."""
    if source == EXCHANGE and not path.exists():
        return EXCHANGE
    if is_github(path):  # before the exchange: a repository may hold any folder
        return GITHUB
    return EXCHANGE if is_exchange(path) else None


def _by_student(hand_ins: list[HandIn]) -> dict[str, list[HandIn]]:
    """Hand-ins of one student together; folders cannot differ in upper and lower case only."""
    found = defaultdict(list)
    for hand_in in sorted(hand_ins, key=lambda hand_in: (hand_in.student, hand_in.label)):
        found[hand_in.student].append(hand_in)
    return found


def _take(
    student: str,
    hand_ins: list[HandIn],
    chooser: Chooser,
    submitted: SubmittedFolder,
    outcome: Collected,
) -> None:
    attempts = []
    for hand_in in hand_ins:
        try:
            attempts.append(_attempt(hand_in, chooser, submitted.zone))
        except Unusable as problem:
            outcome.refused.append(Refused(f"{hand_in.label}（{student}）", str(problem)))
    if not attempts:
        return
    try:
        last = newest(attempts)
        notes = _notes(last, attempts)
        status, note = submitted.put(student, last.chosen.data, last.receipt)
    except Unusable as problem:
        outcome.refused += [Refused(f"{a.place}（{student}）", str(problem)) for a in attempts]
        return
    notes += [note] if note else []
    notes += remarks(last.chosen.data, student, last.receipt, submitted.zone)
    outcome.lines.append(Line(status, student, last.receipt, last.place, notes))


def _attempt(hand_in: HandIn, chooser: Chooser, zone: ZoneInfo) -> Attempt:
    """The time that the receiver wrote is the worksheet's, else that of the zip's entry."""
    chosen = chooser.choose(hand_in)
    receipt = hand_in.receipt
    if receipt is None and chosen.time is not None:
        receipt = Receipt(to_utc(chosen.time, zone), ZIP_TIME)
    return Attempt(hand_in, chosen, receipt)


def newest(attempts: list[Attempt]) -> Attempt:
    """The attempt received last; where that is unknown, what is left of copies by their rule."""
    if len({attempt.chosen.data for attempt in attempts}) == 1:
        return attempts[0]
    times = [attempt.receipt.time if attempt.receipt else None for attempt in attempts]
    if None not in times and times.count(max(times)) == 1:
        return attempts[times.index(max(times))]
    members = [
        Member((*attempt.place.split("/"),), None, lambda limit, data=attempt.chosen.data: data)
        for attempt in attempts
    ]
    try:
        chosen, _ = best_copy(members)
    except Unusable:
        raise Unusable(
            f"同じ学生のものが {len(attempts)} つあり、どれが新しいか分かりません。"
            "1つだけにしてください"
        ) from None
    return next(a for a, member in zip(attempts, members, strict=True) if member is chosen)


def _notes(last: Attempt, attempts: list[Attempt]) -> list[str]:
    notes = [shown(note) for note in last.hand_in.notes]
    earlier = [attempt.place for attempt in attempts if attempt is not last]
    if earlier:
        notes.append(f"前に出したもの{listed(earlier)}は使いません")
    if last.chosen.others:
        notes.append(f"ほかのファイル{listed(last.chosen.others)}は使いません")
    return notes
