"""`course grade`: from the files in submitted/ to scores, feedback pages and a report.

intake reads what was handed in, pool has it graded, publish writes it down; here they are joined.
"""

import contextlib
import fcntl
import json
import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path

import nbformat
from rich.console import Console

from course.errors import CourseError
from course.grading.compare import changed_points
from course.grading.intake import Intake, Submission
from course.grading.pool import InProcess, Pool
from course.grading.preparation import AS_BEFORE, Prepared, Registering, prepare
from course.grading.print_report import show_report
from course.grading.progress import show_progress
from course.grading.publish import Publisher
from course.grading.report import Left, Points, Problem, Report, SetAside, StudentScores
from course.grading.results import Records, Result, stopped
from course.grading.runs import GRADE, REGRADE, Run
from course.grading.worker import Chapter, Graded, Task, grade
from course.layout import Course
from course.nbgrader_setup import programs_on_path
from course.sealed.child import Allowed
from course.sealed.fork_server import bubblewrap
from course.sealed.preprocessors import UNSAFE

# What would be printed over the progress bar. SQLAlchemy tells of a cursor that Ctrl-C broke off.
QUIET = ("py.warnings", "sqlalchemy")


@dataclass(frozen=True)
class Options:
    """How to grade: where, whom, and whether beside the grades that stand."""

    pool: Pool = field(default_factory=InProcess)
    students: Collection[str] = ()
    regrade: bool = False
    count_added: bool | None = None  # see Registering
    work: Callable[..., Graded] = grade  # called as work(chapter, task, at=…, stopped=…)


DEFAULT = Options()


def grade_chapter(
    course: Course, slug: str, console: Console, options: Options = DEFAULT
) -> Report:
    """Grade what is new or changed in one chapter; no submission stops the others."""
    records = Records(course, slug)
    intake = Intake(course, slug, options.students)  # nothing handed in: nothing is touched
    if any(records.published(name) is None for name in intake.names):
        options.pool.begin()
    how = Registering(not options.regrade, options.count_added)
    with only_grader(course, slug, how) as (prepared, log):
        kind = REGRADE if options.regrade else GRADE
        run = _run(records, kind, prepared)
        report = Report(slug, prepared.scores.full_points, log)
        grading = _Grading(course, prepared, intake, run, report, options)
        try:
            grading.all(console)
        except KeyboardInterrupt:
            done = "もう一度 course grade を動かすと、続きから採点します"
            console.print(f"中断しました。{len(report.scores)} 人分は残っています。{done}")
            raise
        grading.close()
        run.finish()
        records.write_set_aside(_merged(records, report, options.students))
    if not options.regrade:
        show_report(report, course, console)
    return report


def _run(records: Records, kind: str, prepared: Prepared) -> Run:
    """A regrade that was broken off with the same tests goes on; all else is a new run."""
    tests = sha256(prepared.chapter.source.encode()).hexdigest()[:16]
    about = {"tests": tests, "version": prepared.chapter.version}
    last = Run.last(records, kind)
    if kind == REGRADE and last and last.about == {"kind": kind, "finished": False, **about}:
        return last
    return Run.new(records, kind, **about)


def _merged(records: Records, report: Report, students: Collection[str]) -> list[SetAside]:
    """With only some students graded, what is known of the others stays."""
    others = [e for e in records.set_aside() if students and e.student not in students]
    return [*others, *report.set_aside]


