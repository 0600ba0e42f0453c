"""`course survey`: do the tests of each exercise notice every small mistake in its answer?"""

import contextlib
import io
import signal
import tomllib
from dataclasses import dataclass, field

import nbformat
import numpy as np
from nbformat import NotebookNode
from rich.console import Console
from rich.progress import track
from rich.table import Table

from course.layout import Course
from course.notebooks.exercises import Exercise, exercises, is_given, read_notebook
from course.test_power.mutants import Mutant, mutants
from course.test_power.one_process import run_tests
from course.test_power.visible import seen_by_learners, visible_table

SECONDS = 5  # of CPU; a mutant that needs more has been noticed: an endless loop


@dataclass
class Survey:
    """What became of the mutants of one exercise."""

    slug: str
    exercise: str
    noticed: list[str] = field(default_factory=list)
    equivalent: list[str] = field(default_factory=list)
    survived: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.noticed) + len(self.equivalent) + len(self.survived)


def surveyed(course: Course, slug: str) -> list[Exercise]:
    """The exercises whose tests can be surveyed: those that are graded automatically."""
    notebook = read_notebook(course.source_notebook(slug))
    return [exercise for exercise in exercises(notebook) if not exercise.by_hand]


def survey(course: Course, slug: str, exercise: Exercise, every: int = 1) -> Survey:
    """Run the tests of one exercise on each (or on every n-th) mutant of its answer."""
    result = Survey(slug, exercise.name)
    equivalent = equivalents(course, slug).get(exercise.name, {})
    given = [c for c in read_notebook(course.source_notebook(slug)).cells if is_given(c)]
    for mutant in mutants(exercise.answer.source)[::every]:
        if _noticed(given, exercise, mutant):
            result.noticed.append(mutant.change)
        elif mutant.change in equivalent:
            result.equivalent.append(mutant.change)
        else:
            result.survived.append(mutant.change)
    return result


def equivalents(course: Course, slug: str) -> dict[str, dict[str, str]]:
    """Per exercise: mutants that change no result, each with the reason why."""
    path = course.root / "tests" / "equivalent_mutants" / f"{slug}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def survey_table(surveys: list[Survey]) -> Table:
    """One line per exercise."""
    table = Table("章", "やってみよう", "変異", "気づいた", "同じ結果", "見のがした")
    for column in table.columns[2:]:
        column.justify = "right"
    for s in surveys:
        counts = (s.total, len(s.noticed), len(s.equivalent), len(s.survived))
        table.add_row(s.slug[:3], s.exercise, *map(str, counts))
    counts = [
        sum(len(getattr(s, kind)) for s in surveys)
        for kind in ("noticed", "equivalent", "survived")
    ]
    table.add_section()
    table.add_row("", "合計", str(sum(counts)), *map(str, counts))
    return table


def run_survey(course: Course, slugs: list[str], console: Console) -> list[Survey]:
    """Survey whole chapters, print the table and each mutant that nothing noticed."""
    work = [(slug, e) for slug in slugs for e in surveyed(course, slug)]
    surveys = [
        survey(course, slug, exercise)
        for slug, exercise in track(work, "変異を調べています", console=console, transient=True)
    ]
    console.print(survey_table(surveys))
    for s in surveys:
        for change in s.survived:
            console.print(
                f"見のがした：{s.slug} の {s.exercise}：{change}", soft_wrap=True, markup=False
            )
    for slug in slugs:
        answers = course.root / "tests" / "wrong_answers" / slug
        source = read_notebook(course.source_notebook(slug))
        console.print(visible_table(slug, seen_by_learners(source, answers)))
    return surveys


def _noticed(given: list[NotebookNode], exercise: Exercise, mutant: Mutant) -> bool:
    answer = nbformat.from_dict(exercise.answer | {"source": mutant.source})
    notebook = nbformat.v4.new_notebook(cells=[*given, answer, *exercise.tests])
    with _time_limit(), contextlib.redirect_stderr(io.StringIO()), np.errstate(all="ignore"):
        return not run_tests(notebook)[exercise.name].passed


@contextlib.contextmanager
def _time_limit():
    """An endless loop ends in an error of the mutant, which its tests report."""

    def stop(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, stop)  # a busy machine is no endless loop
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
