"""Take out of a notebook what JupyterLab leaves in it when somebody works there and saves.

Anything else that does not belong in a notebook is named by the rules, and left to its author.
"""

from copy import deepcopy
from pathlib import Path

import nbformat

from course.files import write_atomically
from course.layout import Course
from course.notebooks.exercises import read_notebook

CELL_TRACES = {"collapsed", "execution", "jp-MarkdownHeadingCollapsed", "scrolled"}


def remove_editor_traces(course: Course, slug: str) -> list[Path]:
    """The chapter's notebooks that were changed: metadata in both, and in source/ outputs."""
    chapter, source = course.chapter_notebook(slug), course.source_notebook(slug)
    return [
        path
        for path, keeps_outputs in ((chapter, True), (source, False))
        if path.exists() and _clean(path, keeps_outputs)
    ]


def _clean(path: Path, keeps_outputs: bool) -> bool:
    try:
        notebook = read_notebook(path)
    except Exception:
        return False  # the rules say what is wrong with it
    before = deepcopy(notebook)
    if "language_info" in notebook.metadata:
        notebook.metadata.language_info = {"name": notebook.metadata.language_info.get("name")}
    for cell in notebook.cells:
        for key in CELL_TRACES & cell.metadata.keys():
            del cell.metadata[key]
        if cell.cell_type == "code" and not keeps_outputs:
            cell.outputs, cell.execution_count = [], None
    if notebook == before:
        return False
    write_atomically(path, nbformat.writes(notebook) + "\n")
    return True
