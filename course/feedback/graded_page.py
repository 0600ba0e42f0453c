"""The page that a learner reads: the graded notebook in templates/feedback.html.j2."""

import json
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode
from traitlets.config import Config

from course.feedback.exporter import PLACES, FeedbackExporter
from course.notebooks.exercises import is_grade, nbgrader_metadata
from course.notebooks.graded_notebook import NOT_COUNTED, hide_tests


@dataclass(frozen=True)
class Grades:
    """What the gradebook holds about one submission, as its page shows it."""

    cells: dict[str, tuple[float, float]]  # by grade_id, if it counts: score and full points
    comments: dict[str, str | None]  # by grade_id of the answers
    score: float
    full: float
    late_penalty: float = 0.0


def page(notebook: NotebookNode, slug: str, grades: Grades, html: dict) -> str:
    """The feedback page; `html` is the section HTMLExporter of nbgrader's configuration."""
    shown = hide_tests(deepcopy(notebook))
    for cell in shown.cells:
        name = nbgrader_metadata(cell).get("grade_id")
        if name in grades.cells:
            score, points = grades.cells[name]
            cell.metadata.nbgrader |= {"score": score, "points": points}
        elif is_grade(cell):
            cell.metadata.nbgrader[NOT_COUNTED] = True
        if name in grades.comments:
            cell.metadata.nbgrader["comment"] = grades.comments[name]
    about = {
        "notebook": slug,
        "score": grades.score - grades.late_penalty,
        "max_score": grades.full,
        "late_penalty": grades.late_penalty,
    }
    resources = {"nbgrader": about, "metadata": {"name": slug}}
    return _exporter(json.dumps(html, sort_keys=True)).from_notebook_node(shown, resources)[0]


@lru_cache
def _exporter(html: str) -> FeedbackExporter:
    """Kept, because reading the template takes longer than filling it in."""
    exporter = FeedbackExporter(config=Config(HTMLExporter=PLACES | json.loads(html)))
    exporter.register_preprocessor(CSSHTMLHeaderPreprocessor, enabled=True)
    return exporter
