"""A regrade beside the grades that stand: look at what would change, then publish it."""

from dataclasses import asdict, replace

from rich.console import Console

from course.errors import CourseError
from course.grading.compare import changed_points
from course.grading.grade import only_grader, task_of
from course.grading.intake import Intake
from course.grading.preparation import Registering
from course.grading.print_report import show_changes
from course.grading.publish import Publisher
from course.grading.report import Change
from course.grading.results import Records
from course.grading.runs import REGRADE, Run
from course.grading.worker import Answers
from course.layout import Course


def compare(course: Course, slug: str, console: Console) -> list[Change]:
    """Print which points the last regrade would change."""
    records = Records(course, slug)
    run = _last(records, slug)
    results = run.results()
    changes = [c for r in results for c in changed_points(records.published(r.student), r)]
    new = [r.student for r in results if records.published(r.student) is None]
    show_changes(slug, len(results), changes, new, console)
    return changes


def publish_regrade(course: Course, slug: str, console: Console) -> list[str]:
    """Put the last regrade into the gradebook; students whose submission is another one by now."""
    records = Records(course, slug)
    run = _last(records, slug)
    other = []
    with only_grader(course, slug, Registering(cells_may_change=False)) as (prepared, _):
        chapter = replace(prepared.chapter, version=run.about["version"])  # who graded then
        publisher = Publisher(course, chapter, prepared.scores)
        waiting = {result.student: result for result in run.results()}
        published = 0
        for submission in Intake(course, slug).submissions():
            task = task_of(submission, chapter)
            result = waiting.pop(task.student, None)
            if result and result.answers == asdict(Answers.to(chapter, task)):
                publisher.publish(task, run.graded(task.student))
                published += 1
            elif result:
                other.append(task.student)
    other += sorted(waiting)
    console.print(f"{slug}：採点し直した {published} 人分を成績簿とフィードバックに入れました")
    if other:
        _say_left_out(other, console)
    return other


def _say_left_out(students: list[str], console: Console) -> None:
    console.print(
        f"入れなかった {len(students)} 人（提出物かテストが、採点し直したあとで変わっています。"
        f"もう一度 --regrade を）：{'、'.join(students)}",
        soft_wrap=True,
    )


def _last(records: Records, slug: str) -> Run:
    run = Run.last(records, REGRADE)
    if run is None:
        raise CourseError(
            f"{slug} を採点し直した記録がありません（course grade {slug} --regrade を先に）"
        )
    return run
