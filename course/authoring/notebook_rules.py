"""What must hold for a chapter's notebooks before anything is built from them.

Every problem is one line that names the chapter, the exercise or cell, and what to mend.
"""

import builtins
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.authoring.own_words import word_problems
from course.layout import Course
from course.notebooks.cell_names import bound_names, used_names
from course.notebooks.exercises import (
    Exercise,
    checks,
    exercises,
    is_answer,
    is_given,
    is_grade,
    is_test,
    nbgrader_metadata,
)
from course.notebooks.text_bridge import CELL_METADATA, KERNELSPEC

BACKEND = "import numpy as np"
STATED_POINTS = re.compile(r"\*\*配点\*\*\s*(\S+点（自動採点 \S+点、考察 \S+点）)")
REGIONS = {"SOLUTION": is_answer, "HIDDEN TESTS": is_test}
NOT_HANDED_OUT = {".ipynb_checkpoints", ".progress.json"}  # nbgrader_config.py leaves them out


def problems(course: Course, slug: str) -> list[str]:
    """All problems of the chapter's two notebooks; none when it may be built."""
    chapter, source = course.chapter_notebook(slug), course.source_notebook(slug)
    found = list(_folder_problems(course, slug))
    if chapter.exists():
        found += _notebook_problems(chapter, f"notebooks/{slug}", _chapter_problems)
    if source.exists():
        found += _notebook_problems(source, f"source/{slug}", _exercise_problems)
    return found


def _folder_problems(course: Course, slug: str) -> Iterator[str]:
    """The slug is the same everywhere, and nothing else lies in source/: it would be handed out."""
    for path in (course.chapter_notebook(slug), course.source_notebook(slug)):
        if not path.exists():
            yield f"{slug}：{path.relative_to(course.root)} がありません（名前をそろえてください）"
    folder = course.source_notebook(slug).parent
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name != f"{slug}.ipynb" and path.name not in NOT_HANDED_OUT:
            place = path.relative_to(course.root)
            yield f"{slug}：{place} は受講者に配られてしまいます（source/ の外に移してください）"


