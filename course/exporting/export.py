"""`course export`: read, make, write, and say whom the result leaves out."""

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from course.collecting.class_list import ClassList
from course.collecting.unusable import Refused
from course.collecting.worksheet import Worksheet
from course.errors import CourseError
from course.exporting.feedback import pack_feedback
from course.exporting.grade_rows import BY_HAND, for_moodle, for_people, into_worksheet
from course.exporting.grades import ChapterGrades, read_grades
from course.exporting.moodle_warnings import OLD, is_used_again, last_export
from course.exporting.sheets import csv_bytes, excel_bytes, number, unescaped_csv_bytes
from course.files import write_bytes_atomically
from course.layout import Course

FOLDER = "exported"
NO_SCORE = "点の付いたページがない学生（採点できなかった人には、わけを書いたページを入れました）"
SUFFIXES = {"moodle": ".moodle.csv", "csv": ".csv", "excel": ".xlsx"}


@dataclass(frozen=True)
class Request:
    """Which table, and where it goes."""

    format: str
    worksheet: Path | None
    output: Path | None
    scale: bool = False


def export_grades(course: Course, slugs: list[str], request: Request, console: Console) -> bool:
    """Write the grades of these chapters; are all of them final and in it?"""
    _check(slugs, request)
    people, chapters = read_grades(course, slugs)
    name = "_".join(slugs) if len(slugs) == 1 else "grades"
    path = request.output or course.root / FOLDER / f"{name}{SUFFIXES[request.format]}"
    waiting, about, refused, skipped = _waiting(chapters), _scaled(chapters), [], []
    if request.worksheet:
        worksheet = Worksheet.read(request.worksheet)
        filled = into_worksheet(worksheet, people, chapters[0], request.scale)
        skipped = [f"注意　{student}：{why}" for student, why in filled.skipped]
        about = [f"評定を書いた学生：{filled.written} 人", *about, *skipped]
        about += [f"注意　{OLD}"] if is_used_again(worksheet, last_export(path)) else []
        data, refused = unescaped_csv_bytes(filled.rows), filled.refused
    else:
        data = _table(people, chapters, request.format)
    _write(path, data)
    _show([f"{path} に成績を書きました", *about, *waiting, *_left_out(refused)], console)
    return not waiting and not refused and not skipped


def _check(slugs: list[str], request: Request) -> None:
    if request.format not in SUFFIXES:
        formats = "、".join(SUFFIXES)
        raise CourseError(f"--format は {formats} のどれかです（{request.format} はありません）")
    if request.worksheet and request.format != "moodle":
        raise CourseError("--worksheet は、--format moodle のときに使います")
    if request.worksheet and len(slugs) > 1:
        raise CourseError("評定ワークシートは1つの課題のものなので、章も1つだけ書いてください")
    if request.scale and not request.worksheet:
        raise CourseError("--scale は、--worksheet のときに使います")


def _table(people: ClassList, chapters: list[ChapterGrades], format: str) -> bytes:
    if format == "moodle":
        return csv_bytes(for_moodle(people, chapters))
    rows = for_people(people, chapters)
    return excel_bytes(rows, "成績") if format == "excel" else csv_bytes(rows)


def _waiting(chapters: list[ChapterGrades]) -> list[str]:
    """Grades that are not final: they are not written as numbers, and named here."""
    waiting: dict[tuple[str, str], list[str]] = {}
    for chapter in chapters:
        for student, result in sorted(chapter.results.items()):
            for exercise in result.by_hand:
                waiting.setdefault((chapter.slug, exercise), []).append(student)
    if not waiting:
        return []
    found = [
        f"  {slug}　{exercise}（{len(students)} 人）：{'、'.join(students)}"
        for (slug, exercise), students in waiting.items()
    ]
    return [f"{BY_HAND}のため、合計を書いていない学生（formgrader で点を付けてから）", *found]


def _scaled(chapters: list[ChapterGrades]) -> list[str]:
    """Whose totals are not the sum of the points: see Result."""
    return [
        f"{chapter.slug}：あとで加わった問題が対象外なので、合計を {number(chapter.full)} 点満点に"
        f"換算した学生（{len(chapter.scaled)} 人）：{'、'.join(chapter.scaled)}"
        for chapter in chapters
        if chapter.scaled
    ]


def _left_out(refused: list[Refused]) -> list[str]:
    lines = [f"使わなかったもの（{len(refused)} 件）"] if refused else []
    for place, reason in refused:
        lines += [f"  {place}", f"    理由　{reason}"]
    return lines


def export_feedback(
    course: Course, slug: str, worksheet: Path | None, output: Path | None, console: Console
) -> bool:
    """Write Moodle's zip of feedback pages; is everyone's page in it?"""
    packed = pack_feedback(course, slug, Worksheet.read(worksheet) if worksheet else None)
    if not packed.students:
        raise CourseError(*(f"{place}：{reason}" for place, reason in packed.refused))
    path = output or course.root / FOLDER / f"{slug}.feedback.zip"
    _write(path, packed.data)
    lines = [f"{path} に {len(packed.students)} 人分のフィードバックを入れました"]
    lines.append(
        "Moodle の課題で、複数のフィードバックファイルを ZIP でアップロードすると、返せます"
    )
    if packed.absent:
        lines += [NO_SCORE, *(f"  {line}" for line in packed.absent)]
    _show([*lines, *_left_out(packed.refused)], console)
    return not packed.refused


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes_atomically(path, data)
    except OSError as error:
        raise CourseError(f"{path} に書けません（{error.strerror}）") from None


def _show(lines: list[str], console: Console) -> None:
    for line in lines:
        console.print(Text(line), soft_wrap=True)
