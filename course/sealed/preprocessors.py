"""Where sealed grading plugs into nbgrader (see nbgrader_config.py).

`nbgrader autograde` and the formgrader's button run these preprocessors. `course grade` calls the
same `rebuild` and `execute` itself (grading/worker.py), with the limits set here.
"""

import stat
from contextlib import suppress
from dataclasses import fields
from functools import partial
from pathlib import Path

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor, SaveAutoGrades
from traitlets import Enum, Float, Integer

from course.errors import CourseError
from course.notebooks.exercises import is_grade, nbgrader_metadata, read_notebook
from course.notebooks.graded_notebook import ABOUT, NOT_COUNTED, REMARKS, counts, hide_tests
from course.sealed.child import Allowed
from course.sealed.executor import execute
from course.sealed.guard import guarded
from course.sealed.rebuild import rebuild
from course.sealed.safe_unzip import SafeExtractor
from course.sealed.sandbox import Limits

MAX_FILES = 100
MAX_BYTES = 50_000_000
UNSAFE = (
    'sandbox = "none"：提出されたコードを、あなたの権限でそのまま実行しています。'
    "信用できる提出物だけを採点してください"
)


def source_notebook(resources: dict) -> NotebookNode:
    """The author's notebook of the assignment; nbgrader works in the course's folder."""
    about = resources["nbgrader"]
    return read_notebook(Path("source") / about["assignment"] / f"{about['notebook']}.ipynb")


class Rebuild(NbGraderPreprocessor):
    """First of all: the structure comes from source/, only answers from the submission."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        check_files(Path(resources["metadata"]["path"]))
        work = partial(rebuild, nb, source_notebook(resources))
        limits = SealedExecute(config=self.config).limits
        rebuilt = guarded(work, Allowed.by(limits), execute.__module__)
        for what in (*rebuilt.tampering, *rebuilt.remarks):
            self.log.warning("%s: %s", resources["nbgrader"]["student"], what)
        about = {"tampering": rebuilt.tampering, REMARKS: rebuilt.remarks}
        rebuilt.notebook.metadata[ABOUT] = about
        return rebuilt.notebook, resources


def check_files(folder: Path) -> None:
    """Nothing but a few ordinary files: nbgrader would follow links with the grader's rights."""
    total = 0
    for number, path in enumerate([folder, *folder.rglob("*")]):
        info = path.lstat()
        total += info.st_size
        if not (stat.S_ISREG(info.st_mode) or stat.S_ISDIR(info.st_mode)):
            raise CourseError(f"{path}：リンクなど、ふつうのファイルではないものがあります")
        if number > MAX_FILES or total > MAX_BYTES:
            raise CourseError(f"{folder}：ファイルが多すぎるか、大きすぎます")


class SealedExecute(NbGraderPreprocessor):
    """In place of nbgrader's Execute: the learner's code in a sandbox, the tests outside of it."""

    sandbox = Enum(
        ["bubblewrap", "none"], "bubblewrap", help='"none" runs submissions with your own rights'
    ).tag(config=True)
    cell_seconds = Float(Limits.cell_seconds, help="Wall time of one cell").tag(config=True)
    cell_cpu_seconds = Float(Limits.cell_cpu_seconds, help="CPU time of one cell").tag(config=True)
    notebook_seconds = Float(Limits.notebook_seconds, help="Wall time, whole notebook").tag(
        config=True
    )
    notebook_cpu_seconds = Float(Limits.notebook_cpu_seconds, help="CPU time, whole notebook").tag(
        config=True
    )
    memory = Integer(Limits.memory, help="Memory, all together (MB)").tag(config=True)
    processes = Integer(Limits.processes, help="Processes and threads").tag(config=True)
    file_size = Integer(Limits.file_size, help="Largest file (MB)").tag(config=True)
    disk = Integer(Limits.disk, help="/tmp and home (MB each)").tag(config=True)
    output = Integer(Limits.output, help="All outputs together (MB)").tag(config=True)
    grace_seconds = Float(
        Limits.grace_seconds, help="Wall time of the grader at one cell, beside cell_seconds"
    ).tag(config=True)
    page_seconds = Float(Limits.page_seconds, help="Wall time of making the page").tag(config=True)
    grader_memory = Integer(
        Limits.grader_memory, help="Memory of the grader, without the sandbox (MB)"
    ).tag(config=True)

    @property
    def limits(self) -> Limits:
        return Limits(**{field.name: getattr(self, field.name) for field in fields(Limits)})

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        isolated = self.sandbox != "none"
        if not isolated:
            self.log.warning(UNSAFE)
        about = nb, source_notebook(resources), self.limits, isolated
        outcome = guarded(partial(execute, *about), Allowed.by(self.limits), execute.__module__)
        verdicts = {name: verdict.as_dict() for name, verdict in outcome.verdicts.items()}
        about = {**nb.metadata.get(ABOUT, {}), "verdicts": verdicts, "sandbox": self.sandbox}
        outcome.notebook.metadata[ABOUT] = about
        resources["nbgrader"]["verdicts"] = outcome.verdicts
        return outcome.notebook, resources


