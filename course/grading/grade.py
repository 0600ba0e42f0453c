"""`course grade`: from the files in submitted/ to scores, feedback pages and a report."""

import json
import logging
import tempfile
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from course.exercises import Exercise, read_notebook
from course.files import replace_folder
from course.grading.intake import Intake, Submission, look
from course.grading.report import Problem, Report, SetAside, StudentScores
from course.grading.scores import Scores
from course.grading.show import show_report
from course.grading.workroom import Workroom, unexpected
from course.layout import Course
from course.nbgrader_setup import programs_on_path
from course.sealed.nbgrader import ABOUT, UNSAFE
from course.sealed.rebuild import grade_id
from course.sealed.sandbox import bubblewrap
from course.sealed.verdicts import Kind, Verdict, together

LOGS = ".grading"


def grade_chapter(course: Course, slug: str, console: Console) -> Report:
    """Grade everything handed in for one chapter, one by one; no submission stops the others."""
    intake = look(course, slug)
    log = course.root / LOGS / f"{slug}.log"
    with (
        _logger(log) as logger,
        programs_on_path(),
        tempfile.TemporaryDirectory(prefix="course-grade-") as folder,
    ):
        room = Workroom(course, slug, Path(folder), logger)
        if room.sandbox == "bubblewrap":
            bubblewrap()  # without it, no submission can be graded
        scores = Scores(room.coursedir, slug, read_notebook(course.source_notebook(slug)))
        room.register()
        report = _report(scores, intake, log)
        if room.sandbox == "none":
            report.notes.insert(0, UNSAFE)
        _grade_all(room, scores, intake.submissions, report, console)
        _compare_with_class_list(scores, intake, report)
    report.set_aside = [
        entry._replace(graded_before=(course.root / "autograded" / entry.student / slug).is_dir())
        for entry in report.set_aside
    ]
    _keep_verdicts(report, scores.exercises, log.with_suffix(".verdicts.json"))
    show_report(report, course, console)
    return report


def _keep_verdicts(report: Report, exercises: list[Exercise], path: Path) -> None:
    """One verdict for every student and exercise, with its reason, for people and programs."""
    found = {
        entry.student: {
            "verdicts": {e.name: _verdict(e, entry) for e in exercises},
            "tampering": entry.tampering,
        }
        for entry in report.scores
    }
    for entry in report.set_aside:
        unreadable = Verdict(Kind.UNREADABLE, 0.0, entry.reason).as_dict()
        about = {"verdicts": {e.name: unreadable for e in exercises}, "tampering": []}
        found.setdefault(entry.student, about)
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")


def _verdict(exercise: Exercise, entry: StudentScores) -> dict:
    if exercise.by_hand:
        return Verdict(Kind.BY_HAND, entry.points[exercise.name] or 0.0).as_dict()
    return together([entry.verdicts[grade_id(test)] for test in exercise.tests])


def _report(scores: Scores, intake: Intake, log: Path) -> Report:
    full = {exercise.name: exercise.points for exercise in scores.exercises}
    return Report(scores.slug, full, log, set_aside=[*intake.set_aside], notes=[*intake.notes])


def _grade_all(
    room: Workroom, scores: Scores, submissions: list[Submission], report: Report, console: Console
) -> None:
    columns = TextColumn("採点中"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    student = TextColumn("{task.description}", markup=False)
    with Progress(*columns, student, console=console, transient=True) as progress:
        task = progress.add_task("", total=len(submissions))
        for submission in submissions:
            progress.update(task, description=submission.student)
            try:
                report.scores.append(grade_submission(room, scores, submission))
            except Exception as error:  # whatever happens to one must not end the batch
                room.log.exception("%s could not be graded", submission.student)
                report.set_aside.append(_set_aside(f"{submission.student}/{room.slug}", error))
            progress.advance(task)


def _set_aside(place: str, error: Exception) -> SetAside:
    problem = error if isinstance(error, Problem) else unexpected(error)
    return SetAside(place, problem.reason, problem.action, problem.cause)


def grade_submission(room: Workroom, scores: Scores, submission: Submission) -> StudentScores:
    """Grade one submission and write its feedback page; a Problem if that cannot be done."""
    student, root = submission.student, room.course.root
    graded = root / "autograded" / student / room.slug
    with scores.unchanged_on_failure(student) as confirmed:
        made = room.grade(submission)
        scores.keep_confirmed(student, confirmed, before=graded, after=made)
        pages = room.feedback(student)
        about = read_notebook(made / f"{room.slug}.ipynb").metadata[ABOUT]
        replace_folder(made, graded)
        replace_folder(pages, root / "feedback" / student / room.slug)
    page = root / "feedback" / student / room.slug / f"{room.slug}.html"
    verdicts, tampering = about["verdicts"], about["tampering"]
    return StudentScores(student, scores.of(student), page, verdicts, tampering)


def _compare_with_class_list(scores: Scores, intake: Intake, report: Report) -> None:
    """Students in the gradebook of whom nothing lies in submitted/."""
    for student, handed_in in scores.students().items():
        if student in intake.students:
            continue
        if handed_in:
            report.notes.append(
                f"{student}：submitted/ に提出物がありません（前に採点した点は残っています）"
            )
        else:
            report.not_submitted.append(student)


@contextmanager
def _logger(path: Path):
    """What nbgrader and its kernels say goes into a file, not over the progress bar."""
    path.parent.mkdir(exist_ok=True)
    handler = logging.FileHandler(path, mode="w", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("traitlets")
    before = logger.level, logger.propagate
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").addHandler(handler)
    try:
        yield logger
    finally:
        logging.captureWarnings(False)
        logging.getLogger("py.warnings").removeHandler(handler)
        logger.removeHandler(handler)
        logger.level, logger.propagate = before
        handler.close()
