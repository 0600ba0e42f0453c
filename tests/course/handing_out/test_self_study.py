"""The edition for self-study: every test open, answers apart and folded, nothing to hand in."""

import ast
import re
import shutil
import zipfile
from pathlib import Path

import nbformat
import pytest
from rich.console import Console

from common.progress import ProgressTable
from course.authoring.new_chapter import create_chapter
from course.authoring.release import made_release
from course.errors import CourseError
from course.handing_out.bundle import write_bundle
from course.handing_out.self_study import (
    FIRST_LINE,
    LEFT_OUT,
    WITH_THE_ANSWER,
    make_self_study,
    open_notebook,
    problems_of,
)
from course.layout import CONFIG, Course
from course.notebooks.execute import execute
from course.notebooks.exercises import (
    exercises,
    grade_id,
    is_test,
    nbgrader_metadata,
    read_notebook,
)

ROOT = Path(__file__).parents[3]
REAL = Course.find(ROOT)
QUIET = Console(quiet=True)
MARK = re.compile(r"### (BEGIN|END) ")
each_chapter = pytest.mark.parametrize("slug", REAL.slugs)
one_chapter = pytest.mark.parametrize(  # the others say the same again
    "slug", [REAL.slugs[0], *(pytest.param(s, marks=pytest.mark.long) for s in REAL.slugs[1:])]
)


def opened(edition, slug):
    return read_notebook(edition / "release" / slug / f"{slug}.ipynb")


def answers(edition, slug):
    return read_notebook(edition / "solutions" / slug / f"{slug}_solutions.ipynb")


def by_test(slug):
    """The exercises that tests decide."""
    found = exercises(read_notebook(REAL.source_notebook(slug)))
    return [exercise for exercise in found if not exercise.by_hand]


# ---- what is in it ---------------------------------------------------------------------------


@each_chapter
def test_every_test_of_the_author_is_open_and_no_mark_is_left(edition, slug):
    notebook = opened(edition, slug)
    nbformat.validate(notebook)
    source = read_notebook(REAL.source_notebook(slug))
    wanted = {
        grade_id(cell): [line for line in cell.source.splitlines() if not MARK.search(line)]
        for cell in source.cells
        if is_test(cell)
    }
    found = {grade_id(cell): cell.source for cell in notebook.cells if is_test(cell)}
    assert found.keys() == wanted.keys()
    for name, lines in wanted.items():
        text = found[name].removeprefix(f"{FIRST_LINE.format(WITH_THE_ANSWER)}\n")
        assert text.splitlines() == [line.replace(", quiz=True", "") for line in lines]
        ast.parse(text)
        assert "quiz" not in text


@each_chapter
def test_tests_of_quizzes_are_folded_for_the_answer_stands_there(edition, bundle, slug):
    of_quizzes = {cell.id for cell in opened(bundle, slug).cells if "quiz=True" in cell.source}
    folded = [c for c in opened(edition, slug).cells if c.metadata.get("jupyter")]
    assert of_quizzes == {cell.id for cell in folded}
    for cell in folded:
        assert cell.metadata.jupyter.source_hidden
        assert cell.source.startswith(FIRST_LINE.format(WITH_THE_ANSWER))


@each_chapter
def test_no_answer_stands_beside_the_exercises(edition, bundle, slug):
    for cell, before in zip(opened(edition, slug).cells, opened(bundle, slug).cells, strict=False):
        if nbgrader_metadata(before).get("solution"):
            assert cell.source == before.source
            assert cell.source.endswith(
                ("raise NotImplementedError()", "（ここに答えを書きましょう）")
            )


def test_no_mark_is_left_in_any_file(edition, files_of):
    for name, data in files_of(edition).items():
        if name.endswith(".ipynb"):
            assert not MARK.search(data.decode()), name
            assert b"MARK SCHEME" not in data, name


