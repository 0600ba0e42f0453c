"""Which texts of a test cell are made from an answer, and which only look like it."""

import textwrap

import pytest

from course.authoring.own_words import word_problems

TAINTED = "答えから来た値を文に使っています"


def problems(cell):
    head = "import numpy as _np\nfrom common import checking as _check\n"
    return list(word_problems(head + textwrap.dedent(cell), {"answer", "Layer"}))


FROM_AN_ANSWER = {
    "hint of unchanged": "with _check.unchanged(1, hint=f'{answer(1)}'):\n    pass",
    "type name": "_check.assert_true(False, f'型 {type(answer).__name__}')",
    "by a name": "_y = answer(1)\n_title = f'{_y}'\n_check.assert_true(False, _title)",
    "hint": "_check.assert_true(False, '題', hint=str(answer(1)))",
    "third argument": "_check.assert_close(1, 1, 'x' + answer(1))",
    "format": "_check.assert_true(False, 'x{}'.format(answer(1)))",
    "percent": "_check.assert_true(False, 'x%s' % answer(1))",
    "join": "_check.assert_true(False, '、'.join(map(str, answer(1))))",
    "length": "_check.assert_true(False, f'{len(answer(1))} 個')",
    "shape": "_y = answer(1)\n_check.assert_true(False, f'{_y.shape}')",
    "dtype": "_y = _np.asarray(answer(1)).dtype\n_check.assert_true(False, f'{_y}')",
    "keys": "for _k in answer(1):\n    _check.assert_close(1, 1, f'{_k}')",
    "items": "for _k, _v in answer(1).items():\n    _check.assert_shape(_v, (), f'{_k}')",
    "comprehension": "_t = [f'{_k}' for _k in answer(1)]\n_check.assert_true(False, _t[0])",
    "generator": "_check.assert_true(False, next(str(_k) for _k in answer(1)))",
    "walrus": "(_y := answer(1))\n_check.assert_true(False, f'{_y}')",
    "with": "with answer(1) as _y:\n    _check.assert_true(False, f'{_y}')",
    "unpacking": "_a, *_b = answer(1)\n_check.assert_true(False, f'{_b}')",
    "augmented": "_t = 'x'\n_t += answer(1)\n_check.assert_true(False, _t)",
    "one branch": ("if 1:\n    _t = 'x'\nelse:\n    _t = answer(1)\n_check.assert_true(False, _t)"),
    "last round of a loop": (
        "_t = ''\nfor _k in '12':\n    _check.assert_true(False, _t)\n    _t = answer(1)"
    ),
    "exception": (
        "try:\n    answer(1)\nexcept ValueError as _e:\n    _check.assert_true(False, str(_e))"
    ),
    "parameter": (
        "def _look(y, what):\n    _check.assert_true(False, f'{what}{y}')\n_look(answer(1), 'x')"
    ),
    "keyword parameter": (
        "def _look(what, y=0):\n    _check.assert_true(False, f'{y}')\n_look('x', y=answer(1))"
    ),
    "returned": "def _f(y):\n    return f'{y}'\n_check.assert_true(False, _f(answer(1)))",
    "callback": ("def _f(w):\n    _check.assert_true(False, f'{w}')\n    return w\nanswer(_f)"),
    "lambda": "answer(lambda w: _check.assert_true(False, f'{w}'))",
    "collected by a callback": (
        "_seen = []\ndef _f(w):\n    _seen.append(w)\nanswer(_f)\n"
        "_check.assert_true(False, f'{_seen[0]}')"
    ),
    "counted by a callback": (
        "_most = 0\ndef _f(w):\n    global _most\n    _most = w\nanswer(_f)\n"
        "_check.assert_true(False, f'{_most}')"
    ),
    "stored by a callback": (
        "_seen = {}\ndef _f(w):\n    _seen['w'] = w\nanswer(_f)\n"
        "_check.assert_true(False, f'{_seen}')"
    ),
    "callback in a table": (
        "_seen = []\ndef _f(w):\n    _seen.append(w)\n_all = {'f': _f}\nanswer(_all)\n"
        "_check.assert_true(False, f'{_seen}')"
    ),
    "object given to an answer": (
        "class _Net:\n    def loss(self, x):\n        self.x = x\n_net = _Net()\nanswer(_net)\n"
        "_check.assert_true(False, f'{_net.x}')"
    ),
    "attribute of a layer": "_l = Layer(1)\n_check.assert_true(False, f'{_l.dW}')",
    "text of likely": "_check.assert_close(1, 1, 'x', likely=[(1, f'{answer(1)}')])",
    "likely appended": (
        "_l = []\n_l.append((1, str(answer(1))))\n_check.assert_close(1, 1, 'x', likely=_l)"
    ),
    "third of a row": (
        "for _n, _y in [('a', answer(1))]:\n    _check.assert_true(False, f'{_n}{_y}')"
    ),
    "zipped": (
        "for _n, _y in zip('ab', answer(1), strict=True):\n    _check.assert_true(False, f'{_y}')"
    ),
    "name of the frame": "with _check.exercise(f'{answer(1)}'):\n    pass",
    "errors of the frame": "with _check.exercise('x', errors={ValueError: answer(1)}):\n    pass",
    "imported by name": (
        "from common.checking import assert_true as _a\n_a(False, f'{answer(1)}')"
    ),
    "no_float_errors": "with _check.no_float_errors(f'{answer(1)}'):\n    pass",
    "starred": "_t = ['x', answer(1)]\n_check.assert_true(False, *_t)",
    "double starred": "_t = {'hint': answer(1)}\n_check.assert_true(False, 'x', **_t)",
    "changed in place": (
        "_w = {}\nwith _check.in_place(_w):\n    answer(_w)\n_check.assert_true(False, f'{_w}')"
    ),
    "matched": (
        "match answer(1):\n    case {'a': [_b, *_]}:\n        _check.assert_true(False, f'{_b}')"
    ),
    "CheckFailed": "raise _check.CheckFailed(f'{answer(1)}')",
}


