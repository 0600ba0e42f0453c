"""`course bundle`: write the students' repository, without answers, as a folder and a zip."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from course.errors import CourseError
from course.exercises import read_notebook
from course.files import replace_folder
from course.layout import Course
from course.notebook_rules import release_problems

NAME = "deep-learning-course"
STUDENTS = Path(__file__).parent / "students"
OF_THEIR_OWN = {"README.md": "README.md", "pyproject.toml": "pyproject.toml"}
OF_THEIR_OWN["gitignore"] = ".gitignore"
THE_SAME = ("notebooks/*.ipynb", "release/*/*.ipynb", "common/*.py", "datasets/*.py")
THE_SAME += ("datasets/weights/*.npz", "requirements.txt")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the zip's bytes depend on its contents alone


def write_bundle(course: Course, console: Console) -> Path:
    """Make dist/ anew; the folder of the students' repository."""
    problems = list(_problems(course))
    if problems:
        raise CourseError(*problems)
    place = course.root / "dist" / NAME
    with tempfile.TemporaryDirectory(prefix="course-bundle-") as folder:
        made = Path(folder) / NAME
        for source, name in _files(course):
            target = made / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        replace_folder(made, place)
        archive = place.with_name(f"{NAME}.zip")
        _write_zip(made, Path(folder) / archive.name)
        shutil.move(Path(folder) / archive.name, archive)
    for path in (place, archive):
        console.print(f"書きました：{path.relative_to(course.root)}", soft_wrap=True)
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


def _write_zip(folder: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder.parent).as_posix()
            entry = zipfile.ZipInfo(name, date_time=LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            made.writestr(entry, path.read_bytes())
