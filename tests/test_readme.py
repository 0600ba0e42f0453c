"""Every command that the README tells people to type exists, and every link leads somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```bash\n(.*?)^```", README, re.M | re.S)
COMMANDS = [line.split("#")[0].strip() for block in BLOCKS for line in block.splitlines()]
INLINE = re.findall(r"`((?:make|course|nbgrader) [a-z_]+)", README)


def test_readme_names_commands():
    assert {c.split()[0] for c in COMMANDS} == {"make", "course", "pip"}


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("pip ")])
def test_readme_pip_installs_from_a_file_that_exists(command):
    assert re.fullmatch(r"pip install -r \S+", command)
    assert (ROOT / command.split()[-1]).exists()


@pytest.mark.parametrize(
    "target", sorted({c.split()[1] for c in COMMANDS + INLINE if "make " in c})
)
def test_readme_make_target_exists(target):
    subprocess.run(["make", "--dry-run", target], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", sorted({c.split()[1] for c in COMMANDS + INLINE if "course " in c})
)
def test_readme_course_command_exists(name):
    command = [sys.executable, "-c", "from course.cli import main; main()", name, "--help"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_readme_link_leads_to_a_file(link):
    assert (ROOT / link).exists()
