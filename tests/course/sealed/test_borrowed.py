"""What people are told about answers that seem to be common's: noticed, never scored."""

import inspect
import re
import textwrap
from pathlib import Path

import pytest

import common.functions
import common.gradient
import common.layers
from course.notebooks.exercises import read_notebook
from course.sealed.borrowed import borrowed, borrowed_in
from course.test_power.answer_files import read_answers

ROOT = Path(__file__).parents[3]
SLUGS = sorted(path.stem for path in (ROOT / "source").glob("*/*.ipynb"))


@pytest.mark.parametrize(
    "source, words",
    [
        ("import importlib\nimportlib.reload(common.functions)", "reload"),
        ("from importlib import reload as again", "importlib.reload"),
        ("exec(open(path).read(), space)", "exec"),
        ("text = open('common/functions.py').read()", "common のファイル名"),
        ("from pathlib import Path\nPath('/course/common/layers.py').read_text()", "ファイル名"),
        ("open(common.functions.__file__)", "__file__"),
        ("import types\nf = types.FunctionType(g.__code__, {})", "__code__"),
        ("from types import FunctionType as make", "types.FunctionType"),
        ("import inspect as i\ni.getsource(f)", "getsource"),
        ("import sys\nsys.modules['common.functions']", "sys.modules"),
        ("__import__('common.functions')", "__import__"),
        ("from common.gradient import _central_difference as f", "_central_difference"),
        ("from common import trainer as t\nt._endless_batches(x, d, 1, r)", "_endless_batches"),
        ("import common.classroom.own_answer", "common.classroom.own_answer"),
        ("%timeit\nexec(text)", "exec"),
    ],
)
def test_way_to_make_common_again_is_named(source, words):
    assert any(words in line for line in borrowed(source)), borrowed(source)


@pytest.mark.parametrize(
    "source",
    [
        "import re\npattern = re.compile('x')",
        "network.eval()",
        "from common.functions import relu\nfrom common.layers import Affine",
        "def f(self):\n    self._x = 1\n    return self._cache",
        "modules = [1]\nprint(modules)",
        "def f(x): return x @",
        "x = '\\d'",
        "",
        "\0",
        "(" * 5_000,
    ],
)
def test_honest_or_unreadable_cell_is_not_named(source):
    assert borrowed(source) == []


def literal(function):
    return textwrap.dedent(inspect.getsource(function))


@pytest.mark.parametrize(
    "function",
    [
        common.functions.sigmoid,
        common.functions.softmax,
        common.functions.cross_entropy_error,
        common.gradient.relative_error,
        common.gradient._central_difference,
        common.layers.Affine.backward,
    ],
)
def test_copy_of_a_function_is_named_also_with_other_names_and_no_docstring(function):
    source = literal(function)
    renamed = re.sub(r"\bx\b(?! の)", "value", re.sub(r'""".*?"""', "pass", source, flags=re.S))
    for text in (source, renamed.replace("    pass\n", "")):
        lines = borrowed(text.replace(f"def {function.__name__}", "def answer"))
        assert any(f"common の {function.__name__} と同じ書き方" in line for line in lines), text


@pytest.mark.parametrize("kind", ["right", "wrong"])
def test_named_answers_are_not_named_but_for_those_that_use_internals(kind):
    found = {
        (answer.exercise, answer.name)
        for slug in SLUGS
        for answer in read_answers(ROOT / "tests" / f"{kind}_answers" / slug)
        if borrowed(answer.source)
    }
    assert {name for _, name in found} <= {"internals of common"}
    assert kind == "wrong" or not found


@pytest.mark.parametrize("slug", SLUGS)
def test_cells_of_the_course_are_not_named(slug):
    for notebook in ("source", "release"):
        assert borrowed_in(read_notebook(ROOT / notebook / slug / f"{slug}.ipynb")) == []


def test_lines_say_which_cell():
    notebook = read_notebook(ROOT / "source" / SLUGS[0] / f"{SLUGS[0]}.ipynb")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    answer = next(cell for cell in code if cell.metadata.get("nbgrader", {}).get("solution"))
    answer.source = "x = 1\nexec(text)"
    name = answer.metadata.nbgrader.grade_id
    assert borrowed_in(notebook) == [f"セル {name} の 2 行目で、exec を使っています"]


@pytest.mark.parametrize(
    "source", ["%pwd\n" * 501, f"x = 0x{'f' * 4000}", "%a\n" * 40 + "+\n" * 400, "x = b'\\xff'"]
)
def test_cell_that_cannot_be_looked_into_says_nothing_and_ends_nothing(source):
    assert borrowed(source) == []
