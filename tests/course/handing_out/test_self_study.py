"""The edition for self-study: every test open, answers apart and folded, nothing to hand in."""

import ast
import json
import re
import shutil
import zipfile
from pathlib import Path

import nbformat
import pytest
from rich.console import Console

from common.classroom import handed_out
from common.progress import ProgressTable
from common.update import UpdateError, from_folder, from_zip, update
from course.errors import CourseError
from course.handing_out.bundle import OF_THEIR_OWN, STUDENTS, write_bundle
from course.handing_out.self_study import LEFT_OUT, make_self_study
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


@pytest.fixture(scope="module")
def edition(course, bundle):
    return write_bundle(course, QUIET, self_study=True)


def opened(edition, slug):
    return read_notebook(edition / "release" / slug / f"{slug}.ipynb")


def answers(edition, slug):
    return read_notebook(edition / "solutions" / slug / f"{slug}_solutions.ipynb")


def by_test(slug):
    """The exercises that tests decide."""
    found = exercises(read_notebook(REAL.source_notebook(slug)))
    return [exercise for exercise in found if not exercise.by_hand]


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# ---- the edition for classes is left alone ---------------------------------------------------


def test_edition_for_classes_stays_byte_for_byte_what_it_was(course, bundle):
    folder, archive = contents(bundle), bundle.with_suffix(".zip").read_bytes()
    write_bundle(course, QUIET, self_study=True)
    assert contents(bundle) == folder
    assert bundle.with_suffix(".zip").read_bytes() == archive
    write_bundle(course, QUIET)
    assert contents(bundle) == folder
    assert bundle.with_suffix(".zip").read_bytes() == archive


def test_edition_for_classes_has_the_courses_own_files_and_says_no_edition(course, bundle):
    files = contents(bundle)
    record = json.loads(files.pop(handed_out.NAME))
    assert record.keys() == {"files", "cells"}
    for name, target in OF_THEIR_OWN.items():
        assert files.pop(target) == (STUDENTS / name).read_bytes()
    for name, data in files.items():
        assert data == (course.root / name).read_bytes(), name
    assert not [name for name in files if "solution" in name]


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
        assert found[name].splitlines() == [line.replace(", quiz=True", "") for line in lines]
        ast.parse(found[name])
        assert "quiz" not in found[name]


@each_chapter
def test_no_answer_stands_beside_the_exercises(edition, bundle, slug):
    for cell, before in zip(opened(edition, slug).cells, opened(bundle, slug).cells, strict=False):
        if nbgrader_metadata(before).get("solution"):
            assert cell.source == before.source
            assert cell.source.endswith(
                ("raise NotImplementedError()", "（ここに答えを書きましょう）")
            )


def test_no_mark_is_left_in_any_file(edition):
    for name, data in contents(edition).items():
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


def test_parts_for_handing_in_are_left_out_and_nothing_needs_them(edition):
    files = contents(edition)
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


def test_written_twice_it_has_the_same_bytes_in_folder_and_zip(course, edition):
    first = edition.with_suffix(".zip").read_bytes()
    write_bundle(course, QUIET, self_study=True)
    assert edition.with_suffix(".zip").read_bytes() == first
    with zipfile.ZipFile(edition.with_suffix(".zip")) as archive:
        in_zip = {name: archive.read(name) for name in archive.namelist()}
    assert in_zip == {f"{edition.name}/{name}": d for name, d in contents(edition).items()}


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
        (exercise.points, "✓ できた") for exercise in by_test(slug)
    ]
    total = sum(exercise.points for exercise in by_test(slug))
    count = f"{len(table.rows)} / {len(table.rows)} 問ができました（{total:g} / {total:g} 点）"
    assert count in table.summary
    shown = next(cell for cell in executed.cells if cell.id == "progress").outputs
    assert count in shown[0].data["text/html"]


@pytest.mark.slow
@each_chapter
def test_without_an_answer_every_test_fails(edition, slug, tmp_path, monkeypatch):
    notebook = opened(edition, slug)
    executed, table = run(edition, slug, notebook, tmp_path / slug, monkeypatch)
    expected = [cell.id for e in exercises(notebook) for cell in (e.answer, *e.tests)]
    stubs = {e.answer.id for e in exercises(notebook) if "def " in e.answer.source}
    stubs |= {e.answer.id for e in exercises(notebook) if "class " in e.answer.source}
    assert errors(executed) == [name for name in expected if name not in stubs]
    assert {mark for _, _, mark in table.rows} <= {"－ これから", "✗ もう少し"}


@pytest.mark.slow
@each_chapter
def test_notebook_of_model_answers_runs_from_top_to_bottom(edition, slug, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(edition))
    assert errors(execute(answers(edition, slug), edition / "solutions" / slug)) == []


# ---- the two editions never mix --------------------------------------------------------------


@pytest.mark.parametrize("self_study", [False, True])
def test_bundle_over_the_other_edition_is_refused(course, bundle, edition, self_study):
    places = [bundle, edition] if self_study else [edition, bundle]
    there, aside = places[1], places[1].with_name("aside")
    there.rename(aside)
    shutil.copytree(places[0], there)
    before = contents(there), there.with_suffix(".zip").read_bytes()
    with pytest.raises(CourseError, match="別の版.*混ぜないように"):
        write_bundle(course, QUIET, self_study)
    assert (contents(there), there.with_suffix(".zip").read_bytes()) == before
    shutil.rmtree(there)
    aside.rename(there)


def test_update_from_the_other_edition_is_refused(bundle, edition, tmp_path):
    for mine, other in ((bundle, edition), (edition, bundle)):
        place = shutil.copytree(mine, tmp_path / mine.name)
        before = contents(place)
        for new in (from_folder(other), from_zip(other.with_suffix(".zip"))):
            with pytest.raises(UpdateError, match="授業用と自習版は混ぜられません"):
                update(place, new)
        assert contents(place) == before
        assert update(place, from_folder(mine)) == ["新しくしたファイル：0 個"]


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


def test_command_writes_the_edition_that_is_asked_for(course, edition, course_command):
    code, screen, _ = course_command(course.root, "bundle", "--self-study")
    assert code == 0
    assert "dist/deep-learning-course-self-study.zip" in screen
    assert "dist/deep-learning-course.zip" not in screen
    assert "c.StudentsRepository.self_study_url" in screen
