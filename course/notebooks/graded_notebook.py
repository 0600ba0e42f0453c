"""What a graded notebook says beside its cells, and how much of it a learner is shown.

Also for the process that grades, which does not import nbgrader: that alone would take longer than
to grade a submission.
"""

from contextlib import suppress
from hashlib import md5

from nbformat import NotebookNode

from course.notebooks.exercises import checks, is_answer, is_grade, is_test, nbgrader_metadata

ABOUT = "course"  # key of the notebook metadata with verdicts and tampering
NOT_COUNTED = "not_counted"  # key of the metadata of a graded cell that came after the release
REMARKS = "remarks"  # of these, what the learner may read, too
PART = "part"  # key of the metadata of a test whose source is hidden


def counts(cell: NotebookNode) -> bool:
    """Whether the gradebook has a row for it; see feedback.graded_page."""
    return is_grade(cell) and NOT_COUNTED not in cell.metadata.nbgrader


def hide_tests(notebook: NotebookNode) -> NotebookNode:
    """The same notebook, changed; of its tests, what is shown is which part each is about."""
    about = notebook.metadata.pop(ABOUT, {})
    notebook.metadata[ABOUT] = {REMARKS: about.get(REMARKS, [])}
    for cell in notebook.cells:
        if is_test(cell):
            with suppress(SyntaxError, ValueError):  # of a test that somebody has changed by hand
                if parts := [check["about"] for check in checks(cell) if check["about"]]:
                    cell.metadata[PART] = parts[0]
            cell.source = "# テスト（見えている部分は、やってみようのノートブックにあります）"
    return notebook


def checksum(cell: NotebookNode) -> str:
    """As nbgrader.utils.compute_checksum: of what was handed out, it is in the gradebook."""
    about = nbgrader_metadata(cell)
    locked = not is_answer(cell) and (is_grade(cell) or bool(about.get("locked")))
    parts = [cell.source, cell.cell_type, is_grade(cell), is_answer(cell), locked]
    parts.append(about["grade_id"])
    if is_grade(cell):
        parts.append(float(about["points"]))
    return md5("".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()