@each_chapter
def test_nothing_is_handed_in_and_nobody_grades(edition, slug):
    notebook = opened(edition, slug)
    for cell in notebook.cells:
        assert "submit" not in cell.source and "checksum" not in str(is_test(cell) and cell)
        if cell.cell_type == "markdown":
            assert not re.search("採点|提出|講師", cell.source), cell.source
            assert not nbgrader_metadata(cell)
    points = sum(exercise.points for exercise in by_test(slug))
    assert f"**配点**　{points:g}点（考察に点はありません" in notebook.cells[0].source
    assert "すべてのテストがここに見えています" in notebook.cells[0].source


def test_parts_for_handing_in_are_left_out_and_nothing_needs_them(edition, files_of):
    files = files_of(edition)
    assert not files.keys() & set(LEFT_OUT)
    for name in [name for name in files if name.endswith(".py")]:
        for node in ast.walk(ast.parse(files[name])):
            if isinstance(node, ast.ImportFrom) and node.module.startswith("common"):
                parts = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
                gone = {left.removesuffix(".py").replace("/", ".") for left in LEFT_OUT}
                assert not gone & set(parts), name
    assert "nbgrader" not in files["requirements.txt"].decode()
    assert "submission" not in files["common/README.md"].decode()
    assert "提出" not in files["common/README.md"].decode()


def test_readme_says_who_it_is_for(edition):
    text = (edition / "README.md").read_text(encoding="utf-8")
    assert "講師のいない人のための自習版" in text
    assert "点をつける授業では、決して使わないで" in text
    assert "提出" not in text and "`solutions/`" in text


@each_chapter
def test_model_answers_are_folded_and_show_nothing_until_opened(edition, slug):
    notebook = answers(edition, slug)
    nbformat.validate(notebook)
    assert "**自分で解いたあとに開きましょう。**" in notebook.cells[0].source
    cells = {cell.id: cell for cell in notebook.cells}
    for exercise in exercises(read_notebook(REAL.source_notebook(slug))):
        cell = cells[exercise.name]
        if exercise.by_hand:
            assert cell.source.startswith("<details><summary>")
            assert "見比べるところ" in cell.source and "点：" not in cell.source
        else:
            assert cell.metadata.jupyter.source_hidden
            assert cell.source.splitlines()[0] == f"# @title 解答例：{exercise.name}"
        assert cells[f"{exercise.name}_heading"].source.startswith("## やってみよう")


@each_chapter
def test_exercises_and_answers_link_to_each_other(edition, slug):
    for notebook, folder in (
        (opened(edition, slug), edition / "release" / slug),
        (answers(edition, slug), edition / "solutions" / slug),
    ):
        links = re.findall(r"\]\((\.\./[^)]+)\)", "\n".join(c.source for c in notebook.cells))
        assert links
        assert all((folder / link).is_file() for link in links)


def test_written_twice_it_has_the_same_bytes_in_folder_and_zip(course, edition, files_of):
    first = edition.with_suffix(".zip").read_bytes()
    write_bundle(course, QUIET, self_study=True)
    assert edition.with_suffix(".zip").read_bytes() == first
    with zipfile.ZipFile(edition.with_suffix(".zip")) as archive:
        in_zip = {name: archive.read(name) for name in archive.namelist()}
    assert in_zip == {f"{edition.name}/{name}": d for name, d in files_of(edition).items()}


# ---- it works --------------------------------------------------------------------------------


def run(edition, slug, notebook, folder, monkeypatch):
    """The notebook after its run with the edition's own common, and its progress table."""
    monkeypatch.setenv("PYTHONPATH", str(edition))
    shutil.copytree(edition / "release" / slug, folder)
    nbformat.write(notebook, folder / f"{slug}.ipynb")
    executed = execute(notebook, folder, allow_errors=True)
    return executed, ProgressTable(slug, folder)


def errors(executed):
    return [
        cell.id
        for cell in executed.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]


