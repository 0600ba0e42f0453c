"""Fingerprints: what a person changed counts, what running or saving changes does not."""

import json

import pytest

from common.classroom import handed_out
from common.classroom.handed_out import fingerprint


def notebook(*cells, **rest):
    return json.dumps({"cells": list(cells), **rest}).encode()


def code(source, nbgrader=None, **rest):
    metadata = {"nbgrader": nbgrader} if nbgrader else {}
    return {"cell_type": "code", "source": source, "metadata": metadata, **rest}


PLAIN = notebook(code("x = 1\ny = 2", {"grade_id": "a", "points": 1}, outputs=[]))


@pytest.mark.parametrize(
    "other",
    [
        notebook(code(["x = 1\n", "y = 2"], {"grade_id": "a", "points": 1}, outputs=[{"text": 1}])),
        notebook(
            code("x = 1\ny = 2", {"grade_id": "a", "points": 1}, id="x"), code(""), nbformat=4
        ),
    ],
    ids=["run", "saved with an empty cell more"],
)
def test_notebook_that_was_only_run_or_saved_is_the_same(other):
    assert fingerprint("a.ipynb", other) == fingerprint("a.ipynb", PLAIN)


@pytest.mark.parametrize(
    "other",
    [
        notebook(code("x = 1\ny = 3", {"grade_id": "a", "points": 1})),
        notebook(code("x = 1\ny = 2", {"grade_id": "a", "points": 2})),
        notebook(code("x = 1\ny = 2", {"grade_id": "a", "points": 1}), code("z")),
        PLAIN[:-5],
        b"[]",
    ],
    ids=["answer", "points", "cell", "broken", "other JSON"],
)
def test_notebook_that_says_something_else_is_another(other):
    assert fingerprint("a.ipynb", other) != fingerprint("a.ipynb", PLAIN)


def test_ends_of_lines_do_not_count_in_text_and_do_in_numbers():
    assert fingerprint("a.py", b"x\r\ny") == fingerprint("a.py", b"x\ny")
    assert fingerprint("a.npz", b"x\r\ny") != fingerprint("a.npz", b"x\ny")


@pytest.mark.parametrize("text", [None, "{", "[]", '{"files": {}}', '{"files": {}, "cells": {}}'])
def test_cells_without_a_usable_record_are_unknown(tmp_path, monkeypatch, text):
    place = tmp_path / "handed_out.json"
    if text is not None:
        place.write_text(text, encoding="utf-8")
    monkeypatch.setattr(handed_out, "PLACE", place)
    assert handed_out.cells_of("1_1") is None
    assert handed_out.known_cells() == {}


def test_cells_of_a_chapter_are_its_answers_and_the_others(tmp_path, monkeypatch):
    cells = {"1_1": {"answers": ["a"], "others": ["a_test"]}}
    place = tmp_path / "handed_out.json"
    place.write_text(json.dumps({"files": {}, "cells": cells}), encoding="utf-8")
    monkeypatch.setattr(handed_out, "PLACE", place)
    assert handed_out.cells_of("1_1") == (["a"], ["a_test"])
    assert handed_out.known_cells() == {"a": True, "a_test": False}


def test_edition_is_the_one_for_classes_unless_the_record_says_another():
    assert handed_out.edition_of(b'{"files": {}}') == handed_out.FOR_CLASSES
    record = json.dumps({"files": {}, "edition": handed_out.SELF_STUDY})
    assert handed_out.edition_of(record.encode()) == handed_out.SELF_STUDY
    with pytest.raises(ValueError, match="配ったものの記録ではありません"):
        handed_out.edition_of(b"[]")
