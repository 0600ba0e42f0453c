"""Scores depend on the submission alone: not on load, not on a grader that was killed."""

import io
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console

from course.attacks.attack import all_attacks, surroundings
from course.attacks.attacked_class import HONEST, LIMITS, SLUG, hand_in, make_course
from course.attacks.gains import scores
from course.grading.grade import grade_chapter
from course.layout import CONFIG
from course.nbgrader_setup import programs_on_path

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]
NAMES = ("A08 equal to everything", "D08 segmentation fault", "D19 sleep", "B08 test duplicated")
CHOSEN = [a for a in all_attacks(Path(__file__).parent / "submissions") if a.name in NAMES]
STUDENTS = [*HONEST, *(attack.student for attack in CHOSEN)]


def class_in(root):
    root.mkdir()
    course = make_course(root, (ROOT / CONFIG).read_text(encoding="utf-8") + LIMITS)
    for attack in CHOSEN:
        hand_in(course, attack.student, attack.make(Path("/tmp")))
    return course


def all_scores(course):
    return {student: scores(course, student) for student in STUDENTS}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    with surroundings():
        course = class_in(tmp_path_factory.mktemp("quiet") / "course")
        grade_chapter(course, SLUG, Console(file=io.StringIO()))
        return all_scores(course)


def test_scores_are_the_same_on_a_machine_with_four_times_the_load(undisturbed, tmp_path):
    busy = [sys.executable, "-c", "while True: pass"]
    others = [subprocess.Popen(busy) for _ in range(4 * (os.cpu_count() or 1))]
    try:
        with surroundings():
            course = class_in(tmp_path / "course")
            grade_chapter(course, SLUG, Console(file=io.StringIO()))
            assert all_scores(course) == undisturbed
    finally:
        for other in others:
            other.kill()
            other.wait()


@pytest.mark.parametrize("seed", range(3))
def test_grader_killed_at_any_time_gives_the_same_scores_when_run_again(
    undisturbed, tmp_path, seed
):
    course = class_in(tmp_path / "course")
    command = [str(Path(sys.executable).with_name("course")), "grade", SLUG]
    with surroundings(), programs_on_path():
        first = subprocess.Popen(
            command, cwd=course.root, stdout=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(random.Random(seed).uniform(1.5, 8))
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        subprocess.run(command, cwd=course.root, stdout=subprocess.DEVNULL, timeout=120)
    assert all_scores(course) == undisturbed
