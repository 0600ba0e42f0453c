"""The index of exercises: each やってみよう with its name, its points and where it stands."""

from dataclasses import dataclass

from nbformat import NotebookNode

from course.notebooks.exercises import exercises
from course.site.editions import SOLVE
from course.site.headings import anchor, headings, numbered


@dataclass(frozen=True)
class Entry:
    """One exercise as the index shows it."""

    title: str
    anchor: str
    name: str
    points: float
    by_hand: bool


def index_entries(notebook: NotebookNode, slug: str) -> list[Entry]:
    """The exercises of a notebook in order, each under the last heading before its answer."""
    answers = {exercise.answer.id: exercise for exercise in exercises(notebook)}
    title, place, found = "", "", []
    for cell in notebook.cells:
        if exercise := answers.get(cell.id):
            points, by_hand = exercise.points, exercise.by_hand
            found.append(Entry(title, place, exercise.name, points, by_hand))
        elif cell.cell_type == "markdown":
            for count, (_, heading) in enumerate(headings(cell.source), start=1):
                title, place = heading, numbered(anchor(SOLVE, slug, cell.id), count)
    return found
