"""Run one rebuilt notebook: learner's cells in the sandbox, test cells here, verdicts.

It is run twice. The first run has the whole tests and gives the verdicts. What people see comes
from the second one, whose sandbox has never seen an argument of a hidden test: else a later cell
could print what an answer has kept of them.

A cell that ends the sandbox (time, memory, a crash) costs its own exercise only: a new sandbox
replays the cells before it and goes on.
"""

import contextlib
import io
import json
import re
import time
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import nbformat
import numpy as np
from nbformat import NotebookNode

from common.exercise import PLACE, CheckFailed
from course.cell_names import used_names
from course.errors import CourseError
from course.exercises import (
    Exercise,
    exercises,
    is_given,
    is_test,
    nbgrader_metadata,
)
from course.sealed.display import display, error_output, printed
from course.sealed.inside.wire import Broken, Closed
from course.sealed.rebuild import visible_source
from course.sealed.sandbox import Ended, Limits
from course.sealed.session import Session
from course.sealed.verdicts import Kind, Verdict

LIBRARIES = ("scipy", "sklearn")
KIND_OF_END = {"time": Kind.TIME, "memory": Kind.MEMORY}
NOTICE = re.compile(r"^注意（(\w+)）: (.*)$", re.M)
# a shape of many or large numbers can hold more than a mistake
LARGE_SHAPE = re.compile(r"あなたの形 \((?=[^)]*\d{5}|(?:\d+, ){4}\d)[^)]*\)、?")
NUMPY_WARNING = re.compile(r"(overflow|underflow|divide by zero|invalid value) encountered in \w+")
PROGRESS_TABLE = re.compile(r"""\bProgressTable\(["']([\w-]{1,100})["']\)""")
PLAIN = (np.ndarray, list, dict, set)


@dataclass
class Outcome:
    """A graded notebook: verdicts by grade_id of the test cells, and the display copy."""

    notebook: NotebookNode
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)  # of each cell: its grade_id, or its id


def execute(
    notebook: NotebookNode,
    source: NotebookNode,
    limits: Limits,
    isolated=True,
    *,
    at: Callable[[str], None] = lambda step: None,
    stopped: Mapping[str, Ended] = MappingProxyType({}),
) -> Outcome:
    """Grade a rebuilt notebook; CourseError only for what is not the learner's doing.

    `at` is told each step before it begins: the cell's grade_id (else its id) where it may be left
    out, "" for all else (a sandbox starts, a given cell). Cells in `stopped` are not run.
    """
    graded = _Run(notebook, source, limits, isolated, hidden_tests=True)
    graded.at, graded.stopped = at, stopped
    found = graded.outcome()
    verdicts = found.verdicts
    shown = _Run(notebook, source, limits, isolated, hidden_tests=False)
    shown.at, shown.stopped, shown.progress = at, stopped, graded.progress
    shown.nothing_to_tell = {
        nbgrader_metadata(cell)["grade_id"]
        for cell in graded.notebook.cells
        if is_test(cell) and not cell.outputs
    }
    outcome = shown.outcome()
    for cell, judged in zip(outcome.notebook.cells, graded.notebook.cells, strict=True):
        if is_test(cell):
            name = nbgrader_metadata(cell)["grade_id"]
            if _passed(verdicts[name]) == _passed(outcome.verdicts[name]):
                told = outcome.verdicts[name].reason  # with the learner's own words
                verdicts[name] = replace(verdicts[name], reason=told)
            else:
                cell.outputs = judged.outputs
    return Outcome(outcome.notebook, verdicts, found.seconds)


def _passed(verdict: Verdict) -> bool:
    return verdict.kind is Kind.PASSED


class _Place:
    """Where the answers of a sealed test live (see common.exercise.PLACE)."""

    def __init__(self, session: Session, libraries: bool):
        self._session, self._libraries = session, libraries
        self.result = ""

    def blocked(self, names):
        return self._session.blocked(names, self._libraries)

    def record(self, name, result):
        self.result = result


