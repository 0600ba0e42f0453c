"""What one grading run found out, as data: scores, and what could not be scored and why."""

from dataclasses import dataclass, field
from enum import Enum, StrEnum
from pathlib import Path
from typing import NamedTuple

from course.sealed.caps import writable
from course.sealed.guard import NotGraded

DECIDE = "提出物を見て、採点するか、出し直してもらうかを決めてください"


class Cause(StrEnum):
    """Why something could not be scored."""

    STUDENT_ID = "student id"
    STRAY = "stray"
    EMPTY = "empty"
    FILE_NAME = "file name"
    UNREADABLE = "unreadable"
    NOT_A_NOTEBOOK = "not a notebook"
    FOREIGN = "foreign"
    WORKER_DIED = "worker died"
    LIMIT = "limit of the grader"
    OTHER_RESULT = "result of another submission"
    UNEXPECTED = "unexpected"


class Problem(Exception):
    """Something about one submission that keeps it from being scored, and how to mend it."""

    def __init__(self, cause: Cause, reason: str, action: str):
        reason = " ".join(writable(reason).splitlines())  # words of a submission may be in it
        super().__init__(cause, reason, action)  # all of them: it may come from another process
        self.cause, self.reason, self.action = cause, reason, action

    def __str__(self) -> str:
        return self.reason

    @classmethod
    def of(cls, error: Exception) -> "Problem":
        """What to say about an error that ended the grading of a submission."""
        if isinstance(error, Problem):
            return error
        if isinstance(error, NotGraded):
            cause = Cause.WORKER_DIED if error.cause == "crash" else Cause.LIMIT
            return cls(cause, error.reason, DECIDE)
        return cls.unexpected(error)

    @classmethod
    def unexpected(cls, error: Exception) -> "Problem":
        """What to say about an error that nobody foresaw."""
        reason = (str(error).splitlines() or [""])[0][:100]
        return cls(
            Cause.UNEXPECTED,
            f"採点の途中でエラーが起きました（{type(error).__name__}: {reason}）",
            "ログで原因を確かめてください",
        )


class SetAside(NamedTuple):
    """A submission (or a stray file) without a score: where, why, what to do."""

    place: str
    reason: str
    action: str
    cause: Cause
    graded_before: bool = False

    @property
    def student(self) -> str:
        return self.place.split("/")[0]


class Left(Enum):
    """In place of points: the exercise came after the release, and this submission never had it."""

    OUT = "out"


Points = float | None | Left


@dataclass(frozen=True, slots=True)
class StudentScores:
    """Points per exercise of one student; None where a person has to grade.

    There may be ten thousand in memory: all share the names of the exercises, and a tuple takes a
    fraction of a dict.
    """

    student: str
    exercises: tuple[str, ...]
    values: tuple[Points, ...]
    stopped: tuple[tuple[str, str, str], ...] = ()  # test cell, end, reason
    tampering: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def points(self) -> dict[str, float | None]:
        """Of the exercises that count for the student."""
        pairs = zip(self.exercises, self.values, strict=False)  # a regrade keeps no values
        return {name: points for name, points in pairs if points is not Left.OUT}

    @property
    def total(self) -> float:
        return sum(points for points in self.points.values() if points is not None)

    @property
    def by_hand(self) -> list[str]:
        """Exercises that wait for a person."""
        return [name for name, points in self.points.items() if points is None]


@dataclass(frozen=True)
class Change:
    """Points that grading gave before and gives now (without what people have added)."""

    student: str
    before: float
    after: float
    cells: tuple[str, ...]  # test cells with other points


class AddedExercise(NamedTuple):
    """One that came after the release: how many never had it, and whether it counts for them."""

    name: str
    without: int
    counted: bool


class RemovedCell(NamedTuple):
    """One that left the chapter, and the points that are in the record for it."""

    name: str
    students: int
    points: float


@dataclass
class Report:
    """The outcome of grading one chapter."""

    slug: str
    full_points: dict[str, float]
    log: Path
    scores: list[StudentScores] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    not_submitted: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)  # points that were others before
    added: list[AddedExercise] = field(default_factory=list)
    removed: list[RemovedCell] = field(default_factory=list)
    kept: int = 0  # scores that stood already and still hold


def printable(text: str) -> str:
    """Text of unknown origin (file names) without control characters and broken encodings."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def enumerate_names(names: list[str], limit: int = 3) -> str:
    """「a」「b」「c」ほか 2 個."""
    shown = "".join(f"「{printable(name)}」" for name in names[:limit])
    return shown + (f"ほか {len(names) - limit} 個" if len(names) > limit else "")
