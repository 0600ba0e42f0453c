"""What learners notice by themselves: the wrong answers that the visible tests alone refuse.

A wrong answer that they accept is shown as right until it is graded. In a file of named wrong
answers the commonest stand first: those at least must be noticed at once. (Not of a question whose
answer is data: who is told that it is wrong tries the next.)
"""

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from nbformat import NotebookNode
from rich.table import Table

from course.notebooks.exercises import Exercise, exercises, visible_source
from course.test_power.answer_files import NamedAnswer, answer_rounds
from course.test_power.one_process import run_tests, with_answers

COMMONEST = 2


@dataclass(frozen=True)
class Seen:
    """The named wrong answers to one exercise, in their order, and those that are noticed."""

    exercise: str
    answers: list[str]
    noticed: set[str]

    @property
    def share(self) -> float:
        return len(self.noticed) / len(self.answers)

    @property
    def common_and_overlooked(self) -> list[str]:
        return [name for name in self.answers[:COMMONEST] if name not in self.noticed]


def seen_by_learners(source: NotebookNode, folder: Path) -> list[Seen]:
    """Of each exercise whose answer is a program and that has wrong answers in the folder."""
    open_tests = with_visible_tests(source)
    programs = [exercise.name for exercise in exercises(source) if is_program(exercise)]
    found = {name: Seen(name, [], set()) for name in programs}
    for answer, noticed in _tried(open_tests, answer_rounds(folder)):
        if answer.exercise not in found:
            continue
        found[answer.exercise].answers.append(answer.name)
        if noticed:
            found[answer.exercise].noticed.add(answer.name)
    return [seen for seen in found.values() if seen.answers]


def is_program(exercise: Exercise) -> bool:
    """Whether the answer is a function or a class."""
    defined = ast.FunctionDef | ast.ClassDef
    if exercise.answer.cell_type != "code":
        return False
    return any(isinstance(node, defined) for node in ast.walk(ast.parse(exercise.answer.source)))


def with_visible_tests(source: NotebookNode) -> NotebookNode:
    """A copy whose tests are those that learners have."""
    notebook = with_answers(source, {})
    for exercise in exercises(notebook):
        for test in exercise.tests:
            test.source = visible_source(test.source)
    return notebook


def _tried(
    notebook: NotebookNode, rounds: list[dict[str, NamedAnswer]]
) -> Iterator[tuple[NamedAnswer, bool]]:
    for answers in rounds:
        tried = with_answers(notebook, {n: a.source for n, a in answers.items()})
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            outcomes = run_tests(tried)
        for name, answer in answers.items():
            yield answer, not outcomes[name].passed


def visible_table(slug: str, found: list[Seen]) -> Table:
    """One line per exercise."""
    table = Table("章", "やってみよう", "誤答", "見えるテストが気づく", "よくあるのに気づかない")
    for seen in found:
        share = f"{len(seen.noticed)}（{seen.share:.0%}）"
        missed = "、".join(seen.common_and_overlooked)
        table.add_row(slug[:3], seen.exercise, str(len(seen.answers)), share, missed)
    mean = sum(seen.share for seen in found) / len(found) if found else 0.0
    table.add_section()
    table.add_row("", "平均", "", f"{mean:.0%}", "")
    return table
