"""The chapter under attack, and a course with honest students for it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.layout import CONFIG, Course
from course.nbgrader_setup import own_gradebook
from course.notebooks.exercises import visible_source
from course.notebooks.text_bridge import tidy

SLUG = "9_1_attacks"
CANARY = "CANARY-8f31c0de"
LEAK = CANARY[:6][::-1]
LEAK_IN_SHAPE = "77777"
MARKERS = "/tmp/course-attack"  # what submissions call the place where harm shows
HONEST = ("a-honest", "n-honest", "z-honest")
NOT_ON_STOCK = "stock では動かさない"
FULL = {"scale": 4.0, "total": 3.0, "Line": 3.0, "draw": 2.0}
ANSWERS = {
    "scale": "def scale(x):\n    return 3 * x + 1",
    "total": "def total(x):\n    return float(sum(x))",
    "Line": """class Line:
    def __init__(self, w):
        self.w = w
    def forward(self, x):
        self.x = x
        return self.w * x
    def backward(self, dout):
        self.dw = float((self.x * dout).sum())
        return self.w * dout""",
    "draw": "def draw(n, rng):\n    return rng.normal(size=n)",
    "discussion": "考察です。",
}
LIMITS = """
c.SealedExecute.cell_seconds = 3
c.SealedExecute.cell_cpu_seconds = 2
c.SealedExecute.notebook_seconds = 20
c.SealedExecute.memory = 700
c.SealedExecute.output = 5
"""
STOCK_CONFIG = """
c = get_config()
c.Execute.timeout = 5
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError()"}
"""


@dataclass(frozen=True)
class Attack:
    """One submission that tries something, and who hands it in."""

    name: str
    note: str
    make: Callable[[Path], bytes | Callable[[Path], None]]  # of the place where harm shows
    exercise: str = "scale"  # the one whose points it is after

    @property
    def student(self) -> str:
        words = "".join(c if c.isascii() and c.isalnum() else "-" for c in self.name)
        return f"m-{words}"[:60]


def _flags(name: str, points: float | None = None, solution: bool = False) -> dict:
    about = {"grade_id": name, "grade": points is not None, "solution": solution}
    about |= {"locked": not solution, "schema_version": 3, "task": False}
    return {"nbgrader": about | ({"points": points} if points is not None else {})}


def _test(name: str, visible: str, hidden: str, points: float) -> NotebookNode:
    source = f"""import numpy as _np
from common import checking as _check

with _check.exercise("{name}"):
    {visible}
    ### BEGIN HIDDEN TESTS
    _secret = "{CANARY}"
    {hidden}
    ### END HIDDEN TESTS"""
    return new_code_cell(source, id=f"{name}_test", metadata=_flags(f"{name}_test", points))


def _answer(name: str) -> NotebookNode:
    first, body = ANSWERS[name].split("\n", 1)
    source = f"{first}\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"
    return new_code_cell(source, id=name, metadata=_flags(name, solution=True))


SCALE = (
    '_check.assert_close(scale(_np.array([1.0, 2.0])), [4.0, 7.0], "例", shown=True)',
    """_rng = _np.random.default_rng(777)
    for _n in (1, 3, 5):
        _x = _rng.normal(size=_n)
        _want = 3 * _x + 1
        with _check.unchanged(_x):
            _got = scale(_x)
        _check.assert_close(_got, _want, "乱数の入力")""",
)
LINE = (
    """_line = Line(2.0)
    _check.assert_close(_line.forward(_np.ones(3)), [2.0, 2.0, 2.0], "forward")
    _check.assert_shape(_line.backward(_np.ones(3)), (3,), "backward")""",
    # what is right is worked out last, from arrays that the answer has seen
    """_rng = _np.random.default_rng(778)
    _x, _dout = _rng.normal(size=4), _rng.normal(size=4)
    _line = Line(3.0)
    with _check.unchanged(_x, _dout):
        _line.forward(_x)
        _dx = _line.backward(_dout)
    _dw = _line.dw
    _check.assert_close(_dx, 3.0 * _dout, "dx")
    _check.assert_close(_dw, (_x * _dout).sum(), "dw")""",
)
DRAW = (
    '_check.assert_shape(draw(3, _np.random.default_rng(0)), (3,), "形")',
    """_first, _again, _other = (draw(4, _np.random.default_rng(_k)) for _k in (5, 5, 6))
    _check.assert_close(_again, _first, "同じ種")
    _check.assert_true(not _np.array_equal(_other, _first), "違う種なのに、同じ乱数です")
    _check.assert_close(_first, _np.random.default_rng(5).normal(size=4), "乱数")""",
)


def chapter() -> NotebookNode:
    given = new_code_cell("import numpy as np", id="given", metadata=_flags("given"))
    discussion = new_markdown_cell(
        "模範解答", id="discussion", metadata=_flags("discussion", 2.0, solution=True)
    )
    total = '_check.assert_close(total([1.0, 2.0]), 3.0, "例")', "pass"
    tests = {"scale": SCALE, "total": total, "Line": LINE, "draw": DRAW}
    cells = [given]
    for name, (visible, hidden) in tests.items():
        cells += [_answer(name), _test(name, visible, hidden, FULL[name])]
    return tidy(new_notebook(cells=[*cells, discussion]))


def solved(**answers: str) -> NotebookNode:
    notebook = chapter()
    for cell in notebook.cells:
        if cell.id in ANSWERS:
            cell.source = (ANSWERS | answers)[cell.id]
        if cell.id.endswith("_test"):
            cell.source = visible_source(cell.source)
    return notebook


def make_course(root: Path, config: str, honest: tuple[str, ...] = HONEST) -> Course:
    """A course with the one chapter under attack."""
    (root / CONFIG).write_text(config + own_gradebook(root), encoding="utf-8")
    (root / "notebooks").mkdir()
    course = Course(root)
    course.source_notebook(SLUG).parent.mkdir(parents=True)
    nbformat.write(chapter(), course.source_notebook(SLUG))
    for student in honest:
        hand_in(course, student, nbformat.writes(solved()).encode("utf-8"))
    return course


def hand_in(course: Course, student: str, what: bytes | Callable[[Path], None]) -> None:
    path = course.root / "submitted" / student / SLUG / f"{SLUG}.ipynb"
    path.parent.mkdir(parents=True)
    if callable(what):
        what(path)
    else:
        path.write_bytes(what)
