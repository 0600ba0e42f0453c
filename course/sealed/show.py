"""The display copy: what people see of a graded notebook. It has never seen a hidden test.

It is made first, before anything in this grading knows a hidden argument. So whatever a submission
finds to carry information from one run to the other, it flows from what is visible to what is
hidden. Messages hold the learner's own words: values, shapes, lines, texts of exceptions.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from nbformat import NotebookNode

from common.classroom.exercise import CheckFailed
from course.notebooks.exercises import is_test, visible_source
from course.sealed.display import display, error_output, printed
from course.sealed.running import Job, Running, Tested, cause, cell_name
from course.sealed.sandbox import Ended
from course.sealed.verdicts import Kind, Verdict, kind_of_end


@dataclass
class Shown:
    """The notebook with outputs; verdicts of the visible tests; what had to be stopped."""

    notebook: NotebookNode
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    ended: dict[str, Ended] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def show(job: Job, stopped: Mapping[str, Ended]) -> Shown:
    """Run everything but hidden tests; `stopped` is not run at all."""
    running = Running(job, dict(stopped))
    shown = Shown(deepcopy(job.notebook), ended=running.ended, seconds=running.seconds)
    try:
        for number, cell in enumerate(shown.notebook.cells, start=1):
            if cell.cell_type == "code":
                with running.step(cell):
                    cell.outputs = _outputs(running, cell, shown.verdicts)
                _number(cell, number)
    finally:
        running.close()
    return shown


def _outputs(running: Running, cell: NotebookNode, verdicts: dict) -> list[NotebookNode]:
    if not is_test(cell):
        found = display(running.learners(cell))
        ended = running.ended.get(cell_name(cell))
        stop = [error_output(str(kind_of_end(ended)), ended.reason)] if ended else []
        return [*found, *stop]
    tested = running.test(cell, visible_source(cell.source))
    verdict = verdicts[cell_name(cell)] = _verdict(tested)
    outputs = [printed(tested.printed)] if tested.printed else []
    if not tested.passed:
        lines = getattr(cause(tested.error), "learners_lines", [])
        outputs.append(error_output(str(verdict.kind), verdict.reason, lines))
    return outputs


def _verdict(tested: Tested) -> Verdict:
    """Of the visible tests, in full words; points are for the judge to give."""
    if tested.ended:
        return Verdict(kind_of_end(tested.ended), 0.0, tested.ended.reason)
    if tested.passed:
        return Verdict(Kind.PASSED, 0.0)
    reason = str(tested.error) or type(tested.error).__name__
    return Verdict(kind_of_error(tested), 0.0, reason)


def kind_of_error(tested: Tested) -> Kind:
    """What kind of failure an error in a test is."""
    if tested.result in ("unsolved", "missing"):
        return Kind.NOT_ANSWERED
    return Kind.FAILED if isinstance(cause(tested.error), CheckFailed) else Kind.ERROR


def _number(cell: NotebookNode, number: int) -> None:
    cell.execution_count = number
    for output in cell.outputs:
        if output.output_type == "execute_result":
            output.execution_count = number
