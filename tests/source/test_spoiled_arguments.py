"""Right values of the tests cannot be changed by changing the arguments (attack A26).

The reference is called with arguments that were set to 0 before: whoever computed the right value
only after the call would now accept it.
"""

import re
from pathlib import Path

import pytest

from course.exercises import exercises, read_notebook
from course.one_process import run_tests, with_answers

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
SOURCES = {path.stem: read_notebook(path) for path in sorted((ROOT / "source").glob("*/*.ipynb"))}
FUNCTIONS = [
    (slug, exercise)
    for slug, notebook in SOURCES.items()
    for exercise in exercises(notebook)
    if not exercise.by_hand and re.search(rf"^def {exercise.name}\(", exercise.answer.source, re.M)
]
SPOILING = """

def _spoil(value):
    if isinstance(value, np.ndarray) and value.flags.writeable and value.any():
        value[...] = 0
        open({marker!r}, "w").close()
    elif isinstance(value, dict):
        for item in value.values():
            _spoil(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _spoil(item)

_reference = {name}

def {name}(*args, **kwargs):
    for value in (*args, *kwargs.values()):
        _spoil(value)
    return _reference(*args, **kwargs)
"""


@pytest.mark.parametrize(
    "slug, exercise", FUNCTIONS, ids=[f"{slug[:3]}-{e.name}" for slug, e in FUNCTIONS]
)
def test_answer_that_sets_its_arguments_to_zero_is_noticed(slug, exercise, tmp_path):
    marker = tmp_path / "spoiled"
    source = exercise.answer.source + SPOILING.format(name=exercise.name, marker=str(marker))
    outcome = run_tests(with_answers(SOURCES[slug], {exercise.name: source}))[exercise.name]
    assert not (outcome.passed and marker.exists())
