"""`course gpu`: run a chapter on the GPU. One cell is swapped; the rest of it is the same."""

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import zip_longest

import nbformat
from nbformat import NotebookNode
from rich.console import Console

from common.device import GpuNotFoundError, require_gpu
from course.errors import CourseError
from course.files import write_atomically
from course.layout import Course
from course.notebooks.execute import execute_chapter
from course.notebooks.exercises import read_notebook

FOLDER = "gpu"
BACKEND = """from common.device import require_gpu

require_gpu()
import cupy as np"""
NUMBER = re.compile(r"[-−]?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[-+]?\d+)?")
TOLERANCE = 1e-4  # what float32 sums may differ by when they are added in another order
MEASURED = "nbval-ignore-output"  # the tag of cells that print times


def run_gpu_editions(course: Course, slugs: list[str], console: Console) -> None:
    """Write each chapter's GPU edition to gpu/, run it, and compare its numbers with the chapter's.

    Raises CourseError where there is no GPU (the editions are written all the same, without
    outputs) and where a cell of an edition fails.
    """
    chapters = {slug: read_notebook(course.chapter_notebook(slug)) for slug in slugs}
    editions = {slug: gpu_edition(chapter) for slug, chapter in chapters.items()}
    for slug, edition in editions.items():
        _write(course, slug, edition)
    try:
        require_gpu()
    except GpuNotFoundError as error:
        written = f"{FOLDER}/ に GPU 版を書きましたが、ここでは動かせません。"
        raise CourseError(f"{written}{error}") from None
    for slug, edition in editions.items():
        executed = execute_chapter(edition, course.root / "notebooks", slug)
        _write(course, slug, executed)
        found = list(differences(chapters[slug], executed))
        console.print(f"{FOLDER}/{slug}.ipynb：GPU で動きました。CPU と違う出力 {len(found)} 個")
        for line in found:
            console.print(f"  {line}", soft_wrap=True)


def gpu_edition(chapter: NotebookNode) -> NotebookNode:
    """A copy of the chapter, without outputs, whose backend cell imports CuPy."""
    edition = deepcopy(chapter)
    for cell in edition.cells:
        if "backend" in cell.metadata.get("tags", []):
            cell.source = BACKEND
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return edition


def differences(chapter: NotebookNode, executed: NotebookNode) -> Iterator[str]:
    """The lines of printed output, cell by cell, whose words or numbers are not the chapter's."""
    for cell, other in zip(chapter.cells, executed.cells, strict=True):
        if cell.cell_type != "code" or MEASURED in cell.metadata.get("tags", []):
            continue
        pairs = zip_longest(_printed(cell), _printed(other), fillvalue="")
        for cpu, gpu in pairs:
            if not _same(cpu, gpu):
                yield f"{cell.id}：CPU「{cpu}」、GPU「{gpu}」"


def _printed(cell: NotebookNode) -> list[str]:
    texts = [output.text for output in cell.outputs if output.output_type == "stream"]
    return "".join(texts).splitlines()


def _same(cpu: str, gpu: str) -> bool:
    """The same words, and numbers that differ by no more than rounding."""
    words, other_words = ("".join(NUMBER.sub("#", line).split()) for line in (cpu, gpu))
    if words != other_words:
        return False
    pairs = zip(NUMBER.findall(cpu), NUMBER.findall(gpu), strict=True)
    return all(_close(a, b) for a, b in pairs)


def _close(a: str, b: str) -> bool:
    decimals = len(a.partition(".")[2]) if "e" not in a else 12
    x, y = (float(text.replace("−", "-").replace(",", "")) for text in (a, b))
    last_digit = 1.01 * 10.0**-decimals if decimals else 0.0  # whole numbers are counts
    return abs(x - y) <= max(TOLERANCE * abs(x), last_digit)


def _write(course: Course, slug: str, notebook: NotebookNode) -> None:
    place = course.root / FOLDER / f"{slug}.ipynb"
    place.parent.mkdir(exist_ok=True)
    write_atomically(place, nbformat.writes(notebook) + "\n")
