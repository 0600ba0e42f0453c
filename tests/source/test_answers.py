"""Every exercise tells right from wrong: references, other right answers and named wrong answers.

Answers lie in tests/{right,wrong}_answers/<slug>/<exercise>.py, separated by `# %% <name>` lines;
a wrong answer starts with `# message: <part of the message expected>` (and `# note:` why people
write it).
"""

import re
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.preprocessors import ClearSolutions

import common.functions
import common.layers
from common.exercise import LINE_WIDTH, MESSAGE_LINES
from course.exercises import exercises, is_test, read_notebook
from course.one_process import run_tests, with_answers

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "source").glob("*/*.ipynb"))
NOTEBOOKS = {path.stem: read_notebook(path) for path in SOURCES}
EXERCISES = [
    (slug, exercise.name)
    for slug, notebook in NOTEBOOKS.items()
    for exercise in exercises(notebook)
    if not exercise.by_hand
]
INTERNALS = re.compile(r"site-packages|common/|Traceback|<cell|/tmp/|_check|_np")


@dataclass(frozen=True)
class Answer:
    slug: str
    exercise: str
    name: str
    source: str
    message: str


def read_answers(kind):
    """The answers of all chapters."""
    found = []
    for path in sorted((ROOT / "tests" / f"{kind}_answers").glob("*/*.py")):
        chunks = re.split(r"^# %% (.*)\n", path.read_text(encoding="utf-8"), flags=re.M)
        for name, text in zip(chunks[1::2], chunks[2::2], strict=True):
            message = re.search(r"^# message: (.*)$", text, flags=re.M)
            source = re.sub(r"^# (message|note): .*\n", "", text, flags=re.M).strip()
            expected = message[1].strip() if message else ""
            found.append(Answer(path.parent.name, path.stem, name, source, expected))
    return found


RIGHT, WRONG = read_answers("right"), read_answers("wrong")


def each(answers):
    return pytest.mark.parametrize(
        "answer", [pytest.param(a, id=f"{a.slug[:3]}-{a.exercise}-{a.name}") for a in answers]
    )


def answers_to(answers, slug, name):
    return [a for a in answers if (a.slug, a.exercise) == (slug, name)]


def run_with(answer):
    return run_tests(with_answers(NOTEBOOKS[answer.slug], {answer.exercise: answer.source}))


def failures(results):
    return {name: outcome.message for name, outcome in results.items() if not outcome.passed}


@pytest.mark.parametrize("slug", NOTEBOOKS)
def test_reference_solution_passes_every_test_without_notices(slug, monkeypatch):
    printed = []
    monkeypatch.setattr("common.exercise.print", printed.append, raising=False)
    results = run_tests(NOTEBOOKS[slug])
    assert failures(results) == {}
    assert [line for line in printed if not line.startswith("✓")] == []
    assert len(printed) == len(results)


@each(RIGHT)
def test_right_answer_passes_every_test(answer):
    assert failures(run_with(answer)) == {}


@each(WRONG)
def test_wrong_answer_fails_only_its_exercise_and_says_why(answer):
    failed = failures(run_with(answer))
    assert list(failed) == [answer.exercise]
    message = failed[answer.exercise]
    assert answer.message
    assert answer.message in message
    lines = message.splitlines()
    assert len(lines) <= MESSAGE_LINES
    assert not INTERNALS.search(message)
    assert [line for line in lines if len(line) >= LINE_WIDTH and "Error: " not in line] == []


@pytest.mark.parametrize("slug, name", EXERCISES)
def test_exercise_has_three_right_answers_and_a_wrong_one(slug, name):
    assert len(answers_to(RIGHT, slug, name)) >= 3
    assert len(answers_to(WRONG, slug, name)) >= 1


def test_answers_belong_to_an_exercise():
    assert {(a.slug, a.exercise) for a in RIGHT + WRONG} <= set(EXERCISES)


@pytest.mark.parametrize(
    "slug, name",
    [(s, n) for s, n in EXERCISES if hasattr(common.functions, n) or hasattr(common.layers, n)],
)
def test_exercise_that_common_also_has_refuses_a_call_of_common(slug, name):
    messages = {answer.message for answer in answers_to(WRONG, slug, name)}
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
