"""Every named answer gets the same verdict sealed as in one process, with the same message.

Exercises are independent, so one notebook holds one wrong (or right) answer to each of them. The
page is made only where the message is in the learner's own words, which the judge never repeats.
"""

from pathlib import Path

import pytest

from course.layout import Course
from course.notebooks.exercises import exercises, nbgrader_metadata, read_notebook
from course.sealed.executor import execute
from course.sealed.judge import judge
from course.sealed.rebuild import rebuild
from course.sealed.running import Job
from course.sealed.sandbox import Limits
from course.sealed.show import show
from course.sealed.verdicts import Kind
from course.test_power.answer_files import answer_rounds
from course.test_power.one_process import with_answers

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
COURSE = Course.find(ROOT)
SLUGS = [slug for slug in COURSE.slugs if COURSE.source_notebook(slug).exists()]


# test_answers tries every answer; here is what the sandbox does to verdicts. In make test: one
# right answer to each exercise and some wrong ones; in make test-long all of them
ROUNDS = {"right": 1, "wrong": 2}


def each_round():
    return [
        pytest.param(
            slug,
            kind,
            answers,
            id=f"{slug[:3]}-{kind}-{k}",
            marks=() if k < ROUNDS[kind] else pytest.mark.long,
        )
        for slug in SLUGS
        for kind in ("right", "wrong")
        for k, answers in enumerate(answer_rounds(ROOT / "tests" / f"{kind}_answers" / slug))
    ]


def job(slug, answers):
    source = read_notebook(COURSE.source_notebook(slug))
    submitted = with_answers(source, {name: answer.source for name, answer in answers.items()})
    return Job(rebuild(submitted, source).notebook, source, Limits())


def by_exercise(source, found):
    """Exercise by exercise: the verdicts of its test cells."""
    return {
        exercise.name: [found[nbgrader_metadata(test)["grade_id"]] for test in exercise.tests]
        for exercise in exercises(source)
        if not exercise.by_hand
    }


def reasons(verdicts):
    return "\n".join(verdict.reason for verdict in verdicts)


@pytest.mark.parametrize("slug, kind, answers", each_round())
def test_named_answer_gets_the_verdict_sealed_that_it_is_named_for(slug, kind, answers):
    sealed, untold = job(slug, answers), []
    for name, verdicts in by_exercise(sealed.source, judge(sealed, {}).verdicts).items():
        passed = all(verdict.kind is Kind.PASSED for verdict in verdicts)
        right = kind == "right" or name not in answers
        assert passed == right, f"{name}: {reasons(verdicts)}"
        if not passed and answers[name].message not in reasons(verdicts):
            untold.append(name)
    if untold:
        shown = by_exercise(sealed.source, show(sealed, {}).verdicts)
        for name in untold:
            assert answers[name].message in reasons(shown[name]), f"{name} {answers[name].name}"


@pytest.mark.parametrize("slug", SLUGS)
def test_release_is_not_answered_and_nothing_in_it_is_tampered_with(slug):
    source = read_notebook(COURSE.source_notebook(slug))
    rebuilt = rebuild(read_notebook(COURSE.release_notebook(slug)), source)
    assert rebuilt.tampering == []
    verdicts = execute(rebuilt.notebook, source, Limits()).verdicts.values()
    assert {verdict.kind for verdict in verdicts} == {Kind.NOT_ANSWERED}
