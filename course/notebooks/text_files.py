"""`course text` and `course ipynb`: text twins of a chapter's notebooks, to edit in any editor.

The first line of a twin names the state of the notebook it was written from, so that a change
made to the notebook in the meantime (in JupyterLab, say) is never overwritten unseen.
"""

import hashlib
import re
from pathlib import Path

import nbformat
from rich.console import Console

from course.errors import CourseError
from course.files import write_atomically
from course.layout import Course
from course.notebooks.exercises import read_notebook
from course.notebooks.text_bridge import from_text, to_text

FIRST_LINE = re.compile(r"# course ipynb で戻す（元のノートブック：([0-9a-f]{16})）\n")


def twins(course: Course, slug: str) -> dict[Path, Path]:
    """The chapter's notebooks that exist, and the text file of each."""
    text = course.root / "text"
    pairs = {
        course.chapter_notebook(slug): text / "notebooks" / f"{slug}.py",
        course.source_notebook(slug): text / "source" / f"{slug}.py",
    }
    return {notebook: twin for notebook, twin in pairs.items() if notebook.exists()}


def write_text(course: Course, slug: str, console: Console) -> None:
    """Write the twins; one that holds edits not yet brought back is left alone."""
    for notebook, twin in twins(course, slug).items():
        text = _stamped(notebook)
        if twin.exists() and not _is_unedited(twin):
            raise CourseError(
                f"{twin.relative_to(course.root)} に、まだ戻していない編集があります"
                f"（course ipynb {slug} で戻すか、要らなければファイルを消してください）"
            )
        twin.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(twin, text)
        console.print(f"書きました：{twin.relative_to(course.root)}", soft_wrap=True)


def read_text(course: Course, slug: str, console: Console) -> None:
    """Bring edited twins back into their notebooks."""
    found = [pair for pair in twins(course, slug).items() if pair[1].exists()]
    if not found:
        raise CourseError(f"text/ に {slug} のテキストがありません（先に course text {slug}）")
    texts = {notebook: (twin, _unstamped(course, notebook, twin)) for notebook, twin in found}
    for notebook, (twin, text) in texts.items():
        made = from_text(text, read_notebook(notebook))
        write_atomically(notebook, nbformat.writes(made) + "\n")
        write_atomically(twin, _stamped(notebook))
        console.print(f"戻しました：{notebook.relative_to(course.root)}", soft_wrap=True)


def _digest(notebook: Path) -> str:
    """Of what the text can change: outputs may come and go."""
    return _sha(to_text(read_notebook(notebook)))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _stamped(notebook: Path) -> str:
    first = f"# course ipynb で戻す（元のノートブック：{_digest(notebook)}）\n"
    return first + to_text(read_notebook(notebook))


def _is_unedited(twin: Path) -> bool:
    """Whether the text is still the one that its first line speaks of."""
    text = twin.read_text(encoding="utf-8")
    first = FIRST_LINE.match(text)
    return bool(first) and _sha(text[first.end() :]) == first[1]


def _unstamped(course: Course, notebook: Path, twin: Path) -> str:
    """The twin's text, if the notebook is still the one it was written from."""
    text = twin.read_text(encoding="utf-8")
    first = FIRST_LINE.match(text)
    name = twin.relative_to(course.root)
    if not first:
        raise CourseError(f"{name} の1行目がありません（course text で書き出した行を残します）")
    if first[1] != _digest(notebook):
        raise CourseError(
            f"{notebook.relative_to(course.root)} は、{name} を書き出したあとに変わっています"
            "（テキストを別の名前に移して course text をやり直し、編集を写してください）"
        )
    return text[first.end() :]
