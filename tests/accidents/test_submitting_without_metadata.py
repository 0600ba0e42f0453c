"""submit() in a notebook whose cells have lost their metadata, which grading accepts."""

import json

import pytest

from common import submission
from common.classroom import handed_out
from common.submission import submit

CHAPTER, OTHER = "1_1_doubling", "1_2_tripling"
FILE = f"{CHAPTER}.ipynb"
DOUBLE, STUB = "def double(x):\n    return 2 * x", "raise NotImplementedError()"
CALL = 'from common.submission import submit\n\nsubmit("{}")'
CELLS = {
    CHAPTER: {"answers": ["double", "half"], "others": ["double_test"]},
    OTHER: {"answers": ["triple"], "others": ["triple_test"]},
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A student's folder of the chapter, beside the record of what was handed out."""
    record = tmp_path / "handed_out.json"
    record.write_text(json.dumps({"files": {}, "cells": CELLS}), encoding="utf-8")
    monkeypatch.setattr(handed_out, "PLACE", record)
    monkeypatch.setattr(submission, "_executed", lambda: ())
    place = tmp_path / CHAPTER
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return place


def save(folder, *ids, chapter=CHAPTER, name=FILE, **answers):
    """A notebook without metadata, whose cells have these ids."""
    sources = {"double": DOUBLE, "half": STUB, "double_test": "double(1)"} | answers
    cells = [
        {"cell_type": "code", "id": id, "source": source, "metadata": {}, "outputs": []}
        for id, source in zip(ids, [*sources.values(), CALL.format(chapter)], strict=True)
    ]
    document = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (folder / name).write_text(json.dumps(document), encoding="utf-8")
    return cells


KEPT = "double", "half", "double_test", "submit"


def said(capsys):
    return [line for line in capsys.readouterr().out.splitlines() if not line.startswith("　左")]


def test_cells_are_known_by_their_ids_and_it_is_said_once(folder, capsys):
    cells = save(folder, *KEPT)
    submit(CHAPTER, "s001")
    assert json.loads((folder / f"s001_{FILE}").read_text())["cells"] == cells
    first, lost, blank, saved, _ = said(capsys)
    assert first.startswith("✓") and "書かれた答え：1/2" in saved
    assert "id から見分けるので、このままでも提出できます）：double、half、double_test" in lost
    assert "まだ答えがありません（このままでも提出できます）：half" in blank


def test_without_ids_the_call_tells_the_chapter(folder, capsys):
    save(folder, "a", "b", "c", "d")
    submit(CHAPTER, "s001")
    assert (folder / f"s001_{FILE}").exists()
    first, lost, saved, _ = said(capsys)
    assert first.startswith("✓") and "書かれた答え" not in saved
    assert "採点用の情報がなくなっています。このままでも提出できます" in lost


def test_cells_without_ids_are_handed_in_too(folder):
    path = folder / FILE
    save(folder, "a", "b", "c", "d")
    path.write_text(path.read_text().replace('"id"', '"was"'))
    submit(CHAPTER, "s001")
    assert (folder / f"s001_{FILE}").exists()


@pytest.mark.parametrize("ids", [("a", "b", "c", "d"), ("triple", "b", "triple_test", "d")])
def test_notebook_of_another_chapter_is_still_refused(folder, capsys, ids):
    save(folder, *ids, chapter=OTHER)
    submit(CHAPTER, "s001")
    assert "別のノートブックです" in capsys.readouterr().out
    assert not (folder / f"s001_{FILE}").exists()


def test_broken_answer_is_noticed_without_metadata(folder, capsys):
    save(folder, *KEPT, double="def double(x)\n    return 2 * x")
    submit(CHAPTER, "s001")
    assert any("エラーで動かない答え" in line and "double" in line for line in said(capsys))


def test_untouched_original_is_not_handed_in_for_a_solved_copy(folder, capsys):
    save(folder, *KEPT, double=STUB)
    save(folder, *KEPT, name="解いた.ipynb")
    submit(CHAPTER, "s001")
    out = capsys.readouterr().out
    assert "解いた.ipynb（答え 1/2）" in out and f"{FILE}（答え 0/2）" in out
