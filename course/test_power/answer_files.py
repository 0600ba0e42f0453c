"""Read the files of named answers: tests/wrong_answers/<chapter>/<exercise>.py and the like.

Answers are percent cells: a line `# %% <name>`, then optionally `# message: …` (part of the
message that the tests give) and `# note: …` (why people write it), then the answer cell's source.
"""

import re
from dataclasses import dataclass
from pathlib import Path

CELL = re.compile(r"^# %% ", re.M)
HEADER = re.compile(r"# (message|note): (.*)")


@dataclass(frozen=True)
class NamedAnswer:
    """One way to answer one exercise."""

    exercise: str
    name: str
    source: str
    message: str = ""
    note: str = ""


def read_answers(folder: Path) -> list[NamedAnswer]:
    """All answers of a chapter, exercise by exercise; empty where there is no folder."""
    return [answer for path in sorted(folder.glob("*.py")) for answer in _answers(path)]


def answer_rounds(folder: Path) -> list[dict[str, NamedAnswer]]:
    """Number k has answer number k to every exercise with so many: one notebook for all of them."""
    by_exercise: dict[str, list[NamedAnswer]] = {}
    for answer in read_answers(folder):
        by_exercise.setdefault(answer.exercise, []).append(answer)
    count = max(map(len, by_exercise.values()), default=0)
    return [{n: a[k] for n, a in by_exercise.items() if k < len(a)} for k in range(count)]


def _answers(path: Path) -> list[NamedAnswer]:
    text = path.read_text(encoding="utf-8")
    return [_answer(path.stem, cell) for cell in CELL.split(text)[1:]]


def _answer(exercise: str, cell: str) -> NamedAnswer:
    name, *lines = cell.splitlines()
    header = {}
    while lines and (match := HEADER.fullmatch(lines[0])):
        header[match[1]] = match[2]
        lines = lines[1:]
    return NamedAnswer(exercise, name.strip(), "\n".join(lines).strip(), **header)
