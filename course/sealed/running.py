"""A notebook on its way through sandboxes: the learner's cells in there, test cells out here.

A cell that ends its sandbox (time, memory, a crash) costs its own exercise only: a new sandbox
replays the cells before it and goes on. What is run is decided by `show` and `judge`.
"""

import contextlib
import io
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field

import numpy as np
from nbformat import NotebookNode

from common.classroom.exercise import PLACE
from common.classroom.notebook_check import CodeError
from course.errors import CourseError
from course.notebooks.cell_names import used_names
from course.notebooks.exercises import Exercise, exercises, is_answer, is_given, nbgrader_metadata
from course.sealed.answer_errors import explained, failure
from course.sealed.inside.wire import Broken
from course.sealed.sandbox import Ended, Limits
from course.sealed.session import Session

PLAIN = (np.ndarray, list, dict, set)


@dataclass(frozen=True)
class Job:
    """One rebuilt notebook to be graded, and how."""

    notebook: NotebookNode
    source: NotebookNode
    limits: Limits
    isolated: bool = True
    at: Callable[[str], None] = lambda name: None  # told of each cell before it is run


@dataclass
class Tested:
    """What a test cell came to: nothing, an error, or the end of the sandbox."""

    error: Exception | None = None
    ended: Ended | None = None
    printed: str = ""
    result: str = ""  # as in common.progress.MARKS

    @property
    def passed(self) -> bool:
        return self.error is None and self.ended is None


class Place:
    """Where the answers of a sealed test live (see common.classroom.exercise.PLACE)."""

    def __init__(self, session: Session, broken: CodeError | None = None):
        self._session, self._broken = session, broken
        self.result = ""

    def blocked(self, names):
        return self._session.blocked(names)

    def answer_error(self, name):
        return self._broken

    def record(self, name, result):
        self.result = result

    def changed(self, values):
        return self._session.changed(values)

    def shares_memory(self, values):
        return self._session.shares_memory(values)

    def spoiled(self):
        return self._session.spoiled()

    def on_device(self):
        return self._session.on_device()

    def in_place(self, values):
        return self._session.peer.in_place(values)

    def is_from_answer(self, error):
        return hasattr(error, "learners_line")  # put there by inside.exceptions.rebuild

    def learners_line(self, error):
        return getattr(error, "learners_line", "")


