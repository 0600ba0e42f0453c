"""What is said of a notebook before it is handed in, and what cannot be handed in at all."""

import json

import pytest

from common.classroom import notebook_check
from common.classroom.notebook_check import NotReady, read_notebook, remarks, without_outputs

CHAPTER = "1_1_doubling"


def cell(name, source, solution=False, kind="code", **rest):
    about = {"grade_id": name, "solution": solution, "grade": not solution}
    metadata = {"nbgrader": about} if name else {}
    return {"cell_type": kind, "source": source, "metadata": metadata, **rest}


def notebook(*cells):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)}


DOUBLE = cell("double", "def double(x):\n    return 2 * x", solution=True)
DOUBLE_TEST = cell("double_test", "assert double(1) == 2")
COLORS = cell("colors", ['colors = {"red",\n', '"blue"}'], solution=True)
WHY = cell("why", "2倍だから。", solution=True, kind="markdown")
WHOLE = notebook(cell(None, "1 + 1"), DOUBLE, DOUBLE_TEST, COLORS, WHY)


@pytest.fixture(autouse=True)
def record(monkeypatch):
    """What was handed out."""
    names = ["double", "colors", "why"], ["double_test"]
    chapters = {CHAPTER: names}
    monkeypatch.setattr(notebook_check.handed_out, "cells_of", chapters.get)
    return chapters


def without(name):
    cells = [c for c in WHOLE["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") != name]
    return notebook(*cells)


def test_whole_notebook_needs_no_remark():
    assert remarks(WHOLE, CHAPTER) == []


@pytest.mark.parametrize(
    "document, line",
    [
        (without("colors"), "答えのセルがありません（その問題は採点されません）：colors"),
        (
            without("double_test"),
            "セルがありません（採点では元のものを使うので、困りません）：double_test",
        ),
        (
            notebook(*WHOLE["cells"], DOUBLE),
            "1つのセルが分かれています（順につなぐか、答えの写しなら最後のものを採点します）：double",
        ),
        (
            notebook(
                *without("double")["cells"], {**DOUBLE, "source": "raise NotImplementedError()"}
            ),
            "まだ答えがありません（このままでも提出できます）：double",
        ),
        (
            notebook(*without("why")["cells"], {**WHY, "source": ["（ここに答えを書きましょう）"]}),
            "まだ答えがありません（このままでも提出できます）：why",
        ),
        (
            notebook(*without("colors")["cells"], {**COLORS, "source": " \n"}),
            "まだ答えがありません（このままでも提出できます）：colors",
        ),
    ],
)
def test_each_lack_is_one_line(document, line):
    assert remarks(document, CHAPTER) == [line]


def test_without_a_record_only_what_the_notebook_says_itself_is_checked(record):
    del record[CHAPTER]
    assert remarks(without("colors"), CHAPTER) == []
    assert len(remarks(notebook(*WHOLE["cells"], DOUBLE), CHAPTER)) == 1


@pytest.mark.parametrize("document", [notebook(), notebook(cell("triple", "", solution=True))])
@pytest.mark.parametrize("known", [True, False])
def test_notebook_of_another_chapter_is_not_ready(record, document, known):
    if not known:
        record.clear()
        document = notebook(DOUBLE_TEST)
    with pytest.raises(NotReady, match="セルが1つもありません"):
        remarks(document, CHAPTER)


OLD, NEW = "def double(x):\n    return x + x\n", "".join(DOUBLE["source"])


@pytest.mark.parametrize(
    "executed, unsaved",
    [
        ([], []),
        ([OLD, NEW], []),
        ([NEW + "\n"], []),
        ([NEW, OLD], ["double"]),
        (["double = None", "print(double)", "%matplotlib inline", "def other(): ..."], ["double"]),
        (["!", "colors = {}"], ["colors"]),
    ],
)
def test_answer_that_last_ran_in_another_form_may_not_have_been_saved(executed, unsaved):
    line = "動かしたものと、保存されているものが違います（保存し忘れていませんか）"
    assert remarks(WHOLE, CHAPTER, executed) == [f"{line}：{name}" for name in unsaved]


def test_many_names_are_cut(record):
    record[CHAPTER] = ["double", *"abcdefgh"], []
    assert remarks(WHOLE, CHAPTER)[0].endswith("：a、b、c、d、e、ほか 3 個")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b'{"nbformat": 4, "cells": [',
        b"[]",
        b'{"nbformat": 3, "worksheets": []}',
        b'{"nbformat": 4, "cells": [{"source": 1}]}',
        b'{"nbformat": 4, "cells": [1]}',
        b'{"nbformat": 4, "cells": [{"source": "", "metadata": []}]}',
        "こたえ".encode("shift_jis"),
        b"[" * 100_000,
    ],
)
def test_file_that_is_no_notebook_is_not_ready(data):
    with pytest.raises(NotReady, match="壊れているか、途中で切れています"):
        read_notebook(data)


def test_notebook_is_read():
    assert read_notebook(json.dumps(WHOLE).encode()) == WHOLE


def test_outputs_are_left_out_of_code_cells_only():
    document = notebook({**DOUBLE, "outputs": [1], "execution_count": 3}, WHY)
    first, second = without_outputs(document)["cells"]
    assert (first["outputs"], first["execution_count"], second) == ([], None, WHY)
    assert document["cells"][0]["outputs"] == [1]
