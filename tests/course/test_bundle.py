"""The students' repository: whole, usable anywhere, and without anything they must not see."""

import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import nbformat
import pytest
from rich.console import Console

from course.answer_files import read_answers
from course.bundle import NAME, write_bundle
from course.errors import CourseError
from course.exercises import read_notebook
from course.layout import Course

ROOT = Path(__file__).parents[2]
REAL = Course.find(ROOT)
QUIET = Console(quiet=True)
ROOMS = ("notebooks", "source", "release", "common", "datasets")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of the real course, so that dist/ of the repository is left alone."""
    root = tmp_path_factory.mktemp("course")
    for room in ROOMS:
        shutil.copytree(ROOT / room, root / room)
    for name in ("nbgrader_config.py", "requirements.txt"):
        shutil.copy(ROOT / name, root)
    return Course(root)


@pytest.fixture(scope="module")
def bundle(course):
    return write_bundle(course, QUIET)


def texts(bundle):
    """Every text of the folder and of the zip, by name; weight files (.npz) hold only numbers."""
    paths = [path for path in bundle.rglob("*") if path.is_file()]
    found = {path.relative_to(bundle).as_posix(): path.read_bytes() for path in paths}
    with zipfile.ZipFile(bundle.with_suffix(".zip")) as archive:
        found |= {f"zip:{name}": archive.read(name) for name in archive.namelist()}
    return {name: data.decode() for name, data in found.items() if not name.endswith(".npz")}


def _as_people_read_it(name, text):
    if not name.endswith(".ipynb"):
        return text
    return "\n".join(cell.source for cell in nbformat.reads(text, as_version=4).cells)


def secret_lines(notebook):
    """Lines of solutions, and of hidden tests, that stand nowhere else in the notebook."""
    inside = {"SOLUTION": set(), "HIDDEN TESTS": set()}
    outside = set()
    for cell in notebook.cells:
        kind = None
        for line in map(str.strip, cell.source.splitlines()):
            if line.startswith("### BEGIN"):
                kind = line.removeprefix("### BEGIN ")
            elif line.startswith("### END"):
                kind = None
            else:
                (inside[kind] if kind else outside).add(line)
    long = ({line for line in lines - outside if len(line) > 30} for lines in inside.values())
    return tuple(long)


def test_bundle_has_everything_students_need(bundle):
    names = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
    assert {"README.md", "pyproject.toml", "requirements.txt", ".gitignore"} <= names
    for slug in REAL.slugs:
        assert {f"notebooks/{slug}.ipynb", f"release/{slug}/{slug}.ipynb"} <= names
    for room in ("common", "datasets"):
        assert {f"{room}/{path.name}" for path in (ROOT / room).glob("*.py")} <= names
    folders = {path.name for path in bundle.iterdir() if path.is_dir()}
    assert folders == {"notebooks", "release", "common", "datasets"}


@pytest.mark.parametrize("slug", REAL.slugs)
def test_bundle_has_no_solution_hidden_test_or_wrong_answer(bundle, slug):
    solutions, hidden_tests = secret_lines(read_notebook(REAL.source_notebook(slug)))
    assert solutions and hidden_tests
    wrong = read_answers(ROOT / "tests" / "wrong_answers" / slug)
    wrong = [answer for answer in wrong if "\n" in answer.source]  # not an example of the prompt
    assert wrong
    for name, text in texts(bundle).items():
        plain = _as_people_read_it(name, text)
        assert "BEGIN SOLUTION" not in plain and "HIDDEN TESTS" not in plain, name
        lines = set(map(str.strip, plain.splitlines()))
        assert not hidden_tests & lines, name
        if f"{slug}/" in name:  # chapters and common/ may say how it is done
            assert not solutions & lines, name
        assert not [answer.name for answer in wrong if answer.source in plain], name


def test_bundle_zip_holds_the_same_files_as_the_folder(bundle):
    with zipfile.ZipFile(bundle.with_suffix(".zip")) as archive:
        in_zip = {name: archive.read(name) for name in archive.namelist()}
    folder = {
        f"{NAME}/{path.relative_to(bundle).as_posix()}": path.read_bytes()
        for path in bundle.rglob("*")
        if path.is_file()
    }
    assert in_zip == folder


def test_bundle_written_twice_has_the_same_bytes_and_no_leftovers(course, bundle):
    first = bundle.with_suffix(".zip").read_bytes()
    (bundle / "common" / "old.py").write_text("")
    write_bundle(course, QUIET)
    assert bundle.with_suffix(".zip").read_bytes() == first
    assert not (bundle / "common" / "old.py").exists()


def test_bundle_links_between_chapters_and_exercises_lead_somewhere(bundle):
    for path in (bundle / "notebooks").glob("*.ipynb"):
        for cell in read_notebook(path).cells:
            for link in cell.source.split("](../")[1:]:
                assert (bundle / link.split(")")[0]).is_file(), link


def test_bundle_without_a_release_is_refused(course, bundle, tmp_path):
    slug = course.slugs[0]
    release = course.root / "release" / slug
    release.rename(tmp_path / slug)
    with pytest.raises(CourseError, match=f"先に course build {slug}"):
        write_bundle(course, QUIET)
    (tmp_path / slug).rename(release)
    assert (bundle / "README.md").is_file()


def test_bundle_release_that_holds_an_answer_is_refused(course, bundle, tmp_path):
    slug = course.slugs[0]
    path = course.release_notebook(slug)
    shutil.copy(path, tmp_path)
    notebook = read_notebook(path)
    notebook.cells[-1].source += "\n### BEGIN SOLUTION"
    nbformat.write(notebook, path)
    with pytest.raises(CourseError, match="区切りが残っています"):
        write_bundle(course, QUIET)
    shutil.copy(tmp_path / path.name, path)


@pytest.mark.slow
def test_bundle_installed_can_be_imported_from_any_folder(bundle, tmp_path):
    """As `pip install -r requirements.txt` does it, with this machine's packages (no network)."""
    place = shutil.copytree(bundle, tmp_path / "students")
    venv.create(tmp_path / "env", with_pip=False)
    scripts = "Scripts" if sys.platform == "win32" else "bin"
    python = tmp_path / "env" / scripts / "python"
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps"]
    install += ["--quiet", "--disable-pip-version-check", "-e", place]
    subprocess.run(install, check=True, capture_output=True)
    code = "import importlib.util as u; print(u.find_spec('common').origin, u.find_spec('course'))"
    result = subprocess.run(
        [python, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    common, course = result.stdout.split()
    assert Path(common).is_relative_to(place)
    assert course == "None"
