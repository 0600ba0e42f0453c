"""Right values of the tests cannot be changed by changing what went to and fro (attack A26).

The reference answers every message (a call, a method, an attribute that is read), and one message
does harm: to its arguments, before or after it computes the right value, or only at the next
message; or to what it returns, which becomes right at the next message. No test may accept that.
"""

import contextlib
import functools
import inspect
from pathlib import Path

import nbformat
import numpy as np
import pytest

from common.classroom.exercise import PLACE, SamePlace
from common.gpu.stand_in import DeviceArray
from course.notebooks.exercises import exercises, is_given, read_notebook
from course.test_power.one_process import run_tests

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
SOURCES = {path.stem: read_notebook(path) for path in sorted((ROOT / "source").glob("*/*.ipynb"))}
CALLABLES = [
    pytest.param(slug, exercise, id=f"{slug[:3]}-{exercise.name}")
    for slug, notebook in SOURCES.items()
    for exercise in exercises(notebook)
    if not exercise.by_hand and f" {exercise.name}(" in exercise.answer.source.replace(":", "(")
]
KINDS = ["before", "after", "at the next"]
# their arguments are numbers, texts, functions or random generators
WITHOUT_MUTABLE_ARGUMENTS = {
    "frame_network",
    "descend",
    "make_dataset",
    "init_weights",
}
WRAPPING = "\n\nimport sys as _sys\n{name} = _sys.modules[{module!r}].run.wrapped({name})\n"


def spoil(value):
    """Set every number in it to 0; functions that undo it, none where nothing has changed."""
    if isinstance(value, DeviceArray):
        return spoil(value._host)
    if isinstance(value, np.ndarray):
        return _spoil_array(value)
    if isinstance(value, tuple):
        return [undo for item in value for undo in spoil(item)]
    if not isinstance(value, (list, dict)):
        return []
    keys = list(value) if isinstance(value, dict) else range(len(value))
    return [undo for key in keys for undo in _spoil_item(value, key)]


def _spoil_array(array):
    if not (array.flags.writeable and array.any()):
        return []
    before = array.copy()
    array[...] = 0
    return [lambda: array.__setitem__(..., before)]


def _spoil_item(container, key):
    before = container[key]
    if type(before) not in (int, float) or not before:
        return spoil(before)
    container[key] = 0
    return [lambda: container.__setitem__(key, before)]


def copied(value):
    """A copy as far as `spoil` reaches; the rest (functions, generators) as it is."""
    if isinstance(value, DeviceArray):
        return DeviceArray(value._host.copy())
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(copied, value))
    return value.copy() if isinstance(value, np.ndarray) else value


