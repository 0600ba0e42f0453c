"""What an answer cannot use while it is tested, and what it still can."""

import functools
import inspect
import sys
import types

import numpy as np
import pytest

import common.convolution
import common.gradient
import common.layers
import common.multi_layer_net
import common.optimizer
import common.trainer
from common import checking as check
from common.classroom.other_libraries import other_library
from common.classroom.own_answer import closed, closed_parts

X, D = np.ones((4, 3)), np.arange(4) % 2
PARAMS = {"W1": np.ones((3, 2)), "b1": np.zeros(2)}
NET = common.multi_layer_net.MultiLayerNet


@pytest.fixture(autouse=True)
def in_own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


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


def first_line(name, call, own=()):
    with pytest.raises(check.CheckFailed) as caught:  # noqa: SIM117
        with check.exercise(name, own=own):
            call()
    return str(caught.value).splitlines()[0].removeprefix(f"✗ {name}：")


def batches():
    next(common.trainer._endless_batches(X, D, 2, np.random.default_rng(0)))


def trained():
    common.trainer.Trainer(NET.from_params(PARAMS), X, D, X, D, epochs=1).train()


@pytest.mark.parametrize(
    "name, own, call, called",
    [
        ("accuracy", (), lambda: NET.from_params(PARAMS).accuracy(X, D), "accuracy"),
        ("predict", (), lambda: NET.from_params(PARAMS).predict(X), "predict"),
        ("forward", (), lambda: common.layers.Affine(*PARAMS.values()).forward(X), "forward"),
        ("softmax", (), lambda: NET.from_params(PARAMS).predict(X), "softmax"),
        ("train", (), trained, "train"),
        (
            "numerical_gradient",
            (),
            lambda: common.gradient._central_difference(np.sum, np.ones(2), 0, 1e-4),
            "numerical_gradient",
        ),
        (
            "Affine",
            ("Convolution",),
            lambda: common.convolution.Convolution(np.ones((2, 3, 1, 1)), np.zeros(2)),
            "Convolution",
        ),
        ("iterate_minibatches", ("_endless_batches",), batches, "_endless_batches"),
        ("iterate_minibatches", ("_endless_batches",), trained, "_endless_batches"),
        ("sgd_step", ("SGD",), lambda: common.optimizer.SGD(0.1), "SGD"),
        ("backward", ("MultiLayerNet",), lambda: NET.from_params(PARAMS), "MultiLayerNet"),
        (
            "backward",
            ("MultiLayerNet",),
            lambda: common.multi_layer_net.TwoLayerNet(3, 2, 2),  # its constructor has a closure
            "MultiLayerNet",
        ),
    ],
)
def test_route_to_the_same_work_in_common_is_refused_and_open_again_after(name, own, call, called):
    assert first_line(name, call, own) == f"common の {called} を呼んでいます"
    call()


@pytest.mark.parametrize(
    "name, own, call",
    [
        ("accuracy", (), lambda: NET.from_params(PARAMS).predict(X)),
        ("train", ("Trainer",), lambda: NET.from_params(PARAMS).loss_and_gradient(X, D)),
        ("train_mnist", ("Trainer",), lambda: common.optimizer.SGD(0.1).update({}, {})),
        ("SoftmaxWithLoss", (), lambda: common.functions.softmax(X)),
        ("Sigmoid", ("d_sigmoid",), lambda: common.functions.sigmoid(X)),
        ("relative_error", (), lambda: common.gradient.numerical_gradient(np.sum, np.ones(2))),
    ],
)
def test_what_the_chapter_hands_out_stays_open(name, own, call):
    with check.exercise(name, own=own):
        call()


def test_internals_are_closed_where_nothing_open_needs_them():
    names = {function.__qualname__ for function in closed_parts(("numerical_gradient",))}
    assert {"_central_difference", "_scalar", "gradient_check", "_agrees"} <= names
    names = {function.__qualname__ for function in closed_parts(("accuracy",))}
    assert "MultiLayerNet._forward" not in names


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


def test_frame_names_the_library_and_records_the_failure(tmp_path):
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


def test_partial_of_common_is_refused_when_it_is_called():
    call = functools.partial(common.functions.softmax, np.ones(2))
    assert first_line("softmax", call) == "common の softmax を呼んでいます"


@pytest.mark.parametrize(
    "function", [common.trainer._endless_batches, common.gradient.numerical_gradient]
)
def test_closed_function_stays_of_its_kind(function):
    """Python 3.13 warns of others, and the learner would read it at every exercise."""
    code, kind = function.__code__, inspect.isgeneratorfunction(function)
    with closed((function.__name__,), {}):
        assert function.__code__ is not code
        assert inspect.isgeneratorfunction(function) == kind
    assert function.__code__ is code
