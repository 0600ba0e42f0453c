"""The README's commands are ours, and pip's installs from files that exist.

That the commands and links of all documents work is shown in test_guide.py.
"""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```bash\n(.*?)^```", README, re.M | re.S)
COMMANDS = [line.split("#")[0].strip() for block in BLOCKS for line in block.splitlines()]


def test_readme_names_commands():
    assert {c.split()[0] for c in COMMANDS} == {"make", "course", "pip"}


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("pip ")])
def test_readme_pip_installs_from_a_file_that_exists(command):
    assert re.fullmatch(r"pip install -r \S+", command)
    assert (ROOT / command.split()[-1]).exists()


def test_readme_says_of_each_chapter_why_to_open_it():
    sentences = tomllib.loads((ROOT / "course/site/chapters.toml").read_text(encoding="utf-8"))
    assert sentences.keys() == {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert [text for text in sentences.values() if text not in README] == []