def content(value):
    """What can be compared with a later content."""
    if isinstance(value, dict):
        return {key: content(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [content(item) for item in value]
    return (value.dtype, value.shape, value.tobytes()) if isinstance(value, np.ndarray) else value


class Watched(SamePlace):
    """Knows what `unchanged` has guarded: an answer may not change it later, as in the grader."""

    def __init__(self):
        self._guarded = []

    def blocked(self, names):
        return contextlib.nullcontext()  # the wrapping is not the learner's

    def changed(self, values):
        self._guarded.append(values)
        return False

    @contextlib.contextmanager
    def in_place(self, values):
        yield
        self.changed(values)

    def contents(self):
        return repr(content(self._guarded))


class Run:
    """One run of an exercise's tests, in which message number `at` does harm of one kind."""

    def __init__(self, slug, exercise, harm="", at=-1, shared=False):
        self.messages, self.harmed, self.shared = 0, False, shared
        self.took, self.gave = [], []  # messages with something mutable in them
        self._harm, self._at = harm, at
        self._depth, self._later = 0, None
        self._place, self._guarded_was_changed = Watched(), False
        wrapping = WRAPPING.format(name=exercise.name, module=__name__)
        answer = nbformat.from_dict(exercise.answer | {"source": exercise.answer.source + wrapping})
        given = [cell for cell in SOURCES[slug].cells if is_given(cell)]
        notebook = nbformat.v4.new_notebook(cells=[*given, answer, *exercise.tests])
        globals()["run"], token = self, PLACE.set(self._place)
        try:
            outcome = run_tests(notebook)[exercise.name]
        finally:
            PLACE.reset(token)
        self.message = outcome.message
        self.accepted = outcome.passed and not self._guarded_was_changed

    def wrapped(self, answer):
        if not inspect.isclass(answer):
            return self._watched(answer)
        for name, member in list(vars(answer).items()):
            if inspect.isfunction(member) and (name == "__init__" or not name.startswith("_")):
                setattr(answer, name, self._watched(member, methods=1))
        answer.__getattribute__ = lambda layer, name: self._reading(layer, name)
        return answer

    def _watched(self, function, methods=0):
        @functools.wraps(function)
        def message(*args, **kwargs):
            if self._depth:
                return function(*args, **kwargs)
            own, args = args[:methods], args[methods:]
            self._depth += 1
            try:
                return self._answered(functools.partial(function, *own), args, kwargs)
            finally:
                self._depth -= 1

        return message

    def _reading(self, layer, name):
        value = object.__getattribute__(layer, name)
        if self._depth or name.startswith("_") or callable(value):
            return value
        return self._answered(lambda: value, (), {})

    def _answered(self, function, args, kwargs):
        if self._later:
            self._do_later()
        number, mutable = self.messages, (args, tuple(kwargs.values()))
        harm = self._harm if number == self._at else ""
        self.messages += 1
        if spoil(copied(mutable)):
            self.took.append(number)
        if harm == "before":
            self.harmed = bool(spoil(mutable))
        given = (args, kwargs) if self.shared or harm == "before" else copied((args, kwargs))
        try:
            result = function(*given[0], **given[1])
        finally:  # also where an error is the right answer
            self._spoil_afterwards(mutable, harm)
        if spoil(copied(result)):
            self.gave.append(number)
        if harm in ("wrong", "right at the next"):
            self._return_wrong(result, rescued=harm != "wrong")
        return result

    def _do_later(self):
        before = self._place.contents()
        self.harmed, self._later = bool(self._later()), None
        self._guarded_was_changed = before != self._place.contents()

    def _spoil_afterwards(self, mutable, harm):
        if harm == "after":
            self.harmed = bool(spoil(mutable))
        elif harm == "at the next":
            self._later = lambda: spoil(mutable)

    def _return_wrong(self, result, rescued):
        undoing = spoil(result)
        self.harmed = bool(undoing)
        if rescued:
            self._later = lambda: [undo() or True for undo in undoing]


@pytest.fixture
def harmless(slug, exercise):
    """A run without harm, in which the answer works on copies if the exercise allows that."""
    found = Run(slug, exercise)
    return found if found.accepted else Run(slug, exercise, shared=True)


def accepted(slug, exercise, harmless, kind, messages):
    """The messages whose harm the tests did not notice."""
    runs = {at: Run(slug, exercise, kind, at, harmless.shared) for at in messages}
    assert all(run.harmed for run in runs.values())
    return [at for at, run in runs.items() if run.accepted]


@pytest.mark.parametrize("slug, exercise", CALLABLES)
def test_watching_an_answer_does_not_change_its_verdict(slug, exercise, harmless):
    assert harmless.messages > 0
    assert harmless.accepted, harmless.message


@pytest.mark.parametrize("slug, exercise", CALLABLES)
def test_exercise_has_an_argument_to_spoil_unless_it_is_listed(slug, exercise, harmless):
    assert bool(harmless.took) == (exercise.name not in WITHOUT_MUTABLE_ARGUMENTS)


@pytest.mark.parametrize(
    "slug, exercise, kind",
    [
        pytest.param(
            *call.values,
            kind,
            id=f"{call.id}-{kind}",
            # make test spoils the arguments of every exercise in one of the ways
            marks=() if (number + way) % len(KINDS) == 0 else pytest.mark.long,
        )
        for number, call in enumerate(CALLABLES)
        for way, kind in enumerate(KINDS)
    ],
)
def test_arguments_that_are_set_to_zero_are_noticed(slug, exercise, harmless, kind):
    last = harmless.messages - 1
    messages = [at for at in harmless.took if kind != "at the next" or at < last]
    assert accepted(slug, exercise, harmless, kind, messages) == []


# of a class, several values are read before they are compared: the grader takes snapshots (see
# test_late_changes_sealed), and in one process a learner could deceive nobody else
@pytest.mark.parametrize("slug, exercise", [c for c in CALLABLES if not c.id[4].isupper()])
def test_wrong_value_does_not_become_right_at_the_next_message(slug, exercise, harmless):
    unchecked = accepted(slug, exercise, harmless, "wrong", harmless.gave)  # or only the shape is
    checked = [at for at in harmless.gave if at not in unchecked and at < harmless.messages - 1]
    assert accepted(slug, exercise, harmless, "right at the next", checked) == []
