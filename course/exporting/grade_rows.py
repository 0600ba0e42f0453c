"""Grades as rows of cells: for people, for Moodle's import, and into Moodle's own worksheet."""

from dataclasses import dataclass, field

from course.collecting.class_list import ClassList, Person
from course.collecting.unusable import Refused
from course.collecting.worksheet import Participant, Worksheet
from course.errors import CourseError
from course.exporting.grades import ChapterGrades, Result
from course.exporting.moodle_warnings import above_maximum
from course.exporting.sheets import Cell, number

BY_HAND, MISSING, NOT_COUNTED = "要採点", "未提出", "対象外"
NO_LINE = "評定ワークシートのどの行なのか分かりません（評定を書いていません）"
ABOUT_STUDENTS = ["学籍番号", "姓", "名", "メールアドレス"]


def for_people(people: ClassList, chapters: list[ChapterGrades]) -> list[list[Cell]]:
    """A row for each student: points for every exercise, penalties and totals by chapter."""
    headings: list[Cell] = [*ABOUT_STUDENTS]
    for chapter in chapters:
        exercises = chapter.full_points.items()
        headings += [f"{chapter.slug} {name}（{full:g} 点）" for name, full in exercises]
        headings += [f"{chapter.slug} 遅れの減点", f"{chapter.slug} 合計（{chapter.full:g} 点）"]
        headings += [f"{chapter.slug} 換算する前の合計"] if chapter.scaled else []
    several = len(chapters) > 1
    if several:
        headings.append(f"総合計（{sum(chapter.full for chapter in chapters):g} 点）")
    rows = [headings]
    for person in sorted(people.people.values(), key=lambda person: person.student):
        row: list[Cell] = [person.student, person.last_name, person.first_name, person.email]
        results = [chapter.results.get(person.student) for chapter in chapters]
        for chapter, result in zip(chapters, results, strict=True):
            row += _chapter_cells(chapter, result)
        rows.append(row + [_grand_total(results)] if several else row)
    return rows


def _chapter_cells(chapter: ChapterGrades, result: Result | None) -> list[Cell]:
    before: list[Cell] = [_before_scaling(result)] if chapter.scaled else []
    if result is None:
        return [None] * len(chapter.full_points) + [None, MISSING, *before]
    cells = [_points(result, name) for name in chapter.full_points]
    return [*cells, number(result.penalty), _total(result), *before]


def _points(result: Result, name: str) -> Cell:
    if name not in result.points:
        return NOT_COUNTED
    points = result.points[name]
    return BY_HAND if points is None else number(points)


def _total(result: Result) -> Cell:
    if result.is_out:
        return NOT_COUNTED
    return BY_HAND if result.final is None else number(result.final)


def _before_scaling(result: Result | None) -> Cell:
    if result is None or result.final is None or not result.is_scaled:
        return None
    return f"{number(max(0.0, result.score - result.penalty))} / {number(result.full)}"


def _grand_total(results: list[Result | None]) -> Cell:
    """What was not handed in counts nothing; what is not graded leaves the sum open."""
    finals = [result.final for result in results if result and not result.is_out]
    return BY_HAND if None in finals else number(sum(finals))


def for_moodle(people: ClassList, chapters: list[ChapterGrades]) -> list[list[Cell]]:
    """What Moodle's import of grades takes: someone to find, and a column for each activity."""
    rows: list[list[Cell]] = [["ID番号", "メールアドレス", *(chapter.slug for chapter in chapters)]]
    for person in sorted(people.people.values(), key=lambda person: person.student):
        finals = [_final(chapter, person) for chapter in chapters]
        if any(final is not None for final in finals):
            rows.append([person.student, person.email, *finals])
    return rows


def _final(chapter: ChapterGrades, person: Person) -> float | None:
    result = chapter.results.get(person.student)
    return None if result is None or result.final is None else number(result.final)


@dataclass
class Filled:
    """The worksheet with its grades, and whom it could not take in."""

    rows: list[list[Cell]]
    written: int = 0
    refused: list[Refused] = field(default_factory=list)
    skipped: list[Refused] = field(default_factory=list)  # rows that Moodle will not take


def into_worksheet(
    worksheet: Worksheet, people: ClassList, chapter: ChapterGrades, scale: bool
) -> Filled:
    """Moodle's worksheet with its grade column filled in, all other cells as they were."""
    table = worksheet.table
    if "grade" not in table.columns:
        raise CourseError(
            "評定ワークシートに「評定」の列がありません（Moodle から取り直してください）"
        )
    participants, unknown = worksheet.by_student(people)
    filled = Filled([[*table.headings]])
    students = {participant.number: student for student, participant in participants.items()}
    for participant in worksheet.participants.values():
        row: list[Cell] = [*participant.row]
        row += [""] * (len(table.headings) - len(row))
        result = chapter.results.get(students.get(participant.number, ""))
        if result is not None and result.final is not None:
            factor = _factor(worksheet, participant, chapter, scale)
            student = students[participant.number]
            _fill(row, table.columns, result, chapter, factor)
            filled.written += 1
            said = above_maximum(student, result.final * factor, worksheet, participant)
            filled.skipped += [Refused(student, said)] if said else []
        filled.rows.append(row)
    missing = sorted(chapter.results.keys() - participants.keys())
    if missing:  # unknown people in it matter only then: they may have handed nothing in
        filled.refused = [*(Refused(student, NO_LINE) for student in missing), *unknown]
    return filled


def _fill(
    row: list[Cell], columns: dict[str, int], result: Result, chapter: ChapterGrades, factor: float
) -> None:
    row[columns["grade"]] = number(result.final * factor)
    comments = columns.get("comments")
    if comments is not None and not str(row[comments]).strip():  # what people wrote stays
        row[comments] = _comment(result, chapter)


def _factor(
    worksheet: Worksheet, participant: Participant, chapter: ChapterGrades, scale: bool
) -> float:
    """From our points to Moodle's; where they differ, only if one asks for it."""
    text = worksheet.table.cell(participant.row, "maximum")
    try:
        maximum = float(text) if text else chapter.full
    except ValueError:
        raise CourseError(f"Moodle の最大評点「{text}」が数ではないので、点を書けません") from None
    if maximum != chapter.full and not scale:
        raise CourseError(
            f"Moodle の最大評点は {maximum:g}、{chapter.slug} の満点は {chapter.full:g} です"
            "（Moodle の課題の設定で合わせるか、--scale を付けて換算してください）"
        )
    return maximum / chapter.full if scale and chapter.full else 1.0


def _comment(result: Result, chapter: ChapterGrades) -> str:
    parts = [
        f"{name} {number(result.points[name])}/{full:g}"
        if name in result.points
        else f"{name} {NOT_COUNTED}"
        for name, full in chapter.full_points.items()
    ]
    if result.penalty:
        parts.append(f"遅れの減点 {number(result.penalty)}")
    return "、".join(parts)
