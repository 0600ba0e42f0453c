"""Chapters run in a fresh kernel and print what they have stored; nbval compares."""

import base64
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

from course.layout import Course
from course.notebooks.execute import QUIET, execute, execute_chapter, output_problems

ROOT = Path(__file__).parents[2]
COURSE = Course.find(ROOT)
PICTURES = Path(__file__).with_name("pictures.cfg")  # inside HTML; others nbval leaves alone
CHAPTERS = [slug for slug in COURSE.slugs if COURSE.chapter_notebook(slug).exists()]
MISSING_GLYPH = """
from common.plots.figure import new_figure
figure = new_figure(2, 2)
figure.text(0.5, 0.5, "\\U0001F600")
figure
"""


def nbval(*notebooks, mode="--nbval"):
    """Run nbval on notebooks as the command line would; its pytest ends with their verdicts."""
    command = [sys.executable, "-m", "pytest", mode, "-q", "-p", "no:cacheprovider"]
    command += ["--nbval-sanitize-with", str(PICTURES), "-W", "default", *map(str, notebooks)]
    # not what was added to the command of these tests
    quiet = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"} | QUIET
    return subprocess.run(command, cwd=ROOT, env=quiet, capture_output=True, text=True)


@pytest.mark.slow
@pytest.mark.parametrize("slug", CHAPTERS)
def test_chapter_prints_what_it_has_stored(slug):
    result = nbval(COURSE.chapter_notebook(slug))
    assert result.returncode == 0, result.stdout[-3000:]


@pytest.mark.long
def test_mnist_chapter_runs_on_real_images_too(real_mnist):
    slug = COURSE.resolve("1_4")
    notebook = chapter(slug)
    (choice,) = [cell for cell in notebook.cells if 'source = "digits"' in cell.source]
    choice.source = choice.source.replace('"digits"', '"mnist"')
    executed = execute_chapter(notebook, ROOT / "notebooks", slug)
    assert sum(1 for _ in figures(executed)) == sum(1 for _ in figures(chapter(slug)))


@pytest.mark.slow
def test_nbval_finds_a_changed_output(tmp_path):
    stored = new_output("stream", name="stdout", text="2\n")
    path = write(tmp_path, new_code_cell("print(1)", outputs=[stored], execution_count=1))
    result = nbval(path)
    assert result.returncode == 1
    assert "1 failed" in result.stdout


@pytest.mark.slow
def test_nbval_finds_a_figure_with_a_missing_glyph(tmp_path):
    executed = execute(nbformat.read(write(tmp_path, new_code_cell(MISSING_GLYPH)), 4), tmp_path)
    (cell,) = executed.cells
    cell.outputs = [o for o in cell.outputs if o.output_type != "stream"]  # as if all were well
    result = nbval(write(tmp_path, cell))
    assert result.returncode == 1
    assert "{'stderr'}" in result.stdout


def write(folder, *cells):
    path = folder / "planted.ipynb"
    kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernelspec}), path)
    return path


def chapter(slug):
    return nbformat.read(COURSE.chapter_notebook(slug), as_version=4)


def figures(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                yield cell, Image.open(BytesIO(base64.b64decode(output.data["image/png"])))


@pytest.mark.parametrize("slug", CHAPTERS)
def test_chapter_has_every_cell_executed_in_order_without_warnings_or_paths(slug):
    cells = [cell for cell in chapter(slug).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not [problem for cell in cells for problem in output_problems(cell)]


@pytest.mark.parametrize("slug", CHAPTERS)
def test_chapter_has_figures_of_a_readable_size(slug):
    found = list(figures(chapter(slug)))
    assert found
    for cell, picture in found:
        assert 150 <= picture.width <= 1400, cell.id


@pytest.mark.parametrize("slug", CHAPTERS)
def test_chapter_is_small_enough_to_load_at_once(slug):
    assert COURSE.chapter_notebook(slug).stat().st_size < 1_500_000
