"""Exercises that came after the release: which submissions never had them.

That is decided for whole exercises, and from the submission alone. Whoever was handed out any cell
of an exercise has the exercise, whatever an editor has lost or the learner has deleted of the rest.
"""

from collections import Counter
from collections.abc import Mapping

import nbformat
from nbformat import NotebookNode

from course.notebooks.exercises import (
    Exercise,
    exercises,
    grade_id,
    is_answer,
    is_test,
    visible_source,
)
from course.sealed.rebuild import not_there
from course.sealed.syntax import letters


class AddedExercises:
    """`late` are the cells that came after the release, and whether they count for everybody."""

    def __init__(self, source: NotebookNode, late: Mapping[str, bool]):
        self._late = late
        self.all = [e for e in exercises(source) if late.keys() >= {*e.cells}]
        self._own = _own_texts(source)

    @property
    def any(self) -> bool:
        """Whether anything came after the release, be it a part of an exercise."""
        return bool(self._late)

    @property
    def uncounted(self) -> list[Exercise]:
        """Those that do not count for who never had them."""
        return [e for e in self.all if not self.counts(e)]

    def counts(self, exercise: Exercise) -> bool:
        return any(self._late[cell] for cell in exercise.cells)

    def never_had(self, notebook: str) -> set[str]:
        """The names of the added exercises of which a submission shows nothing."""
        if not self.all:
            return set()
        cells = nbformat.reads(notebook, as_version=4).cells
        names = {name for cell in cells for name in (grade_id(cell), cell.get("id")) if name}
        texts = {letters(cell.source) for cell in cells if isinstance(cell.source, str)}
        return {
            e.name
            for e in self.all
            if names.isdisjoint(e.cells) and texts.isdisjoint(self._own[e.name])
        }

    def fair(self, tampering: list[str]) -> list[str]:
        """Without the cells that may be missing because they came later."""
        expected = {not_there(name) for name in self._late}
        return [what for what in tampering if what not in expected]


def _own_texts(source: NotebookNode) -> dict[str, set[str]]:
    """By exercise, what only its prompt and its tests say: cells may have lost their names."""
    everything = Counter(letters(visible_source(cell.source)) for cell in source.cells)
    found: dict[str, set[str]] = {}
    prompt = name = ""
    for cell in source.cells:
        text = letters(visible_source(cell.source))
        if is_answer(cell):
            name = grade_id(cell)
            found[name] = {prompt}
        elif is_test(cell) and name:
            found[name].add(text)
        elif cell.cell_type == "markdown":  # a heading alone may be that of another exercise
            prompt = text if "\n" in cell.source.strip() else ""
    return {name: {t for t in said if t and everything[t] == 1} for name, said in found.items()}
