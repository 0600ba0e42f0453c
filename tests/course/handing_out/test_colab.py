"""Notebooks that open in Colab: what students see, and what the cell does there and elsewhere."""

import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.errors import CourseError
from course.handing_out.colab import StudentsRepository, add_cells, setup_code
from course.layout import CONFIG, Course

ROOT = Path(__file__).parents[3]
URL = "https://github.com/someone/deep-learning"
REPOSITORY = StudentsRepository(URL, "2026")
LINK = "https://colab.research.google.com/github/someone/deep-learning/blob/2026/"


def config(tmp_path, *lines):
    (tmp_path / CONFIG).write_text("\n".join(["c = get_config()", *lines]), encoding="utf-8")
    return Course(tmp_path)


def small():
    cells = [new_markdown_cell("# 章"), new_markdown_cell("## 準備"), new_code_cell("import numpy")]
    return new_notebook(cells=cells)


def test_link_is_at_the_top_and_the_setup_before_everything_that_runs():
    notebook = small()
    add_cells(notebook, REPOSITORY, "notebooks/1_1.ipynb", "release/1_1/1_1.ipynb")
    assert [cell.id for cell in notebook.cells][::3] == ["open_in_colab", "prepare_colab"]
    assert [c.source for c in notebook.cells[1:3]] == ["# 章", "## 準備"]
    link = notebook.cells[0].source
    assert f"[**Google Colab で開く**]({LINK}notebooks/1_1.ipynb)" in link
    assert f"このやってみようを Colab で開くのは[こちら]({LINK}release/1_1/1_1.ipynb)" in link
    nbformat.validate(notebook)


def test_link_of_an_exercise_leads_back_to_its_chapter_if_there_is_one():
    notebook = small()
    add_cells(notebook, REPOSITORY, "release/1_1/1_1.ipynb", "notebooks/1_1.ipynb")
    assert (
        f"この章を Colab で開くのは[こちら]({LINK}notebooks/1_1.ipynb)" in notebook.cells[0].source
    )
    alone = small()
    add_cells(alone, REPOSITORY, "release/1_1/1_1.ipynb")
    assert "こちら" not in alone.cells[0].source


def test_no_address_means_no_repository(tmp_path):
    assert StudentsRepository.of(config(tmp_path)) is None
    assert StudentsRepository.of(config(tmp_path, 'c.StudentsRepository.url = ""')) is None


@pytest.mark.parametrize("url", [URL, f"{URL}/", f"{URL}.git"])
def test_address_of_a_fork_is_taken_in_every_way_it_is_written(tmp_path, url):
    course = config(tmp_path, f"c.StudentsRepository.url = {url!r}")
    repository = StudentsRepository.of(course)
    assert repository.link("a.ipynb") == f"{LINK.replace('2026', 'main')}a.ipynb"
    assert "~/deep-learning" in setup_code(repository, "notebooks/1_1.ipynb")


@pytest.mark.parametrize(
    "url, branch",
    [
        ("git@github.com:someone/deep-learning.git", "main"),
        ("https://gitlab.com/someone/deep-learning", "main"),
        ("https://github.com/someone", "main"),
        (f'{URL}"; import os', "main"),
        (URL, 'main"'),
        (URL, ""),
    ],
)
def test_address_that_colab_cannot_open_is_one_clear_line(tmp_path, url, branch):
    lines = f"c.StudentsRepository.url = {url!r}", f"c.StudentsRepository.branch = {branch!r}"
    with pytest.raises(CourseError, match="Colab で開けません"):
        StudentsRepository.of(config(tmp_path, *lines))


def test_environment_names_the_repository_in_the_real_configuration(tmp_path, monkeypatch):
    text = (ROOT / CONFIG).read_text(encoding="utf-8")
    (tmp_path / CONFIG).write_text(text, encoding="utf-8")
    monkeypatch.delenv("DL_COURSE_STUDENTS", raising=False)
    assert StudentsRepository.of(Course(tmp_path)) is None
    monkeypatch.setenv("DL_COURSE_STUDENTS", URL)
    assert StudentsRepository.of(Course(tmp_path)) == StudentsRepository(URL, "main")


def test_setup_does_nothing_on_a_laptop():
    before = os.getcwd(), list(sys.path), set(sys.modules)
    namespace = {}
    exec(compile(setup_code(REPOSITORY, "notebooks/1_1.ipynb"), "cell", "exec"), namespace)
    assert (os.getcwd(), list(sys.path), set(sys.modules)) == before
    assert set(namespace) == {"__builtins__", "sys"}