@pytest.mark.slow
@each_chapter
def test_model_answers_pass_every_open_test(edition, slug, tmp_path, monkeypatch):
    notebook = opened(edition, slug)
    model = {cell.id: cell.source for cell in answers(edition, slug).cells}
    for exercise in exercises(notebook):
        exercise.answer.source = model[exercise.name]
    executed, table = run(edition, slug, notebook, tmp_path / slug, monkeypatch)
    assert errors(executed) == []
    assert [(points, mark) for _, points, mark in table.rows] == [
        (exercise.points, "✓ 見えるテストに合格") for exercise in by_test(slug)
    ]
    total = sum(exercise.points for exercise in by_test(slug))
    count = f"{len(table.rows)} / {len(table.rows)} 問が合格です（{total:g} / {total:g} 点）"
    assert count in table.summary
    shown = next(cell for cell in executed.cells if cell.id == "progress").outputs
    assert count in shown[0].data["text/html"]


@pytest.mark.slow
@one_chapter
def test_without_an_answer_every_test_fails(edition, slug, tmp_path, monkeypatch):
    notebook = opened(edition, slug)
    executed, table = run(edition, slug, notebook, tmp_path / slug, monkeypatch)
    expected = [cell.id for e in exercises(notebook) for cell in (e.answer, *e.tests)]
    stubs = {e.answer.id for e in exercises(notebook) if "def " in e.answer.source}
    stubs |= {e.answer.id for e in exercises(notebook) if "class " in e.answer.source}
    assert errors(executed) == [name for name in expected if name not in stubs]
    assert {mark for _, _, mark in table.rows} <= {"－ これから", "✗ もう少し"}


@pytest.mark.slow
@one_chapter
def test_notebook_of_model_answers_runs_from_top_to_bottom(edition, slug, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(edition))
    assert errors(execute(answers(edition, slug), edition / "solutions" / slug)) == []


# ---- made by the command, for any chapter -----------------------------------------------------


def test_each_edition_has_an_address_of_its_own(course, bundle, edition, tmp_path):
    root = shutil.copytree(course.root, tmp_path / "course")
    with (root / CONFIG).open("a", encoding="utf-8") as config:
        config.write('\nc.StudentsRepository.url = "https://github.com/someone/for-classes"\n')
        config.write('c.StudentsRepository.self_study_url = "https://github.com/someone/alone"\n')
    published = write_bundle(Course(root), QUIET, self_study=True)
    paths = sorted(published.rglob("*.ipynb"))
    assert len(paths) == 3 * len(REAL.slugs)
    for path in paths:
        text = path.read_text(encoding="utf-8")
        place = path.relative_to(published).as_posix()
        assert f"/github/someone/alone/blob/main/{place})" in text
        assert "for-classes" not in text
        assert "を Colab で開くのは[こちら]" in text


def test_text_that_speaks_of_grading_is_refused_by_name(course, bundle, tmp_path):
    slug = REAL.slugs[0]
    made = shutil.copytree(bundle, tmp_path / "made")
    path = made / "release" / slug / f"{slug}.ipynb"
    notebook = read_notebook(path)
    notebook.cells[2].source += "\n\n提出すると、分かります。"
    nbformat.write(notebook, path)
    with pytest.raises(CourseError) as refused:
        make_self_study(made, course)
    [problem] = refused.value.problems
    assert f"{slug} のセル {notebook.cells[2].id}：「提出」は、自習版では" in problem
    assert (ROOT / re.search(r"（(\S+words\.toml)", problem)[1]).is_file()


def test_new_chapter_needs_no_other_words(course, tmp_path):
    slug, root = "1_5_autoencoder", shutil.copytree(course.root, tmp_path / "course")
    (root / "tests").mkdir()
    new = Course(root)
    create_chapter(new, slug, QUIET)
    source = read_notebook(new.source_notebook(slug))
    with made_release(new, slug) as release:
        notebook = open_notebook(source, read_notebook(release / f"{slug}.ipynb"), slug)
    assert list(problems_of(notebook, slug)) == []
    assert "**配点**　7点（考察に点はありません" in notebook.cells[0].source


def test_command_writes_the_edition_that_is_asked_for(course, edition, course_command):
    code, screen, _ = course_command(course.root, "bundle", "--self-study")
    assert code == 0
    assert "dist/deep-learning-course-self-study.zip" in screen
    assert "dist/deep-learning-course.zip" not in screen
    assert "c.StudentsRepository.self_study_url" in screen