class _Run:
    def __init__(
        self,
        notebook: NotebookNode,
        source: NotebookNode,
        limits: Limits,
        isolated: bool,
        hidden_tests: bool,
    ):
        self.notebook = deepcopy(notebook)
        self.limits, self.isolated, self.hidden_tests = limits, isolated, hidden_tests
        self.ends = time.monotonic() + limits.notebook_seconds
        self.by_test: dict[str, Exercise] = {
            nbgrader_metadata(test)["grade_id"]: exercise
            for exercise in exercises(source)
            for test in exercise.tests
        }
        self.tests = {
            nbgrader_metadata(t)["grade_id"]: t for e in exercises(source) for t in e.tests
        }
        learners = [c for c in notebook.cells if c.cell_type == "code" and not is_test(c)]
        self.libraries = any(word in cell.source for cell in learners for word in LIBRARIES)
        self.given: dict = {"__name__": "__main__"}
        self.done: list[NotebookNode] = []  # learner's cells that ran and did not end the sandbox
        self.ended_by: dict[str | None, Ended] = {}  # answers that ended the sandbox
        self.progress: dict[str, str] = {}
        self.at: Callable[[str], None] = lambda step: None
        self.stopped: Mapping[str, Ended] = {}
        self.session: Session | None = None
        self.cpu = 0.0
        self.verdicts: dict[str, Verdict] = {}
        self.seconds: dict[str, float] = {}
        self.nothing_to_tell: set[str] = set()  # tests that passed without a word: not run again

    def outcome(self) -> Outcome:
        try:
            for number, cell in enumerate(self.notebook.cells):
                if cell.cell_type != "code":
                    continue
                began = time.monotonic()
                self.at("" if is_given(cell) else _name(cell))
                if is_test(cell):
                    cell.outputs = self._test(cell)
                elif _name(cell) in self.stopped:
                    cell.outputs = self._left_out(cell, self.stopped[_name(cell)])
                else:
                    cell.outputs = self._learners(cell)
                self.seconds[_name(cell)] = round(time.monotonic() - began, 4)
                cell.execution_count = number + 1
                for output in cell.outputs:
                    if output.output_type == "execute_result":
                        output.execution_count = number + 1
        finally:
            self._close()
        return Outcome(self.notebook, self.verdicts, self.seconds)

    # ---- the sandbox ---------------------------------------------------------------------

    def _close(self) -> None:
        if self.session:
            self.cpu = max(self.cpu, self.session.close())
            self.session = None

    def _ready_session(self, step: str) -> Session:
        """The running sandbox, or a new one that has replayed everything up to here."""
        while self.session is None:
            self.at("")
            session = Session(self.limits, self.ends, self.isolated, self.cpu)
            replayed = None
            try:
                session.wait_until_ready()
                for replayed in self.done:
                    self.at(_name(replayed))
                    session.run(replayed.id, replayed.source)
            except Broken:
                self.cpu = max(self.cpu, session.close())
                if time.monotonic() >= self.ends:
                    raise
                if replayed is None:  # no learner's code has run: it is not their fault
                    reason = session.why.reason
                    raise CourseError(f"サンドボックスを始められません（{reason}）") from None
                self.done.remove(replayed)
                continue
            self.session = session
            self.at(step)
        return self.session

    def _ended(self) -> Ended:
        """Why the sandbox has ended, which is now forgotten."""
        session, self.session = self.session, None
        if session is None:
            return Ended(
                "time",
                f"実行時間がノートブック全体で {self.limits.notebook_seconds:g} 秒を超えました",
            )
        why = session.why
        self.cpu = max(self.cpu, session.close())
        return why

    # ---- learner's and given cells -------------------------------------------------------

    def _learners(self, cell: NotebookNode) -> list[NotebookNode]:
        if is_given(cell):
            self._run_given_here(cell)
        try:
            session = self._ready_session("" if is_given(cell) else _name(cell))
            table = PROGRESS_TABLE.search(cell.source)
            if table and not self.hidden_tests:  # results of hidden tests are for the page alone
                self._show_progress(session, table[1])
            found = session.run(cell.id, cell.source)
        except Broken:
            outputs = self.session.outputs if self.session else []
            return [*display(outputs), *self._left_out(cell, self._ended())]
        self.done.append(cell)
        return display(found)

    def _left_out(self, cell: NotebookNode, why: Ended) -> list[NotebookNode]:
        self.ended_by[nbgrader_metadata(cell).get("grade_id")] = why
        return [error_output(str(_kind_of(why)), why.reason)]

    def _run_given_here(self, cell: NotebookNode) -> None:
        """Tests may use what given cells define: the grader's own copy, from source/."""
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(cell.source, f"<given {cell.id}>", "exec"), self.given)

    def _show_progress(self, session: Session, name: str) -> None:
        """What the progress table reads: headings, names and points, and the results so far."""
        skeleton = deepcopy(self.notebook)
        for cell in skeleton.cells:
            if cell.cell_type == "code":
                cell.source, cell.outputs = "", []
        session.write(f"{name}.ipynb", nbformat.writes(skeleton))
        session.write(".progress.json", json.dumps(self.progress))

    # ---- tests ---------------------------------------------------------------------------

    def _test(self, cell: NotebookNode) -> list[NotebookNode]:
        name = nbgrader_metadata(cell)["grade_id"]
        exercise, test = self.by_test[name], self.tests[name]
        full = float(nbgrader_metadata(test)["points"])
        if name in self.nothing_to_tell:
            self.verdicts[name] = Verdict(Kind.PASSED, full)
            return []
        code = test.source if self.hidden_tests else visible_source(test.source)
        standard_output = io.StringIO()
        place, calls = None, []
        try:
            if exercise.name in self.ended_by or name in self.stopped:
                raise Closed
            session = self._ready_session(name)
            place = _Place(session, self.libraries)
            with session.cell(), contextlib.redirect_stdout(standard_output):
                self._run_test(name, code, exercise, place)
        except Broken:
            known = self.ended_by.get(exercise.name) or self.stopped.get(name)
            why = known or self._ended()
            verdict = Verdict(_kind_of(why), 0.0, why.reason)
        except CourseError:
            raise
        except Exception as error:  # CheckFailed, or whatever a test stumbles over
            reason = str(error) or type(error).__name__
            if self.hidden_tests:
                reason = _without_own_words(reason, _first(error))
            calls = getattr(_first(error), "learners_lines", [])
            verdict = Verdict(_kind(error, place), 0.0, reason)
        else:
            verdict = Verdict(Kind.PASSED, full)
        self.verdicts[name] = verdict
        if self.hidden_tests and place and place.result:  # the page shows what was graded
            self.progress[exercise.name] = place.result
        text = standard_output.getvalue()
        if self.hidden_tests:
            text = NOTICE.sub(_kind_of_warning, text)
        outputs = [printed(text)] if text else []
        if verdict.kind is not Kind.PASSED:
            outputs.append(error_output(str(verdict.kind), verdict.reason, calls))
        return outputs

    def _run_test(self, name: str, source: str, exercise: Exercise, place: _Place) -> None:
        self.session.begin_test()
        space = {"__name__": "__main__"}
        for used in used_names(source):
            if used in self.given:
                space[used] = _own_copy(self.given[used])
        for answer in sorted(exercise.answer_names):
            found = self.session.answers([answer])
            if answer in found:  # and nothing else: the sandbox must not choose what `float` is
                space[answer] = found[answer]
        random_state = np.random.get_state()
        token = PLACE.set(place)
        try:
            exec(compile(source, f"<test {name}>", "exec"), space)
        finally:
            PLACE.reset(token)
            np.random.set_state(random_state)


