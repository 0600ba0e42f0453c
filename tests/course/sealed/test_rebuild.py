"""The notebook to grade has source/'s structure, whatever was handed in."""

import html
import json
from copy import deepcopy

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.attacks.attacked_class import ANSWERS, SLUG, chapter, solved
from course.grading.notebook_file import read_submission
from course.grading.report import Problem
from course.sealed.caps import (
    ANSWER,
    BLANKS,
    OPENERS,
    OWN_CELLS,
    OWN_TEXT,
    PLAIN,
    RENDERED,
    SHOWN,
)
from course.sealed.rebuild import MAX_REMARKS, TOO_MANY, rebuild, without_html

SOURCE = chapter()


def names(notebook):
    return [c.metadata.get("nbgrader", {}).get("grade_id") for c in notebook.cells]


def answer_to(notebook, name):
    return next(
        c.source for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name
    )


def test_own_cells_stay_where_they_were_and_tests_come_from_source():
    submitted = solved()
    own = deepcopy(submitted.cells[0])
    own.metadata, own.source = {}, "mine = 1"
    submitted.cells.insert(2, own)
    rebuilt = rebuild(submitted, SOURCE)
    assert names(rebuilt.notebook) == [
        "given",
        "scale",
        None,
        "scale_test",
        "total",
        "total_test",
        "Line",
        "Line_test",
        "draw",
        "draw_test",
        "discussion",
    ]
    assert "HIDDEN TESTS" in answer_to(rebuilt.notebook, "scale_test")
    assert rebuilt.tampering == []


def test_of_copies_of_an_answer_the_last_one_counts():
    submitted = solved()
    copy = deepcopy(submitted.cells[1])
    copy.source = "def scale(x):\n    return 0"
    submitted.cells.append(copy)
    rebuilt = rebuild(submitted, SOURCE)
    assert answer_to(rebuilt.notebook, "scale") == copy.source
    assert rebuilt.tampering == [] and "セル scale が 2 個ある" in rebuilt.remarks[0]


def test_deleted_answer_is_an_empty_one():
    submitted = solved()
    del submitted.cells[1]
    rebuilt = rebuild(submitted, SOURCE)
    assert answer_to(rebuilt.notebook, "scale") == ""
    assert "セル scale がありません" in rebuilt.tampering


@pytest.mark.parametrize(
    "text", ["<b>", "</script>", "<!--x-->", "[a](javascript:x)", "[a]: data:x"]
)
def test_markdown_of_learners_has_no_html_and_no_links(text):
    clean = without_html(text)
    assert "<" not in clean and "](" not in clean and "]:" not in clean


def test_comparisons_and_formulas_in_markdown_stay():
    assert without_html("$a < b$、x[0] < 3、a<3") == "$a < b$、x[0] < 3、a<3"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 99) | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value, path=()):
    """Every place in a JSON document."""
    yield path
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in items:
        yield from places(item, (*path, key))


DOCUMENT = json.loads(json.dumps(solved()))
PLACES = [path for path in places(DOCUMENT) if path]


