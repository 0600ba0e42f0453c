"""Moodle's grading worksheet: who is behind a participant number, and when a file came in."""

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from course.collecting.class_list import ClassList
from course.collecting.identifiers import name_key, usable_id
from course.collecting.receipt import Receipt, read_time, to_utc
from course.collecting.similar_names import suggestion
from course.collecting.table_files import Table, read_table
from course.collecting.unusable import Refused, Unusable, shown
from course.errors import CourseError

PARTICIPANT = re.compile(r"(\d+)$")
ANONYMOUS = {"参加者", "participant", ""}
SOURCE = "評定ワークシート"
SAME_ASSIGNMENT = "同じ課題から取ったものか、確かめてください"


@dataclass(frozen=True)
class Participant:
    """One line of the worksheet."""

    number: int
    full_name: str
    numbers: tuple[str, ...]  # student ids
    logins: tuple[str, ...]  # user name and e-mail address
    submitted: str
    row: list[str]

    def receipt(self, zone: ZoneInfo) -> Receipt | None:
        """When Moodle received the submission, if it says so in words that are clear."""
        time = read_time(self.submitted)
        return Receipt(to_utc(time, zone), SOURCE) if time else None

    @property
    def without_receipt(self) -> str:
        """What to say where the time is missing or not clear."""
        return f"{SOURCE}の提出の時刻「{shown(self.submitted)}」は、日時として読めません"


@dataclass(frozen=True)
class Worksheet:
    """The worksheet as it is, and its lines by participant number."""

    table: Table
    participants: dict[int, Participant]

    @classmethod
    def read(cls, path: Path) -> "Worksheet":
        table = read_table(path)
        if "identifier" not in table.columns:
            raise CourseError(
                f"{path.name} は Moodle の評定ワークシートではありません"
                "（「識別子」の列がありません）"
            )
        found = [_participant(table, row) for row in table.rows if any(row)]
        participants = {p.number: p for p in found if p is not None}
        if len(participants) != len(found):
            raise CourseError(
                f"{path.name} の「識別子」に、番号のない行か、同じ番号の行があります"
                "（Moodle から取り直してください）"
            )
        return cls(table, participants)

    def of_folder(self, number: int, name: str) -> Participant:
        """The line for a folder of a download, if both come from the same assignment."""
        participant = self.participants.get(number)
        if participant is None:
            raise Unusable(f"評定ワークシートに「参加者 {number}」がいません。{SAME_ASSIGNMENT}")
        anonymous = name_key(name) in ANONYMOUS or not participant.full_name
        if not anonymous and name_key(participant.full_name) not in name_key(name):
            raise Unusable(
                f"評定ワークシートの「参加者 {number}」は「{shown(participant.full_name)}」で、"
                f"フォルダの名前と違います。{SAME_ASSIGNMENT}"
            )
        return participant

    def student(self, participant: Participant, people: ClassList) -> str:
        """The student's id: by number, login or address, else by a name that only one has."""
        for text in participant.numbers + participant.logins:
            if student := people.with_id(text):
                return student
        if participant.numbers:  # someone whom the class list does not have yet
            return usable_id(participant.numbers[0])
        if not people.people and participant.logins:
            return usable_id(participant.logins[0])
        key = name_key(participant.full_name)
        found = people.named(participant.full_name) if key else []
        bearers = [p for p in self.participants.values() if name_key(p.full_name) == key]
        if len(found) == 1 and len(bearers) == 1:
            return found[0]
        raise Unusable(_nobody(participant, found, suggestion(participant.full_name, people)))

    def by_student(self, people: ClassList) -> tuple[dict[str, Participant], list[Refused]]:
        """The lines by student id; those of nobody in particular are given back as refused."""
        found, refused = defaultdict(list), []
        for participant in self.participants.values():
            try:
                found[self.student(participant, people)].append(participant)
            except Unusable as problem:
                refused.append(Refused(f"参加者 {participant.number}", str(problem)))
        for student, lines in found.items():
            if len(lines) > 1:
                numbers = "、".join(str(line.number) for line in lines)
                reason = f"{SOURCE}に {student} が {len(lines)} 行あります"
                refused.append(Refused(f"参加者 {numbers}", reason))
        return {s: lines[0] for s, lines in found.items() if len(lines) == 1}, refused


def _nobody(participant: Participant, found: list[str], hint: str) -> str:
    whom = f"評定ワークシートの「参加者 {participant.number}」{shown(participant.full_name)}"
    if found:
        return (
            f"{whom}は、{' と '.join(found)} と同じ名前の人がいるので、だれか分かりません"
            "（Moodle で ID番号 を表示する設定にして、評定ワークシートを取り直してください）"
        )
    return f"{whom}は、名簿にいません（{hint or 'course students import で名簿を入れてください'}）"


def _participant(table: Table, row: list[str]) -> Participant | None:
    match = PARTICIPANT.search(table.cell(row, "identifier"))
    if not match:
        return None
    name = table.cell(row, "full_name")
    if not name:
        name = f"{table.cell(row, 'last_name')} {table.cell(row, 'first_name')}".strip()
    numbers, logins = (
        tuple(text for column in columns if (text := table.cell(row, column)))
        for columns in (("student", "number"), ("username", "email"))
    )
    return Participant(int(match[1]), name, numbers, logins, table.cell(row, "submitted"), row)
