"""A sample class for one chapter, made on the spot: who hands in what, and what is wrong in it."""

import re
from copy import deepcopy
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode

from course.notebooks.exercises import Exercise, exercises
from course.test_power.answer_files import NamedAnswer

MARKERS = re.compile(r"^[ \t]*### (BEGIN|END) SOLUTION[ \t]*\n?", re.M)
MARK_SCHEME = re.compile(r"\s*=== BEGIN MARK SCHEME ===.*", re.S)


@dataclass(frozen=True)
class HandedIn:
    """What one student of the sample class hands in, and why it is not all right."""

    student: str
    about: str
    data: bytes
    mistakes: dict[str, str] = field(default_factory=dict)
    unsolved: list[str] = field(default_factory=list)
    readable: bool = True

    @property
    def without_full_points(self) -> set[str]:
        return {*self.mistakes, *self.unsolved}


def sample_class(
    source: NotebookNode, release: NotebookNode, wrong_answers: list[NamedAnswer]
) -> list[HandedIn]:
    """Six students: all right, two with typical mistakes, half done, untouched, a broken file."""
    found = exercises(source)
    right = {exercise.name: _reference(exercise) for exercise in found}
    tested = [exercise.name for exercise in found if not exercise.by_hand]
    half = dict(list(right.items())[: len(right) // 2])
    perfect = _solved(release, right)
    return [
        HandedIn("s01", "すべて正解", perfect),
        _mistaken("s02", release, right, _choose(wrong_answers, tested[::5], 0)),
        _mistaken("s03", release, right, _choose(wrong_answers, tested[2::5] or tested[1:], 1)),
        HandedIn("s04", "前半だけ解いた", _solved(release, half), unsolved=[*right][len(half) :]),
        HandedIn("s05", "配られたまま", _solved(release, {}), unsolved=[*right]),
        HandedIn("s06", "ファイルが途中で切れている", perfect[: len(perfect) // 2], readable=False),
    ]


def _reference(exercise: Exercise) -> str:
    return MARK_SCHEME.sub("", MARKERS.sub("", exercise.answer.source))


def _choose(answers: list[NamedAnswer], names: list[str], which: int) -> list[NamedAnswer]:
    """For each exercise its wrong answer number `which`, or its last; none where it has none."""
    by_exercise = [[a for a in answers if a.exercise == name] for name in names]
    return [found[min(which, len(found) - 1)] for found in by_exercise if found]


def _mistaken(
    student: str, release: NotebookNode, right: dict[str, str], mistakes: list[NamedAnswer]
) -> HandedIn:
    answers = right | {mistake.exercise: mistake.source for mistake in mistakes}
    reasons = {mistake.exercise: mistake.note or mistake.message for mistake in mistakes}
    about = "よくある間違い" if mistakes else "すべて正解（誤答のファイルがまだない）"
    return HandedIn(student, about, _solved(release, answers), reasons)


def _solved(release: NotebookNode, answers: dict[str, str]) -> bytes:
    """The released notebook with these answers filled in, as a student would save it."""
    notebook = deepcopy(release)
    for exercise in exercises(notebook):
        exercise.answer.source = answers.get(exercise.name, exercise.answer.source)
    return nbformat.writes(notebook).encode("utf-8")
