"""The notebook to grade has source/'s structure, whatever was handed in."""

import json
from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.attack_class import SLUG, chapter, solved
from course.grading.notebook_file import read_submission
from course.grading.report import Problem
from course.sealed.rebuild import rebuild, without_html

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
    assert "セル scale が 2 個あります" in rebuilt.tampering


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