@pytest.mark.parametrize("cell", FROM_AN_ANSWER.values(), ids=FROM_AN_ANSWER)
def test_text_from_an_answer_is_a_problem(cell):
    assert any(TAINTED in problem for problem in problems(cell))


AUTHORS_OWN = {
    "yours": "_check.assert_true(False, '題', yours=f'{answer(1)}')",
    "got and want": "_check.assert_close(answer(1), answer(2), 'x')",
    "one of several values": "with _check.unchanged(1, answer(1)):\n    pass",
    "value of likely": "_check.assert_close(1, 1, 'x', likely=[(answer(1), '手がかり')])",
    "likely of both": (
        "_y = answer(1)\n_l = [(2 * _y, 'a'), (0, 'b')]\n_l.append((_y, 'c'))\n"
        "_check.assert_close(1, 1, 'x', likely=_l + [(_y.T, 'd')])"
    ),
    "choice": "_check.assert_true(False, 'a' if answer(1) else 'b')",
    "looked up": "_check.assert_true(False, {1: 'a', 2: 'b'}.get(answer(1), 'c'))",
    "chosen by position": "_t = ['a', 'b']\n_check.assert_true(False, _t[answer(1)])",
    "sliced": "_check.assert_close(1, 1, 'x', likely=[(1, 'a'), (2, 'b')][answer(1) :])",
    "first that fits": (
        "_l = [(1, 'a')]\n_check.assert_true(False, next(_t for _v, _t in _l if _v == answer(1)))"
    ),
    "name in a row": (
        "for _n, _y, _s in [('dx', answer(1), (4, 3)), ('dW', answer(2), (3, 2))]:\n"
        "    _check.assert_shape(_y, _s, f'{_n}、{_s}')"
    ),
    "rows by a name": (
        "_rows = [('dx', answer(1))]\nfor _n, _y in _rows:\n    _check.assert_close(_y, 1, _n)"
    ),
    "keys of the author": (
        "_g = answer(1)\nfor _k, _v in {'W': 1}.items():\n    _check.assert_close(_g[_k], _v, _k)"
    ),
    "values from an answer": (
        "_all = {'a': answer(1), 'b': answer(2)}\n"
        "for _k, _v in _all.items():\n    _check.assert_close(_v, 1, f'{_k}')"
    ),
    "numbered": (
        "for _k, (_y, _w) in enumerate(zip(answer(1), [1], strict=True), start=1):\n"
        "    _check.assert_close(_y, _w, f'{_k} 番目')"
    ),
    "bound again": (
        "_t = f'{answer(1)}'\n_check.assert_true(False, '題', yours=_t)\n"
        "_t = '題'\n_check.assert_true(False, _t)"
    ),
    "bound again in a loop": (
        "for _k in '12':\n    _t = f'W{_k}'\n    _check.assert_true(False, _t)\n    _t = answer(1)"
    ),
    "other parameter": (
        "def _look(y, what):\n    _check.assert_close(y, 1, f'{what}：y')\n_look(answer(1), 'x')"
    ),
    "same name elsewhere": (
        "def _f(w):\n    y = answer(w)\n    return y\n"
        "def _g(w):\n    y = 'x'\n    _check.assert_true(False, y)\n_g(1)"
    ),
    "argument of an answer": "_n = 3\nanswer(_n)\n_check.assert_true(False, f'{_n} 件')",
    "returned by the author": (
        "def _want(x):\n    return 2 * x\n_check.assert_close(answer(1), 2, f'{_want(1)}')"
    ),
    "exception caught and not told": (
        "try:\n    answer(1)\nexcept ValueError:\n    _check.assert_true(False, '題')"
    ),
    "CheckFailed with yours": "raise _check.CheckFailed('題', yours=[f'{answer(1)}'])",
}


@pytest.mark.parametrize("cell", AUTHORS_OWN.values(), ids=AUTHORS_OWN)
def test_authors_own_text_is_no_problem(cell):
    assert problems(cell) == []


@pytest.mark.parametrize(
    "cell, words",
    [
        ("for _a, _b in zip(answer(1), [1]):\n    pass", "zip に strict=True をつける"),
        ("print(answer(1))", "テストで使えません"),
        ("def _f(x):\n    print(x)", "テストで使えません"),
        ("assert answer(1) == 1, f'{answer(1)}'", "assert の文"),
        ("raise AssertionError(f'{answer(1)}')", "例外の文"),
    ],
)
def test_careless_line_is_a_problem(cell, words):
    assert len(problems(cell)) == 1
    assert words in problems(cell)[0]


def test_problem_names_line_and_text():
    (line,) = problems("_y = answer(1)\n_check.assert_true(False, f'型 {_y}')")
    assert line == (" の 4 行目：f'型 {_y}' は、答えから来た値を文に使っています（yours= に書く）")


@pytest.mark.parametrize(
    "cell",
    [
        "_x = []\n_x.append(_x)\nwhile answer(_x):\n    _x = [_x, (_x, {'a': _x})]",
        "def _f(x):\n    return _f([x])\n_f(answer(1))",
        "import asyncio\nasync def _f():\n    async with answer(1) as _a:\n        pass",
        "match answer(1):\n    case {'a': [_b, *_c]}:\n        pass",
        "_a = {**{'x': 1}, 'y': [*answer(1)]}\n_b = lambda *a, k=answer, **r: (yield a)",
        "global _g\n_g = answer\ndel _g",
    ],
)
def test_unusual_cell_is_read_to_its_end(cell):
    assert problems(cell) == []
