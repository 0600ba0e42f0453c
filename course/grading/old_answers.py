"""The answers that were graded last: only a changed answer needs another look by a person.

Answers to exercises that have left the chapter stay in .grading/CHAPTER/removed/, in case they come
back: the points that people have given then still hold.
"""

import json
from pathlib import Path

from nbformat import NotebookNode

from course.files import write_atomically
from course.notebooks.exercises import exercises, read_notebook


def answers(notebook: NotebookNode) -> dict[str, str]:
    """By exercise."""
    return {exercise.name: exercise.answer.source for exercise in exercises(notebook)}


def answers_before(graded: Path, removed: Path) -> dict[str, str]:
    """In a graded notebook, none where it does not exist (yet), and those to removed exercises."""
    try:
        found = json.loads(removed.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = {}
    for path in graded.glob("*.ipynb"):
        found |= answers(read_notebook(path))
    return found


def keep_removed(removed: Path, before: dict[str, str], notebook: NotebookNode) -> None:
    """The answers of before for which the chapter has no exercise any more."""
    gone = {name: text for name, text in before.items() if name not in answers(notebook)}
    if gone:
        removed.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(removed, json.dumps(gone, ensure_ascii=False, indent=1))
    else:
        removed.unlink(missing_ok=True)
