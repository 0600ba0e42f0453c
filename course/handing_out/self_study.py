"""The self-study edition of the students' repository, for those who have no instructor.

All tests are open, the model answers lie in a folder of their own, and nothing is handed in.
It is made from a finished copy of the edition for classes, which does not depend on it.
"""

import re
import shutil
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from common.progress import last_heading
from course.authoring.notebook_rules import STATED_POINTS
from course.errors import CourseError
from course.layout import Course
from course.notebooks.exercises import (
    Exercise,
    exercises,
    grade_id,
    is_answer,
    is_given,
    is_grade,
    is_test,
    read_notebook,
)
from course.notebooks.rubric import SCHEME, rubric

TEXTS = Path(__file__).parent / "self_study_texts"
WORDS = tomllib.loads((TEXTS / "words.toml").read_text(encoding="utf-8"))["say"]
ENDING = "_solutions"
LEFT_OUT = (
    "common/submission.py",
    "common/classroom/colab.py",
    "common/classroom/exchange.py",
    "common/classroom/running_notebook.py",
    "common/classroom/student_id.py",
)
FOR_CLASSES = re.compile(r"採点|提出|講師|見えていないテスト")
REGION = re.compile(r"^[ \t]*### (?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS)[ \t]*(?:\n|\Z)", re.M)
QUIZ = re.compile(r",\s*quiz\s*=\s*True")  # whose answers, in classes, only the grader judges
COLLAPSED = {"jupyter": {"source_hidden": True}, "cellView": "form"}  # JupyterLab, Colab
FIRST_LINE = "# @title {}"  # all that is shown of a collapsed cell
ANSWER = "解答例：{}"
WITH_THE_ANSWER = "テスト（実行すると、正解かどうかが分かります。開くと、答えが書いてあります）"
POINTS = "{:g}点（考察に点はありません。ほかは、すべてその場で確かめられます）"
IN_PROSE = """<details><summary>解答例を開く</summary>

{}
</details>"""
TO_COMPARE = "**見比べるところ**"


def make_self_study(made: Path, course: Course) -> None:
    """Turn a copy of the edition for classes into the one for self-study.

    Raises CourseError where it would still speak of what only classes have.
    """
    for name in LEFT_OUT:
        (made / name).unlink()
    shutil.copyfile(TEXTS / "README.md", made / "README.md")
    _rewrite(made / "requirements.txt", lambda text: re.sub(r"(?m)^nbgrader\b.*\n", "", text))
    _rewrite(made / "common" / "README.md", in_other_words)
    problems = []
    for path in sorted(made.glob("release/*/*.ipynb")):
        slug = path.stem
        source = read_notebook(course.source_notebook(slug))
        opened = open_notebook(source, read_notebook(path), slug)
        problems += problems_of(opened, slug)
        _write(path, opened)
        _write(made / "solutions" / slug / f"{slug}{ENDING}.ipynb", solutions(source, slug))
    if problems:
        raise CourseError(*problems)


def open_notebook(source: NotebookNode, release: NotebookNode, slug: str) -> NotebookNode:
    """The exercises as they are handed out, with every test of the author and nothing to submit."""
    tests = {grade_id(cell): cell.source for cell in source.cells if is_test(cell)}
    points = sum(exercise.points for exercise in exercises(source) if not exercise.by_hand)
    opened = deepcopy(release)
    opened.cells = [cell for cell in opened.cells if cell.id != "submit"]
    for cell in opened.cells:
        if is_test(cell):
            cell.metadata.nbgrader.pop("checksum", None)  # of the tests for classes
            cell.source, of_a_quiz = QUIZ.subn("", _without_marks(tests[grade_id(cell)]))
            if of_a_quiz:
                _collapse(cell, WITH_THE_ANSWER)
        elif is_answer(cell) and is_grade(cell):
            cell.metadata = NotebookNode()  # nobody gives points for it
        elif cell.id == "submit_heading":
            cell.id, cell.source = "solutions", _text("at_the_end", slug=slug, ending=ENDING)
        elif cell.cell_type == "markdown":
            cell.source = in_other_words(_stated_points(cell.source, points))
    return opened


def solutions(source: NotebookNode, slug: str) -> NotebookNode:
    """The model answers, each folded below its heading, and what they need to run."""
    title = last_heading(source.cells[0].source.splitlines()[0]).removesuffix("　やってみよう")
    cells = [new_markdown_cell(_text("introduction", title=title, slug=slug), id="introduction")]
    by_name = {exercise.name: exercise for exercise in exercises(source)}
    heading = ""
    for cell in source.cells:
        if is_answer(cell):
            cells.append(new_markdown_cell(f"## {heading}", id=f"{cell.id}_heading"))
            cells.append(_solution(by_name[grade_id(cell)]))
        elif cell.cell_type == "markdown":
            heading = last_heading(cell.source) or heading
        elif is_given(cell):
            cells.append(new_code_cell(cell.source, id=cell.id))
    return new_notebook(cells=cells, metadata=source.metadata)


def _solution(exercise: Exercise) -> NotebookNode:
    text, name = exercise.answer.source, exercise.answer.id
    if exercise.answer.cell_type == "markdown":
        answer = SCHEME.sub("", text).strip()
        if criteria := [f"- {criterion.text}" for criterion in rubric(exercise.answer)]:
            answer = "\n\n".join([answer, TO_COMPARE, "\n".join(criteria)])
        return new_markdown_cell(IN_PROSE.format(answer), id=name)
    cell = new_code_cell(_without_marks(text), id=name)
    _collapse(cell, ANSWER.format(exercise.name))
    return cell


def _collapse(cell: NotebookNode, title: str) -> None:
    cell.source = "\n".join([FIRST_LINE.format(title), cell.source])
    cell.metadata.update(deepcopy(COLLAPSED))


def in_other_words(text: str) -> str:
    """What is said to a class, said to somebody who learns alone."""
    for words in WORDS:
        text = text.replace(words["graded"], words["self_study"])
    return text


def problems_of(opened: NotebookNode, slug: str) -> Iterator[str]:
    """Texts that still speak of grading."""
    place = (TEXTS / "words.toml").relative_to(Path(__file__).parents[2])
    for cell in opened.cells:
        if cell.cell_type == "markdown" and (found := FOR_CLASSES.search(cell.source)):
            yield (
                f"{slug} のセル {cell.id}：「{found[0]}」は、自習版では意味がありません"
                f"（{place} に言い換えを書いてください）"
            )


def _text(name: str, **words: str) -> str:
    return (TEXTS / f"{name}.md").read_text(encoding="utf-8").rstrip("\n").format(**words)


def _stated_points(text: str, points: float) -> str:
    said = STATED_POINTS.search(text)
    return text.replace(said[1], POINTS.format(points)) if said else text


def _without_marks(text: str) -> str:
    return REGION.sub("", text).rstrip("\n")


def _rewrite(path: Path, change) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def _write(path: Path, notebook: NotebookNode) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