class _Grading:
    """One chapter while it is being graded."""

    def __init__(self, course, prepared, intake, run, report, options):
        self.prepared, self.intake, self.run = prepared, intake, run
        self.report, self.options = report, options
        self.scores = prepared.scores
        self.exercises = tuple(exercise.name for exercise in self.scores.exercises)
        self.publisher = Publisher(course, prepared.chapter, self.scores)
        self.log = logging.getLogger("traitlets")

    def all(self, console: Console) -> None:
        pool, chapter = self.options.pool, self.prepared.chapter
        tasks = self._tasks()
        first = list(islice(tasks, 1))  # nothing handed in: said before any bar is drawn
        if not first:
            return
        dashboard = pool.start()
        self.run.log("started", dashboard=dashboard, folders=len(self.intake.names))
        with show_progress(console, dashboard, len(self.intake.names)) as bar:
            self.publisher.on_wait = lambda: self._waiting(bar)
            work = partial(self.options.work, chapter)
            allowed = Allowed.by(chapter.limits)
            for task, outcome in pool.run(work, chain(first, tasks), allowed):
                self._take(task, outcome)
                failed = len(self.report.set_aside) + len(self.intake.set_aside)
                done = len(self.report.scores) + failed
                bar.at(task.student, done, failed, graded=done - self.report.kept)

    def _waiting(self, bar) -> None:
        bar.waiting()
        self.run.log("waiting for the gradebook")

    def _tasks(self) -> Iterator[Task]:
        """What has to be graded; the rest is reported as it stands."""
        for submission in self.intake.submissions():
            task = task_of(submission, self.prepared.chapter)
            if self.options.regrade:
                result = self.run.result(task.student)
                done = result is not None and result.key == task.key
            else:
                result = self.publisher.is_published(task)
                done = result is not None and self.publisher.refresh(result, task)
            if done:
                self.report.kept += 1
                self._report(result)
            else:
                yield task

    def _take(self, task: Task, outcome: Graded | Exception) -> None:
        try:
            if isinstance(outcome, Exception):
                raise outcome
            before = self.publisher.records.published(task.student)
            if self.options.regrade:
                self.publisher.refuse_others(task, outcome)
                self.run.keep(task, outcome)
                result = self.run.result(task.student)
            else:
                result = self.publisher.publish(task, outcome)
                self.report.changes += changed_points(before, result)
            self._log_graded(task, outcome)
            self._report(result)
        except Exception as error:  # whatever happens to one must not end the batch
            if isinstance(error, CourseError) and not isinstance(outcome, Exception):
                raise  # the gradebook is not to be had: it would be the same for all others
            self.log.error("%s could not be graded", task.student, exc_info=error)
            self.run.log("set aside", student=task.student, reason=Problem.of(error).reason)
            self.report.set_aside.append(set_aside(f"{task.student}/{self.report.slug}", error))

    def _log_graded(self, task: Task, graded: Graded) -> None:
        by_exercise = {
            exercise.name: round(sum(graded.seconds.get(name, 0) for name in exercise.cells), 4)
            for exercise in self.scores.exercises
        }
        self.run.log(
            "graded",
            student=task.student,
            seconds=round(sum(graded.seconds.values()), 4),
            points=sum(verdict["points"] for verdict in graded.verdicts.values()),
            exercises=by_exercise,
            cells=graded.seconds,
        )

    def _report(self, result: Result) -> None:
        student = result.student
        points = () if self.options.regrade else self._points(student)
        found = points, stopped(result)
        said = tuple(result.tampering), tuple(result.remarks)
        self.report.scores.append(StudentScores(student, self.exercises, *found, *said))

    def _points(self, student: str) -> tuple[Points, ...]:
        points = self.scores.of(student)
        return tuple(points.get(name, Left.OUT) for name in self.exercises)

    def close(self) -> None:
        report, intake = self.report, self.intake
        report.notes = [*([] if self.prepared.chapter.isolated else [UNSAFE]), *intake.notes]
        report.set_aside = sorted([*intake.set_aside, *report.set_aside])
        report.set_aside = [
            entry._replace(graded_before=self.publisher.graded_folder(entry.student).is_dir())
            for entry in report.set_aside
        ]
        report.scores.sort(key=lambda scores: scores.student)
        if not self.options.regrade:
            report.added = self.scores.added_exercises()
            report.removed = self.scores.removed_cells()
        if not self.options.students:
            self._compare_with_class_list()

    def _compare_with_class_list(self) -> None:
        """Students in the gradebook of whom nothing lies in submitted/."""
        for student, handed_in in sorted(self.scores.students().items()):
            if student in self.intake.students:
                continue
            if handed_in:
                self.report.notes.append(
                    f"{student}：submitted/ に提出物がありません（前に採点した点は残っています）"
                )
            else:
                self.report.not_submitted.append(student)


def task_of(submission: Submission, chapter: Chapter) -> Task:
    """The key names all that the result depends on: submission, tests and limits."""
    notebook = nbformat.writes(submission.notebook)
    parts = notebook, submission.timestamp, chapter.source, asdict(chapter.limits), chapter.isolated
    key = sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return Task(submission.student, notebook, key, submission.timestamp)


def set_aside(place: str, error: Exception) -> SetAside:
    problem = Problem.of(error)
    return SetAside(place, problem.reason, problem.action, problem.cause)


@contextmanager
def only_grader(
    course: Course, slug: str, how: Registering = AS_BEFORE
) -> Iterator[tuple[Prepared, Path]]:
    """The chapter made ready, and its log file: for one grader at a time."""
    records = Records(course, slug)
    records.folder.mkdir(parents=True, exist_ok=True)
    with (records.folder / "lock").open("w") as lock, programs_on_path():
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(
                f"{slug} は、ほかの course grade が採点しています（終わるまで待ってください）"
            ) from None
        log = records.folder / "log.txt"
        with _logger(log) as logger:
            prepared = prepare(course, slug, logger, how)
            if prepared.chapter.isolated:
                bubblewrap()  # without it, no submission can be graded
            else:
                logger.warning(UNSAFE)
            with contextlib.closing(prepared.scores):
                yield prepared, log


@contextmanager
def _logger(path: Path):
    """What nbgrader says goes into a file, not over the progress bar."""
    handler = logging.FileHandler(path, "w", "utf-8", errors="backslashreplace")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("traitlets")
    before = logger.level, logger.propagate
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    logging.captureWarnings(True)
    for name in QUIET:
        logging.getLogger(name).addHandler(handler)
    try:
        yield logger
    finally:
        logging.captureWarnings(False)
        for name in QUIET:
            logging.getLogger(name).removeHandler(handler)
        logger.removeHandler(handler)
        logger.level, logger.propagate = before
        handler.close()
