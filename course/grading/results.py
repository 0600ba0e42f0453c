"""What grading has found out, kept on disk: one small file for each student, written in one step.

    .grading/CHAPTER/runs/0001/results/STUDENT.json    what a run found
    .grading/CHAPTER/runs/0001/notebooks/STUDENT.ipynb the graded notebook that goes with it
    .grading/CHAPTER/runs/0001/events.jsonl            what happened, for programs
    .grading/CHAPTER/published/STUDENT.json            the result that stands in the gradebook
    .grading/CHAPTER/removed/STUDENT.json              answers to exercises that left the chapter
    .grading/CHAPTER/set_aside.json                    what could not be scored, and why

A result knows by its key what was graded: the submission, the tests and the limits. So a run that
was ended at any moment goes on where it was, and nothing is graded twice.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from course.files import write_atomically
from course.grading.report import Cause, SetAside
from course.layout import Course
from course.notebooks.exercises import Exercise, grade_id
from course.sealed.verdicts import Kind, Verdict, combined

STOPPED = (Kind.TIME, Kind.MEMORY, Kind.CRASH)


@dataclass(frozen=True)
class Result:
    """The outcome of one submission."""

    student: str
    key: str
    verdicts: dict[str, dict]  # by grade_id of the test cell: kind, points, reason
    tampering: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)  # by cell: its grade_id, else its id
    graded_at: str = ""  # for people: clocks may go backwards
    page_shows: str = ""  # digest of the grades with which the feedback page was made
    answers: dict[str, str] = field(default_factory=dict)  # see worker.Answers
    remarks: list[str] = field(default_factory=list)  # what was mended before grading

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        write_atomically(folder / f"{self.student}.json", text)

    @classmethod
    def read(cls, folder: Path, student: str) -> "Result | None":
        """The result, if there is one that can be read."""
        try:
            found = json.loads((folder / f"{student}.json").read_text(encoding="utf-8"))
            return cls(**found)
        except (OSError, ValueError, TypeError):
            return None


def stopped(result: Result) -> tuple[tuple[str, str, str], ...]:
    """Test cells whose answer had to be stopped: name, kind of the end, reason."""
    return tuple(
        (name, verdict["kind"], verdict["reason"])
        for name, verdict in result.verdicts.items()
        if verdict["kind"] in STOPPED
    )


def by_exercise(result: Result, exercises: list[Exercise]) -> dict[str, dict]:
    """One verdict for every exercise, with its reason; those for a person say so."""
    return {exercise.name: _verdict(result, exercise) for exercise in exercises}


def _verdict(result: Result, exercise: Exercise) -> dict:
    if exercise.by_hand:
        return Verdict(Kind.BY_HAND, 0.0).as_dict()
    return combined([result.verdicts[grade_id(test)] for test in exercise.tests])


class Records:
    """The folder .grading/CHAPTER."""

    def __init__(self, course: Course, slug: str):
        self.folder = course.root / ".grading" / slug
        self.published_folder = self.folder / "published"

    def published(self, student: str) -> Result | None:
        return Result.read(self.published_folder, student)

    def forget(self, student: str) -> None:
        """From now until the next record, nothing is known to be published."""
        (self.published_folder / f"{student}.json").unlink(missing_ok=True)

    def all_published(self) -> Iterator[Result]:
        """The results that stand in the gradebook, by student."""
        for path in sorted(self.published_folder.glob("*.json")):
            if result := Result.read(self.published_folder, path.stem):
                yield result

    def write_set_aside(self, found: list[SetAside]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps([entry._asdict() for entry in found], ensure_ascii=False, indent=1)
        write_atomically(self.folder / "set_aside.json", text)

    def set_aside(self) -> list[SetAside]:
        """What the last grading could not score."""
        path = self.folder / "set_aside.json"
        if not path.exists():
            return []
        entries = json.loads(path.read_text(encoding="utf-8"))
        return [SetAside(**entry | {"cause": Cause(entry["cause"])}) for entry in entries]
