"""`course students import`: a class list from a file into nbgrader's gradebook."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook
from rich.console import Console
from rich.text import Text

from course.collecting.class_list import Person, opened_gradebook
from course.collecting.identifiers import renamed, usable_id
from course.collecting.table_files import Table, read_table
from course.collecting.unusable import Refused, Unusable, listed
from course.errors import CourseError
from course.layout import Course

ID_COLUMNS = ("student", "number", "username", "identifier", "email")  # the first that is filled in


@dataclass
class Imported:
    """What became of every row of a class list."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def import_students(course: Course, path: Path, console: Console) -> Imported:
    """Put everyone in the file into the gradebook; nobody is ever removed from it."""
    table = read_table(path)
    outcome = Imported(notes=[*table.notes])
    column = _id_column(table, path)
    people = _unambiguous(_people(table, column, outcome), outcome)
    outcome.notes += _lost_zeros([person.student for person in people])
    with opened_gradebook(course) as gradebook:
        known = {student.id: student for student in gradebook.students}
        for person in people:
            _put(gradebook, known, person, outcome)
    others = sorted(known.keys() - {person.student for person in people})
    if others:
        outcome.notes.append(f"成績簿にいて、このファイルにいない学生：{listed(others, 10)}")
    _show(outcome, table.headings[table.columns[column]], console)
    return outcome


def _id_column(table: Table, path: Path) -> str:
    """Moodle exports an ID number column even where nobody has one."""
    for column in ID_COLUMNS:
        if any(table.cell(row, column) for row in table.rows):
            return column
    raise CourseError(f"{path.name} に学生が1人もいません")


def _people(table: Table, column: str, outcome: Imported) -> list[tuple[str, Person]]:
    """Each row that names a student, with the place it stands at."""
    found = []
    for number, row in enumerate(table.rows, start=table.first_row):
        place = f"{number} 行目"
        if not any(cell.strip() for cell in row):
            continue
        try:
            student = usable_id(table.cell(row, column))
        except Unusable as problem:
            whom = table.cell(row, "full_name") or table.cell(row, "last_name")
            reason = f"「{table.headings[table.columns[column]].strip()}」の列：{problem}"
            outcome.refused.append(Refused(f"{place}　{whom}".strip(), reason))
            continue
        if note := renamed(table.cell(row, column), student):
            outcome.notes.append(f"{place}：{note}")
        about = *_names(table, row), table.cell(row, "email"), table.cell(row, "github")
        found.append((place, Person(student, *about)))
    return found


def _lost_zeros(students: list[str]) -> list[str]:
    """A remark where ids are numbers of different lengths: zeros in front are lost easily."""
    longest = max(map(len, students), default=0)
    short = [student for student in students if len(student) < longest]
    if not short or not all(student.isdecimal() for student in students):
        return []
    return [
        f"学籍番号{listed(short)}は、ほかより桁が少ないです"
        "（Excel が先頭の 0 を消していないか、確かめてください）"
    ]


def _names(table: Table, row: list[str]) -> tuple[str, str]:
    """Family name and given name; a full name is parted where it has a space."""
    last, first = table.cell(row, "last_name"), table.cell(row, "first_name")
    if not last and not first:
        last, _, first = re.sub(r"\s+", " ", table.cell(row, "full_name")).partition(" ")
    return tuple(unicodedata.normalize("NFC", name) for name in (last, first))


def _unambiguous(found: list[tuple[str, Person]], outcome: Imported) -> list[Person]:
    """One person for each id; an id that stands for two people is given to neither."""
    by_id = defaultdict(list)
    for place, person in found:
        by_id[person.student.casefold()].append((place, person))
    people = []
    for rows in by_id.values():
        places = "と ".join(place for place, _ in rows)
        if len({person for _, person in rows}) > 1:
            reason = "同じ学籍番号に、違う内容が書かれています。正しい行だけを残してください"
            outcome.refused.append(Refused(f"{places}　{rows[0][1].student}", reason))
            continue
        if len(rows) > 1:
            outcome.notes.append(f"{places}は同じ内容なので、1人として登録しました")
        people.append(rows[0][1])
    return people


def _put(gradebook: Gradebook, known: dict, person: Person, outcome: Imported) -> None:
    twins = [s for s in known if s.casefold() == person.student.casefold() and s != person.student]
    if twins:
        reason = f"大文字と小文字だけが違う {twins[0]} が、成績簿にいます"
        outcome.refused.append(Refused(person.student, reason))
        return
    about = {"last_name": person.last_name, "first_name": person.first_name, "email": person.email}
    about["lms_user_id"] = person.github  # the gradebook's place for who someone is elsewhere
    about = {key: value for key, value in about.items() if value}
    before = known.get(person.student)
    if before is None:
        outcome.added.append(person.student)
    elif any(getattr(before, key) != value for key, value in about.items()):
        outcome.changed.append(person.student)
    else:
        outcome.same.append(person.student)
    gradebook.update_or_create_student(person.student, **about)


def _show(outcome: Imported, heading: str, console: Console) -> None:
    lines = [f"学籍番号には「{heading.strip()}」の列を使いました"]
    lines.append(
        f"追加 {len(outcome.added)} 人、更新 {len(outcome.changed)} 人、"
        f"変更なし {len(outcome.same)} 人、登録しなかったもの {len(outcome.refused)} 件"
    )
    if outcome.changed:
        lines.append(f"更新した学生：{'、'.join(outcome.changed)}")
    lines += [f"注意　{note}" for note in outcome.notes]
    for place, reason in outcome.refused:
        lines += [f"登録しなかった　{place}", f"    理由　{reason}"]
    for line in lines:
        console.print(Text(line), soft_wrap=True)