@dataclass
class Running:
    """One pass over a notebook; `ended` are the cells that are not run (again), and why."""

    job: Job
    ended: dict[str, Ended] = field(default_factory=dict)

    def __post_init__(self):
        self.ends = time.monotonic() + self.job.limits.notebook_seconds
        self.given: dict = {"__name__": "__main__"}
        self.seconds: dict[str, float] = {}
        self._by_test: dict[str, Exercise] = {
            cell_name(test): exercise
            for exercise in exercises(self.job.source)
            for test in exercise.tests
        }
        self._failed: dict[str, CodeError] = {}  # answers that did not run to their end
        self._done: list[NotebookNode] = []  # learner's cells that ran and ended no sandbox
        self._session: Session | None = None
        self._cpu, self._printed = 0.0, 0

    @contextlib.contextmanager
    def step(self, cell: NotebookNode):
        """The time that a cell takes is written down."""
        name, began = cell_name(cell), time.monotonic()
        self._at(cell)
        yield
        self.seconds[name] = round(time.monotonic() - began, 4)

    def _at(self, cell: NotebookNode) -> None:
        """Tell whose doing it is if this takes too long: that of nobody, where a cell is given."""
        self.job.at("" if is_given(cell) else cell_name(cell))

    def close(self) -> None:
        if self._session:
            self._end(self._session)
            self._session = None

    def _end(self, session: Session) -> None:
        """What it has used counts for the next one."""
        self._cpu, self._printed = max(self._cpu, session.close()), session.printed

    # ---- the sandbox ---------------------------------------------------------------------

    def _ready_session(self, cell: NotebookNode) -> Session:
        """The running sandbox, or a new one that has replayed everything up to this cell."""
        while self._session is None:
            self.job.at("")
            used = self._cpu, self._printed
            session = Session(self.job.limits, self.ends, self.job.isolated, *used)
            replayed = None
            try:
                session.wait_until_ready()
                for replayed in self._done:
                    self._at(replayed)
                    session.run(replayed.id, replayed.source)
            except Broken:
                self._end(session)
                if time.monotonic() >= self.ends:
                    raise
                if replayed is None:  # no learner's code has run: it is not their fault
                    reason = session.why.reason
                    raise CourseError(f"サンドボックスを始められません（{reason}）") from None
                self._done.remove(replayed)
                continue
            self._session = session
            self._at(cell)
        return self._session

    def _why_ended(self) -> Ended:
        """Why the sandbox has ended, which is now forgotten."""
        session, self._session = self._session, None
        if session is None:
            seconds = f"{self.job.limits.notebook_seconds:g} 秒"
            return Ended("time", f"実行時間がノートブック全体で {seconds}を超えました")
        why = session.why
        self._end(session)
        return why

    # ---- learner's and given cells -------------------------------------------------------

    def learners(self, cell: NotebookNode) -> list[dict]:
        """Run a learner's or a given cell; what it printed. `ended` tells if it was stopped."""
        if is_given(cell):
            self._run_given_here(cell)
        name = cell_name(cell)
        if name in self.ended:
            return []
        try:
            found = self._ready_session(cell).run(cell.id, cell.source)
        except Broken:
            found = self._session.outputs if self._session else []
            self.ended[name] = self._why_ended()
        else:
            self._done.append(cell)
            if (error := failure(found)) and is_answer(cell):
                self._failed[name] = explained(cell.source, error)
        return found

    def _run_given_here(self, cell: NotebookNode) -> None:
        """Tests may use what given cells define: the grader's own copy, from source/."""
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(cell.source, f"<given {cell.id}>", "exec"), self.given)

    # ---- tests ---------------------------------------------------------------------------

    def test(self, cell: NotebookNode, code: str) -> Tested:
        """Run the code of a test cell here, on the answer in the sandbox."""
        name = cell_name(cell)
        exercise = self._by_test[name]
        ended = self.ended.get(name) or self.ended.get(exercise.name)
        if ended:
            return Tested(ended=ended)
        printed, place, error = io.StringIO(), None, None
        try:
            session = self._ready_session(cell)
            place = Place(session, self._failed.get(exercise.name))
            with session.cell(), contextlib.redirect_stdout(printed):
                self._run_test(session, name, code, exercise, place)
        except Broken:
            self.ended[name] = self._why_ended()
        except CourseError:
            raise
        except Exception as found:  # CheckFailed, or whatever a test stumbles over
            if type(cause(found)) is MemoryError and not place.is_from_answer(cause(found)):
                raise MemoryError from None  # the grader's own limit: see guard
            error = found
        return Tested(
            error, self.ended.get(name), printed.getvalue(), place.result if place else ""
        )

    def _run_test(self, session, name: str, code: str, exercise: Exercise, place: Place) -> None:
        session.begin_test()
        space = {"__name__": "__main__"}
        for used in used_names(code):
            if used in self.given:
                space[used] = _own_copy(self.given[used])
        for answer in sorted(exercise.answer_names):
            for value in session.answer(answer):  # one, or none
                space[answer] = value
        random_state = np.random.get_state()
        token = PLACE.set(place)
        try:
            exec(compile(code, f"<test {name}>", "exec"), space)
        finally:
            PLACE.reset(token)
            np.random.set_state(random_state)


def cause(error: BaseException | None) -> BaseException | None:
    """What happened in a test, before `exercise` made a message of it."""
    context = getattr(error, "__context__", None)
    return context if isinstance(context, Exception) else error


def cell_name(cell: NotebookNode) -> str:
    """The name under which a cell is spoken of: its grade_id, or else its id."""
    return nbgrader_metadata(cell).get("grade_id") or cell.id


def _own_copy(value):
    """A test must not see what an earlier one did to a given array."""
    return deepcopy(value) if isinstance(value, PLAIN) else value
