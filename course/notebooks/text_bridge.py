"""Notebooks as text (jupytext percent format) and back, with cell ids and outputs kept.

The id of a cell stands in its text header, so that a cell keeps its id wherever it moves.
"""

import jupytext
import nbformat
from nbformat import NotebookNode

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
CELL_METADATA = ("nbgrader", "tags")


def to_text(notebook: NotebookNode) -> str:
    """The notebook as percent-format text without outputs."""
    cells = []
    for cell in notebook.cells:
        metadata = {"id": cell.id, **cell.metadata}
        make = {"markdown": nbformat.v4.new_markdown_cell, "raw": nbformat.v4.new_raw_cell}
        new_cell = make.get(cell.cell_type, nbformat.v4.new_code_cell)
        cells.append(new_cell(cell.source, metadata=metadata))
    header = {"kernelspec": KERNELSPEC, "jupytext": {"notebook_metadata_filter": "-all"}}
    return jupytext.writes(nbformat.v4.new_notebook(cells=cells, metadata=header), fmt="py:percent")


def from_text(text: str, old: NotebookNode | None = None) -> NotebookNode:
    """The notebook that the text describes; cells unchanged since `old` keep their outputs."""
    notebook = jupytext.reads(text, fmt="py:percent")
    outputs = {cell.id: cell for cell in old.cells if cell.cell_type == "code"} if old else {}
    for cell in notebook.cells:
        cell.id = cell.metadata.pop("id", cell.id)
        before = outputs.get(cell.id)
        if cell.cell_type == "code" and before is not None and before.source == cell.source:
            cell.outputs, cell.execution_count = before.outputs, before.execution_count
    return tidy(notebook)


def tidy(notebook: NotebookNode) -> NotebookNode:
    """Keep only the metadata that belongs in this repository's notebooks."""
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        kept = {key: cell.metadata[key] for key in CELL_METADATA if key in cell.metadata}
        cell.metadata = nbformat.from_dict(kept)
    return notebook
