"""Look at submitted/ before nbgrader does: what can be graded, and what cannot and why.

Nothing in submitted/ is ever changed.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.utils import parse_utc

from course.errors import CourseError
from course.grading.notebook_check import Expected, checked_notebook
from course.grading.report import Cause, Problem, SetAside, enumerate_names, printable
from course.layout import Course

MAX_STUDENT_ID = 64
STUDENT_ID = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._@-]{{0,{MAX_STUDENT_ID - 1}}}")
LITTER = {"Thumbs.db", "desktop.ini", "__MACOSX", "__pycache__", ".ipynb_checkpoints", ".git"}
TIMESTAMP = "timestamp.txt"


@dataclass(frozen=True)
class Submission:
    """A notebook that can be graded, in the form in which it is."""

    student: str
    notebook: NotebookNode
    timestamp: str = ""


@dataclass
class Intake:
    """What lies in submitted/ for one chapter."""

    submissions: list[Submission] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def students(self) -> set[str]:
        """Students of whom there is something, gradable or not."""
        return {entry.student for entry in self.set_aside} | {
            submission.student for submission in self.submissions
        }


def look(course: Course, slug: str) -> Intake:
    """Everything in submitted/ that concerns this chapter."""
    submitted = course.root / "submitted"
    expected = Expected.of(course, slug)
    intake = Intake()
    for entry in _students(submitted):
        try:
            _look_at_student(entry, expected, intake)
        except Problem as problem:
            place = printable(entry.name)
            if (entry / slug).is_dir() and not entry.is_symlink():
                place = f"{place}/{slug}"
            found = SetAside(place, problem.reason, problem.action, problem.cause)
            intake.set_aside.append(found)
    if not intake.submissions and not intake.set_aside:
        raise CourseError(
            f"{slug} の提出物がありません（submitted/学籍番号/{slug}/{slug}.ipynb に置くか、"
            f"nbgrader zip_collect {slug} で集めてください）"
        )
    return intake


def _students(submitted: Path) -> list[Path]:
    try:
        return _entries(submitted) if submitted.is_dir() else []
    except Problem as problem:
        raise CourseError(f"submitted/：{problem.reason}") from None


def _entries(folder: Path) -> list[Path]:
    """What people put into a folder, sorted; what operating systems put there left out."""
    try:
        found = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        reason = f"フォルダを読めません（{error.strerror}）"
        raise Problem(Cause.UNREADABLE, reason, "フォルダの権限を確かめてください") from None
    return [path for path in found if path.name not in LITTER and not _is_dot_file(path)]


def _is_dot_file(path: Path) -> bool:
    return path.name.startswith(".") and not path.is_dir()


def _look_at_student(folder: Path, expected: Expected, intake: Intake) -> None:
    slug = expected.slug
    if folder.is_symlink() or not folder.is_dir():
        raise Problem(
            Cause.STRAY,
            "学生のフォルダの中にないファイルです",
            f"submitted/学籍番号/{slug}/{slug}.ipynb に移してください",
        )
    entries = _entries(folder)
    strays = [path.name for path in entries if path.name not in expected.chapters]
    handed_in = any(path.name == slug for path in entries)
    if not handed_in and entries and not strays:
        return  # only other chapters
    _check_student_id(folder.name)
    if not handed_in:
        raise _no_chapter_folder(folder.name, strays, slug)
    if strays:
        intake.notes.append(
            f"{folder.name}：章のフォルダではない {enumerate_names(strays)} は使いません"
        )
    intake.submissions.append(_submission(folder / slug, expected, intake))


def _check_student_id(name: str) -> None:
    if STUDENT_ID.fullmatch(name):
        return
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", name))
    guess = f"「{plain}」に" if STUDENT_ID.fullmatch(plain) else "学籍番号に"
    raise Problem(
        Cause.STUDENT_ID,
        "フォルダの名前が学籍番号として使えません（半角の英数字と . _ @ - だけ。先頭は英数字）",
        f"フォルダの名前を{guess}変えてください",
    )


def _no_chapter_folder(student: str, strays: list[str], slug: str) -> Problem:
    if not strays:
        return Problem(Cause.EMPTY, "フォルダが空です", "提出したかどうかを学生に確かめてください")
    return Problem(
        Cause.FILE_NAME,
        f"章のフォルダ {slug} がありません（あるのは{enumerate_names(strays)}）",
        f"submitted/{student}/{slug}/{slug}.ipynb になるように、名前か場所を直してください",
    )


def _submission(folder: Path, expected: Expected, intake: Intake) -> Submission:
    student, wanted = folder.parent.name, f"{expected.slug}.ipynb"
    if folder.is_symlink() or not folder.is_dir():
        reason = "章のフォルダではなく、ファイルかリンクです"
        raise Problem(Cause.STRAY, reason, f"フォルダにして、その中に {wanted} を置いてください")
    names = [path.name for path in _entries(folder) if path.name != TIMESTAMP]
    if wanted not in names:
        raise _no_notebook(names, wanted)
    others = [name for name in names if name.endswith(".ipynb") and name != wanted]
    if others:
        intake.notes.append(
            f"{student}：採点したのは {wanted} です。{enumerate_names(others)}は採点していません"
        )
    timestamp = _timestamp(folder / TIMESTAMP, student, intake)
    return Submission(student, checked_notebook(folder / wanted, expected), timestamp)


def _no_notebook(names: list[str], wanted: str) -> Problem:
    notebooks = [name for name in names if name.endswith(".ipynb")]
    if notebooks:
        which = "" if len(notebooks) == 1 else "（採点する1つを選んで）"
        return Problem(
            Cause.FILE_NAME,
            f"{wanted} がありません（あるのは{enumerate_names(notebooks)}）",
            f"名前を {wanted} に変えてください{which}",
        )
    if names:
        return Problem(
            Cause.FILE_NAME,
            f"ノートブックがありません（あるのは{enumerate_names(names)}）",
            f"zip なら展開し、{wanted} の名前で置いてください",
        )
    return Problem(Cause.EMPTY, "フォルダが空です", "提出し直してもらってください")


def _timestamp(path: Path, student: str, intake: Intake) -> str:
    """When the submission was handed in, if a readable file says so."""
    try:
        if path.is_symlink() or not path.is_file():
            return ""
        text = path.read_text(encoding="utf-8").strip()
        parse_utc(text)
    except (OSError, ValueError, OverflowError):
        intake.notes.append(f"{student}：{TIMESTAMP} を日時として読めないので、使いません")
        return ""
    return text
