"""Notebooks whose cells have lost their metadata (nbstripout, Deepnote, Databricks, Colab)."""

import json
from copy import deepcopy

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.attacks.attacked_class import ANSWERS, chapter, solved
from course.grading.expected_chapter import Expected, checked_notebook
from course.grading.report import Problem
from course.notebooks.exercises import grade_id
from course.sealed.rebuild import rebuild

SOURCE = chapter()
for place, name in reversed([*enumerate(["", "scale", "", "total", "", "Line"])]):
    if name:
        SOURCE.cells.insert(place, new_markdown_cell(f"### やってみよう {name}", id=f"p-{name}"))
EXPECTED = Expected(
    "9_1", {"9_1": {n for c in SOURCE.cells if (n := grade_id(c))}}, {"9_1": SOURCE}
)


def stripped(ids=True, **answers):
    """As the notebook is handed out and solved, without any metadata of its cells."""
    found = {cell.id: cell for cell in solved(**answers).cells}
    cells = [deepcopy(found.get(cell.id, cell)) for cell in SOURCE.cells]
    for number, cell in enumerate(cells):
        cell.metadata = {}
        cell.id = cell.id if ids else f"new-{number}"
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": json.loads(json.dumps(cells)),
    }


def graded(tmp_path, document):
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(document), encoding="utf-8")
    return rebuild(checked_notebook(path, EXPECTED), SOURCE)


def answers(rebuilt):
    return {grade_id(c): c.source for c in rebuilt.notebook.cells if grade_id(c) in ANSWERS}


@pytest.mark.parametrize("ids", [True, False])
def test_answers_are_found_by_id_or_by_their_neighbours_and_it_is_said(tmp_path, ids):
    rebuilt = graded(tmp_path, stripped(ids))
    assert answers(rebuilt) == ANSWERS
    assert rebuilt.tampering == []
    (remark,) = rebuilt.remarks
    assert "採点用の情報がなくなっていた" in remark
    assert len(rebuilt.notebook.cells) == len(SOURCE.cells)


def test_cells_without_ids_at_all_are_found(tmp_path):
    document = stripped()
    for cell in document["cells"]:
        del cell["id"]
    assert answers(graded(tmp_path, document)) == ANSWERS


def test_own_cells_between_are_not_taken_for_answers(tmp_path):
    document = stripped(ids=False)
    place = next(n for n, c in enumerate(document["cells"]) if c["source"] == ANSWERS["total"])
    own = json.loads(json.dumps([new_code_cell("a = total([1])"), new_code_cell("print(a)")]))
    document["cells"][place + 1 : place + 1] = own
    document["cells"].insert(place, json.loads(json.dumps(new_code_cell("import math"))))
    rebuilt = graded(tmp_path, document)
    assert answers(rebuilt) == ANSWERS
    assert [c.source for c in rebuilt.notebook.cells].count("print(a)") == 1


def test_broken_answer_is_found_too(tmp_path):
    broken = "def scale(x)\n    return 3 * x + 1"
    assert answers(graded(tmp_path, stripped(False, scale=broken)))["scale"] == broken


def test_only_one_cell_has_lost_its_metadata(tmp_path):
    document = json.loads(json.dumps(solved()))
    document["cells"][1] |= {"metadata": {}, "id": "new"}
    rebuilt = graded(tmp_path, document)
    assert answers(rebuilt) == ANSWERS and rebuilt.tampering == []


def test_discussion_in_two_cells_is_found_whole(tmp_path):
    document = stripped(ids=False)
    document["cells"].append(json.loads(json.dumps(new_markdown_cell("つづき。"))))
    assert answers(graded(tmp_path, document))["discussion"] == "考察です。\n\nつづき。"


def test_another_notebook_is_still_refused(tmp_path):
    document = stripped(ids=False)
    document["cells"] = json.loads(json.dumps([new_code_cell("x = 1"), new_markdown_cell("# 題")]))
    with pytest.raises(Problem, match="1つもありません"):
        graded(tmp_path, document)
