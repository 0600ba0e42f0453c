"""The real course during the term: a student solves, the instructor mends and publishes again."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from rich.console import Console

from course.grading.expected_chapter import Expected, checked_notebook
from course.handing_out.bundle import write_bundle
from course.layout import CONFIG, Course
from course.notebooks.exercises import exercises, read_notebook
from course.sealed.rebuild import rebuild

ROOT = Path(__file__).parents[3]
SLUG = "1_1_forward_propagation"
PLACE = f"release/{SLUG}/{SLUG}.ipynb"
ANSWER = "def linear(x, W, b):\n    return x @ W + b  # 自分で書いた"


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    """The folders of the first bundle and of the next one, and the course as it then is."""
    root = tmp_path_factory.mktemp("course")
    for room in ("notebooks", "source", "release", "common", "datasets"):
        shutil.copytree(ROOT / room, root / room)
    for name in (CONFIG, "requirements.txt"):
        shutil.copy(ROOT / name, root)
    course, quiet = Course(root), Console(quiet=True)
    first = shutil.copytree(write_bundle(course, quiet), tmp_path_factory.mktemp("v1") / "bundle")
    for path in (course.source_notebook(SLUG), course.release_notebook(SLUG)):
        change(path, "linear_prompt", "\n\n**直しました。**")
    change(course.chapter_notebook(SLUG), "summary", "\n\n- 加えました。")
    return first, write_bundle(course, quiet), course


def change(path, cell_id, more):
    notebook = read_notebook(path)
    next(cell for cell in notebook.cells if cell.id == cell_id).source += more
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def git(*arguments):
    who = ["-c", "user.name=teacher", "-c", "user.email=t@localhost"]
    command = ["git", *who, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def publish(repository, bundle, message):
    """As docs/classroom.md says."""
    git("-C", repository, f"--work-tree={bundle}", "add", "--all")
    git("-C", repository, f"--work-tree={bundle}", "commit", "-m", message)


def solve(folder):
    notebook = read_notebook(folder / PLACE)
    by_name = {exercise.name: exercise for exercise in exercises(notebook)}
    by_name["linear"].answer.source = ANSWER
    (folder / PLACE).write_text(nbformat.writes(notebook), encoding="utf-8")


@pytest.fixture(params=["git", "zip"])
def updated(request, versions, tmp_path):
    """The student's folder after the update, and what was printed."""
    first, second, _ = versions
    mine = tmp_path / "mine"
    arguments = []
    if request.param == "git":
        repository = tmp_path / "repository"
        git("init", "--initial-branch=main", repository)
        publish(repository, first, "1学期")
        git("clone", repository.as_uri(), mine)
        publish(repository, second, "直した")
    else:
        shutil.copytree(first, mine)
        arguments = [second.with_suffix(".zip")]
    solve(mine)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    command = [sys.executable, "-m", "common.update", *map(str, arguments)]
    done = subprocess.run(command, cwd=mine, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return mine, done.stdout


@pytest.mark.slow
def test_answer_stays_chapter_is_new_and_the_new_exercise_lies_beside(updated, versions):
    mine, out = updated
    _, second, course = versions
    chapter = f"notebooks/{SLUG}.ipynb"
    assert (mine / chapter).read_bytes() == (second / chapter).read_bytes()
    beside = mine / "release" / SLUG / f"{SLUG}（新しい版）.ipynb"
    assert beside.read_bytes() == (second / PLACE).read_bytes()
    assert ANSWER in [cell.source for cell in read_notebook(mine / PLACE).cells]
    assert out.splitlines() == [
        "新しくしたファイル：1 個",
        f"{PLACE}：書いたものを残しました。新しい版は、隣の「{beside.name}」です。",
    ]


@pytest.mark.slow
def test_notebook_that_stayed_can_be_graded_with_the_new_source(updated, versions):
    mine, _ = updated
    course = versions[2]
    submitted = checked_notebook(mine / PLACE, Expected.of(course, SLUG))
    rebuilt = rebuild(submitted, read_notebook(course.source_notebook(SLUG))).notebook
    answers = {exercise.name: exercise.answer.source for exercise in exercises(rebuilt)}
    assert answers["linear"] == ANSWER
