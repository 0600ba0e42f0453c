"""Answers that change arrays at every later message gain nothing in the grader.

All exercises of a chapter are answered so at once: whatever the answer has seen or returned before
is changed when the next message comes (a call, a method, an attribute that is read).
"""

import re
from pathlib import Path

import pytest

from course.layout import Course
from course.notebooks.exercises import exercises, read_notebook
from course.sealed.executor import execute
from course.sealed.rebuild import rebuild
from course.sealed.running import cell_name
from course.sealed.sandbox import Limits
from course.sealed.verdicts import Kind
from course.test_power.one_process import with_answers

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
COURSE = Course.find(ROOT)
SLUGS = [slug for slug in COURSE.slugs if COURSE.source_notebook(slug).exists()]
# no arrays among their arguments (for lists and dicts: test_spoiled_arguments)
NOTHING_TO_SPOIL = {
    "init_network",
    "classify_learning_rate",
    "experiment",
    "frame_network",
    "descend",
    "make_dataset",
    "init_weights",
    "parameter_count",
}
LATE = """

def _make_late(name, answer):
    pending = []

    def arrays(value):
        if isinstance(value, np.ndarray):
            return [value] if value.flags.writeable and value.dtype.kind in "biuf" else []
        if isinstance(value, dict):
            value = list(value.values())
        items = value if isinstance(value, (list, tuple)) else []
        return [array for item in items for array in arrays(item)]

    def message(compute, *given):
        while pending:
            pending.pop()()
        result = compute()
        {harm}
        return result

    def overwrite(array, content):
        array[...] = content

    def wrapped(function):
        def late(*args, **kwargs):
            return message(lambda: function(*args, **kwargs), args, kwargs)
        return late

    if not isinstance(answer, type):
        return wrapped(answer)

    class Late(answer):
        def __getattribute__(self, key):
            value = object.__getattribute__(self, key)
            if key.startswith("_"):
                return value
            return wrapped(value) if callable(value) else message(lambda: value)
    return Late

{name} = _make_late("{name}", {name})
"""
SPOILS_ARGUMENTS = "pending.extend(lambda a=a: overwrite(a, 0) for a in arrays(given))"
BECOMES_RIGHT = """for array in arrays(result):
            pending.append(lambda a=array, right=array.copy(): overwrite(a, right))
            array[...] = 0"""


def accepted(slug, harm):
    """The exercises of which a test accepts an answer that changes arrays late."""
    source, answers = read_notebook(COURSE.source_notebook(slug)), {}
    for exercise in exercises(source):
        if re.search(rf"^(def|class) {exercise.name}\b", exercise.answer.source, re.M):
            late = LATE.format(name=exercise.name, harm=harm)
            answers[exercise.name] = exercise.answer.source + late
    submitted = with_answers(source, answers)
    found = execute(rebuild(submitted, source).notebook, source, Limits()).verdicts
    return {
        exercise.name
        for exercise in exercises(source)
        if exercise.name in answers
        and all(found[cell_name(test)].kind is Kind.PASSED for test in exercise.tests)
    }


@pytest.mark.parametrize("slug", SLUGS)
def test_arguments_spoiled_at_every_later_message_are_noticed(slug):
    assert accepted(slug, SPOILS_ARGUMENTS) <= NOTHING_TO_SPOIL


@pytest.mark.parametrize("slug", SLUGS)
def test_arrays_that_become_right_at_the_next_message_stay_wrong(slug):
    source = read_notebook(COURSE.source_notebook(slug))
    numbers = {e.name for e in exercises(source) if not RETURNS_ARRAYS.search(e.answer.source)}
    assert accepted(slug, BECOMES_RIGHT) <= numbers


RETURNS_ARRAYS = re.compile(r"Returns\s+-+\s+(?:\w+ : )?[^\n]*(?:ndarray|配列)|^class ", re.M)