def _notebook_problems(path: Path, name: str, rules) -> list[str]:
    try:
        notebook = nbformat.v4.reads_json(path.read_text(encoding="utf-8"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about ids, which have rules of their own below
            nbformat.validate(deepcopy(notebook))
    except Exception as error:
        reason = str(error).splitlines()[0]
        return [f"{name}：ノートブックとして読めません（{reason}）"]
    found = _format_problems(notebook)
    return [f"{name}{problem}" for problem in (*found, *rules(notebook))]


def _format_problems(notebook: NotebookNode) -> Iterator[str]:
    """Only what people wrote is in the file; ids make cells traceable."""
    if (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        yield "：nbformat は 4.5 にしてください（JupyterLab で保存し直す）"
    wanted = {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}
    for key in sorted(notebook.metadata.keys() | wanted.keys()):
        if notebook.metadata.get(key) != wanted.get(key):
            yield f"：ノートブックのメタデータ {key} が余分か、違います（消してください）"
    for cell_id, count in Counter(cell.get("id") for cell in notebook.cells).items():
        if cell_id is None:
            yield f"：id のないセルが {count} 個あります（JupyterLab で保存し直す）"
        elif count > 1:
            yield f" のセル {cell_id}：同じ id のセルが {count} 個あります"
    for cell in notebook.cells:
        extra = sorted(cell.metadata.keys() - set(CELL_METADATA))
        if extra:
            yield f" のセル {cell.get('id')}：メタデータ {'、'.join(extra)} は入れられません"


def _chapter_problems(notebook: NotebookNode) -> Iterator[str]:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    first = code[0] if code else None
    if not first or first.source != BACKEND or "backend" not in first.metadata.get("tags", []):
        yield f"：最初のコードセルは、タグ backend をつけた「{BACKEND}」だけにしてください"


def _exercise_problems(notebook: NotebookNode) -> Iterator[str]:
    unusable = [problem for cell in notebook.cells for problem in _metadata_problems(cell)]
    if unusable:
        yield from unusable  # the other rules speak of exercises by name
        return
    names = [nbgrader_metadata(cell).get("grade_id") for cell in notebook.cells]
    for name, count in Counter(filter(None, names)).items():
        if count > 1:
            yield f" の {name}：grade_id が {count} 個のセルで同じです"
    for cell in notebook.cells:
        if cell.get("outputs") or cell.get("execution_count"):
            yield f" のセル {cell.get('id')}：出力が残っています（Clear Outputs して保存する）"
    yield from _lonely_tests(notebook)
    given: set[str] = set()
    for exercise in exercises(notebook):
        yield from (f" の {exercise.name}{p}" for p in _structure_problems(exercise))
    for cell, exercise in _in_order(notebook):
        yield from _region_problems(cell)
        mistake = _syntax_problem(cell)
        if mistake:
            yield mistake
        elif is_given(cell):
            given |= set(bound_names(cell.source))
        elif is_test(cell) and _belongs(cell, exercise) and not _syntax_problem(exercise.answer):
            yield from _test_problems(cell, exercise, given)


def _metadata_problems(cell: NotebookNode) -> Iterator[str]:
    metadata = nbgrader_metadata(cell)
    name = cell.get("id")
    if metadata and not metadata.get("grade_id"):
        yield f" のセル {name}：grade_id がありません"
    if metadata.get("task"):
        yield f" のセル {name}：nbgrader の task は使えません（考察は solution と grade で）"
    points = metadata.get("points")
    if is_grade(cell) and (isinstance(points, bool) or not isinstance(points, (int, float))):
        yield f" のセル {name}：points（配点）が数ではありません"


def _region_problems(cell: NotebookNode) -> Iterator[str]:
    """Every region that begins ends before the next one begins."""
    begun: dict[str, int] = {}
    name = cell.get("id")
    for number, line in enumerate(cell.source.splitlines(), start=1):
        for region in REGIONS:
            begins, ends = (f"### {word} {region}" in line for word in ("BEGIN", "END"))
            if (begins and region in begun) or (ends and region not in begun):
                yield f" のセル {name} の {number} 行目：### {region} の対がそろっていません"
            if begins:
                begun[region] = number
            if ends:
                begun.pop(region, None)
    for region, number in begun.items():
        yield f" のセル {name} の {number} 行目：### END {region} がありません"


def _syntax_problem(cell: NotebookNode) -> str:
    """What Python cannot read in a cell whose names matter."""
    if cell.cell_type != "code" or not nbgrader_metadata(cell):
        return ""
    try:
        compile(cell.source, "cell", "exec")
    except SyntaxError as error:
        return f" のセル {cell.get('id')} の {error.lineno} 行目：文法の誤りです（{error.msg}）"
    return ""


def _belongs(test: NotebookNode, exercise: Exercise | None) -> bool:
    """Whether the test has an answer before it that tests can look at."""
    return exercise is not None and not exercise.by_hand and test.cell_type == "code"


def _in_order(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, Exercise | None]]:
    """Each cell with the exercise that it comes after."""
    by_answer = {id(exercise.answer): exercise for exercise in exercises(notebook)}
    current = None
    for cell in notebook.cells:
        current = by_answer.get(id(cell), current)
        yield cell, current


def _lonely_tests(notebook: NotebookNode) -> Iterator[str]:
    for cell, exercise in _in_order(notebook):
        if is_test(cell) and not _belongs(cell, exercise):
            yield f" の {nbgrader_metadata(cell)['grade_id']}：前に答えのセルがないテストです"


def _structure_problems(exercise: Exercise) -> Iterator[str]:
    """An answer with a region to clear, tests named after it, and points."""
    if exercise.by_hand:
        if not exercise.points > 0:
            yield "：配点がありません"
        return
    if not exercise.tests:
        yield "：テストのセルがありません"
    elif not exercise.points > 0:
        yield "：配点がありません（テストのセルの points）"
    if "### BEGIN SOLUTION" not in exercise.answer.source:
        yield "：### BEGIN SOLUTION と ### END SOLUTION がありません（配布版で消えません）"
    for test in exercise.tests:
        name = nbgrader_metadata(test)["grade_id"]
        if not name.startswith(f"{exercise.name}_test"):
            yield f"：テストの grade_id は {exercise.name}_test… にしてください（いまは {name}）"
    if not any("### BEGIN HIDDEN TESTS" in test.source for test in exercise.tests):
        yield "：隠しテストがありません（### BEGIN HIDDEN TESTS）"


def _test_problems(test: NotebookNode, exercise: Exercise, given: set[str]) -> Iterator[str]:
    name = nbgrader_metadata(test)["grade_id"]
    yield from _name_problems(test, exercise, given)
    yield from _part_problems(test)
    for problem in word_problems(test.source, exercise.answer_names):
        yield f" の {name}{problem}"


def _name_problems(test: NotebookNode, exercise: Exercise, given: set[str]) -> Iterator[str]:
    """Tests will run apart from the learner's code: they may use its answer, and nothing else."""
    name = nbgrader_metadata(test)["grade_id"]
    for bound, line in bound_names(test.source).items():
        if not bound.startswith("_"):
            yield f" の {name} の {line} 行目：{bound} は、学習者の名前とぶつかります（_ で始める）"
    allowed = exercise.answer_names | given | set(dir(builtins))
    for used, line in used_names(test.source).items():
        if used not in allowed:
            yield (
                f" の {name} の {line} 行目：{used} は使えません"
                f"（使えるのは {exercise.name} の答え、与えたセルの名前、自分の import だけ）"
            )


def _part_problems(test: NotebookNode) -> Iterator[str]:
    """What the test writes down is looked for by its name."""
    name = nbgrader_metadata(test)["grade_id"]
    for check in checks(test):
        called = "_".join(filter(None, [f"{check['name']}_test", check["part"]]))
        if called != name:
            yield (
                f" の {name}：_check.exercise は {called} という名前で結果を残します"
                "（grade_id は「問題の名前_test」か「問題の名前_test_part」）"
            )


def points_note(source: NotebookNode) -> str:
    """Where the introduction promises other points than the cells give; never a reason to refuse.

    Points are changed in JupyterLab's panel, and that alone must be enough to build.
    """
    said = STATED_POINTS.search(source.cells[0].source) if source.cells else None
    found = exercises(source)
    by_hand = sum(exercise.points for exercise in found if exercise.by_hand)
    by_test = sum(exercise.points for exercise in found if not exercise.by_hand)
    real = f"{by_test + by_hand:g}点（自動採点 {by_test:g}点、考察 {by_hand:g}点）"
    if not said or said[1] == real:
        return ""
    return f"はじめの「配点」は {said[1]} ですが、セルの合計は {real} です（直しましょう）"


def release_problems(source: NotebookNode, release: NotebookNode, slug: str) -> list[str]:
    """Solutions and hidden tests that are still in the student edition."""
    found = []
    secret = _secret_lines(source)
    for cell in release.cells:
        name = nbgrader_metadata(cell).get("grade_id", cell.id)
        for number, line in enumerate(cell.source.splitlines(), start=1):
            if any(f"{word} {region}" in line for word in ("BEGIN", "END") for region in REGIONS):
                found.append(f"release/{slug} の {name} の {number} 行目：区切りが残っています")
            elif line.strip() in secret:
                found.append(
                    f"release/{slug} の {name} の {number} 行目：答えか隠しテストが残っています"
                )
    return found


def _secret_lines(source: NotebookNode) -> set[str]:
    """Lines that stand in regions to clear, and nowhere else."""
    inside: set[str] = set()
    outside: set[str] = set()
    for cell in source.cells:
        secret = is_grade(cell) and is_answer(cell)  # a model answer in prose
        for line in cell.source.splitlines():
            if any(f"### BEGIN {region}" in line for region in REGIONS):
                secret = True
            elif any(f"### END {region}" in line for region in REGIONS):
                secret = False
            else:
                (inside if secret else outside).add(line.strip())
    return {line for line in inside - outside if len(line) >= 8}
