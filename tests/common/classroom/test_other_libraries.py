"""Libraries that an answer must not use are found wherever it holds them, and no others."""

import sys
import types

import numpy as np
import pytest

from common import checking as check
from common.classroom.other_libraries import other_library


def space_of(source):
    """The names that a learner's cells bind."""
    space = {"__name__": "__main__", "np": np}
    exec(compile(source, "<answer>", "exec"), space)
    return space


@pytest.fixture
def as_main(monkeypatch):
    """Cells run in the module __main__, which then also has what they imported."""

    def put(space):
        vars(module).update(space)

    module = types.ModuleType("__main__")
    monkeypatch.setitem(sys.modules, "__main__", module)
    return put


LIBRARY_ANSWERS = {
    "alias": "from scipy.special import expit as f\ndef answer(x): return f(x)",
    "module": "import scipy.special as s\ndef answer(x): return s.expit(x)",
    "inside": "def answer(x):\n    from scipy.special import expit\n    return expit(x)",
    "the ufunc itself": "from scipy.special import expit as answer",
    "partial": "import functools, scipy.special as s\nanswer = functools.partial(s.expit)",
    "default": "from scipy.special import expit\ndef answer(x, f=expit): return f(x)",
    "keyword": "from scipy.special import expit\ndef answer(x, *, f=expit): return f(x)",
    "closure": (
        "from scipy.special import expit\n"
        "def make(f):\n    def answer(x): return f(x)\n    return answer\n"
        "answer = make(expit)"
    ),
    "closure beside a variable without a value": (
        "from scipy.special import expit\n"
        "def make(f):\n    def answer(x): return f(x) if x else a_later\n    return answer\n"
        "    a_later = 1\n"
        "answer = make(expit)"
    ),
    "table": (
        "import scipy.special as s\nTABLE = {'a': [s.expit]}\n"
        "def answer(x): return TABLE['a'][0](x)"
    ),
    "own function": (
        "import scipy.special as s\ndef mine(x): return s.expit(x)\ndef answer(x): return mine(x)"
    ),
    "lambda": "import scipy.special as s\nanswer = lambda x: [s.expit(v) for v in x]",
    "method": (
        "from scipy.special import expit\nclass answer:\n    def forward(self, x): return expit(x)"
    ),
    "class attribute": (
        "from scipy.special import expit\nclass answer:\n    f = staticmethod(expit)"
    ),
    "cached": (
        "import functools, scipy.special as s\n@functools.cache\ndef answer(x): return s.expit(x)"
    ),
    "vectorized": "import scipy.special as s\nanswer = np.vectorize(lambda x: s.expit(x))",
    "import_module": (
        "import importlib\ndef answer(x): return importlib.import_module('scipy.special').expit(x)"
    ),
    "sys.modules": (
        "import sys, scipy.special\ndef answer(x): return sys.modules['scipy.special'].expit(x)"
    ),
}
SKLEARN_ANSWERS = {
    "closure of a decorator": (
        "from sklearn.metrics import confusion_matrix as cm\ndef answer(d, y): return cm(d, y)"
    ),
    "class": (
        "from sklearn.preprocessing import StandardScaler\n"
        "def answer(x): return StandardScaler().fit_transform(x)"
    ),
    "instance made before": (
        "from sklearn.preprocessing import StandardScaler\nscaler = StandardScaler()\n"
        "def answer(x): return scaler.fit_transform(x)"
    ),
    "base class": (
        "from sklearn.preprocessing import StandardScaler\nclass answer(StandardScaler): pass"
    ),
    "method of an instance": (
        "from sklearn.preprocessing import StandardScaler\nanswer = StandardScaler().fit_transform"
    ),
}


@pytest.mark.parametrize("source", LIBRARY_ANSWERS.values(), ids=LIBRARY_ANSWERS)
def test_scipy_is_found_behind(source, as_main):
    space = space_of(source)
    as_main(space)
    assert other_library(space["answer"], space) == "scipy"


@pytest.mark.parametrize("source", SKLEARN_ANSWERS.values(), ids=SKLEARN_ANSWERS)
def test_sklearn_is_found_behind(source):
    space = space_of(source)
    assert other_library(space["answer"], space) == "sklearn"


def test_any_library_but_the_usable_ones_is_found():
    space = space_of("import dask\ndef answer(x): return dask.compute(x)")
    assert other_library(space["answer"], space) == "dask"


USABLE_ANSWERS = {
    "numpy": "def answer(x): return np.linalg.norm(np.exp(x))",
    "ufunc": "e = np.exp\ndef answer(x): return e(x)",
    "own ufunc": "answer = np.frompyfunc(lambda x: x, 1, 1)",
    "standard library": "import math, itertools\ndef answer(x): return math.exp(x)",
    "common": "from common.functions import relu\ndef answer(x): return relu(x)",
    "generator": "rng = np.random.default_rng()\ndef answer(x): return rng.random(x)",
    "figures": "import matplotlib.pyplot as plt\ndef answer(x): return plt.plot(x)",
    "an attribute called like a library": ("import scipy as mean\ndef answer(x): return x.mean()"),
    "not used by the answer": (
        "from scipy.special import expit\ndef answer(x): return x\nprint(expit(0.0))"
    ),
    "recursion": "def answer(x): return answer(x - 1) if x else 0",
    "a word": "def answer(x):\n    'like scipy'\n    return {'scipy と': x}",
    "the name of a loaded module": "import dask\ndef answer(x): return {'dask': x}",
    "a list in itself": "table = []\ntable.append(table)\ndef answer(x): return table",
    "a guarded attribute": (
        "class Guard:\n    def __getattr__(self, name): raise RuntimeError(name)\n"
        "guard = Guard()\ndef answer(x): return guard"
    ),
}


@pytest.mark.parametrize("source", USABLE_ANSWERS.values(), ids=USABLE_ANSWERS)
def test_honest_answer_uses_no_other_library(source):
    space = space_of(source)
    assert other_library(space["answer"], space) == ""


def test_long_lists_of_the_learner_are_not_searched_to_their_end():
    reads = []

    class Item:
        def __getattribute__(self, name):
            reads.append(name)

    space = space_of("def answer(x): return table")
    space["table"] = [Item() for _ in range(100_000)]
    other_library(space["answer"], space)
    assert len(reads) < 100_000


def test_frame_names_the_library_and_records_the_failure(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    space = space_of(
        "from scipy.special import expit\n"
        "from common import checking as check\n"
        "def sigmoid(x): return expit(x)\n"
        "def test():\n    with check.exercise('sigmoid', read='2.4'):\n        sigmoid(0.0)\n"
    )
    with pytest.raises(check.CheckFailed) as caught:
        space["test"]()
    assert str(caught.value).splitlines() == [
        "✗ sigmoid：答えで、使えないライブラリを使っています",
        "  scipy",
        "  使えるのは NumPy と、用意した関数です。式を自分で書いてみましょう。",
        "  読み返すところ：2.4",
    ]
    assert "scipy" not in caught.value.without_yours()
    assert '"sigmoid": "failed"' in (tmp_path / ".progress.json").read_text(encoding="utf-8")