def _name(cell: NotebookNode) -> str:
    return nbgrader_metadata(cell).get("grade_id", cell.id)


def _kind_of(why: Ended) -> Kind:
    return KIND_OF_END.get(why.cause, Kind.CRASH)


def _kind(error: Exception, place: _Place | None) -> Kind:
    if place and place.result in ("unsolved", "missing"):
        return Kind.NOT_ANSWERED
    return Kind.FAILED if isinstance(_first(error), CheckFailed) else Kind.ERROR


def _first(error: BaseException) -> BaseException:
    """What happened in the test, before `exercise` made a message of it."""
    return error.__context__ if isinstance(error.__context__, Exception) else error


def _without_own_words(text: str, error: BaseException) -> str:
    """Without what an answer could have written itself: it may know the hidden test's arguments."""
    if hasattr(error, "learners_line"):
        kind = type(error).__name__
        text = re.sub(rf"^(\s*){kind}: .*$", rf"\1{kind}", text, flags=re.M)
    return LARGE_SHAPE.sub("", text)


def _kind_of_warning(notice: re.Match) -> str:
    """Only NumPy's own warnings are told in their own words."""
    return notice[0] if NUMPY_WARNING.fullmatch(notice[2]) else f"注意（{notice[1]}）"


def _own_copy(value):
    """A test must not see what an earlier one did to a given array."""
    return deepcopy(value) if isinstance(value, PLAIN) else value
