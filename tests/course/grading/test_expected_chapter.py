"""Whether a submitted notebook belongs to the chapter: by the cells that are ours."""

import pytest

from course.errors import CourseError
from course.grading.expected_chapter import Expected, checked_notebook
from course.grading.report import Cause, Problem


@pytest.fixture
def expected(tiny):
    return Expected.of(tiny.course, tiny.slug)


@pytest.fixture
def check(tiny, expected, tmp_path):
    """The names of the cells of a submission, if it is one of this chapter."""

    def check(text):
        path = tmp_path / "submission.ipynb"
        path.write_text(text, encoding="utf-8")
        return [cell.source for cell in checked_notebook(path, expected).cells]

    return check


def test_our_cells_are_those_of_source_by_chapter(tiny, expected):
    assert expected.slug == tiny.slug and set(expected.chapters) == {tiny.slug, tiny.other}
    own = {"double", "double_test", "double_test_negative", "given_double"}
    assert expected.chapters[tiny.slug] == own | {"colors", "colors_test", "discussion"}


def test_chapter_that_is_only_read_has_no_cells_of_ours(tiny):
    (tiny.course.root / "notebooks" / "1_3_reading.ipynb").touch()
    assert Expected.of(tiny.course, tiny.slug).chapters["1_3_reading"] == set()
    with pytest.raises(CourseError, match="1_3_reading にはやってみようがありません"):
        Expected.of(tiny.course, "1_3_reading")


def test_source_that_cannot_be_read_is_named(tiny):
    tiny.course.source_notebook(tiny.other).write_text("{", encoding="utf-8")
    with pytest.raises(CourseError, match=f"source/{tiny.other}/ のノートブックを読めません"):
        Expected.of(tiny.course, tiny.slug)


def test_notebook_of_the_chapter_is_taken(tiny, check):
    assert "def double(x):\n    return 2 * x" in check(tiny.solved())


def test_notebook_with_few_of_our_cells_is_taken(tiny, check):
    def only_one(notebook):
        notebook.cells = [c for c in notebook.cells if c.id == "double"]

    assert check(tiny.solved(only_one)) == ["def double(x):\n    return 2 * x"]


def test_cells_that_chapters_share_do_not_make_it_another_one(tiny, check):
    """Both chapters have `colors` and `discussion`."""

    def shared(notebook):
        notebook.cells = [c for c in notebook.cells if c.id in ("colors", "discussion")]

    assert check(tiny.solved(shared))


def test_notebook_of_another_chapter_is_named(tiny, check):
    text = tiny.course.source_notebook(tiny.other).read_text(encoding="utf-8")
    with pytest.raises(Problem, match=rf"別の章（{tiny.other}）") as caught:
        check(text)
    assert caught.value.cause is Cause.FOREIGN and tiny.slug in caught.value.action


def test_notebook_without_our_cells_is_foreign(tiny, check):
    def rename(notebook):
        for number, cell in enumerate(notebook.cells):
            cell.metadata = {"nbgrader": {"grade_id": f"other{number}"}}

    with pytest.raises(Problem, match="1つもありません") as caught:
        check(tiny.solved(rename))
    assert caught.value.cause is Cause.FOREIGN
