"""A formatter that runs on saving (black, ruff) changes locked cells: that is no tampering."""

import subprocess
import sys
import textwrap

import pytest
from nbformat.v4 import new_code_cell

from course.attacks.attacked_class import chapter, solved
from course.sealed.rebuild import rebuild
from course.sealed.syntax import same_code

SOURCE = chapter()
GIVEN = """def given(a, b=u"x"):
    '''What it does.

      more
    '''
    return {"a": a, "b": b}"""
SOURCE.cells[0].source = GIVEN


def handed_in(name, text):
    notebook = solved()
    notebook.cells[0].source = GIVEN
    next(cell for cell in notebook.cells if cell.id == name).source = text
    return notebook


def visible(name):
    return next(cell.source for cell in solved().cells if cell.id == name)


def formatted(text, *options):
    command = [sys.executable, "-m", "ruff", "format", "--isolated", *options, "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


LAYOUTS = {
    "narrow": lambda text: formatted(text, "--line-length=30"),
    "wide": lambda text: formatted(text, "--line-length=300"),
    "single-quotes": lambda text: text.replace('"', "'"),
    "comments": lambda text: f"# 自分のメモ\n{text}  # ここまで",
    "blank-lines": lambda text: text.replace("\n", "\n\n"),
    "tabs": lambda text: text.replace("    ", "\t"),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("name", ["scale_test", "Line_test"])
def test_layout_of_a_test_accuses_nobody(name, layout):
    text = layout(visible(name))
    assert text != visible(name)
    assert rebuild(handed_in(name, text), SOURCE).tampering == []


def test_layout_of_a_given_cell_accuses_nobody():
    text = formatted(GIVEN.replace('u"', '"').replace("      more", "        more  "))
    assert text != GIVEN and rebuild(handed_in("given", text), SOURCE).tampering == []


CHANGED = {
    "a-number": lambda text: text.replace("4.0", "5.0"),
    "a-line-less": lambda text: text.rpartition("\n")[0] + "\n    pass",
    "inside-out": lambda text: textwrap.dedent(text.replace("    _check", "_check")),
    "emptied": lambda text: "",
    "commented-out": lambda text: text.replace("\n", "\n# "),
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_another_program_is_said(change):
    found = rebuild(handed_in("scale_test", change(visible("scale_test"))), SOURCE).tampering
    assert found == ["セル scale_test のテストが書き換わっています"]


DEEP = {
    "minus": "-" * 40_000 + "1",
    "brackets": "(" * 20_000 + ")" * 20_000,
    "attributes": "a" + ".b" * 20_000,
    "sum": "1" + "+1" * 20_000,
    "magic": "%x\n" * 1_000,
    "null": "\x00",
    "long": "x = 1\n" * 200_000,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_nobody_can_parse_is_another_program_in_a_moment(text):
    assert not same_code(text, "x = 1") and not same_code(text, text + "\nx")
    assert same_code(text, text)
    assert rebuild(handed_in("scale_test", text), SOURCE).tampering


def test_prompt_that_a_formatter_has_touched_is_not_the_learners_own():
    source, submitted = chapter(), solved()
    source.cells.append(new_code_cell('ProgressTable("a")', id="progress"))
    submitted.cells.append(new_code_cell("ProgressTable( 'a' )\n", id="other"))
    assert len(rebuild(submitted, source).notebook.cells) == len(source.cells)
