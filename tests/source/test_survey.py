"""The tests of every exercise notice every small mistake in its answer.

See course/test_power/survey.py.
"""

from pathlib import Path

import pytest

from course.layout import Course
from course.test_power.survey import equivalents, survey, surveyed

COURSE = Course.find(Path(__file__).parents[2])
EXERCISES = [
    (slug, exercise)
    for slug in COURSE.slugs
    if COURSE.source_notebook(slug).exists()
    for exercise in surveyed(COURSE, slug)
]


@pytest.mark.slow
@pytest.mark.parametrize(
    "slug, exercise", [pytest.param(s, e, id=f"{s[:3]}-{e.name}") for s, e in EXERCISES]
)
def test_no_mutant_of_the_answer_survives_its_tests(slug, exercise):
    result = survey(COURSE, slug, exercise)
    assert result.survived == []
    # a reason that no mutant needs any more would hide a later one
    assert sorted(equivalents(COURSE, slug).get(exercise.name, {})) == sorted(result.equivalent)


@pytest.mark.parametrize("slug", sorted({slug for slug, _ in EXERCISES}))
def test_equivalent_mutants_belong_to_an_exercise_and_have_a_reason(slug):
    listed = equivalents(COURSE, slug)
    assert listed.keys() <= {exercise.name for s, exercise in EXERCISES if s == slug}
    assert all(reason for reasons in listed.values() for reason in reasons.values())
