"""`course bundle`: write the students' repository as a folder and a zip.

The edition for classes has no answers and no hidden tests; see self_study for the other one.
"""

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
from course.handing_out.colab import NOT_HERE, PACKAGES, StudentsRepository, add_cells
from course.handing_out.self_study import ENDING, make_self_study
from course.layout import Course
from course.notebooks.exercises import grade_id, is_answer, read_notebook

NAME = "deep-learning-course"
SELF_STUDY = f"{NAME}-self-study"
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
    "common/plots/*.css",
    "common/plots/*.js",
    "datasets/*.py",
    "datasets/results.json",
    "datasets/*.npz",
    "datasets/weights/*.npz",
)
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the zip's bytes depend on its contents alone


def write_bundle(course: Course, console: Console, self_study: bool = False) -> Path:
    """Make one edition in dist/ anew; the folder of the students' repository."""
    problems = list(_problems(course))
    if problems:
        raise CourseError(*problems)
    repository = StudentsRepository.of(course, self_study)
    name = SELF_STUDY if self_study else NAME
    place = course.root / "dist" / name
    edition = handed_out.SELF_STUDY if self_study else handed_out.FOR_CLASSES
    _refuse_another_edition(place, edition)
    with tempfile.TemporaryDirectory(prefix="course-bundle-") as folder:
        made = Path(folder) / name
        for source, target_name in _files(course):
            target = made / target_name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        if self_study:
            make_self_study(made, course)
        if repository:
            _open_in_colab(made, repository)
        _write_record(made, edition)
        replace_folder(made, place)
        archive = place.with_name(f"{name}.zip")
        _write_zip(made, Path(folder) / archive.name)
        shutil.move(Path(folder) / archive.name, archive)
    for path in (place, archive):
        console.print(f"書きました：{path.relative_to(course.root)}", soft_wrap=True)
    if repository is None:
        console.print(NOT_HERE.format(StudentsRepository.setting(self_study)), soft_wrap=True)
    return place


def _refuse_another_edition(place: Path, edition: str) -> None:
    """What a class is graded by must never stand in one folder with its answers."""
    try:
        found = handed_out.edition_of((place / handed_out.NAME).read_bytes())
    except (OSError, ValueError):
        return  # nothing there yet, or nothing whole
    if found != edition:
        raise CourseError(
            f"{place} には、別の版（授業用か自習版）の教材があります"
            "（混ぜないように、そのフォルダと zip を消すか、移してから、もう一度動かしてください）"
        )


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
    packages = [line for line in requirements if line.split("==")[0] in PACKAGES]
    for path in sorted(made.rglob("*.ipynb")):
        place, slug = path.relative_to(made).as_posix(), path.stem.removesuffix(ENDING)
        partner = f"notebooks/{slug}.ipynb"
        if place == partner:
            partner = f"release/{slug}/{slug}.ipynb"
        notebook = read_notebook(path)
        there = partner if (made / partner).exists() else ""
        add_cells(notebook, repository, place, there, packages)
        path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def _write_record(made: Path, edition: str) -> None:
    """What is handed out: updates and hand-ins of students are compared with it."""
    names = sorted(p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file())
    files = {name: handed_out.fingerprint(name, (made / name).read_bytes()) for name in names}
    chapters = {path.stem: _cell_names(path) for path in sorted(made.glob("release/*/*.ipynb"))}
    record = {"files": files, "cells": chapters}
    if edition != handed_out.FOR_CLASSES:
        record["edition"] = edition
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
