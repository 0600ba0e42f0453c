"""`course build` in a small course: what it makes, and that what it refuses changes nothing."""

import io
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from rich.console import Console

from course.authoring.build import build_chapters
from course.errors import CourseError
from course.layout import Course
from course.notebooks.exercises import read_notebook

ROOT = Path(__file__).parents[3]
SLUG = "1_1_forward_propagation"
QUIET = Console(quiet=True)
FIGURE = "handwritten_three"  # the first one that stands still
KEPT = ("intro", "given_imports", "linear_prompt", "linear", "linear_test")

pytestmark = pytest.mark.slow


@pytest.fixture
def course(tmp_path):
    """The first exercise of the real chapter and the first cells of its text."""
    course = Course(tmp_path)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    real = Course(ROOT)
    exercises = read_notebook(real.source_notebook(SLUG))
    exercises.cells = [cell for cell in exercises.cells if cell.id in KEPT]
    chapter = read_notebook(real.chapter_notebook(SLUG))
    end = [cell.id for cell in chapter.cells].index(FIGURE) + 1
    chapter.cells = chapter.cells[:end]
    for path, notebook in (
        (course.source_notebook(SLUG), exercises),
        (course.chapter_notebook(SLUG), chapter),
    ):
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    return course


def change(path, cell_id, old, new):
    notebook = read_notebook(path)
    (cell,) = (cell for cell in notebook.cells if cell.id == cell_id)
    assert old in cell.source
    cell.source = cell.source.replace(old, new)
    nbformat.write(notebook, path)


def snapshot(course):
    files = (p for p in course.root.rglob("*") if p.is_file())
    return {path.relative_to(course.root): path.read_bytes() for path in files}


def test_build_twice_gives_the_same_bytes(course):
    build_chapters(course, [SLUG], QUIET)
    first = snapshot(course)
    build_chapters(course, [SLUG], QUIET)
    assert snapshot(course) == first
    assert course.release_notebook(SLUG).relative_to(course.root) in first


def test_build_release_has_the_stub_and_no_hidden_test(course):
    said = Console(file=io.StringIO(), width=200)
    build_chapters(course, [SLUG], said)
    assert "注意　はじめの「配点」は 100点" in said.file.getvalue()  # one exercise was kept
    text = course.release_notebook(SLUG).read_text(encoding="utf-8")
    assert "raise NotImplementedError()" in text
    assert "HIDDEN" not in text and "einsum" not in text
    assert "return x @ W + b" not in text


def test_build_wrong_solution_is_refused_and_the_old_release_stays(course):
    build_chapters(course, [SLUG], QUIET)
    change(course.source_notebook(SLUG), "linear", "return x @ W + b", "return x @ W")
    before = snapshot(course)
    with pytest.raises(CourseError, match="linear：模範解答が満点になりません"):
        build_chapters(course, [SLUG], QUIET)
    assert snapshot(course) == before


def test_build_test_that_passes_without_an_answer_is_refused(course):
    path = course.source_notebook(SLUG)
    notebook = read_notebook(path)
    test = notebook.cells[-1]
    test.source = "_x = linear\n### BEGIN HIDDEN TESTS\nassert _x\n### END HIDDEN TESTS"
    nbformat.write(notebook, path)
    with pytest.raises(CourseError, match="答えのない配布版が 5 点"):
        build_chapters(course, [SLUG], QUIET)


def test_build_cell_of_its_own_that_needs_an_answer_is_refused(course):
    path = course.source_notebook(SLUG)
    notebook = read_notebook(path)
    code = "linear(np.ones(2), np.ones((2, 1)), 1)"
    notebook.cells.append(new_code_cell(code, id="after"))
    nbformat.write(notebook, path)
    with pytest.raises(CourseError, match="セル after：答えでもテストでもない"):
        build_chapters(course, [SLUG], QUIET)


def test_build_solution_that_ends_python_names_the_cell(course):
    code = "import os\n    os._exit(1)\n    return x @ W + b"
    change(course.source_notebook(SLUG), "linear", "return x @ W + b", code)
    with pytest.raises(CourseError, match="セル linear_test の実行中に Python が終了しました"):
        build_chapters(course, [SLUG], QUIET)


def test_build_chapter_with_an_error_names_it_and_changes_nothing(course):
    path = course.chapter_notebook(SLUG)
    change(path, FIGURE, "drawings = ", "1 / 0\ndrawings = ")
    before = snapshot(course)
    with pytest.raises(CourseError) as caught:
        build_chapters(course, [SLUG], QUIET)
    assert f"{SLUG} のセル {FIGURE} がエラー" in str(caught.value)
    assert "ZeroDivisionError" in str(caught.value)
    assert snapshot(course) == before


def test_build_chapter_with_a_warning_names_the_cell(course):
    code = 'import warnings\nwarnings.warn("古い書き方です")'
    change(course.chapter_notebook(SLUG), FIGURE, "drawings = ", f"{code}\ndrawings = ")
    with pytest.raises(CourseError, match=f"{FIGURE}：警告"):
        build_chapters(course, [SLUG], QUIET)
