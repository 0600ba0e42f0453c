"""One notebook in the sandbox: verdicts, clocks, crashes, and what tests can see."""

from dataclasses import replace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.errors import CourseError
from course.sealed import fork_server as fork_server_module
from course.sealed.executor import execute
from course.sealed.rebuild import rebuild
from course.sealed.sandbox import Limits
from course.sealed.session import Session
from course.sealed.verdicts import Kind

pytestmark = pytest.mark.slow
LIMITS = Limits(cell_seconds=8, cell_cpu_seconds=1, notebook_seconds=60, memory=700, output=3)
CHECK = """import numpy as _np
from common import checking as _check
with _check.exercise('{name}'{more}):
"""


def cell(name, source, grade=False, solution=False):
    about = {"grade_id": name, "grade": grade, "solution": solution, "locked": not solution}
    about |= {"schema_version": 3, "task": False} | ({"points": 2} if grade else {})
    return new_code_cell(source, id=name, metadata={"nbgrader": about})


def course_of(**exercises):
    """A source notebook: name → (answer's first line, test lines, more arguments of the frame)."""
    cells = [cell("given", "import numpy as np\nstart = np.arange(3.0)")]
    for name, (first, test, *more) in exercises.items():
        lines = "".join(f"    {line}\n" for line in test.splitlines())
        cells.append(cell(name, first, solution=True))
        frame = CHECK.format(name=name, more="".join(more))
        cells.append(cell(f"{name}_test", frame + lines, grade=True))
    return new_notebook(cells=cells)


def verdicts(source, limits=LIMITS, **answers):
    submitted = nbformat.from_dict(source)
    for one in submitted.cells:
        one.source = answers.get(one.id, one.source)
    found = execute(rebuild(submitted, source).notebook, source, limits).verdicts
    return {name.removesuffix("_test"): verdict for name, verdict in found.items()}


DOUBLE = "def double(x): pass", "_check.assert_close(double(2.0), 4.0, '2')"
TRIPLE = "def triple(x): pass", "_check.assert_close(triple(2.0), 6.0, '2')"
TWO = course_of(double=DOUBLE, triple=TRIPLE)
RIGHT = {"double": "def double(x):\n    return 2 * x", "triple": "def triple(x):\n    return 3 * x"}


@pytest.mark.parametrize(
    "answer, kind, words",
    [
        ("def double(x):\n    return 2 * x", Kind.PASSED, ""),
        ("def double(x):\n    return x", Kind.FAILED, "値が違います"),
        ("def double(x):\n    raise NotImplementedError()", Kind.NOT_ANSWERED, "まだ解かれて"),
        ("", Kind.NOT_ANSWERED, "見つかりません"),
        ("def double(x):\n    return x.no", Kind.ERROR, "答えのセルの 2 行目"),
        ("def double(x) return", Kind.ERROR, "答えのセルにエラーがあります"),
        ("def double(x):\n    assert False", Kind.ERROR, "AssertionError"),
        ("def double(x):\n    while True: pass", Kind.TIME, "計算時間が1つのセルで 1 秒"),
        (
            "import time\ndef double(x):\n    time.sleep(99)",
            Kind.TIME,
            "実行時間が1つのセルで 8 秒",
        ),
        ("def double(x):\n    return bytearray(10**9)", Kind.ERROR, "MemoryError"),
        ("import os\ndef double(x):\n    os._exit(0)", Kind.CRASH, "終了"),
        ("import os\nos._exit(0)", Kind.CRASH, "終了"),
    ],
)
def test_answer_gets_its_verdict_and_the_next_exercise_its_points(answer, kind, words):
    found = verdicts(TWO, **(RIGHT | {"double": answer}))
    assert found["double"].kind is kind
    assert words in found["double"].reason
    assert found["triple"].kind is Kind.PASSED and found["triple"].points == 2


