"""Every exercise tells right from wrong: references, other right answers and named wrong answers.

The answers lie in tests/{right,wrong}_answers/<slug>/<exercise>.py (see
course/test_power/answer_files.py). Exercises are independent, so one run of the notebook holds one
answer to each of them.
"""

import re
from copy import deepcopy
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import pytest
from nbgrader.preprocessors import ClearSolutions

from common.classroom.exercise import LIBRARY, LINE_WIDTH, MESSAGE_LINES
from course.notebooks.exercises import exercises, is_test, read_notebook
from course.test_power.answer_files import answer_rounds
from course.test_power.one_process import run_tests, with_answers

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "source").glob("*/*.ipynb"))
NOTEBOOKS = {path.stem: read_notebook(path) for path in SOURCES}
EXERCISES = [
    (slug, exercise.name)
    for slug, notebook in NOTEBOOKS.items()
    for exercise in exercises(notebook)
    if not exercise.by_hand
]
INTERNALS = re.compile(r"site-packages|common/|Traceback|<cell|/tmp/|\b_check\b|\b_np\b")


def rounds(kind, slug):
    return answer_rounds(ROOT / "tests" / f"{kind}_answers" / slug)


ROUNDS = {(kind, slug): rounds(kind, slug) for kind in ("right", "wrong") for slug in NOTEBOOKS}


def each(kind):
    """Every answer, and the number of the round in which it is run."""
    return pytest.mark.parametrize(
        "slug, number, answer",
        [
            pytest.param(slug, k, answer, id=f"{slug[:3]}-{answer.exercise}-{answer.name}")
            for slug in NOTEBOOKS
            for k, answers in enumerate(ROUNDS[kind, slug])
            for answer in answers.values()
        ],
    )


@lru_cache
def outcomes(kind, slug, number):
    answers = ROUNDS[kind, slug][number]
    return run_tests(with_answers(NOTEBOOKS[slug], {n: a.source for n, a in answers.items()}))


def answers_to(kind, slug, name):
    return [answers[name] for answers in ROUNDS[kind, slug] if name in answers]


def failures(results):
    return {name: outcome.message for name, outcome in results.items() if not outcome.passed}


@pytest.mark.parametrize("slug", NOTEBOOKS)
def test_reference_solution_passes_every_test_without_notices(slug, monkeypatch):
    printed = []
    monkeypatch.setattr("common.classroom.exercise.print", printed.append, raising=False)
    results = run_tests(NOTEBOOKS[slug])
    assert failures(results) == {}
    assert [line for line in printed if not line.startswith("✓")] == []
    assert len(printed) == sum(len(outcome.messages) for outcome in results.values())


@pytest.mark.slow
@each("right")
def test_right_answer_passes_every_test(slug, number, answer):
    assert failures(outcomes("right", slug, number)) == {}


@pytest.mark.slow
@each("wrong")
def test_wrong_answer_fails_its_exercise_and_says_why(slug, number, answer):
    outcome = outcomes("wrong", slug, number)[answer.exercise]
    assert not outcome.passed
    assert answer.message
    assert answer.message in outcome.message
    assert not INTERNALS.search(outcome.message)
    for message in outcome.messages:
        lines = message.splitlines()
        assert len(lines) <= MESSAGE_LINES
        assert [line for line in lines if len(line) >= LINE_WIDTH and "Error: " not in line] == []


@pytest.mark.slow
@pytest.mark.parametrize("slug", NOTEBOOKS)
def test_wrong_answers_fail_no_other_exercise(slug):
    for number, answers in enumerate(ROUNDS["wrong", slug]):
        assert failures(outcomes("wrong", slug, number)).keys() == answers.keys()


@pytest.mark.slow
@pytest.mark.parametrize("slug", NOTEBOOKS)
def test_mistake_in_one_part_of_an_exercise_costs_that_part_only(slug):
    """Each part of an exercise is failed by a wrong answer that passes another part."""
    cost = {}
    for number, answers in enumerate(ROUNDS["wrong", slug]):
        for name in answers:
            messages = outcomes("wrong", slug, number)[name].messages
            failed = {part for part, message in enumerate(messages) if message}
            cost.setdefault(name, []).append(failed)
    for exercise in exercises(NOTEBOOKS[slug]):
        parts = range(len(exercise.tests))
        for part in parts if len(parts) > 1 else ():
            alone = [failed for failed in cost[exercise.name] if part in failed != set(parts)]
            assert alone, f"{exercise.name}: {exercise.tests[part].id}"


@pytest.mark.parametrize("slug, name", EXERCISES)
def test_exercise_has_three_right_answers_and_a_wrong_one(slug, name):
    assert len(answers_to("right", slug, name)) >= 3
    assert len(answers_to("wrong", slug, name)) >= 1


@pytest.mark.parametrize("kind", ["right", "wrong"])
def test_answer_files_belong_to_an_exercise(kind):
    files = (ROOT / "tests" / f"{kind}_answers").glob("*/*")
    named = {(path.parent.name, path.stem) for path in files if path.suffix == ".py"}
    assert named <= set(EXERCISES)


@pytest.mark.parametrize(
    "slug, name",
    [(s, n) for s, n in EXERCISES if any(hasattr(import_module(m), n) for m in LIBRARY)],
)
def test_exercise_that_common_also_has_refuses_a_call_of_common(slug, name):
    messages = {answer.message for answer in answers_to("wrong", slug, name)}
    assert f"common の {name} を呼んでいます" in messages


@pytest.mark.parametrize("slug", NOTEBOOKS)
def test_unsolved_exercises_say_that_they_are_unsolved(slug):
    unsolved, _ = ClearSolutions().preprocess(deepcopy(NOTEBOOKS[slug]), {})
    results = run_tests(unsolved)
    failed = failures(results)
    assert list(failed) == list(results)
    for message in failed.values():
        assert "まだ解かれていません" in message or "見つかりません" in message


@pytest.mark.parametrize("slug", NOTEBOOKS)
def test_hidden_tests_show_no_expected_values(slug):
    hidden = re.compile(r"### BEGIN HIDDEN TESTS(.*?)### END HIDDEN TESTS", flags=re.S)
    for cell in NOTEBOOKS[slug].cells:
        if is_test(cell):
            assert "shown=True" not in "".join(hidden.findall(cell.source)), cell.id


@pytest.mark.parametrize("slug", NOTEBOOKS)
def test_sections_to_read_again_are_headings_of_the_chapter(slug):
    chapter = read_notebook(ROOT / "notebooks" / f"{slug}.ipynb")
    text = "\n".join(cell.source for cell in chapter.cells if cell.cell_type == "markdown")
    headings = {line.lstrip("#").strip() for line in text.splitlines() if line.startswith("#")}
    for cell in NOTEBOOKS[slug].cells:
        for read in re.findall(r'read="(.*?)"', cell.source) if is_test(cell) else []:
            assert set(read.split("／")) <= headings, cell.id
