"""Each rule, broken once in a small chapter: the message names chapter, exercise and line."""

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.authoring.notebook_rules import points_note, problems, release_problems
from course.layout import Course
from course.notebooks.exercises import read_notebook
from course.notebooks.text_bridge import tidy

REAL = Course.find(Path(__file__).parents[3])
SLUG = "1_9_small"
ANSWER = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x + 0\n    ### END SOLUTION"
TEST = """import numpy as _np

assert double(2) == 4
### BEGIN HIDDEN TESTS
assert np.all(double(_np.array([3, 5])) == [6, 10])
### END HIDDEN TESTS"""


def metadata(name, **flags):
    nbgrader = {"grade_id": name, "grade": False, "solution": False, "locked": False}
    return {"nbgrader": nbgrader | flags | {"schema_version": 3, "task": False}}


def exercise_cells():
    test = metadata("double_test", grade=True, locked=True, points=3)
    given = metadata("given_imports", locked=True)
    return [
        new_markdown_cell("# 題", id="title"),
        new_code_cell("import numpy as np", id="given_imports", metadata=given),
        new_code_cell(ANSWER, id="double", metadata=metadata("double", solution=True)),
        new_code_cell(TEST, id="double_test", metadata=test),
        new_markdown_cell(
            "答え", id="talk", metadata=metadata("talk", grade=True, solution=True, points=2)
        ),
    ]


@pytest.fixture
def course(tmp_path):
    made = Course(tmp_path)
    backend = new_code_cell("import numpy as np", id="np", metadata={"tags": ["backend"]})
    save(made.chapter_notebook(SLUG), [backend])
    save(made.source_notebook(SLUG), exercise_cells())
    return made


