"""`course site`: the source tree, then Sphinx, then Pagefind's index; no network."""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from course.errors import CourseError
from course.files import replace_folder
from course.layout import Course
from course.site.source_tree import write_source_tree

HERE = Path(__file__).parent
PAGEFIND = HERE / "node_modules" / ".bin" / "pagefind"
NO_TOOLS = (
    "サイトを作るには Node.js と npm の道具が要ります（make site が入れます。"
    "Node.js と npm がないときは、sudo apt-get install nodejs npm など）"
)


def write_site(
    course: Course, console: Console, place: Path | None = None, instructors: bool = True
) -> Path:
    """Make the site anew; the old one stays until the new one is whole."""
    if not tools_are_there():
        raise CourseError(NO_TOOLS)
    place = place or course.root / "dist" / "site"
    with tempfile.TemporaryDirectory(prefix="course-site-") as folder:
        tree, made = Path(folder) / "source", Path(folder) / "site"
        write_source_tree(course, tree, instructors)
        shutil.copytree(HERE / "locale", tree / "locale")
        _run_sphinx(tree, made, Path(folder) / "doctrees")
        _index_for_search(made)
        replace_folder(made, place)
    console.print(f"書きました：{place}", soft_wrap=True)
    command = f"python -m http.server --directory {shlex.quote(str(place))}"
    console.print(f"見るには：{command}", soft_wrap=True)
    return place


def tools_are_there() -> bool:
    """Node.js and what package.json names."""
    return bool(shutil.which("node")) and PAGEFIND.exists()


def _run_sphinx(tree: Path, made: Path, doctrees: Path) -> None:
    """Warnings are errors: a link that leads nowhere, a formula or a heading that is not one."""
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-c", HERE, "-d", doctrees]
    command += ["--quiet", "--fail-on-warning", "--jobs", str(os.cpu_count() or 1), tree, made]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if run.returncode:
        said = run.stderr.replace(f"{tree}{os.sep}", "").strip()
        raise CourseError(f"Sphinx がサイトを作れません：\n{said}")


def _index_for_search(made: Path) -> None:
    command = [PAGEFIND, "--site", made, "--glob", "{notebooks,release,docs}/**/*.html"]
    command += ["--root-selector", "article", "--silent"]
    command += ["--exclude-selectors", ".headerlink", "--exclude-selectors", ".cell_output"]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if run.returncode:
        raise CourseError(f"Pagefind が検索の索引を作れません：\n{run.stderr.strip()}")
