"""The verdicts: the whole tests, hidden ones too. Nothing that is run here is ever shown.

What leaves this module is a verdict from a closed list and, as its reason, what the author of the
test wrote. No word of the learner's does: it could hold an argument of a hidden test.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from common.classroom.exercise import CheckFailed
from course.notebooks.exercises import is_test, nbgrader_metadata
from course.sealed.running import Job, Running, Tested, cell_name
from course.sealed.sandbox import Ended
from course.sealed.show import kind_of_error
from course.sealed.verdicts import Kind, Verdict, kind_of_end

NO_MESSAGE = "答えをテストで使えませんでした"


@dataclass
class Judged:
    """A verdict for each test cell; results for the progress table, by exercise."""

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    progress: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def judge(job: Job, stopped: Mapping[str, Ended]) -> Judged:
    """Run the whole tests; `stopped` is what had to be stopped before and is not run again."""
    running = Running(job, dict(stopped))
    judged = Judged(seconds=running.seconds)
    whole = {cell_name(c): c.source for c in job.source.cells if is_test(c)}
    try:
        for cell in job.notebook.cells:
            if cell.cell_type != "code":
                continue
            with running.step(cell):
                if not is_test(cell):
                    running.learners(cell)
                    continue
                name = cell_name(cell)
                tested = running.test(cell, whole[name])
                judged.verdicts[name] = _verdict(tested, float(nbgrader_metadata(cell)["points"]))
                judged.progress[name] = tested.result
    finally:
        running.close()
    return judged


def _verdict(tested: Tested, points: float) -> Verdict:
    if tested.ended:
        return Verdict(kind_of_end(tested.ended), 0.0, tested.ended.reason)
    if tested.passed:
        return Verdict(Kind.PASSED, points)
    said = tested.error
    reason = said.without_yours() if isinstance(said, CheckFailed) else NO_MESSAGE
    return Verdict(kind_of_error(tested), 0.0, reason)