def save(path, cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(tidy(new_notebook(cells=cells)), path)


def broken(course, change):
    """The problems after `change` was applied to the cells by id."""
    cells = exercise_cells()
    change({cell.id: cell for cell in cells})
    save(course.source_notebook(SLUG), cells)
    return problems(course, SLUG)


def test_problems_good_chapter_has_none(course):
    assert problems(course, SLUG) == []


@pytest.mark.parametrize("slug", REAL.slugs)
def test_problems_real_chapter_has_none(slug):
    assert problems(REAL, slug) == []


def set_source(cell_id, old, new):
    def change(cells):
        assert old in cells[cell_id].source
        cells[cell_id].source = cells[cell_id].source.replace(old, new)

    return change


def set_metadata(cell_id, **values):
    return lambda cells: cells[cell_id].metadata["nbgrader"].update(values)


BROKEN = {
    "text from an answer": (
        set_source("double_test", "assert double(2) == 4", "assert double(2) == 4, f'{double(2)}'"),
        "の double_test の",
    ),
    "result under another name": (
        set_source("double_test", "assert double(2) == 4", "_check.exercise('double', part='big')"),
        "_check.exercise は double_test_big という名前で結果を残します",
    ),
    "zip that overlooks": (
        set_source("double_test", "assert double(2) == 4", "list(zip([1], [2]))"),
        "zip に strict=True をつける",
    ),
    "duplicate grade_id": (
        set_metadata("talk", grade_id="double"),
        "source/1_9_small の double：grade_id が 2 個",
    ),
    "no points": (set_metadata("double_test", points=0), "の double：配点がありません"),
    "points that are no number": (
        set_metadata("double_test", points=None),
        "セル double_test：points（配点）が数ではありません",
    ),
    "points left out": (
        lambda cells: cells["talk"].metadata["nbgrader"].pop("points"),
        "セル talk：points（配点）が数ではありません",
    ),
    "grade_id left out": (
        lambda cells: cells["double"].metadata["nbgrader"].pop("grade_id"),
        "セル double：grade_id がありません",
    ),
    "task cell": (set_metadata("talk", task=True), "セル talk：nbgrader の task は使えません"),
    "no points by hand": (set_metadata("talk", points=0), "の talk：配点がありません"),
    "no test": (set_metadata("double_test", grade=False), "の double：テストのセルがありません"),
    "test without an answer": (
        set_metadata("double", solution=False),
        "の double_test：前に答えのセルがない",
    ),
    "no solution region": (
        set_source("double", "### BEGIN SOLUTION", "# ここから"),
        "の double：### BEGIN SOLUTION",
    ),
    "no hidden test": (
        set_source("double_test", "### BEGIN HIDDEN TESTS", "# ここから"),
        "の double：隠しテストがありません",
    ),
    "test of another name": (
        set_metadata("double_test", grade_id="triple_test"),
        "の double：テストの grade_id は double_test…",
    ),
    "binds a learner's name": (
        set_source("double_test", "import numpy as _np\n", "import numpy as _np\n\nx = 3"),
        "の double_test の 3 行目：x は、学習者の名前とぶつかります",
    ),
    "import without a name of its own": (
        set_source("double_test", "import numpy as _np\n", "import numpy as _np, math\n"),
        "の double_test の 1 行目：math は、学習者の名前とぶつかります",
    ),
    "uses another exercise's name": (
        set_source("double_test", "double(2) == 4", "double(2) == triple(2)"),
        "の double_test の 3 行目：triple は使えません",
    ),
    "uses a name inside a function": (
        set_source("double_test", "assert double(2) == 4", "_f = lambda y: y + z"),
        "の double_test の 3 行目：z は使えません",
    ),
    "global statement": (
        set_source("double_test", "assert double(2) == 4", "def _f():\n    global w\n    w = 1"),
        "の double_test の 4 行目：w は、学習者の名前とぶつかります",
    ),
    "syntax error": (
        set_source("double_test", "double(2) ==", "double(2) = ="),
        "セル double_test の 3 行目：文法の誤り",
    ),
    "syntax error in an answer": (
        set_source("double", "return 2 *", "return * 2 *"),
        "セル double の 3 行目：文法の誤り",
    ),
    "test after a discussion": (
        set_metadata("double", grade=True, points=3),
        "の double_test：前に答えのセルがない",
    ),
    "region without an end": (
        set_source("double", "    ### END SOLUTION", ""),
        "セル double の 2 行目：### END SOLUTION がありません",
    ),
    "region begun twice": (
        set_source("double_test", "### END HIDDEN TESTS", "### BEGIN HIDDEN TESTS"),
        "セル double_test の 6 行目：### HIDDEN TESTS の対がそろっていません",
    ),
    "region without a beginning": (
        set_source("double", "    ### BEGIN SOLUTION\n", ""),
        "セル double の 3 行目：### SOLUTION の対がそろっていません",
    ),
    "star import": (
        set_source("double_test", "import numpy as _np\n", "from numpy import *\n"),
        "の double_test の 1 行目：* は、学習者の名前とぶつかります",
    ),
    "stored output": (
        lambda cells: cells["double"].update(execution_count=3),
        "セル double：出力が残っています",
    ),
}


@pytest.mark.parametrize("change, message", BROKEN.values(), ids=BROKEN)
def test_problems_broken_rule_is_named(course, change, message):
    found = broken(course, change)
    assert any(message in problem for problem in found), found
    assert all(problem.startswith(f"source/{SLUG}") for problem in found)


def test_problems_locals_of_functions_and_comprehensions_are_free(course):
    code = "_ys = [y for y in range(3)]\n\ndef _f(a, *rest):\n    b = a\n    return [b, rest]"
    assert broken(course, set_source("double_test", "assert double(2) == 4", code)) == []


def test_problems_come_all_at_once(course):
    def change(cells):
        set_metadata("double_test", points=0)(cells)
        set_source("double_test", "double(2) == 4", "double(2) == triple(2)")(cells)

    assert len(broken(course, change)) == 2


def edit_json(path, change):
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def as_older_format(document):
    document["nbformat_minor"] = 4
    for cell in document["cells"]:
        del cell["id"]


@pytest.mark.parametrize(
    "change, message",
    [
        (
            lambda d: d["cells"][0]["metadata"].update(collapsed=True),
            "セル title：メタデータ collapsed",
        ),
        (lambda d: d["metadata"].update(widgets={}), "メタデータ widgets"),
        (lambda d: d["metadata"]["language_info"].update(version="3"), "メタデータ language_info"),
        (lambda d: d["cells"][0].update(id="double"), "セル double：同じ id"),
        (lambda d: d["cells"][0].pop("id"), "id のないセル"),
        (as_older_format, "nbformat は 4.5"),
        (lambda d: d.pop("cells"), "ノートブックとして読めません"),
    ],
)
def test_problems_what_does_not_belong_in_a_file_is_named(course, change, message):
    edit_json(course.source_notebook(SLUG), change)
    found = problems(course, SLUG)
    assert any(message in problem for problem in found), found


def test_problems_unreadable_notebook_is_named(course):
    course.chapter_notebook(SLUG).write_text("{", encoding="utf-8")
    (problem,) = problems(course, SLUG)
    assert problem.startswith(f"notebooks/{SLUG}：ノートブックとして読めません")


def test_problems_chapter_without_the_backend_cell_is_named(course):
    save(course.chapter_notebook(SLUG), [new_code_cell("import numpy as np", id="np")])
    (problem,) = problems(course, SLUG)
    assert "タグ backend" in problem


def test_problems_slugs_that_differ_and_stray_files_are_named(course):
    course.chapter_notebook(SLUG).unlink()
    folder = course.source_notebook(SLUG).parent
    (folder / "answers.txt").write_text("答え")
    (folder / ".answers.txt").write_text("答え")
    (folder / ".progress.json").write_text("{}")
    missing, hidden, stray = problems(course, SLUG)
    assert f"notebooks/{SLUG}.ipynb がありません" in missing
    assert "/.answers.txt は受講者に配られてしまいます" in hidden
    assert "/answers.txt は受講者に配られてしまいます" in stray


def edition(*sources):
    return new_notebook(
        cells=[new_code_cell(source, id=f"c{i}") for i, source in enumerate(sources)]
    )


@pytest.mark.parametrize(
    "left, message",
    [
        ("    return 2 * x + 0", "c0 の 1 行目：答えか隠しテスト"),
        ("x\n### BEGIN SOLUTION", "c0 の 2 行目：区切り"),
        ("### END HIDDEN TESTS", "区切り"),
        ("assert np.all(double(_np.array([3, 5])) == [6, 10])", "答えか隠しテスト"),
    ],
)
def test_release_problems_what_is_left_is_named(left, message):
    source = new_notebook(cells=exercise_cells())
    (problem,) = release_problems(source, edition(left), SLUG)
    assert problem.startswith(f"release/{SLUG}") and message in problem


def test_release_problems_visible_lines_are_no_secret():
    source = new_notebook(cells=exercise_cells())
    assert release_problems(source, edition("assert double(2) == 4"), SLUG) == []


def introduced(points):
    title = f"# 題\n\n- **配点**　{points}\n"
    return new_notebook(cells=[new_markdown_cell(title, id="title"), *exercise_cells()[1:]])


def test_points_note_is_empty_when_the_introduction_is_right():
    assert points_note(introduced("5点（自動採点 3点、考察 2点）")) == ""
    assert points_note(new_notebook(cells=exercise_cells())) == ""


def test_points_note_says_what_the_introduction_promises_and_what_the_cells_give():
    note = points_note(introduced("6点（自動採点 4点、考察 2点）"))
    assert "6点（自動採点 4点、考察 2点） ですが" in note
    assert "セルの合計は 5点（自動採点 3点、考察 2点） です" in note


@pytest.mark.parametrize("slug", REAL.slugs)
def test_introductions_of_the_course_promise_the_points_of_their_cells(slug):
    source = read_notebook(REAL.source_notebook(slug))
    assert points_note(source) == ""
    source.cells[0].source = source.cells[0].source.replace("100点", "101点")
    assert "101点" in points_note(source)
