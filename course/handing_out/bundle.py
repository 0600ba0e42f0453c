"""`course bundle`: write the students' repository, without answers, as a folder and a zip."""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from rich.console import Console

from common.classroom import handed_out
from course.authoring.notebook_rules import release_problems
from course.errors import CourseError
from course.files import replace_folder
from course.handing_out.colab import FONT, NOT_HERE, StudentsRepository, add_cells
from course.layout import Course
from course.notebooks.exercises import grade_id, is_answer, read_notebook

NAME = "deep-learning-course"
STUDENTS = Path(__file__).parent / "students"
OF_THEIR_OWN = {"README.md": "README.md", "pyproject.toml": "pyproject.toml"}
OF_THEIR_OWN |= {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}
THE_SAME = (
    "LICENSE",
    "constraints.txt",
    "requirements.txt",
    "notebooks/*.ipynb",
    "release/*/*.ipynb",
    "common/README.md",
    "common/**/*.py",
    "datasets/*.py",
    "datasets/*.npz",
    "datasets/weights/*.npz",
)
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the zip's bytes depend on its contents alone


def write_bundle(course: Course, console: Console) -> Path:
    """Make dist/ anew; the folder of the students' repository."""
    problems = list(_problems(course))
    if problems:
        raise CourseError(*problems)
    repository = StudentsRepository.of(course)
    place = course.root / "dist" / NAME
    with tempfile.TemporaryDirectory(prefix="course-bundle-") as folder:
        made = Path(folder) / NAME
        for source, name in _files(course):
            target = made / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        if repository:
            _open_in_colab(made, repository)
        _write_record(made)
        replace_folder(made, place)
        archive = place.with_name(f"{NAME}.zip")
        _write_zip(made, Path(folder) / archive.name)
        shutil.move(Path(folder) / archive.name, archive)
    for path in (place, archive):
        console.print(f"書きました：{path.relative_to(course.root)}", soft_wrap=True)
    if repository is None:
        console.print(NOT_HERE, soft_wrap=True)
    return place


def _files(course: Course) -> Iterator[tuple[Path, str]]:
    """Every file of the students' repository, and its name there."""
    for name, target in OF_THEIR_OWN.items():
        yield STUDENTS / name, target
    for pattern in THE_SAME:
        for path in sorted(course.root.glob(pattern)):
            yield path, path.relative_to(course.root).as_posix()


def _problems(course: Course) -> Iterator[str]:
    """Student editions that are missing, left over, or hold what students must not see."""
    for slug in course.slugs:
        source, release = course.source_notebook(slug), course.release_notebook(slug)
        if source.exists() and not release.exists():
            yield f"{slug}：release/ がありません（先に course build {slug}）"
        elif source.exists():
            yield from release_problems(read_notebook(source), read_notebook(release), slug)
    for path in sorted((course.root / "release").glob("*/*.ipynb")):
        if not course.source_notebook(path.parent.name).exists():
            yield f"{path.relative_to(course.root)}：source/ にない章です（消してください）"


def _open_in_colab(made: Path, repository: StudentsRepository) -> None:
    """Give every notebook its link to Colab and the cell that prepares it there."""
    requirements = (made / "requirements.txt").read_text(encoding="utf-8").split()
    font = next((line for line in requirements if line.startswith(FONT)), FONT)
    for path in sorted(made.rglob("*.ipynb")):
        place, slug = path.relative_to(made).as_posix(), path.stem
        partner = f"notebooks/{slug}.ipynb"
        if place == partner:
            partner = f"release/{slug}/{slug}.ipynb"
        notebook = read_notebook(path)
        there = partner if (made / partner).exists() else ""
        add_cells(notebook, repository, place, there, font)
        path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def _write_record(made: Path) -> None:
    """What is handed out: updates and hand-ins of students are compared with it."""
    names = sorted(p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file())
    files = {name: handed_out.fingerprint(name, (made / name).read_bytes()) for name in names}
    chapters = {path.stem: _cell_names(path) for path in sorted(made.glob("release/*/*.ipynb"))}
    record = {"files": files, "cells": chapters}
    text = json.dumps(record, ensure_ascii=False, indent=1)
    (made / handed_out.NAME).write_text(text + "\n", encoding="utf-8")


def _cell_names(path: Path) -> dict[str, list[str]]:
    """Which cells of an exercise notebook grading looks for."""
    names = {"answers": [], "others": []}
    for cell in read_notebook(path).cells:
        if name := grade_id(cell):
            names["answers" if is_answer(cell) else "others"].append(name)
    return names


def _write_zip(folder: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder.parent).as_posix()
            entry = zipfile.ZipInfo(name, date_time=LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            made.writestr(entry, path.read_bytes())
