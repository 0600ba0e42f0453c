"""The grader's end of a sandbox never waits for ever, nor goes on for ever."""

import base64
import time

import pytest

from course.sealed.inside import peer
from course.sealed.inside.wire import Closed
from course.sealed.sandbox import Limits
from course.sealed.session import Session

pytestmark = pytest.mark.slow


@pytest.fixture
def session():
    found = Session(Limits(), time.monotonic() + 60)
    try:
        found.wait_until_ready()
        yield found
    finally:
        found.close()


def test_question_without_a_clock_is_refused(session):
    with pytest.raises(RuntimeError, match="deadline"):
        session.answer("x")


def test_endless_iterator_is_left_after_so_many_items(session, monkeypatch):
    monkeypatch.setattr(peer, "MAX_NEXT", 50)
    session.run("try", "import itertools\ncounting = itertools.count()")
    with session.cell():
        session.begin_test()
        (counting,) = session.answer("counting")
        with pytest.raises(RuntimeError, match="50 回"):
            list(counting)


def test_broken_shell_is_the_end_of_the_sandbox_and_not_of_the_grading(session):
    refuse = "def refuse(*a, **k):\n    raise RuntimeError('\\ud800')\n"
    session.run("try", f"{refuse}get_ipython().run_cell = refuse")
    with pytest.raises(Closed):
        session.run("next", "1")
    assert session.why.cause == "crash" and "壊れました" in session.why.reason


def test_what_is_opened_changes_during_a_call_back_too(session):
    code = "def add(numbers, look):\n    numbers.append(2)\n    look()\n    numbers.append(3)"
    session.run("try", code)
    numbers, seen = [1], []
    with session.cell():
        session.begin_test()
        (add,) = session.answer("add")
        with session.peer.in_place([numbers]):
            add(numbers, lambda: seen.append(list(numbers)))
        assert (seen, numbers) == ([[1, 2]], [1, 2, 3])
        add(numbers, lambda: seen.append(list(numbers)))
    assert seen[1] == numbers == [1, 2, 3]


@pytest.mark.parametrize("end", ["plt.show()", ""])
def test_figure_of_a_cell_is_among_its_outputs(session, end):
    code = f"import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('日本語')\n{end}"
    found = session.run("draw", code)
    pictures = [output["data"]["image/png"] for output in found if "image/png" in output["data"]]
    assert len(pictures) == 1
    assert base64.b64decode(pictures[0]).startswith(b"\x89PNG")
