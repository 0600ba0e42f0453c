"""What students read in messages is plain, polite Japanese: every sentence ends as 敬体 does."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted([*ROOT.glob("common/**/*.py"), *ROOT.glob("datasets/*.py")])
EXERCISES = sorted(ROOT.glob("source/*/*.ipynb"))
POLITE = re.compile(r"(?:です|ます|ません|でした|ました|しょう|ください)か?$")
ASIDE = re.compile(r"（[^（）]*）|「[^「」]*」")


def messages(source):
    """The strings in Python code but docstrings; what is filled in later is shown as …"""
    tree = ast.parse(source)
    within = {id(part) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for part in n.values}
    within |= {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in within
        ):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(v.value if isinstance(v, ast.Constant) else "…" for v in node.values)


def impolite(message):
    """Sentences that do not end politely; items of a list (・) may be short."""
    for line in message.splitlines():
        while (plain := ASIDE.sub("", line)) != line:
            line = plain
        for sentence in re.findall(r"[^。]+(?=。)", "" if line.startswith("・") else line):
            if not POLITE.search(sentence.split("：…")[0]):
                yield sentence


def test_rude_sentences_are_noticed():
    code = (
        '"""した。"""\nfail(f"{x}：形が違う。", "いけません。", "ヒント（だ。）です。", "・する。")'
    )
    assert [s for message in messages(code) for s in impolite(message)] == ["…：形が違う"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_messages_of_the_library_are_polite(path):
    code = path.read_text(encoding="utf-8")
    assert [s for message in messages(code) for s in impolite(message)] == []


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_messages_of_the_exercises_are_polite(path):
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    found = [s for cell in cells for message in messages(cell.source) for s in impolite(message)]
    assert found == []
