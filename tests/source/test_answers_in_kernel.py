"""Named answers get the same verdicts in a real kernel, scored by nbgrader, as in one process.

Exercises are independent, so one notebook holds one wrong (or right) answer to each of them.
"""

from pathlib import Path

import pytest

from course.authoring.proof import scores
from course.layout import Course
from course.notebooks.exercises import read_notebook
from course.test_power.answer_files import answer_rounds
from course.test_power.one_process import with_answers

ROOT = Path(__file__).parents[2]
COURSE = Course.find(ROOT)
SLUGS = [slug for slug in COURSE.slugs if COURSE.source_notebook(slug).exists()]


def each_round(*kinds):
    """The first round in `make test`, all of them in `make test-long`."""
    return [
        pytest.param(
            slug, kind, answers, id=f"{slug[:3]}-{kind}-{k}", marks=[pytest.mark.long] if k else []
        )
        for slug in SLUGS
        for kind in kinds
        for k, answers in enumerate(answer_rounds(ROOT / "tests" / f"{kind}_answers" / slug))
    ]


@pytest.mark.slow
@pytest.mark.parametrize("slug, kind, answers", each_round("wrong", "right"))
def test_named_answers_score_in_a_kernel_as_they_are_named_for(slug, kind, answers):
    notebook = with_answers(
        read_notebook(COURSE.source_notebook(slug)),
        {name: answer.source for name, answer in answers.items()},
    )
    for name, (points, full, message) in scores(notebook, slug).items():
        if kind == "wrong" and name in answers:
            assert points < full, f"{name} {answers[name].name}"
            assert answers[name].message in message
        else:
            assert points == full, f"{name} {message}"
