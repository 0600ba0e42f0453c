"""A zip of feedback pages that Moodle hands to the right students: its folder names decide."""

import html
import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from course.collecting.class_list import ClassList
from course.collecting.submitted_folder import moodle_folders
from course.collecting.unusable import Refused
from course.collecting.worksheet import Worksheet
from course.errors import CourseError
from course.grading.report import Cause, SetAside
from course.grading.results import Records
from course.layout import Course

NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|_\x00-\x1f]')
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the same pages make the same zip, whenever it is made
WHO = (
    "Moodle のだれなのか分かりません（course collect で Moodle から集めるか、"
    "--worksheet で評定ワークシートを渡してください）"
)


NOT_GRADED = Template("""<!DOCTYPE html>
<html lang="ja">
<head><meta charset="utf-8"><title>$slug</title></head>
<body>
<h1>$slug　まだ採点していません</h1>
<p>提出されたファイルを採点できませんでした：$reason。</p>
<p>点が 0 点になったのではありません。$before配ったノートブックを JupyterLab で開いて保存し直し、
出し直せるかどうかを、講師に確かめてください。</p>
</body>
</html>
""")


@dataclass
class Packed:
    """The zip, whose pages are in it, and whose are not."""

    data: bytes
    students: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)  # lines about those who have no page of a score


def pack_feedback(course: Course, slug: str, worksheet: Worksheet | None) -> Packed:
    """Every feedback page of a chapter, in the folder that Moodle knows its student by."""
    pages = {page.parents[1].name: page.read_bytes() for page in _pages(course, slug)}
    not_graded = {e.student: e for e in Records(course, slug).set_aside() if is_student(e)}
    pages |= {student: _without_score(slug, entry) for student, entry in not_graded.items()}
    if not pages:
        raise CourseError(f"{slug} のフィードバックがありません（course grade {slug} で作ります）")
    folders, unknown = moodle_folders(course, slug), []
    if worksheet:
        folders, unknown = _folders(worksheet, ClassList.read(course))
    packed = Packed(b"", [s for s in pages if s in folders])
    packed.refused += [Refused(student, WHO) for student in pages if student not in folders]
    packed.refused += unknown if packed.refused else []
    packed.absent = [f"{s}：{e.reason}（{e.action}）" for s, e in sorted(not_graded.items())]
    silent = sorted(set(ClassList.read(course).people) - set(pages))
    packed.absent += [f"{student}：採点した提出物がありません" for student in silent]
    files = {f"{folders[s]}/{slug}.html": pages[s] for s in packed.students}
    packed.data = _zip(files)
    return packed


ABOUT_THE_FILE = {
    Cause.EMPTY,
    Cause.FILE_NAME,
    Cause.UNREADABLE,
    Cause.NOT_A_NOTEBOOK,
    Cause.FOREIGN,
}


def is_student(entry: SetAside) -> bool:
    """Whether it is somebody's, rather than a file that lies somewhere."""
    return entry.cause not in (Cause.STRAY, Cause.STUDENT_ID)


def _without_score(slug: str, entry: SetAside) -> bytes:
    """For a student whose file could not be graded: why, in place of the page of a score."""
    reason = entry.reason if entry.cause in ABOUT_THE_FILE else "採点の途中で止まりました"
    before = "前に採点したものは、そのまま残っています。" if entry.graded_before else ""
    text = NOT_GRADED.substitute(slug=html.escape(slug), reason=html.escape(reason), before=before)
    return text.encode("utf-8")


def _pages(course: Course, slug: str) -> list[Path]:
    found = sorted((course.root / "feedback").glob(f"*/{slug}/{slug}.html"))
    return [page for page in found if page.is_file() and not page.is_symlink()]


def _folders(worksheet: Worksheet, people: ClassList) -> tuple[dict[str, str], list[Refused]]:
    """Moodle looks at the number; the name is for people and must have no underscore."""
    participants, refused = worksheet.by_student(people)
    folders = {
        student: f"{NOT_IN_NAMES.sub(' ', p.full_name)}_{p.number}_assignsubmission_file_"
        for student, p in participants.items()
    }
    return folders, refused


def _zip(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(name, FIRST_DAY)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            info.create_system = 3  # wherever it is made
            archive.writestr(info, data)
    return stream.getvalue()
