"""A cell that was split or copied loses no part of what was written.

"Split Cell" copies the metadata, so that several cells bear one name (jupyter/nbgrader#1083).
"""

from copy import deepcopy

import pytest
from IPython.core.inputtransformer2 import TransformerManager
from nbformat.v4 import new_code_cell

from course.attacks.attacked_class import ANSWERS, chapter, solved
from course.sealed import syntax
from course.sealed.caps import ANSWER
from course.sealed.rebuild import rebuild

SOURCE = chapter()
SCALE = ANSWERS["scale"]
BODY = "def scale(x):\n    y = 3 * x\n    return y + 1"
STUB = "def scale(x):\n    raise NotImplementedError()"
OWN = "helper = 1"


def handed_in(name, *parts, between=()):
    """The solved notebook, in which the cell of this name has been split into these parts."""
    notebook = solved()
    place = next(n for n, cell in enumerate(notebook.cells) if cell.id == name)
    cells = []
    for number, part in enumerate(parts):
        cell = deepcopy(notebook.cells[place])
        cell.source, cell.id = part, name if number == 0 else f"{name}-{number}"
        cells += [cell, *(new_code_cell(text) for text in between)]
    notebook.cells[place : place + 1] = cells
    return notebook


def answer(rebuilt, name="scale"):
    (cell,) = [
        c for c in rebuilt.notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name
    ]
    return cell.source


def own(rebuilt):
    return [cell.source for cell in rebuilt.notebook.cells if "nbgrader" not in cell.metadata]


JOINED = {
    "a-print-of-its-own": ([SCALE, "print(scale(1))"], f"{SCALE}\nprint(scale(1))"),
    "within-the-function": (BODY.rsplit("\n", 1), BODY),
    "in-three-parts": (BODY.split("\n"), BODY),
    "within-a-line": (["def scale(x):\n    retu", "rn 3 * x + 1"], SCALE),
    "within-brackets": (["def scale(x):\n    return (3 * x", "+ 1)"], None),
    "imports-first": (["import math", SCALE], f"import math\n{SCALE}"),
    "empty-last": ([SCALE, ""], SCALE),
}


@pytest.mark.parametrize(("parts", "whole"), JOINED.values(), ids=JOINED)
def test_parts_of_an_answer_are_joined_in_their_order_and_said_once(parts, whole):
    rebuilt = rebuild(handed_in("scale", *parts), SOURCE)
    assert answer(rebuilt) == (whole or "\n".join(parts))
    assert rebuilt.tampering == [] and own(rebuilt) == []
    (remark,) = rebuilt.remarks
    assert "セル scale が" in remark


def test_cells_between_the_parts_stay_and_come_after_the_answer():
    rebuilt = rebuild(handed_in("scale", *BODY.rsplit("\n", 1), between=[OWN]), SOURCE)
    assert answer(rebuilt) == BODY and own(rebuilt) == [OWN, OWN]


OTHER = "def scale(x):\n    return 2 * x"
COPIES = {
    "the-same-twice": ([SCALE, SCALE], SCALE, []),
    "an-attempt-before": ([OTHER, SCALE], SCALE, [OTHER]),
    "handed-out-last": ([SCALE, STUB], SCALE, []),
    "handed-out-in-other-words": ([SCALE, STUB.replace("()", "()  # todo")], SCALE, []),
    "broken-first": (["def scale(x) return", SCALE], SCALE, ["def scale(x) return"]),
    "broken-last": ([SCALE, "def scale(x) return"], SCALE, ["def scale(x) return"]),
    "timed": ([SCALE, "%%time\nscale(1)"], SCALE, ["%%time\nscale(1)"]),
    "split-attempt-last": ([OTHER, *BODY.rsplit("\n", 1)], BODY, [OTHER]),
}


@pytest.mark.parametrize(("parts", "counts", "beside"), COPIES.values(), ids=COPIES)
def test_of_copies_the_last_complete_answer_counts_and_nothing_is_lost(parts, counts, beside):
    rebuilt = rebuild(handed_in("scale", *parts), SOURCE)
    assert answer(rebuilt) == counts and own(rebuilt) == beside
    assert rebuilt.tampering == [] and len(rebuilt.remarks) == 1


TEXTS = {
    "two": (["はじめ。", "おわり。"], "はじめ。\n\nおわり。"),
    "three": (["一", "二", "三"], "一\n\n二\n\n三"),
    "handed-out-below": (["考え。", "（ここに答えを書きましょう）"], "考え。"),
    "in-a-fence": (["```\na", "b\n```"], "```\na\nb\n```"),
}


@pytest.mark.parametrize(("parts", "whole"), TEXTS.values(), ids=TEXTS)
def test_all_of_a_split_discussion_reaches_the_marker(parts, whole):
    rebuilt = rebuild(handed_in("discussion", *parts), SOURCE)
    assert answer(rebuilt, "discussion") == whole
    assert rebuilt.tampering == [] and "discussion" in rebuilt.remarks[0]


@pytest.mark.parametrize("line", [1, 2, 4])
def test_split_test_cell_is_no_tampering(line):
    text = next(cell.source for cell in solved().cells if cell.id == "scale_test")
    lines = text.splitlines()
    parts = ["\n".join(lines[:line]), "\n".join(lines[line:])]
    rebuilt = rebuild(handed_in("scale_test", *parts), SOURCE)
    assert rebuilt.tampering == [] and len(rebuilt.remarks) == 1
    assert "HIDDEN TESTS" in answer(rebuilt, "scale_test")


def test_changed_test_in_parts_is_still_tampering():
    rebuilt = rebuild(handed_in("scale_test", "pass", "pass"), SOURCE)
    assert rebuilt.tampering == ["セル scale_test のテストが書き換わっています"]


def test_parts_together_are_bounded_as_one_answer_is():
    half = "x = 1\n" * (ANSWER // 10)
    rebuilt = rebuild(handed_in("scale", half, f"{half}y = 2", SCALE), SOURCE)
    assert answer(rebuilt).startswith('raise ValueError("答えが長すぎる')


def test_thousands_of_parts_are_read_in_a_moment():
    parts = [f"x{number} = (" for number in range(2_000)]
    rebuilt = rebuild(handed_in("scale", *parts, SCALE), SOURCE)
    assert answer(rebuilt).endswith(SCALE)


def test_parts_full_of_magic_commands_are_not_read_again_and_again(monkeypatch):
    """IPython reads a cell anew for each of them: 200 such parts took a minute and a half."""
    read = []

    class Counting(TransformerManager):
        def transform_cell(self, cell):
            read.append(len(cell) * cell.count("%"))
            return super().transform_cell(cell)

    monkeypatch.setattr(syntax, "TransformerManager", Counting)
    parts = ["%x\n" * 2 + "(" * 80 + "a=1;" * 900 + f"#{number}\n" for number in range(12)]
    assert answer(rebuild(handed_in("scale", *parts, SCALE), SOURCE)).endswith(SCALE)
    assert sum(read) < 3_000_000
