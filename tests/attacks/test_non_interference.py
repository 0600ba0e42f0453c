"""What attacks show does not depend on hidden arguments: see tests/source/test_non_interference."""

import re
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest

from course.attacks.attack import all_attacks
from course.attacks.attacked_class import chapter
from course.notebooks.exercises import is_test
from course.sealed.executor import execute
from course.sealed.rebuild import rebuild
from course.sealed.running import cell_name
from course.sealed.sandbox import Limits
from course.sealed.verdicts import Kind

# warnings that attacks cause come back to whoever asks for an answer
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]
LIMITS = Limits(cell_seconds=6, cell_cpu_seconds=3, memory=700, output=5)
# after what can be told; those of the other letters try to stop or to change something
TELLING = ("A", "C", "G01", "G02", "G03", "G04", "G11")
ATTACKS = [
    attack
    for attack in all_attacks(Path(__file__).parent / "submissions")
    if attack.name.startswith(TELLING)
]
QUICK = ("C04", "G03")


def other_hidden_arguments():
    changed = chapter()
    for cell in changed.cells:
        if is_test(cell):
            cell.source = re.sub(r"default_rng\(77(\d)\)", r"default_rng(99\1)", cell.source)
    assert changed != chapter()
    return changed


def graded(attack, source, place):
    submitted = nbformat.reads(attack.make(place).decode("utf-8"), as_version=4)
    return execute(rebuild(submitted, deepcopy(source)).notebook, source, LIMITS)


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param(a, marks=() if a.name.startswith(QUICK) else pytest.mark.long, id=a.name)
        for a in ATTACKS
    ],
)
def test_attack_shows_the_same_with_other_hidden_arguments(attack, tmp_path):
    one = graded(attack, chapter(), tmp_path)
    other = graded(attack, other_hidden_arguments(), tmp_path)
    agree = {name for name in one.verdicts if one.verdicts[name].kind is other.verdicts[name].kind}
    agree -= {name for name in agree if one.verdicts[name].kind is Kind.TIME}  # one of two clocks
    assert {name: one.verdicts[name] for name in agree} == {n: other.verdicts[n] for n in agree}
    for here, there in zip(one.notebook.cells, other.notebook.cells, strict=True):
        if not is_test(here) or cell_name(here) in agree:
            assert here.get("outputs") == there.get("outputs"), cell_name(here)