class SaveVerdicts(SaveAutoGrades):
    """In place of nbgrader's SaveAutoGrades: points come from verdicts, never from outputs."""

    def preprocess_cell(self, cell, resources: dict, cell_index: int) -> tuple[NotebookNode, dict]:
        with suppress(MissingEntry):  # a cell that came later and does not count here
            return super().preprocess_cell(cell, resources, cell_index)
        return cell, resources

    def _add_score(self, cell: NotebookNode, resources: dict) -> None:
        if utils.is_solution(cell):  # graded by hand
            super()._add_score(cell, resources)
            return
        name = nbgrader_metadata(cell)["grade_id"]
        verdict = resources["nbgrader"]["verdicts"].get(name)
        if verdict is None:
            self.log.error("%s: no verdict for %s", self.student_id, name)
        names = name, self.notebook_id, self.assignment_id, self.student_id
        grade = self.gradebook.find_grade(*names)
        grade.auto_score = verdict.points if verdict else 0.0
        grade.needs_manual_grade = grade.manual_score is not None
        self.gradebook.db.commit()


class HideTests(GetGrades):
    """For feedback: no tests, and nothing that only instructors may read."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        shown, resources = super().preprocess(hide_tests(nb), resources)
        points = [nbgrader_metadata(cell).get("points", 0) for cell in shown.cells if counts(cell)]
        resources["nbgrader"]["max_score"] = sum(points)
        return shown, resources

    def preprocess_cell(self, cell, resources: dict, cell_index: int) -> tuple[NotebookNode, dict]:
        with suppress(MissingEntry):
            return super().preprocess_cell(cell, resources, cell_index)
        if is_grade(cell):
            cell.metadata.nbgrader[NOT_COUNTED] = True
        return cell, resources


def configure(config) -> None:
    """Switch sealed grading on: called in nbgrader_config.py."""
    from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
    from nbgrader.preprocessors import (
        AssignLatePenalties,
        CheckCellMetadata,
        ClearOutput,
        DeduplicateIds,
        LimitOutput,
        OverwriteCells,
        OverwriteKernelspec,
    )

    config.Autograde.sanitize_preprocessors = [
        Rebuild,
        ClearOutput,
        DeduplicateIds,
        OverwriteKernelspec,
        OverwriteCells,
        CheckCellMetadata,
    ]
    config.Autograde.autograde_preprocessors = [
        SealedExecute,
        LimitOutput,
        SaveVerdicts,
        AssignLatePenalties,
        CheckCellMetadata,
    ]
    config.GenerateFeedback.preprocessors = [HideTests, CSSHTMLHeaderPreprocessor]
    config.HTMLExporter.sanitize_html = True
    config.ZipCollectApp.extractor_plugin = SafeExtractor