def test_whole_notebook_has_clocks_of_its_own():
    slow = "import time\ntime.sleep(1.2)\n"
    limits = Limits(cell_seconds=5, notebook_seconds=2)
    answers = {name: slow + source for name, source in RIGHT.items()}
    found = verdicts(TWO, limits, **answers)
    assert found["double"].kind is Kind.PASSED
    assert found["triple"].kind is Kind.TIME and "ノートブック全体で 2 秒" in found["triple"].reason


def test_whole_notebook_has_a_limit_of_computing_time():
    busy = "import time\nwhile time.process_time() < {}:\n    pass\n"
    limits = Limits(notebook_cpu_seconds=3)
    answers = {
        "double": busy.format(2) + RIGHT["double"],
        "triple": busy.format(30) + RIGHT["triple"],
    }
    found = verdicts(TWO, limits, **answers)
    assert found["double"].kind is Kind.PASSED
    assert "計算時間がノートブック全体で 3 秒" in found["triple"].reason


def test_output_is_counted_for_the_whole_notebook_and_not_for_each_sandbox():
    printing = "print('x' * 100_000 + '\\n')\n"
    answers = RIGHT | {
        "double": 20 * printing + RIGHT["double"],
        "crash": "import os\nos._exit(0)",
        "triple": 20 * printing + RIGHT["triple"],
    }
    crash = "crash = None", "_check.assert_true(crash is not None, '答え')"
    found = verdicts(course_of(double=DOUBLE, crash=crash, triple=TRIPLE), **answers)
    assert found["double"].kind is Kind.PASSED
    assert found["triple"].kind is Kind.CRASH and "出力が 3 MB" in found["triple"].reason


def test_warnings_on_stderr_cost_nothing_and_printed_numbers_gain_nothing():
    noisy = """
import sys, warnings
def double(x):
    warnings.warn('w')
    print(9, file=sys.stderr)
    return 2 * x"""
    printing = "def triple(x):\n    print(2)\n    return 0 * x"
    found = verdicts(TWO, double=noisy, triple=printing)
    assert found["double"].kind is Kind.PASSED
    assert found["triple"].points == 0


def test_effects_and_warnings_reach_the_test_as_in_one_process():
    source = course_of(
        a=("def a(): pass", "with _check.global_random_untouched():\n    a()"),
        b=("def b(x): pass", "with _check.no_float_errors('b'):\n    b(_np.array([1000.0]))"),
        c=("def c(x): pass", "_x = _np.zeros(2)\nwith _check.unchanged(_x):\n    c(_x)"),
    )
    found = verdicts(
        source,
        a="def a():\n    np.random.rand()",
        b="def b(x):\n    return np.exp(x)",
        c="def c(x):\n    x += 1",
    )
    assert "乱数の状態" in found["a"].reason
    assert "overflow" in found["b"].reason
    assert "書き換わって" in found["c"].reason


def test_common_and_other_libraries_are_closed_while_an_answer_is_tested():
    test = "_check.assert_close(softmax(_np.array([0.0, 0.0])), [0.5, 0.5], 'x')"
    source = course_of(softmax=("def softmax(u): pass", test))
    own = "def softmax(u):\n    return np.exp(u) / np.exp(u).sum()"
    for library, words in (
        ("common.functions", "common の softmax を呼んでいます"),
        ("scipy.special", "使えないライブラリを使っています"),
    ):
        called = f"from {library} import softmax as f\ndef softmax(u):\n    return f(u)"
        found = verdicts(source, softmax=called)["softmax"]
        assert found.points == 0 and words in found.reason
    compared = f"from scipy.special import softmax as f\n{own}\nprint(f([1.0]), softmax([1.0]))"
    for answer in (own, compared):
        assert verdicts(source, softmax=answer)["softmax"].kind is Kind.PASSED


def test_answer_may_read_the_offline_digits_although_they_come_from_sklearn():
    test = "_check.assert_equal(pixels(), 784, 'x')"
    source = course_of(pixels=("def pixels(): pass", test))
    read = (
        "from datasets.mnist import load_mnist\n"
        "def pixels():\n    return load_mnist(source='digits')[0][0].shape[1]"
    )
    limits = replace(LIMITS, cell_seconds=60, cell_cpu_seconds=30)
    assert verdicts(source, limits, pixels=read)["pixels"].kind is Kind.PASSED