def read_and_rebuild(path, changes, cut):
    document = deepcopy(DOCUMENT)
    for place, value in changes:
        target = document
        try:
            for key in place[:-1]:
                target = target[key]
            target[place[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue
    data = json.dumps(document).encode()
    path.write_bytes(data[: len(data) - cut])
    try:
        notebook = read_submission(path)
    except Problem:
        return
    rebuilt = rebuild(notebook, SOURCE).notebook
    ours = [name for name in names(rebuilt) if name]
    assert ours == names(SOURCE)


CHANGES = {
    "changes": st.lists(st.tuples(st.sampled_from(PLACES), JSON), min_size=1, max_size=4),
    "cut": st.sampled_from([0] * 9 + [1, 50]),
}
QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=QUIET)
@given(**CHANGES)
def test_any_document_is_rebuilt_or_refused(tmp_path, changes, cut):
    read_and_rebuild(tmp_path / f"{SLUG}.ipynb", changes, cut)


@pytest.mark.long
@settings(max_examples=20_000, deadline=None, suppress_health_check=QUIET)
@given(**CHANGES)
def test_documents_by_the_thousand_are_rebuilt_or_refused(tmp_path, changes, cut):
    read_and_rebuild(tmp_path / f"{SLUG}.ipynb", changes, cut)


def own_cells(rebuilt):
    return [cell for cell in rebuilt.notebook.cells if "nbgrader" not in cell.metadata]


def flood(kind, text, count):
    submitted = solved()
    new = {"code": new_code_cell, "markdown": new_markdown_cell}[kind]
    submitted.cells += [new(text) for _ in range(count)]
    return rebuild(submitted, SOURCE)


HARD = {
    "long": "あ" * (RENDERED + 1),
    "images": "![" * 300_000,
    "environments": r"\begin{a}" * (OPENERS + 1),
    "formulas": "\\\\[" * (OPENERS + 1),
    "more formulas": "\\\\(" * (OPENERS + 1),
    "blanks": "# a" + " " * BLANKS + "b",
    "grows": "<a" * (RENDERED // 3),
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_markdown_that_is_slow_to_render_is_shown_as_written(text):
    rebuilt = rebuild(solved(discussion=text), SOURCE)
    shown = answer_to(rebuilt.notebook, "discussion")
    assert shown.startswith(PLAIN) and "<" not in shown[1:-6]
    assert not {"$", "\\", "`", "[", "*"} & set(shown)
    assert html.unescape(shown[len(PLAIN) :]).startswith(text[: min(len(text), SHOWN)])
    assert any("discussion の文が長いか" in what for what in rebuilt.remarks)
    assert answer_to(rebuilt.notebook, "scale") == solved().cells[1].source


def test_usual_markdown_is_rendered():
    text = "考察です。$\\frac{1}{2}$\n\n" * 150
    rebuilt = rebuild(solved(discussion=text), SOURCE)
    assert answer_to(rebuilt.notebook, "discussion") == text and rebuilt.tampering == []


def test_markdown_is_rendered_only_as_long_as_all_of_it_is_little():
    cells = own_cells(flood("markdown", "あ" * (RENDERED - 1), 20))
    plain = [cell.source.startswith(PLAIN) for cell in cells]
    assert plain == [False] * 5 + [True] * 15  # the discussion is rendered, too


def test_answer_that_is_too_long_costs_its_own_exercise_only():
    rebuilt = rebuild(solved(scale="x = 1\n" * ANSWER), SOURCE)
    assert answer_to(rebuilt.notebook, "scale").startswith('raise ValueError("答えが長すぎる')
    assert answer_to(rebuilt.notebook, "total") == ANSWERS["total"]
    assert any("セル scale の答えが長すぎる" in what for what in rebuilt.remarks)


@pytest.mark.parametrize(
    ("text", "count", "kept"),
    [("x = 1", OWN_CELLS, OWN_CELLS), ("x = 1", 20_000, OWN_CELLS), ("x" * (OWN_TEXT // 4), 9, 4)],
)
def test_own_cells_beyond_the_limits_are_left_out_and_said(text, count, kept):
    rebuilt = flood("code", text, count)
    assert len(own_cells(rebuilt)) == kept
    assert (TOO_MANY in rebuilt.remarks) == (count > kept)
    assert [name for name in names(rebuilt.notebook) if name] == names(SOURCE)


def test_one_huge_own_cell_does_not_cost_the_others():
    submitted = solved()
    submitted.cells[1:1] = [new_code_cell("x" * (OWN_TEXT + 1)), new_code_cell("mine = 1")]
    assert [cell.source for cell in own_cells(rebuild(submitted, SOURCE))] == ["mine = 1"]


def test_unwritable_characters_are_replaced_wherever_a_learner_writes():
    bad = "a\ud800\x00\x07b\tc\x0c\n"
    submitted = solved(scale=bad, discussion=bad)
    submitted.cells += [new_code_cell("x")]
    submitted.cells[-1].source = bad
    submitted.cells[1].metadata.tags = ["\ud800"]
    rebuilt = rebuild(submitted, SOURCE)
    assert answer_to(rebuilt.notebook, "scale") == "a\ufffd\ufffd\ufffdb\tc\x0c\n"
    nbformat.writes(rebuilt.notebook).encode("utf-8")
    json.dumps(rebuilt.tampering, ensure_ascii=False).encode("utf-8")


def test_remarks_end():
    submitted = solved(scale="eval('1')\n" * 500)
    found = rebuild(submitted, SOURCE).tampering
    assert len(found) == MAX_REMARKS + 1 and found[-1].startswith("ほかに")
