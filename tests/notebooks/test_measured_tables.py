"""Tables of measured results in chapters say what datasets/results.json says: nothing typed in."""

from pathlib import Path
from statistics import fmean

import nbformat
import pytest

from course.layout import Course
from datasets import load_results, measured_where

COURSE = Course.find(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def printed():
    """What the cells of 1_4 have printed, by id."""
    chapter = nbformat.read(COURSE.chapter_notebook(COURSE.resolve("1_4")), as_version=4)
    return {
        cell.id: "".join(output.get("text", "") for output in cell.outputs)
        for cell in chapter.cells
        if cell.cell_type == "code"
    }


def test_table_of_real_images_has_the_measured_means_and_says_where(printed):
    table = printed["real_mnist_table"]
    values = load_results("training", "mnist_t10k")["values"]
    runs = [[seed[-1] for seed in each["accuracy"]] for each in values["initial"].values()]
    for scores in (*runs, values["base"], values["chosen"]):
        assert f"{fmean(scores):.3f}" in table
    for place in ("mnist_t10k", "mnist"):
        assert measured_where("training", place) in table


def test_diagram_of_memories_says_what_was_measured_where(printed):
    for place in ("cpu", "gpu"):
        assert measured_where("speed", place) in printed["memories"]
