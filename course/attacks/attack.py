"""`course attack`: hand in what cheats, spies, breaks or hangs, here and to stock nbgrader.

The attacks on code lie in tests/attacks/submissions/, those on files in course/attacks/on_files.py
and course/attacks/floods.py.
The class has honest students at its beginning, middle and end: what happens to them counts, too.
"""

import atexit
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat import NotebookNode
from rich.console import Console
from rich.progress import track
from rich.table import Table

from course.attacks.attacked_class import (
    CANARY,
    FULL,
    HONEST,
    LIMITS,
    MARKERS,
    NOT_ON_STOCK,
    SLUG,
    STOCK_CONFIG,
    Attack,
    hand_in,
    make_course,
    solved,
)
from course.attacks.floods import FLOODS
from course.attacks.gains import gains, state
from course.attacks.on_files import ATTACKS
from course.grading.grade import grade_chapter
from course.layout import CONFIG, Course
from course.nbgrader_setup import own_gradebook, programs_on_path
from course.test_power.answer_files import read_answers

STOCK_SECONDS = 60


@dataclass(frozen=True)
class Result:
    """What an attack gained: nothing, if it is empty."""

    attack: Attack
    gains: tuple[str, ...]


def all_attacks(folder: Path) -> list[Attack]:
    """Those on code (in the folder), then those on files."""

    code = [
        Attack(
            answer.name,
            answer.note,
            lambda place, source=answer.source: nbformat.writes(
                _with_answer(source, place)
            ).encode(),
            _exercise(answer.source),
        )
        for answer in read_answers(folder)
    ]
    wrong = "def scale(x):\n    return x * 0"
    files = [
        Attack(name, note, lambda place, make=make: make(deepcopy(_with_answer(wrong, place))))
        for name, (note, make) in (ATTACKS | FLOODS).items()
    ]
    return code + files


def _with_answer(source: str, place: Path) -> NotebookNode:
    return solved(**{_exercise(source): source.replace(MARKERS, str(place))})


def _exercise(source: str) -> str:
    """The exercise that an attack answers: the one whose name it defines at the top level."""
    defined = re.findall(r"^(?:def|class) (\w+)", source, re.M)
    return next((name for name in defined if name in FULL), "scale")


class Surroundings(NamedTuple):
    """Folders that a battle has for itself."""

    home: Path
    markers: Path


@contextmanager
def surroundings():
    """A home folder of its own, a secret in the environment, a place where harm shows."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="course-attack-") as folder:
        places = Surroundings(Path(folder) / "home", Path(folder) / "markers")
        Path(folder).chmod(0o755)
        places.home.mkdir()
        places.markers.mkdir()
        places.markers.chmod(0o777)
        os.environ |= {"HOME": str(places.home), "TOKEN_OF_THE_GRADER": CANARY}
        try:
            yield places
        finally:
            os.environ.clear()
            os.environ |= before


# ---- the two graders ---------------------------------------------------------------------


def attack_here(attacks: list[Attack], repository: Path, console: Console) -> list[Result]:
    """All attacks in one class, graded by `course grade`."""
    config = (repository / CONFIG).read_text(encoding="utf-8") + LIMITS
    with surroundings() as places, tempfile.TemporaryDirectory(prefix="course-attack-") as folder:
        course = make_course(Path(folder), config)
        for attack in attacks:
            hand_in(course, attack.student, attack.make(places.markers))
        before = state(course)
        grade_chapter(course, SLUG, console)
        return [Result(attack, gains(course, attack, *places, before)) for attack in attacks]


def attack_stock(attack: Attack) -> Result:
    """One attack and one honest student after it, graded by stock `nbgrader autograde`."""
    with surroundings() as places, tempfile.TemporaryDirectory(prefix="course-attack-") as folder:
        course = Course(Path(folder) / "course")
        shutil.copytree(_stock_course(), course.root)
        with (course.root / CONFIG).open("a", encoding="utf-8") as config:
            config.write(own_gradebook(course.root))  # not that of the course it is a copy of
        hand_in(course, attack.student, attack.make(places.markers))
        before = state(course)
        _nbgrader(course, "autograde", SLUG)
        if attack.name.startswith("F09"):
            _nbgrader(course, "generate_feedback", SLUG)
        return Result(attack, gains(course, attack, *places, before))


@functools.cache
def _stock_course() -> Path:
    """A course that stock nbgrader knows already; it is copied for every attack."""
    root = Path(tempfile.mkdtemp(prefix="course-stock-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    course = make_course(root, STOCK_CONFIG, HONEST[-1:])
    _nbgrader(course, "generate_assignment", SLUG, "--force")
    return root


def _nbgrader(course: Course, *arguments: str) -> None:
    command = [sys.executable, "-m", "nbgrader", *arguments]
    with (
        programs_on_path(),
        subprocess.Popen(
            command,
            cwd=course.root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process,
    ):
        try:
            process.wait(STOCK_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)


# ---- the table ---------------------------------------------------------------------------


def run_attacks(course: Course, console: Console) -> list[Result]:
    """Both graders, and the table of what each attack gained."""
    attacks = all_attacks(course.root / "tests" / "attacks" / "submissions")
    quiet = Console(file=open(os.devnull, "w"))  # noqa: SIM115
    here = attack_here(attacks, course.root, quiet)
    on_stock = {
        attack.name: attack_stock(attack).gains
        for attack in track(attacks, "stock nbgrader", console=console, transient=True)
        if NOT_ON_STOCK not in attack.note
    }
    table = Table(title="攻撃")
    for heading in ("攻撃", "stock の nbgrader", "ここ"):
        table.add_column(heading)
    for result in here:
        stock = on_stock.get(result.attack.name)
        words = "（動かさない）" if stock is None else "、".join(stock) or "－"
        table.add_row(result.attack.name, words, "、".join(result.gains) or "－")
    console.print(table)
    succeeded = sum(bool(gains) for gains in on_stock.values())
    console.print(
        f"{len(attacks)} 個の攻撃。stock では {len(on_stock)} 個を動かし、{succeeded} 個が成功。"
        f"ここでは {sum(bool(r.gains) for r in here)} 個が成功"
    )
    return here
