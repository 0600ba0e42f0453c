"""Cells that install packages fail at once in the sandbox, and the learner is told why."""

import pytest
from nbformat.v4 import new_code_cell

from course.attacks.attacked_class import ANSWERS, chapter, solved
from course.sealed.rebuild import NO_INSTALLING, rebuild
from course.sealed.sandbox import Limits
from course.sealed.session import Session

SOURCE = chapter()
INSTALLS = [
    "!pip install japanize-matplotlib",
    "%pip install -q torch",
    "! pip3 install torch",
    "!python -m pip install torch",
    "!uv pip install torch",
    "%conda install -y pandas",
    "pip install torch",
]


@pytest.mark.parametrize("line", INSTALLS)
def test_line_that_installs_is_told_to_both_sides(line):
    submitted = solved(scale=f"import math\n{line}\n{ANSWERS['scale']}")
    submitted.cells.insert(1, new_code_cell(line))
    rebuilt = rebuild(submitted, SOURCE)
    own, answer = rebuilt.remarks
    assert own == f"セル （2 番目） の 1 行目：{NO_INSTALLING}"
    assert answer == f"セル scale の 2 行目：{NO_INSTALLING}"
    assert rebuilt.tampering == []


@pytest.mark.parametrize("line", ["# !pip install torch", "install = 1", "!pip list", "x = 'pip'"])
def test_other_lines_are_not(line):
    assert rebuild(solved(scale=f"{line}\n{ANSWERS['scale']}"), SOURCE).remarks == []


@pytest.mark.slow
def test_pip_fails_without_trying_a_network():
    session = Session(Limits(cell_seconds=60), float("inf"))
    try:
        session.wait_until_ready()
        output = session.run("own", "!python -m pip install no-such-package-of-the-course")
    finally:
        session.close()
    text = "".join(part.get("text", "") for part in output)
    assert "No matching distribution" in text
    assert "Retrying" not in text and "NewConnectionError" not in text
