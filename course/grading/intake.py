"""Look at submitted/ before nbgrader does: what can be graded, and what cannot and why.

Nothing in submitted/ is ever changed.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.utils import parse_utc

from common.classroom.student_id import STUDENT_ID
from course.errors import CourseError
from course.files import normal_form
from course.grading.exchange_files import SECRET, TIMESTAMP, exchange_text
from course.grading.expected_chapter import Expected, checked_notebook
from course.grading.report import Cause, Problem, SetAside, enumerate_names, printable
from course.layout import Course

LITTER = {"Thumbs.db", "desktop.ini", "__MACOSX", "__pycache__", ".ipynb_checkpoints", ".git"}


@dataclass(frozen=True)
class Submission:
    """A notebook that can be graded, in the form in which it is."""

    student: str
    notebook: NotebookNode
    timestamp: str = ""


class Intake:
    """What lies in submitted/ for one chapter (of some students only, where they are named).

    CourseError if there is nothing at all.
    """

    def __init__(self, course: Course, slug: str, students: Collection[str] = ()):
        self.set_aside: list[SetAside] = []
        self.notes: list[str] = []
        self.students: set[str] = set()  # of whom there is something, gradable or not
        self._expected = Expected.of(course, slug)
        self._submitted = course.root / "submitted"
        names = _students(self._submitted)
        self.names = [name for name in names if not students or name in students]
        missing = sorted(set(students).difference(names))
        if missing:
            raise CourseError(f"submitted/ に{enumerate_names(missing)}のフォルダがありません")
        self._found = self._look_at_all()
        self._first = list(islice(self._found, 1))
        if not self._first and not self.set_aside:
            raise CourseError(
                f"{slug} の提出物がありません（submitted/学籍番号/{slug}/{slug}.ipynb に置くか、"
                "course collect で集めてください）"
            )

    def submissions(self) -> Iterator[Submission]:
        """One after the other, so that memory does not grow with the class (and once only).

        What cannot be graded goes into `set_aside`.
        """
        return chain(self._first, self._found)

    def _look_at_all(self) -> Iterator[Submission]:
        for name in self.names:
            folder = self._submitted / name
            try:
                submission = _look_at_student(folder, self._expected, self.notes)
            except Problem as problem:
                self._put_aside(folder, problem)
                continue
            if submission:
                self.students.add(submission.student)
                yield submission

    def _put_aside(self, folder: Path, problem: Problem) -> None:
        place, slug = printable(folder.name), self._expected.slug
        if (folder / slug).is_dir() and not folder.is_symlink():
            place = f"{place}/{slug}"
        found = SetAside(place, problem.reason, problem.action, problem.cause)
        self.set_aside.append(found)
        self.students.add(found.student)


def _students(submitted: Path) -> list[str]:
    try:
        return [path.name for path in _entries(submitted)] if submitted.is_dir() else []
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


def _look_at_student(folder: Path, expected: Expected, notes: list[str]) -> Submission | None:
    """The student's submission, None if only other chapters lie there."""
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
        return None
    _check_student_id(folder.name)
    if not handed_in:
        raise _no_chapter_folder(folder.name, strays, slug)
    if strays:
        notes.append(f"{folder.name}：章のフォルダではない {enumerate_names(strays)} は使いません")
    return _submission(folder / slug, expected, notes)


def _check_student_id(name: str) -> None:
    if STUDENT_ID.fullmatch(name):
        return
    plain = re.sub(r"\s", "", normal_form(name, "NFKC"))
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


def _submission(folder: Path, expected: Expected, notes: list[str]) -> Submission:
    student, wanted = folder.parent.name, f"{expected.slug}.ipynb"
    if folder.is_symlink() or not folder.is_dir():
        reason = "章のフォルダではなく、ファイルかリンクです"
        raise Problem(Cause.STRAY, reason, f"フォルダにして、その中に {wanted} を置いてください")
    names = [path.name for path in _entries(folder) if path.name not in (TIMESTAMP, SECRET)]
    if wanted not in names:
        raise _no_notebook(names, wanted)
    others = [name for name in names if name.endswith(".ipynb") and name != wanted]
    if others:
        notes.append(
            f"{student}：採点したのは {wanted} です。{enumerate_names(others)}は採点していません"
        )
    timestamp = _timestamp(folder / TIMESTAMP, student, notes)
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


def _timestamp(path: Path, student: str, notes: list[str]) -> str:
    """When the submission was handed in, if a readable file says so."""
    if not path.is_file():
        return ""
    text = exchange_text(path).strip()
    try:
        parse_utc(text)
    except (ValueError, OverflowError):
        notes.append(f"{student}：{TIMESTAMP} を日時として読めないので、使いません")
        return ""
    return text
