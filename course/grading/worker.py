"""What a worker does with one submission: it needs neither the gradebook nor a shared disk.

A pure function from a task to what was found. Where it runs (this machine, a cluster) is the
business of `pool`; what becomes of the result is that of `publish`.
"""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import nbformat
from nbformat import NotebookNode

import common
import course
import datasets
from course.errors import CourseError
from course.feedback.graded_page import Grades, page
from course.notebooks.exercises import grade_id, is_answer, is_grade, is_test, nbgrader_metadata
from course.notebooks.graded_notebook import ABOUT, REMARKS, checksum
from course.sealed.child import PAGE
from course.sealed.executor import execute
from course.sealed.fork_server import bubblewrap
from course.sealed.rebuild import Rebuilt, rebuild
from course.sealed.sandbox import Ended, Limits

NO_RESPONSE = "No response."  # nbgrader's comment on an answer that was left as handed out


@dataclass(frozen=True)
class Chapter:
    """What all submissions of one chapter are graded with."""

    slug: str
    source: str  # text of the notebook in source/
    checksums: dict[str, str] = field(default_factory=dict)  # of the cells as handed out
    limits: Limits = Limits()
    isolated: bool = True
    html: dict = field(default_factory=dict)  # how pages are made: see feedback.page
    version: str = ""  # of the program that asks: a worker with another one refuses


@dataclass(frozen=True)
class Task:
    """One submission to be graded."""

    student: str
    notebook: str
    key: str
    timestamp: str = ""


@dataclass(frozen=True)
class Answers:
    """Which question a result answers: a task's key and the bytes that were graded, and how."""

    key: str
    notebook: str  # digest of the submission
    tests: str  # digest of the notebook in source/
    version: str  # of the program

    @classmethod
    def to(cls, chapter: Chapter, task: Task) -> "Answers":
        return cls(task.key, digest(task.notebook), digest(chapter.source), chapter.version)


@dataclass(frozen=True)
class Graded:
    """What a worker has found; `page` is right as long as the gradebook agrees with `grades`."""

    answers: Answers
    verdicts: dict[str, dict]
    tampering: list[str]
    seconds: dict[str, float]
    grades: Grades
    packed_notebook: bytes
    packed_page: bytes
    remarks: list[str] = field(default_factory=list)

    def is_for(self, task: Task) -> bool:
        """Whether it answers this task, as far as the task itself can tell."""
        return (self.answers.key, self.answers.notebook) == (task.key, digest(task.notebook))

    @property
    def notebook(self) -> str:
        return zlib.decompress(self.packed_notebook).decode("utf-8")

    @property
    def page(self) -> str:
        return zlib.decompress(self.packed_page).decode("utf-8")


def grade(
    chapter: Chapter,
    task: Task,
    at: Callable[[str], None] = lambda step: None,
    stopped: Mapping[str, Ended] = MappingProxyType({}),
) -> Graded:
    """Grade one submission and make its page; CourseError where this worker cannot.

    `at` and `stopped` as in course.sealed.executor: the guard's.
    """
    ready(chapter.version, chapter.isolated)
    source = _source(chapter.source)
    rebuilt = rebuild(nbformat.reads(task.notebook, as_version=4), source)
    how = chapter.limits, chapter.isolated
    outcome = execute(rebuilt.notebook, source, *how, at=at, stopped=stopped)
    at(PAGE)
    verdicts = {name: verdict.as_dict() for name, verdict in outcome.verdicts.items()}
    notebook = _graded_notebook(outcome.notebook, chapter, verdicts, rebuilt)
    grades = grades_of(notebook, verdicts)
    html = page(notebook, chapter.slug, grades, chapter.html)
    answers = Answers.to(chapter, task)
    found = answers, verdicts, rebuilt.tampering, outcome.seconds, grades
    packed = _packed(nbformat.writes(notebook)), _packed(html)
    return Graded(*found, *packed, rebuilt.remarks)


def _graded_notebook(notebook: NotebookNode, chapter: Chapter, verdicts: dict, rebuilt: Rebuilt):
    """As nbgrader keeps it, with what is known about it."""
    for cell in notebook.cells:
        if grade_id(cell) in chapter.checksums:
            cell.metadata.nbgrader["checksum"] = chapter.checksums[grade_id(cell)]
    sandbox = "bubblewrap" if chapter.isolated else "none"
    about = {"tampering": rebuilt.tampering, REMARKS: rebuilt.remarks}
    notebook.metadata[ABOUT] = about | {"verdicts": verdicts, "sandbox": sandbox}
    return notebook


@lru_cache
def version() -> str:
    """A digest of the programs that decide about scores, as they are installed here."""
    program = Path(course.__file__).parent
    deciding = [program / "notebooks" / f"{name}.py" for name in ("exercises", "cell_names")]
    deciding.append(Path(__file__))
    for folder in (program / "sealed", *(Path(p.__file__).parent for p in (common, datasets))):
        deciding += sorted(folder.rglob("*.py"))
    digest = sha256()
    for path in deciding:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@lru_cache
def ready(wanted: str, isolated: bool) -> None:
    """CourseError where this machine would grade differently, or not at all."""
    if wanted != version():
        raise CourseError(
            f"講座のプログラムの版が違います（こちら {version()}、採点する側 {wanted}）。"
            "同じものを入れてください"
        )
    if isolated:
        bubblewrap()


def cannot(wanted: str, isolated: bool, **guard) -> str:
    """Why this machine cannot grade, if it cannot."""
    try:
        ready(wanted, isolated)
    except CourseError as error:
        return str(error)
    return ""


def grades_of(notebook: NotebookNode, verdicts: dict[str, dict]) -> Grades:
    """What the gradebook will say if nobody has given points or comments, and nothing is late."""
    cells, comments = {}, {}
    for cell in notebook.cells:
        name = nbgrader_metadata(cell).get("grade_id")
        if is_grade(cell):
            points = float(nbgrader_metadata(cell)["points"])
            score = verdicts[name]["points"] if is_test(cell) else 0  # until a person gives some
            cells[name] = (float(score or 0), points)
        if is_answer(cell):
            untouched = nbgrader_metadata(cell).get("checksum") == checksum(cell)
            comments[name] = NO_RESPONSE if untouched else None
    score, full = (sum(pair[column] for pair in cells.values()) for column in (0, 1))
    return Grades(cells, comments, float(score), float(full))


@lru_cache(maxsize=8)
def _source(text: str) -> NotebookNode:
    return nbformat.reads(text, as_version=4)


def digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8"), 1)
