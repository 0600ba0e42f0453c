"""`course text` and `course ipynb`: an edit on either side is never lost unseen."""

import shutil
from pathlib import Path

import nbformat
import pytest
from rich.console import Console

from course.errors import CourseError
from course.layout import Course
from course.notebooks.exercises import read_notebook
from course.notebooks.text_files import read_text, write_text

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
SLUG = "1_1_forward_propagation"
QUIET = Console(quiet=True)


@pytest.fixture
def course(tmp_path):
    for room in ("notebooks", "source"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns(".*"))
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    return Course(tmp_path)


def twin(course, room="source"):
    return course.root / "text" / room / f"{SLUG}.py"


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_read_text_without_edits_leaves_the_notebooks_bytes(course):
    paths = [course.source_notebook(SLUG), course.chapter_notebook(SLUG)]
    before = [path.read_bytes() for path in paths]
    write_text(course, SLUG, QUIET)
    read_text(course, SLUG, QUIET)
    assert [path.read_bytes() for path in paths] == before


def test_read_text_brings_an_edit_back_and_may_be_repeated(course):
    write_text(course, SLUG, QUIET)
    edit(twin(course), "やってみよう 1　", "やってみよう 1　新しい題：")
    read_text(course, SLUG, QUIET)
    edit(twin(course), "新しい題：", "もっと新しい題：")
    read_text(course, SLUG, QUIET)
    sources = [cell.source for cell in read_notebook(course.source_notebook(SLUG)).cells]
    assert any("もっと新しい題：" in source for source in sources)


def test_read_text_notebook_changed_meanwhile_is_refused(course):
    write_text(course, SLUG, QUIET)
    path = course.source_notebook(SLUG)
    notebook = read_notebook(path)
    notebook.cells[0].source += "\nJupyterLab で足した文"
    nbformat.write(notebook, path)
    before = path.read_bytes()
    edit(twin(course), "やってみよう 1", "やってみよう 一")
    with pytest.raises(CourseError, match="書き出したあとに変わっています"):
        read_text(course, SLUG, QUIET)
    assert path.read_bytes() == before


def test_write_text_over_edits_not_brought_back_is_refused(course):
    write_text(course, SLUG, QUIET)
    edit(twin(course), "やってみよう 1", "やってみよう 一")
    with pytest.raises(CourseError, match="まだ戻していない編集"):
        write_text(course, SLUG, QUIET)
    assert "やってみよう 一" in twin(course).read_text(encoding="utf-8")


def test_write_text_after_a_change_of_the_notebook_writes_anew(course):
    write_text(course, SLUG, QUIET)
    edit(course.source_notebook(SLUG), "やってみよう 1", "やってみよう 一")
    write_text(course, SLUG, QUIET)
    assert "やってみよう 一" in twin(course).read_text(encoding="utf-8")


def test_read_text_without_a_twin_says_what_to_do(course):
    with pytest.raises(CourseError, match="先に course text"):
        read_text(course, SLUG, QUIET)


def test_read_text_without_the_first_line_is_refused(course):
    write_text(course, SLUG, QUIET)
    path = twin(course)
    path.write_text(path.read_text(encoding="utf-8").split("\n", 1)[1], encoding="utf-8")
    with pytest.raises(CourseError, match="1行目"):
        read_text(course, SLUG, QUIET)
