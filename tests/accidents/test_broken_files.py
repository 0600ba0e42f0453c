"""Files that another program has written or spoilt: read as far as possible, else named."""

import json

import pytest

from course.attacks.attacked_class import ANSWERS, chapter, solved
from course.grading.notebook_file import read_submission
from course.grading.report import Problem
from course.notebooks.exercises import grade_id
from course.sealed.rebuild import rebuild

SOURCE = chapter()
OURS = {cell.id for cell in SOURCE.cells}


def document(**changes):
    return {**json.loads(json.dumps(solved())), **changes}


def text_of(found):
    return json.dumps(found, ensure_ascii=False, indent=1)


def read(tmp_path, text):
    path = tmp_path / "a.ipynb"
    path.write_bytes(text.encode("utf-8"))
    return read_submission(path, OURS)


def graded(tmp_path, found):
    rebuilt = rebuild(read(tmp_path, text_of(found)), SOURCE)
    return {grade_id(c): c.source for c in rebuilt.notebook.cells if grade_id(c)}, rebuilt


BROKEN = {
    "source-null": {"source": None},
    "source-number": {"source": 5},
    "source-of-mixed-lines": {"source": [None, 1]},
    "source-dictionary": {"source": {"text": "x"}},
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_only_the_broken_cell_is_blank_and_it_is_said(tmp_path, change):
    found = document()
    found["cells"][1] |= change
    answers, rebuilt = graded(tmp_path, found)
    assert {n: answers[n] for n in ANSWERS} == {**ANSWERS, "scale": ""}
    assert rebuilt.tampering == []
    assert rebuilt.remarks == ["2 番目のセルが壊れているので、読めるところだけを使いました"]


@pytest.mark.parametrize("field", ["source", "metadata", "cell_type", "outputs", "id"])
@pytest.mark.parametrize("value", [None, 7, "without"])
def test_field_that_is_broken_or_missing_costs_no_other_cell(tmp_path, field, value):
    found = document()
    found["cells"][1][field] = value
    if value == "without":
        del found["cells"][1][field]
    answers, rebuilt = graded(tmp_path, found)
    others = {"total", "Line", "draw", "discussion"}
    assert {n: answers[n] for n in others} == {n: ANSWERS[n] for n in others}
    assert rebuilt.tampering == []
    assert answers["scale"] == ("" if field == "source" else ANSWERS["scale"])


@pytest.mark.parametrize("cell", [None, 1, "text", [], {}])
def test_what_is_no_cell_is_left_out(tmp_path, cell):
    found = document()
    found["cells"].insert(1, cell)
    answers, rebuilt = graded(tmp_path, found)
    assert {n: answers[n] for n in ANSWERS} == ANSWERS and rebuilt.tampering == []


@pytest.mark.parametrize("version", ["4", 4.0, "4.5", " 4 "])
def test_version_in_other_words_is_read(tmp_path, version):
    assert graded(tmp_path, document(nbformat=version))[0]["scale"] == ANSWERS["scale"]


def test_version_that_is_missing_is_the_one_in_use(tmp_path):
    found = document()
    del found["nbformat"], found["nbformat_minor"]
    assert graded(tmp_path, found)[0]["scale"] == ANSWERS["scale"]


@pytest.mark.parametrize("version", [3, 99, "", None, "44", "4x", [4]])
def test_other_versions_are_refused(tmp_path, version):
    with pytest.raises(Problem, match="扱えない形式"):
        read(tmp_path, text_of(document(nbformat=version)))


def conflict(text, begin, end, ours="HEAD"):
    lines = text.split("\n")
    middle = lines[begin:end]
    marked = [f"<<<<<<< {ours}", *middle, "=======", *middle, ">>>>>>> origin/main"]
    return "\n".join([*lines[:begin], *marked, *lines[end:]])


CONFLICTS = {
    "first-line": lambda text: conflict(text, 0, 2),
    "in-the-middle": lambda text: conflict(text, 20, 30),
    "stash": lambda text: conflict(text, 20, 22, "Updated upstream"),
    "windows": lambda text: conflict(text, 20, 22).replace("\n", "\r\n"),
    "one-side-deleted": lambda text: text.replace("\n", "\n>>>>>>> theirs\n", 1),
}


@pytest.mark.parametrize("change", CONFLICTS.values(), ids=CONFLICTS)
def test_conflict_of_git_is_named_with_its_lines_and_what_to_do(tmp_path, change):
    text = change(text_of(document()))
    first = next(n for n, line in enumerate(text.split("\n"), 1) if line[:2] in ("<<", ">>"))
    with pytest.raises(Problem, match=f"git の競合の印.*（{first}") as found:
        read(tmp_path, text)
    assert "印の行を消して" in found.value.action


def test_arrows_in_an_answer_are_no_conflict(tmp_path):
    text = text_of(document()).replace("return 3 * x + 1", "return 3 * x + 1  # <<<<<<< HEAD")
    assert "<<<<<<< HEAD" in graded(tmp_path, json.loads(text))[0]["scale"]


PYTHON = {
    "no-words": {},
    "empty-language": {"kernelspec": {"name": "python3", "language": ""}},
    "name-as-language": {"kernelspec": {"name": "py", "language": "python3"}},
    "sage": {"kernelspec": {"name": "sagemath-10", "language": "sage"}},
    "jupyterlite": {"kernelspec": {"name": "xpython", "language": "xeus"}},
    "unheard-of": {"kernelspec": {"name": "my-env", "language": "dl course"}},
    "contradicting": {
        "kernelspec": {"name": "ir", "language": "R"},
        "language_info": {"name": "python"},
    },
    "version": {"language_info": {"name": "Python 3.12"}},
    "not-a-dictionary": {"kernelspec": "R", "language_info": ["R"]},
    "file-ending": {"kernelspec": {"language": "R"}, "language_info": {"file_extension": ".py"}},
}


@pytest.mark.parametrize("metadata", PYTHON.values(), ids=PYTHON)
def test_notebook_is_python_unless_everything_says_otherwise(tmp_path, metadata):
    assert graded(tmp_path, document(metadata=metadata))[0]["scale"] == ANSWERS["scale"]


OTHERS = {
    "r": ({"kernelspec": {"name": "ir", "language": "R"}, "language_info": {"name": "R"}}, "r"),
    "julia": ({"kernelspec": {"name": "julia-1.10", "language": "julia"}}, "julia"),
    "by-kernel": ({"kernelspec": {"name": "xcpp17"}}, "c\\+\\+"),
}


@pytest.mark.parametrize(("metadata", "language"), OTHERS.values(), ids=OTHERS)
def test_notebook_of_another_language_is_refused_by_its_name(tmp_path, metadata, language):
    with pytest.raises(Problem, match=f"Python ではなく {language} の"):
        read(tmp_path, text_of(document(metadata=metadata)))
