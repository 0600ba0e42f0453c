"""The progress bar: what it says on a terminal, and that it is silent elsewhere."""

import io
from types import SimpleNamespace

import pytest
from rich.console import Console

from course.grading import progress as progress_module
from course.grading.progress import _Rate, show_progress


@pytest.fixture
def screen():
    return io.StringIO()


def console(screen, terminal=True):
    return Console(file=screen, width=120, force_terminal=terminal, color_system=None)


def test_bar_names_the_student_and_what_could_not_be_scored(screen):
    with show_progress(console(screen), "", 5) as bar:
        bar.at("[b]s1[/b]", done=3, failed=2, graded=1)
    text = screen.getvalue()
    assert "3/5" in text and "採点できないもの 2" in text
    assert "[b]s1[/b]" in text, "a name is no markup"


def test_nothing_is_drawn_where_there_is_no_terminal(screen):
    with show_progress(console(screen, terminal=False), "", 5) as bar:
        bar.at("s1", done=1, failed=0, graded=1)
    assert screen.getvalue() == ""


def test_address_of_the_dashboard_is_told_on_one_line(screen):
    address = f"http://{'x' * 200}:8787/status"
    with show_progress(console(screen, terminal=False), address, 5):
        pass
    assert f"ダッシュボード）：{address}\n" in screen.getvalue()


def test_wait_for_the_gradebook_is_told_once_in_a_while(screen, monkeypatch):
    now = 100.0
    monkeypatch.setattr(progress_module.time, "monotonic", lambda: now)
    with show_progress(console(screen, terminal=False), "", 5) as bar:
        for now in (100.0, 110.0, 129.0, 131.0):  # noqa: B007  (the clock)
            bar.waiting()
    assert screen.getvalue().count("空くのを待っています") == 2


@pytest.mark.parametrize(
    "elapsed, graded, text", [(None, 3, ""), (0, 3, ""), (4, 0, ""), (4, 6, "1.5 人/秒")]
)
def test_rate_is_that_of_what_was_graded_now(elapsed, graded, text):
    task = SimpleNamespace(elapsed=elapsed, fields={"graded": graded})
    assert str(_Rate().render(task)) == text
