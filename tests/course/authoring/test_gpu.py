"""The GPU edition: one cell is swapped; the rest runs unchanged and prints the same numbers."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from rich.console import Console

from common.device import gpu_available
from course.authoring.gpu import BACKEND, differences, gpu_edition, run_gpu_editions
from course.errors import CourseError
from course.layout import Course

ROOT = Path(__file__).parents[3]
STAND_IN = ROOT / "tests" / "stand_in_gpu"
COURSE = Course.find(ROOT)
CHAPTERS = [slug for slug in COURSE.slugs if COURSE.chapter_notebook(slug).exists()]
COMMAND = Path(sys.executable).with_name("course")


def printing(*texts, tags=()):
    """A notebook whose cells have printed these texts."""
    cells = []
    for number, text in enumerate(texts):
        cell = new_code_cell("print()", outputs=[new_output("stream", name="stdout", text=text)])
        cell.id, cell.metadata["tags"] = f"cell{number}", list(tags)
        cells.append(cell)
    return new_notebook(cells=cells)


@pytest.fixture
def course(tmp_path):
    """A course with all chapters and nothing else."""
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "source").mkdir()
    return Course(tmp_path)


# ---------------------------------------------------------------- the edition


def test_gpu_edition_differs_from_the_chapter_in_the_backend_cell_alone():
    backend = new_code_cell("import numpy as np", metadata={"tags": ["backend"]})
    chapter = new_notebook(cells=[new_markdown_cell("# 章"), backend, *printing("1\n").cells])
    edition = gpu_edition(chapter)
    assert [cell.source for cell in edition.cells] == ["# 章", BACKEND, "print()"]
    assert edition.cells[2].outputs == [] and chapter.cells[2].outputs


def test_gpu_edition_without_gpu_is_written_and_says_in_one_line_what_is_missing(
    course, monkeypatch
):
    monkeypatch.setitem(sys.modules, "cupy", None)
    with pytest.raises(CourseError, match="CuPy がありません") as error:
        run_gpu_editions(course, course.resolve_all(["1_1"]), Console())
    assert len(error.value.problems) == 1
    edition = nbformat.read(course.root / "gpu" / "1_1_forward_propagation.ipynb", as_version=4)
    assert BACKEND in [cell.source for cell in edition.cells]


# ---------------------------------------------------------------- the comparison

SAME = [
    ("誤差 0.123456\n", "誤差 0.123460\n"),
    ("[1. 2.]\n", "[1.00001 2.     ]\n"),
    ("1,234 個\n", "1,234 個\n"),
    ("1.5e-07\n", "1.50001e-07\n"),
    ("正解率 0.95\n", "正解率 0.96\n"),
]
OTHER = [
    ("誤差 0.1234\n", "誤差 0.1334\n"),
    ("誤差 0.1234\n", "損失 0.1234\n"),
    ("1,234 個\n", "1,235 個\n"),
    ("1.5e-07\n", "2.5e-07\n"),
    ("True\n", "False\n"),
    ("1\n2\n", "1\n"),
    ("0.5\n", "-0.5\n"),
    ("0.5\n", "nan\n"),
]


@pytest.mark.parametrize(("cpu", "gpu"), SAME)
def test_differences_of_rounding_are_none(cpu, gpu):
    assert list(differences(printing(cpu), printing(gpu))) == []


@pytest.mark.parametrize(("cpu", "gpu"), OTHER)
def test_differences_name_the_cell(cpu, gpu):
    (line,) = differences(printing("9\n", cpu), printing("9\n", gpu))
    assert line.startswith("cell1：")


def test_differences_do_not_compare_times():
    tags = ["nbval-ignore-output"]
    assert list(differences(printing("1 秒", tags=tags), printing("9 秒", tags=tags))) == []


# ---------------------------------------------------------------- whole chapters


def run(course, slug, environment):
    """`course gpu` in a process of its own: what `import cupy` gives there stays there."""
    return subprocess.run(
        [COMMAND, "gpu", slug], cwd=course.root, env=os.environ | environment,
        capture_output=True, text=True,
    )  # fmt: skip


def assert_same_numbers(result):
    assert result.returncode == 0, result.stderr
    first, *found = result.stdout.splitlines()
    assert "GPU で動きました" in first
    assert found == []


# the stand-in takes two to four times as long: what trains for long is left to make test-long
QUICK = "1_1"
ON_STAND_IN = [
    pytest.param(slug, marks=() if slug.startswith(QUICK) else pytest.mark.long)
    for slug in CHAPTERS
]


@pytest.mark.slow
@pytest.mark.parametrize("slug", ON_STAND_IN)
def test_chapter_runs_on_the_stand_in_of_a_gpu_and_prints_the_same(course, slug):
    assert_same_numbers(run(course, slug, {"PYTHONPATH": str(STAND_IN)}))


@pytest.mark.slow
@pytest.mark.skipif(not gpu_available(), reason="CuPy で使える GPU がない")
@pytest.mark.parametrize("slug", CHAPTERS)
def test_chapter_runs_on_the_gpu_and_prints_the_same(course, slug):
    assert_same_numbers(run(course, slug, {}))