def test_given_values_are_the_graders_own():
    test = "_check.assert_close(start.sum(), 3.0, 'x')\n"
    test += "with _check.in_place(start):\n    double(start)"
    source = course_of(
        double=("def double(x): pass", test),
        triple=("x = 1", "_check.assert_close(start.sum(), 3.0, 'y')"),
    )
    spoiled = "start[...] = 99\ndef double(x):\n    x[...] = 99"
    found = verdicts(source, double=spoiled)
    assert {verdict.kind for verdict in found.values()} == {Kind.PASSED}


LAYER_TEST = """
_w = _np.ones(2)
_layer = Layer(_w)
with _check.in_place(_w):
    _layer.step(0.5)
_check.assert_close(_w, [0.5, 0.5], 'w')
_check.assert_close(_layer.W, [0.5, 0.5], 'W')"""
BATCHES_TEST = """
_firsts = [float(_batch[0]) for _batch in batches(_np.arange(3.0))]
_check.assert_close(_firsts, [0, 1, 2], 'x')"""
APPLY_TEST = """
_seen = []
def _f(_v):
    _seen.append(_v.copy())
    return float(_v.sum())
_check.assert_close(apply(_f, _np.ones(2)), 2.0, 'f')
_check.assert_close(_seen, [[1, 1]], 'seen')"""
LAYER = """
class Layer:
    def __init__(self, W):
        self.W = W
    def step(self, lr):
        self.W -= lr"""
BATCHES = """
def batches(x):
    buffer = np.zeros(1)
    for v in x:
        buffer[0] = v
        yield buffer"""


def test_objects_generators_callbacks_and_closures_work_across():
    source = course_of(
        Layer=("class Layer: pass", LAYER_TEST),
        batches=("def batches(x): pass", BATCHES_TEST),
        apply=("def apply(f, x): pass", APPLY_TEST),
    )
    apply = "def apply(f, x):\n    return f(x)"
    found = verdicts(source, Layer=LAYER, batches=BATCHES, apply=apply)
    assert {name: v.kind for name, v in found.items()} == dict.fromkeys(found, Kind.PASSED), found


FORGED_NAMES = """
import gc
for thing in gc.get_objects():
    if type(thing).__name__ == "Agent":
        agent = type(thing)
        original = agent.do_answer
        agent.do_answer = lambda self, name: (*original(self, name), *ADDED)
ADDED = ()
def double(x):
    return 0"""


@pytest.mark.parametrize(
    "added, kind",
    [("", Kind.FAILED), ("ADDED = (lambda v: 4.0,)", Kind.NOT_ANSWERED)],
    ids=["as it was", "two values"],
)
def test_sandbox_cannot_choose_other_names_of_the_test(added, kind):
    test = "_check.assert_true(float(double(2.0)) == 4.0, 'x')"
    source = course_of(double=("def double(x): pass", test))
    assert verdicts(source, double=f"{FORGED_NAMES}\n{added}")["double"].kind is kind


def test_sandbox_that_cannot_start_is_not_the_learners_fault(monkeypatch):
    monkeypatch.setattr(fork_server_module, "_servers", {})
    monkeypatch.setattr(fork_server_module.sys, "executable", "/bin/false")
    with pytest.raises(CourseError, match="サンドボックスを始められません"):
        verdicts(TWO, **RIGHT)


