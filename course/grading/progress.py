"""The progress bar of a grading run: rate, time left, and what could not be scored so far."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class _Rate(ProgressColumn):
    """Submissions per second, of those that were graded now."""

    def render(self, task: Task) -> Text:
        seconds = task.elapsed or 0
        graded = task.fields["graded"]
        return Text(f"{graded / seconds:.1f} 人/秒" if seconds and graded else "")


class Bar:
    """What the grading loop tells the bar."""

    def __init__(self, progress: Progress, task):
        self._progress, self._task = progress, task
        self._warned = 0.0

    def at(self, student: str, done: int, failed: int, graded: int) -> None:
        aside = f"採点できないもの {failed}　" if failed else ""
        text = f"{aside}{student}"
        self._progress.update(self._task, completed=done, description=text, graded=graded)

    def waiting(self) -> None:
        """The gradebook is locked: say so once in a while."""
        if time.monotonic() - self._warned > 30:
            self._warned = time.monotonic()
            line = "成績簿をほかのプログラムが使っています。空くのを待っています…"
            self._progress.console.print(line)


@contextmanager
def show_progress(console: Console, dashboard: str, total: int) -> Iterator[Bar]:
    if dashboard:
        console.print(f"採点の様子（Dask のダッシュボード）：{dashboard}", soft_wrap=True)
    columns = (
        *(TextColumn("採点中"), BarColumn(), MofNCompleteColumn(), _Rate()),
        *(TimeElapsedColumn(), TextColumn("残り"), TimeRemainingColumn()),
        TextColumn("{task.description}", markup=False),
    )
    off = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=off) as progress:
        yield Bar(progress, progress.add_task("", total=total, graded=0))
