"""What the options of `course grade` mean."""

from collections.abc import Collection
from dataclasses import dataclass

from rich.console import Console

from course.grading.grade import Options, grade_chapter
from course.grading.pool import InProcess, Pool
from course.grading.regrade import compare, publish_regrade
from course.layout import Course
from course.nbgrader_setup import load_config
from course.sealed.preprocessors import SealedExecute


@dataclass(frozen=True)
class GradeOptions:
    """Whom, where, and whether beside the grades that stand."""

    students: Collection[str] = ()
    workers: int | None = None
    scheduler: str | None = None
    regrade: bool = False
    compare: bool = False
    publish: bool = False
    count_added: bool | None = None


def grade_chapters(course: Course, slugs: list[str], console: Console, how: GradeOptions) -> bool:
    """Do it for each chapter; whether nothing is left for a person to look at."""
    if how.compare:
        for slug in slugs:
            compare(course, slug, console)
        return True
    if how.publish:
        return not [name for slug in slugs for name in publish_regrade(course, slug, console)]
    with pool(course, how) as workers:
        options = Options(workers, how.students, how.regrade, how.count_added)
        reports = [grade_chapter(course, slug, console, options) for slug in slugs]
    if how.regrade:
        for slug in slugs:
            compare(course, slug, console)
    return not any(report.set_aside for report in reports)


def pool(course: Course, how: GradeOptions) -> Pool:
    """Without another word: a worker on every core."""
    if how.workers == 0 and not how.scheduler:
        return InProcess()
    from course.grading.cluster import cores, local, remote

    if how.scheduler:
        isolated = SealedExecute(config=load_config(course)).sandbox != "none"
        return remote(how.scheduler, isolated)
    return local(how.workers or cores())