def test_graded_notebook_shows_the_progress_table_as_it_was_graded():
    source = nbformat.from_dict(TWO)
    hidden = "    ### BEGIN HIDDEN TESTS\n    _check.assert_close(triple(1.0), 3.0, '1')\n"
    source.cells[4].source += f"{hidden}    ### END HIDDEN TESTS"
    table = "from common.progress import ProgressTable\nProgressTable('9_1')"
    source.cells.append(new_code_cell(table, id="table"))
    submitted = nbformat.from_dict(source)
    submitted.cells[1].source = RIGHT["double"]
    submitted.cells[3].source = "def triple(x):\n    return 6.0"  # passes what can be seen
    shown = execute(rebuild(submitted, source).notebook, source, LIMITS).notebook.cells[-1]
    lines = shown.outputs[0].data["text/plain"].splitlines()
    assert [line.split("  ")[0] for line in lines[:2]] == ["✓ できた", "✗ もう少し"]
    assert "1 / 2 問" in lines[2]


def test_answers_cannot_read_results_of_hidden_tests():
    source = nbformat.from_dict(TWO)
    submitted = nbformat.from_dict(source)
    submitted.cells[1].source = RIGHT["double"]
    spy = """# ProgressTable("9_1")
import pathlib
def triple(x):
    return 3 * x if pathlib.Path(".progress.json").exists() else 0"""
    submitted.cells[3].source = spy
    found = execute(rebuild(submitted, source).notebook, source, LIMITS).verdicts
    assert found["double_test"].kind is Kind.PASSED
    assert found["triple_test"].kind is Kind.FAILED


def test_what_was_stopped_in_the_display_copy_is_not_run_again(monkeypatch):
    runs = []
    plain = Session.run
    monkeypatch.setattr(
        Session,
        "run",
        lambda self, name, source: (runs.append(source), plain(self, name, source))[1],
    )
    sleeping = "import time\ntime.sleep(99)"
    found = verdicts(TWO, Limits(cell_seconds=2), **(RIGHT | {"double": sleeping}))
    assert found["double"].kind is Kind.TIME and found["triple"].kind is Kind.PASSED
    assert runs.count(sleeping) == 1


def test_display_copy_is_made_before_any_hidden_test_runs():
    hidden = "### BEGIN HIDDEN TESTS\n_check.assert_close(double(9.0), 18.0, '9')\n"
    source = course_of(
        double=("def double(x): pass", f"double(2.0)\n{hidden}### END HIDDEN TESTS"),
    )
    steps = []
    submitted = nbformat.from_dict(source)
    submitted.cells[1].source = RIGHT["double"]
    rebuilt = rebuild(submitted, source).notebook
    execute(rebuilt, source, LIMITS, at=steps.append)
    assert [name for name in steps if name] == ["double", "double_test"] * 2


def test_line_of_the_grader_is_not_shown_as_the_learners():
    source = course_of(double=("def double(x): pass", "_check.assert_true(double(2.0) > 1, 'x')"))
    found = verdicts(source, double="class A: pass\ndef double(x):\n    return A()")["double"]
    assert found.kind is Kind.ERROR
    assert "A 型です" in found.reason and "行目" not in found.reason


def test_hidden_test_tells_what_its_author_wrote_and_nothing_of_the_answers():
    test = """double(2.0)
### BEGIN HIDDEN TESTS
_check.assert_close(double(_np.ones(3)), [2.0, 2.0, 2.0], '3個', '2倍にします。')
### END HIDDEN TESTS"""
    source = course_of(double=("def double(x): pass", test))
    shapes = verdicts(source, double="def double(x):\n    return np.zeros(77)")["double"]
    assert shapes.reason.splitlines() == [
        "✗ double：3個：形が違います",
        "  手がかり：2倍にします。",
    ]
    text = "def double(x):\n    if np.ndim(x):\n        raise ValueError(list(x))"
    crash = verdicts(source, double=text)["double"]
    assert crash.reason == "✗ double：あなたのコードでエラーが起きました"


def test_late_change_of_an_argument_is_noticed_at_the_end_of_the_test():
    test = "_x = _np.ones(2)\n_check.assert_close(double(_x), [2.0, 2.0], 'x')\ndouble(_np.ones(3))"
    late = """seen = []
def double(x):
    for array in seen:
        array[...] = 0
    seen.append(x)
    return 2 * x"""
    source = course_of(double=("def double(x): pass", test))
    assert "書き換わって" in verdicts(source, double=late)["double"].reason
