r"""However the lines of a cell end, it is the same cell (\r\n from Windows, lists without \n)."""

import json

import pytest

from course.attacks.attacked_class import ANSWERS, chapter, solved
from course.grading.notebook_file import read_submission
from course.sealed.rebuild import rebuild

SOURCE = chapter()
SOURCE.cells.insert(0, SOURCE.cells[-1].copy())
SOURCE.cells[0] = type(SOURCE.cells[0])(
    cell_type="markdown", id="prompt", metadata={}, source="# 問題\n\n文です。  \n\n- 一つ\n"
)


def document(change):
    found = json.loads(json.dumps(solved()))
    found["cells"].insert(
        0, {"cell_type": "markdown", "metadata": {}, "source": SOURCE.cells[0].source}
    )
    for cell in found["cells"]:
        cell["source"] = change(cell["source"])
    return found


SAVED = {
    "windows": lambda text: text.replace("\n", "\r\n"),
    "old-mac": lambda text: text.replace("\n", "\r"),
    "list-of-windows-lines": lambda text: text.replace("\n", "\r\n").splitlines(keepends=True),
    "list-without-line-ends": lambda text: text.split("\n"),
    "blanks-at-the-end": lambda text: text.replace("\n", "  \n") + "\n\n",
    "mixed": lambda text: text.replace("\n", "\r\n", 1),
}


@pytest.mark.parametrize("change", SAVED.values(), ids=SAVED)
def test_nobody_is_accused_and_no_prompt_is_the_learners_own(tmp_path, change):
    path = tmp_path / "a.ipynb"
    path.write_bytes(json.dumps(document(change)).encode())
    rebuilt = rebuild(read_submission(path), SOURCE)
    assert rebuilt.tampering == [] and rebuilt.remarks == []
    assert [c.metadata.get("nbgrader", {}).get("grade_id") for c in rebuilt.notebook.cells] == [
        c.metadata.get("nbgrader", {}).get("grade_id") for c in SOURCE.cells
    ]
    answers = {
        c.metadata.get("nbgrader", {}).get("grade_id"): c.source for c in rebuilt.notebook.cells
    }
    lines = [line.rstrip() for line in answers["scale"].strip().split("\n")]
    assert lines == ANSWERS["scale"].split("\n")
