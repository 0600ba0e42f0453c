"""Grade one rebuilt notebook: show it, then judge it, then join what people may see.

The order matters: see show.
"""

import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import nbformat
from nbformat import NotebookNode

from common.progress import FILE_NAME, ProgressTable
from common.progress import key as progress_key
from course.notebooks.exercises import is_test
from course.sealed.display import error_output, text_result
from course.sealed.judge import Judged, judge
from course.sealed.running import Job, cell_name
from course.sealed.sandbox import Ended, Limits
from course.sealed.show import Shown, show
from course.sealed.verdicts import Kind, Verdict

PROGRESS_TABLE = re.compile(r"""\bProgressTable\(["']([\w-]{1,100})["']\)""")


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
    isolated: bool = True,
    *,
    at: Callable[[str], None] = lambda name: None,
    stopped: Mapping[str, Ended] = MappingProxyType({}),
) -> Outcome:
    """Grade a rebuilt notebook; CourseError only for what is not the learner's doing.

    `at` is told each step before it begins: the cell's grade_id (else its id) where it may be left
    out, "" for all else (a sandbox starts, a given cell). Cells in `stopped` are not run.
    """
    job = Job(notebook, source, limits, isolated, at)
    shown = show(job, stopped)
    judged = judge(job, shown.ended)
    verdicts = {name: _joined(judged, shown, name) for name in judged.verdicts}
    for cell in shown.notebook.cells:
        if is_test(cell) and verdicts[cell_name(cell)] is judged.verdicts[cell_name(cell)]:
            cell.outputs = _judges_words(verdicts[cell_name(cell)])
    results = {progress_key(test): result for test, result in judged.progress.items()}
    _fill_progress_tables(shown.notebook, source, results)
    seconds = Counter(shown.seconds) + Counter(judged.seconds)
    return Outcome(shown.notebook, verdicts, {k: round(s, 4) for k, s in seconds.items()})


def _joined(judged: Judged, shown: Shown, name: str) -> Verdict:
    """The judge decides; where the visible tests say the same, their words are fuller."""
    verdict, seen = judged.verdicts[name], shown.verdicts[name]
    if _passed(verdict) != _passed(seen):
        return verdict
    return replace(seen, points=verdict.points)


def _passed(verdict: Verdict) -> bool:
    return verdict.kind is Kind.PASSED


def _judges_words(verdict: Verdict) -> list[NotebookNode]:
    return [] if _passed(verdict) else [error_output(str(verdict.kind), verdict.reason)]


def _fill_progress_tables(notebook: NotebookNode, source: NotebookNode, results: dict) -> None:
    """The table as it was graded. It is drawn here, where no answer can read the results."""
    ours = {cell.source for cell in source.cells if cell.cell_type == "code"}
    for cell in notebook.cells:
        table = PROGRESS_TABLE.search(cell.source)
        if table and cell.source in ours:
            text = _progress_table(notebook, table[1], results)
            cell.outputs = [text_result(text, cell.execution_count)]


def _progress_table(notebook: NotebookNode, name: str, results: dict) -> str:
    skeleton = deepcopy(notebook)
    for cell in skeleton.cells:
        if cell.cell_type == "code":
            cell.source, cell.outputs = "", []
    with tempfile.TemporaryDirectory(prefix="course-progress-") as folder:
        nbformat.write(skeleton, Path(folder) / f"{name}.ipynb")
        (Path(folder) / FILE_NAME).write_text(json.dumps(results), encoding="utf-8")
        return repr(ProgressTable(name, folder, graded=True))
