"""Run notebooks in a real kernel, as JupyterLab and nbval do."""

import asyncio
import os
import re
from contextlib import suppress
from copy import deepcopy
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets.config import Config

from course.errors import CourseError
from course.notebooks.text_bridge import tidy

CELL_SECONDS = 180
# without it, every kernel warns on the screen that others could listen
ENCRYPTED = Config({"KernelManager": {"transport_encryption": "auto"}})
# kernels that start at the same time now and then take each other's port
STARTS = 3
# progress bars print how fast they were, which differs from run to run
QUIET = {"TQDM_DISABLE": "1"}
PATHS = re.compile(r"ipykernel_\d+|/(?:home|root|tmp|Users|work)/\w|[A-Z]:\\Users")


def execute(notebook: NotebookNode, folder: Path, allow_errors: bool = False) -> NotebookNode:
    """An executed copy of the notebook; `folder` is the kernel's working folder.

    Raises CourseError, naming the cell, where the notebook cannot be run to its end.
    """
    for _ in range(STARTS - 1):
        with suppress(RuntimeError):  # the kernel died before its first word
            return _execute(deepcopy(notebook), folder, allow_errors)
    return _execute(deepcopy(notebook), folder, allow_errors)


def _execute(notebook: NotebookNode, folder: Path, allow_errors: bool) -> NotebookNode:
    client = NotebookClient(
        notebook,
        config=ENCRYPTED,
        timeout=CELL_SECONDS,
        allow_errors=allow_errors,
        record_timing=False,  # times would differ from run to run
        coalesce_streams=True,  # else printed text is split at random
        resources={"metadata": {"path": str(folder)}},
    )
    running = []
    client.on_cell_execute = lambda cell, cell_index: running.append(cell.id)
    try:
        # with a loop of its own, closed afterwards: client.execute leaves that of a thread open
        asyncio.run(client.async_execute(env=os.environ | QUIET))
    except CellExecutionError as error:
        raise CourseError(
            f"セル {running[-1]} がエラーで止まりました（{_last_line(error)}）"
        ) from None
    except CellTimeoutError:
        raise CourseError(f"セル {running[-1]} が {CELL_SECONDS} 秒で終わりませんでした") from None
    except DeadKernelError:
        raise CourseError(f"セル {running[-1]} の実行中に Python が終了しました") from None
    return tidy(notebook)


def execute_chapter(notebook: NotebookNode, folder: Path, name: str) -> NotebookNode:
    """Run a chapter from top to bottom; errors, warnings and machine paths are refused."""
    try:
        executed = execute(notebook, folder)
    except CourseError as error:
        raise CourseError(*(f"{name} の{problem}" for problem in error.problems)) from None
    problems = [f"{name} のセル {c.id}：{p}" for c in executed.cells for p in output_problems(c)]
    if problems:
        raise CourseError(*problems)
    return executed


def output_problems(cell: NotebookNode) -> list[str]:
    """What a reader should not see in a stored output."""
    found = []
    for output in cell.get("outputs", []):
        text = output.get("text") or output.get("data", {}).get("text/plain", "")
        if output.output_type == "stream" and output.name == "stderr":
            last = (text.strip().splitlines() or [""])[-1]
            found.append(f"警告やエラーの出力があります（{last}）")
        elif PATHS.search(text):
            found.append(f"パスが出力に入っています（{PATHS.search(text)[0]}…）")
    return found


def _last_line(error: Exception) -> str:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip()
    return plain.splitlines()[-1] if plain else type(error).__name__
