"""Reading what was handed in costs little, however much it is, and keeps what is graded."""

import json

import nbformat
import pytest

from course.attacks.attacked_class import chapter, solved
from course.grading.notebook_file import MAX_TAGS, MAX_VALUES, read_submission
from course.grading.report import Problem
from course.notebooks.exercises import grade_id
from course.sealed.caps import OWN_CELLS
from course.sealed.rebuild import TOO_MANY, rebuild

SOURCE = chapter()
OURS = {cell.id for cell in SOURCE.cells}


def document():
    return json.loads(json.dumps(solved()))


def cell(kind="code", source="x = 1", **more):
    about = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, **about, **more}


def read(tmp_path, found):
    path = tmp_path / "a.ipynb"
    path.write_bytes(found if isinstance(found, bytes) else json.dumps(found).encode())
    return read_submission(path, OURS)


def test_honest_notebook_is_kept_as_it_is(tmp_path):
    found = document()
    found["cells"] += [cell(), cell("raw"), cell("markdown", ""), cell("markdown", ["a\n", "b"])]
    notebook = read(tmp_path, found)
    assert [c.cell_type for c in notebook.cells] == [c["cell_type"] for c in found["cells"]]
    assert notebook.cells[-1].source == "a\nb"
    nbformat.validate(notebook)


@pytest.mark.parametrize("kind, text", [("code", "x = 1"), ("raw", "x"), ("markdown", "")])
@pytest.mark.parametrize("before", [True, False])
def test_flood_of_cells_leaves_all_answers(tmp_path, kind, text, before):
    found, more = document(), [cell(kind, text)] * 30_000
    found["cells"] = more + found["cells"] if before else found["cells"] + more
    notebook = read(tmp_path, found)
    assert len(notebook.cells) <= OWN_CELLS + 1 + len(OURS)
    assert [name for c in notebook.cells if (name := grade_id(c))] == [c.id for c in SOURCE.cells]
    said = TOO_MANY in rebuild(notebook, SOURCE).remarks
    assert said == (kind == "code")


def test_of_a_flood_of_copies_the_last_stays(tmp_path):
    found = document()
    copy = found["cells"][1]
    found["cells"] += [copy] * 20_000 + [{**copy, "source": "last"}]
    notebook = read(tmp_path, found)
    copies = [c for c in notebook.cells if grade_id(c) == "scale"]
    assert len(copies) < 5 and copies[-1].source == "last"
    assert any("セル scale が" in what for what in rebuild(notebook, SOURCE).remarks)


FINE = {
    "lists": b'{"nbformat": 4, "cells": [' + b"[]," * MAX_VALUES + b"[]]}",
    "keys": b'{"nbformat": 4, "cells": [], "metadata": {' + b'"a": 1,' * MAX_VALUES + b'"a": 1}}',
}


@pytest.mark.parametrize("data", FINE.values(), ids=FINE)
def test_document_of_too_many_values_is_refused_before_it_is_parsed(tmp_path, data, monkeypatch):
    monkeypatch.setattr(json, "loads", lambda text: pytest.fail("parsed"))
    with pytest.raises(Problem, match="細かすぎて") as found:
        read(tmp_path, data)
    assert "出力を消して" in found.value.action


def test_metadata_is_reduced_to_what_is_looked_at(tmp_path):
    found = document()
    about = found["cells"][1]["metadata"]
    about["nbgrader"] |= {f"k{n}": n for n in range(1000)} | {"points": {"deep": [[]]}}
    about["tags"] = [["x"], 5, "a,b", *(f"t{n}" for n in range(1000))]
    found["cells"].append(cell("markdown", attachments={f"a{n}": {} for n in range(1000)}))
    notebook = read(tmp_path, found)
    assert len(notebook.cells[1].metadata.nbgrader) <= 8
    assert len(notebook.cells[1].metadata.tags) <= MAX_TAGS
    assert "attachments" not in notebook.cells[-1]
    assert any("points" in what for what in rebuild(notebook, SOURCE).tampering)


def test_unwritable_characters_do_not_set_a_submission_aside(tmp_path):
    found, bad = document(), "\ud800\x00\x07"
    found["cells"][1]["source"] += f"\n# {bad}"
    found["cells"][1]["metadata"]["tags"] = [bad]
    found["cells"].append(cell("markdown", bad, metadata={"nbgrader": {"grade_id": bad}}))
    notebook = read(tmp_path, found)
    assert notebook.cells[1].source.endswith("# " + 3 * "\N{REPLACEMENT CHARACTER}")
    rebuilt = rebuild(notebook, SOURCE)
    nbformat.writes(rebuilt.notebook).encode("utf-8")
