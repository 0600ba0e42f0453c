"""What people see does not depend on hidden arguments.

The same submission is graded against two sets of hidden arguments. Wherever the verdicts agree,
the notebook, the reasons and the progress table are the same, byte for byte. The submissions are
made to talk: every answer passes what is visible, and then tells in every way it has (an output, a
warning, an error's text, a name, a shape, keys, lines) what it is called with.
"""

import re
from pathlib import Path

import pytest

from course.layout import Course
from course.notebooks.exercises import exercises, is_test, read_notebook, visible_source
from course.sealed.executor import execute
from course.sealed.rebuild import rebuild
from course.sealed.sandbox import Limits
from course.test_power.answer_files import answer_rounds
from course.test_power.one_process import run_tests, with_answers

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
COURSE = Course.find(ROOT)
SLUGS = [slug for slug in COURSE.slugs if COURSE.source_notebook(slug).exists()]
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS", re.S)
SEED = re.compile(r"default_rng\((\d+)\)")
WORD = "ARGUMENT-OF-A-HIDDEN-TEST"
WAYS = ("error", "name", "print", "keys", "shape", "line")
WRAPPED = """

def _wrap(answer, wrapper):
    if not isinstance(answer, type):
        return wrapper(answer)
    for key, value in list(vars(answer).items()):
        if callable(value) and not key.startswith("__"):
            setattr(answer, key, wrapper(value))
    return answer
"""
COUNTING = """
def _count(function):
    def counting(*args, **kwargs):
        with open({counter!r}, "a") as file:
            file.write("1")
        return function(*args, **kwargs)
    return counting

{name} = _wrap({name}, _count)
"""
TALKING = """
def _tell(function, calls=[]):
    def telling(*args, **kwargs):
        import warnings
        calls.append(1)
        if len(calls) <= {visible}:
            return function(*args, **kwargs)
        word = "{word} " + " ".join(map(repr, args))
        number = sum(word.encode())
        globals().setdefault("_told", []).append(word)
        print(word)
        warnings.warn("overflow encountered in " + word, RuntimeWarning)
        if {way!r} == "error":
            raise ValueError(word)
        if {way!r} == "name":
            raise NameError(word, name=word)
        if {way!r} == "print":
            return function(*args, **kwargs)
        if {way!r} == "keys":
            return {{word: 1}}
        if {way!r} == "shape":
            return np.zeros((number % 97, number % 89))
        exec("\\n" * (number % 7) + "raise KeyError(word)")
    return telling

{name} = _wrap({name}, _tell)
"""
LATER = "print(globals().get('_told'))"


def other_hidden_arguments(source):
    """The same tests with other seeds where only the grader sees them."""
    changed = with_answers(source, {})
    for cell in changed.cells:
        if is_test(cell):
            cell.source = HIDDEN.sub(
                lambda found: SEED.sub(
                    lambda seed: f"default_rng({int(seed[1]) + 1000})", found[0]
                ),
                cell.source,
            )
    return changed


def visible_calls(source, exercise, folder):
    """How often the visible tests call the answer: everyone who has the release can count it."""
    counter = folder / exercise.name
    counter.write_text("")
    counting = COUNTING.format(name=exercise.name, counter=str(counter))
    counted = exercise.answer.source + WRAPPED + counting
    notebook = with_answers(source, {exercise.name: counted})
    for cell in notebook.cells:
        if is_test(cell):
            cell.source = visible_source(cell.source)
    run_tests(notebook)
    return counter.stat().st_size


def talking_answers(slug, way, folder):
    source = read_notebook(COURSE.source_notebook(slug))
    answers = {}
    for exercise in exercises(source):
        if re.search(rf"^(def|class) {exercise.name}\b", exercise.answer.source, re.M):
            visible = visible_calls(source, exercise, folder)
            talking = TALKING.format(visible=visible, word=WORD, way=way, name=exercise.name)
            answers[exercise.name] = exercise.answer.source + WRAPPED + talking
    return answers


def graded(submitted, source):
    return execute(rebuild(submitted, source).notebook, source, Limits())


def assert_same_where_verdicts_agree(one, other):
    agree = {name for name in one.verdicts if one.verdicts[name].kind is other.verdicts[name].kind}
    assert agree
    for name in agree:
        assert one.verdicts[name] == other.verdicts[name]
    for here, there in zip(one.notebook.cells, other.notebook.cells, strict=True):
        name = here.metadata.get("nbgrader", {}).get("grade_id")
        about = {name} & set(one.verdicts) or set(
            one.verdicts if "ProgressTable" in here.source else ()
        )
        if about <= agree:
            assert here.get("outputs") == there.get("outputs"), here.id


def ways():
    """Each chapter in every way: in make test, each way with a chapter and each chapter in one."""
    return [
        pytest.param(
            slug,
            way,
            id=f"{slug[:3]}-{way}",
            marks=() if (at - number) % max(len(SLUGS), 1) == 0 else pytest.mark.long,
        )
        for number, slug in enumerate(SLUGS)
        for at, way in enumerate(WAYS)
    ]


@pytest.mark.parametrize("slug, way", ways())
def test_talking_answers_tell_nothing_of_hidden_arguments(slug, way, tmp_path):
    source = read_notebook(COURSE.source_notebook(slug))
    submitted = with_answers(source, talking_answers(slug, way, tmp_path))
    submitted.cells[-1].source += f"\n{LATER}"
    found = graded(submitted, source)
    assert_same_where_verdicts_agree(found, graded(submitted, other_hidden_arguments(source)))
    assert WORD not in str([cell.get("outputs") for cell in found.notebook.cells])
    assert WORD not in str(found.verdicts)


def some_rounds():
    return [
        pytest.param(
            slug,
            kind,
            answers,
            id=f"{slug[:3]}-{kind}-{k}",
            # make test: of every second chapter right answers, of the others wrong ones
            marks=() if k == 0 and (number + wrong) % 2 == 0 else pytest.mark.long,
        )
        for number, slug in enumerate(SLUGS)
        for wrong, kind in enumerate(("right", "wrong"))
        for k, answers in enumerate(answer_rounds(ROOT / "tests" / f"{kind}_answers" / slug)[:2])
    ]


@pytest.mark.parametrize("slug, kind, answers", some_rounds())
def test_named_answers_look_the_same_with_other_hidden_arguments(slug, kind, answers):
    source = read_notebook(COURSE.source_notebook(slug))
    submitted = with_answers(source, {name: answer.source for name, answer in answers.items()})
    found = graded(submitted, source)
    assert_same_where_verdicts_agree(found, graded(submitted, other_hidden_arguments(source)))
