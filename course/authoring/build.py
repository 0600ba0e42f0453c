"""`course build`: prove the exercises, make release/, execute the chapters and store outputs."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import nbformat
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from course.authoring.notebook_rules import points_note, problems, release_problems
from course.authoring.proof import proof_problems
from course.authoring.release import made_release
from course.errors import CourseError
from course.files import replace_folder, write_atomically
from course.layout import Course
from course.notebooks.editor_traces import remove_editor_traces
from course.notebooks.execute import execute_chapter
from course.notebooks.exercises import exercises, read_notebook

STEPS = ("規則", "配布版", "採点の証明", "章の実行")


def build_chapters(course: Course, slugs: list[str], console: Console) -> None:
    """Build these chapters; nothing is put in place unless all of them succeed."""
    for path in (path for slug in slugs for path in remove_editor_traces(course, slug)):
        place = path.relative_to(course.root)
        console.print(f"JupyterLab が残した出力やメタデータを除きました：{place}", soft_wrap=True)
    found = [problem for slug in slugs for problem in problems(course, slug)]
    if found:
        raise CourseError(*found)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with ExitStack() as stack:
        progress = stack.enter_context(
            Progress(
                *columns,
                TimeElapsedColumn(),
                console=console,
                transient=True,
                disable=not console.is_terminal,
            )
        )
        task = progress.add_task("", total=len(slugs) * len(STEPS))
        builds = [_Build(course, slug, progress, task, stack) for slug in slugs]
        # a kernel works while the next chapter's exercises are proven, and the next kernel
        kernels = ThreadPoolExecutor(os.cpu_count())
        stack.callback(kernels.shutdown, cancel_futures=True)
        executed = []
        for build in builds:
            build.prove_exercises()
            executed.append(kernels.submit(build.execute_chapter))
        for result in executed:
            result.result()
        for build in builds:
            build.put_in_place()
    for build in builds:
        console.print(build.summary, soft_wrap=True)
        if build.note:
            console.print(f"  注意　{build.note}", soft_wrap=True)


class _Build:
    """One chapter on its way: everything is made aside first."""

    def __init__(self, course: Course, slug: str, progress, task, stack: ExitStack):
        self.course, self.slug = course, slug
        self._progress, self._task, self._stack = progress, task, stack
        self._release: Path | None = None
        self._chapter: str | None = None
        self._done: list[str] = []
        self.note = ""

    @property
    def summary(self) -> str:
        return f"✓ {self.slug}：{'、'.join(self._done)}"

    def prove_exercises(self) -> None:
        self._step("規則")
        if self.course.source_notebook(self.slug).exists():
            self._done.append(self._make_release())

    def execute_chapter(self) -> None:
        if self.course.chapter_notebook(self.slug).exists():
            start = time.monotonic()
            done = self._execute_chapter()
            self._done.append(f"{done}（{time.monotonic() - start:.0f} 秒）")

    def put_in_place(self) -> None:
        if self._release:
            replace_folder(self._release, self.course.root / "release" / self.slug)
        if self._chapter:
            write_atomically(self.course.chapter_notebook(self.slug), self._chapter)

    def _make_release(self) -> str:
        self._step("配布版")
        self._release = self._stack.enter_context(made_release(self.course, self.slug))
        source = read_notebook(self.course.source_notebook(self.slug))
        release = read_notebook(self._release / f"{self.slug}.ipynb")
        found = release_problems(source, release, self.slug)
        if not found:
            self._step("採点の証明")
            found = proof_problems(source, release, self.slug)
        if found:
            raise CourseError(*found)
        points = sum(exercise.points for exercise in exercises(source))
        self.note = points_note(source)
        return (
            f"やってみよう {len(exercises(source))} 問 {points:g} 点（模範解答 100 %、配布版 0 %）"
        )

    def _execute_chapter(self) -> str:
        self._step("章の実行")
        path = self.course.chapter_notebook(self.slug)
        executed = execute_chapter(read_notebook(path), path.parent, self.slug)
        self._chapter = nbformat.writes(executed) + "\n"
        outputs = [o for c in executed.cells for o in c.get("outputs", []) if "data" in o]
        figures = sum("image/png" in output.data for output in outputs)
        return f"章 {len(executed.cells)} セル、図 {figures} 枚"

    def _step(self, name: str) -> None:
        self._progress.update(self._task, description=f"{self.slug} {name}")
        self._progress.advance(self._task)
