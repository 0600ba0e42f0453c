"""No attack gains anything, and nobody else pays for it (see course/attacks/attack.py)."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from course.attacks.attack import all_attacks, attack_stock, surroundings
from course.attacks.attacked_class import (
    CANARY,
    FULL,
    HONEST,
    LIMITS,
    NOT_ON_STOCK,
    SLUG,
    hand_in,
    make_course,
)
from course.attacks.gains import gains, scores, state
from course.grading.grade import grade_chapter
from course.grading.results import Records, by_exercise
from course.layout import CONFIG
from course.notebooks.exercises import exercises, read_notebook
from course.sealed.verdicts import Kind
from course.test_power.answer_files import read_answers

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
ALL = all_attacks(Path(__file__).parent / "submissions")
CODE = {answer.name for answer in read_answers(Path(__file__).parent / "submissions")}
ENDED = {  # what ends an answer, and what that is called
    "D01 endless loop": Kind.TIME,
    "D19 sleep": Kind.TIME,
    "D04 memory of many processes": Kind.MEMORY,
    "D08 segmentation fault": Kind.CRASH,
    "D09 exit": Kind.ERROR,
    "A25 not a number": Kind.FAILED,
}


def one_of_each(attacks):
    """The first of each number; of those that use up time and memory, a few."""
    first = {attack.name.split()[0]: attack for attack in reversed(attacks)}.values()
    return [a for a in attacks if a.name in ENDED or (a in first and a.name[0] != "D")]


ATTACKS = one_of_each(ALL)  # all of them: make test-long


def quiet():
    return Console(file=io.StringIO(), width=120)


def fought(root, attacks):
    """A class with these attacks, graded: the course, and what each attack gained."""
    config = (ROOT / CONFIG).read_text(encoding="utf-8") + LIMITS
    with surroundings() as places:
        course = make_course(root, config)
        for attack in attacks:
            hand_in(course, attack.student, attack.make(places.markers))
        before = state(course)
        grade_chapter(course, SLUG, quiet())
        gained = {a.name: gains(course, a, *places, before) for a in attacks}
    return course, gained


@pytest.fixture(scope="module")
def battle(tmp_path_factory):
    return fought(tmp_path_factory.mktemp("battle"), ATTACKS)


def verdicts(course):
    """One verdict for every student and exercise; what could not be read has the same for all."""
    records, found = Records(course, SLUG), {}
    asked = exercises(read_notebook(course.source_notebook(SLUG)))
    for result in records.all_published():
        about = {"verdicts": by_exercise(result, asked), "tampering": result.tampering}
        found[result.student] = about
    for entry in records.set_aside():
        assert entry.student not in found
        unreadable = {"kind": Kind.UNREADABLE, "points": 0.0, "reason": entry.reason}
        found[entry.student] = {"verdicts": {e.name: unreadable for e in asked}, "tampering": []}
    return found


def test_there_are_enough_attacks_and_names_are_unique():
    assert len(ALL) >= 170
    assert len({attack.student for attack in ALL}) == len(ALL)
    assert {attack.name[0] for attack in ATTACKS} == {attack.name[0] for attack in ALL}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack_gains_nothing(battle, attack):
    _, gained = battle
    assert gained[attack.name] == ()


@pytest.mark.long
def test_no_attack_gains_anything_in_a_class_of_all(tmp_path):
    course, gained = fought(tmp_path, ALL)
    assert {name: found for name, found in gained.items() if found} == {}
    assert {student: scores(course, student) for student in HONEST} == dict.fromkeys(HONEST, FULL)
    code = [attack for attack in ALL if attack.name in CODE]
    assert [attack.name for attack in code if scores(course, attack.student) is None] == []


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.name in CODE], ids=lambda a: a.name)
def test_what_code_does_costs_an_exercise_and_never_the_submission(battle, attack):
    course, _ = battle
    assert scores(course, attack.student) is not None


@pytest.mark.parametrize("student", HONEST)
def test_honest_student_among_attackers_gets_full_points(battle, student):
    course, _ = battle
    assert scores(course, student) == FULL


def test_every_graded_cell_has_exactly_one_verdict_of_the_closed_list(battle):
    course, _ = battle
    found = verdicts(course)
    assert set(HONEST) <= found.keys()
    assert {attack.student for attack in ATTACKS} <= found.keys()
    for student, entry in found.items():
        assert set(entry["verdicts"]) == {*FULL, "discussion"}, student
        for verdict in entry["verdicts"].values():
            assert verdict["kind"] in set(Kind)
            assert (verdict["points"] > 0) == (verdict["kind"] == Kind.PASSED)


def test_secrets_are_in_nothing_that_a_student_sees(battle):
    course, _ = battle
    pages = [p for p in (course.root / "feedback").rglob("*") if p.is_file()]
    assert len(pages) >= len(HONEST)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert CANARY not in text and "default_rng(777)" not in text and "_want" not in text


@pytest.mark.parametrize("name, kind", ENDED.items())
def test_verdict_names_what_ended_the_answer_and_spares_the_next(battle, name, kind):
    course, _ = battle
    (attack,) = [a for a in ATTACKS if a.name == name]
    found = verdicts(course)[attack.student]["verdicts"]
    assert found["scale"]["kind"] == kind
    assert found["total"]["kind"] == Kind.PASSED


def test_tampering_is_reported_per_student_apart_from_the_score(battle):
    course, _ = battle
    (attack,) = [a for a in ATTACKS if a.name.startswith("B01")]
    entry = verdicts(course)[attack.student]
    assert any("skip-execution" in what for what in entry["tampering"])
    assert verdicts(course)["a-honest"]["tampering"] == []


def test_scores_do_not_depend_on_order_neighbours_or_earlier_runs(tmp_path):
    """Properties 1, 2 and 4: the same submissions, other names, other company, a run cut short."""
    chosen = [a for a in ALL if a.name.split()[0] in ("A11", "C03", "E03", "B08")]
    config = (ROOT / CONFIG).read_text(encoding="utf-8") + LIMITS
    found = []
    for number, order in enumerate((chosen, chosen[::-1])):
        root = tmp_path / str(number)
        root.mkdir()
        with surroundings():
            course = make_course(root, config)
            for place, attack in enumerate(order):
                hand_in(course, f"p{place}", attack.make(Path("/tmp")))
            grade_chapter(course, SLUG, quiet())
            grade_chapter(course, SLUG, quiet())  # a complete new set, nothing left of the old
            named = {a.name: scores(course, f"p{place}") for place, a in enumerate(order)}
            found.append(named | {student: scores(course, student) for student in HONEST})
    assert found[0] == found[1]


def test_old_full_score_does_not_survive_a_resubmission_without_tests(tmp_path):
    with surroundings():
        course = make_course(tmp_path, (ROOT / CONFIG).read_text(encoding="utf-8"))
        grade_chapter(course, SLUG, quiet())
        assert scores(course, "n-honest") == FULL
        (attack,) = [a for a in ATTACKS if a.name.startswith("B03")]
        path = course.root / "submitted" / "n-honest" / SLUG / f"{SLUG}.ipynb"
        path.write_bytes(attack.make(Path("/tmp")))
        grade_chapter(course, SLUG, quiet())
        assert scores(course, "n-honest") == FULL | {"scale": 0.0}


@pytest.mark.long
def test_suite_is_real_because_stock_nbgrader_falls_for_the_headlines():
    names = ("A11", "A06", "B01", "C02", "E02")
    chosen = [a for a in ALL if a.name.split()[0] in names and NOT_ON_STOCK not in a.note]
    assert all(attack_stock(attack).gains for attack in chosen)
