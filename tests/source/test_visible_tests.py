"""What learners notice at once: the visible tests alone refuse the commonest wrong answers.

In each file of tests/wrong_answers the commonest stand first.
"""

from pathlib import Path

import pytest

from course.layout import Course
from course.notebooks.exercises import read_notebook
from course.test_power.visible import seen_by_learners

pytestmark = pytest.mark.slow
COURSE = Course.find(Path(__file__).parents[2])


@pytest.mark.parametrize("slug", COURSE.slugs)
def test_visible_tests_notice_the_two_commonest_mistakes_and_half_of_all(slug):
    answers = COURSE.root / "tests" / "wrong_answers" / slug
    found = seen_by_learners(read_notebook(COURSE.source_notebook(slug)), answers)
    overlooked = {seen.exercise: seen.common_and_overlooked for seen in found}
    assert {name: missed for name, missed in overlooked.items() if missed} == {}
    assert sum(seen.share for seen in found) / len(found) >= 0.5
