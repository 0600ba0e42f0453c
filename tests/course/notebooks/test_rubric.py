"""A rubric is read from the model answer, shown to markers, and told to learners in words."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.notebooks.rubric import Criterion, in_words, rubric, rubric_cells, told

SCHEME = """模範解答です。

=== BEGIN MARK SCHEME ===
- 2点：手間が個数に比例することを述べている
- 1.5点: 使い回すことを述べている
* 理由がある
=== END MARK SCHEME ==="""
CRITERIA = [
    "手間が個数に比例することを述べている（2点）",
    "使い回すことを述べている（1.5点）",
    "理由がある",
]


def discussion(source, **about):
    flags = {"grade": True, "solution": True, "grade_id": "discussion", "points": 4}
    return new_markdown_cell(source, metadata={"nbgrader": flags | about})


def test_criteria_are_the_items_of_the_mark_scheme():
    found = rubric(discussion(SCHEME))
    assert found[0] == Criterion("手間が個数に比例することを述べている", 2.0)
    assert list(map(str, found)) == CRITERIA


@pytest.mark.parametrize(
    "source", ["模範解答", "=== BEGIN MARK SCHEME ===\n=== END MARK SCHEME ==="]
)
def test_answer_without_a_mark_scheme_has_no_rubric(source):
    assert rubric_cells(discussion(source)) == []


def test_code_has_no_rubric():
    code = new_code_cell(SCHEME, metadata={"nbgrader": {"solution": True, "grade_id": "x"}})
    assert rubric_cells(code) == []


def graded(comment=None):
    (below,) = rubric_cells(discussion(SCHEME))
    return new_notebook(cells=[discussion("学生の文", comment=comment), below])


def test_marker_reads_numbered_criteria_below_the_answer():
    text = graded().cells[1].source
    assert "学生には見えません" in text
    assert f"2. {CRITERIA[1]}" in text


@pytest.mark.parametrize("comment", [None, "", "よく書けています"])
def test_learner_sees_no_rubric_and_the_comment_as_it_is(comment):
    (cell,) = told(graded(comment)).cells
    assert cell.source == "学生の文"
    assert cell.metadata.nbgrader.comment == comment


@pytest.mark.parametrize(
    "line, marks",
    [
        ("基準 1 3", "✓－✓"),
        ("基準：２、３", "－✓✓"),
        ("基準　2", "－✓－"),
        ("基準 1,2,3", "✓✓✓"),
        ("基準 全部", "✓✓✓"),
        ("基準 なし", "－－－"),
    ],
)
def test_first_line_of_a_comment_says_which_criteria_are_met(line, marks):
    (cell,) = told(graded(f"{line}\nあと一歩です。")).cells
    *items, empty, more = cell.metadata.nbgrader.comment.splitlines()
    assert items == [f"- {m} {text}" for m, text in zip(marks, CRITERIA, strict=True)]
    assert (empty, more) == ("", "あと一歩です。")


@pytest.mark.parametrize(
    "comment", ["基準 4", "基準", "基準を読みましょう", "はい\n基準 1", "基準 0 1"]
)
def test_comment_that_names_no_criteria_of_these_stays_as_it_is(comment):
    assert in_words(comment, CRITERIA) == comment
