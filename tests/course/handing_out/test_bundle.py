"""The students' repository: whole, usable anywhere, and without anything they must not see."""

import io
import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import nbformat
import pytest
from rich.console import Console

from common.classroom import handed_out
from course.errors import CourseError
from course.handing_out.bundle import NAME, write_bundle
from course.handing_out.colab import StudentsRepository, setup_code
from course.layout import CONFIG, Course
from course.notebooks.exercises import exercises, read_notebook
from course.test_power.answer_files import read_answers

ROOT = Path(__file__).parents[3]
REAL = Course.find(ROOT)
QUIET = Console(quiet=True)


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


def visible_lines(release):
    return {line.strip() for cell in release.cells for line in cell.source.splitlines()}


def test_bundle_has_everything_students_need(bundle):
    names = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
    assert {"LICENSE", "README.md", "pyproject.toml", "requirements.txt"} <= names
    assert {".gitignore", ".gitattributes", handed_out.NAME} <= names
    for slug in REAL.slugs:
        assert {f"notebooks/{slug}.ipynb", f"release/{slug}/{slug}.ipynb"} <= names
    for room in ("common", "datasets"):
        modules = (ROOT / room).rglob("*.py")
        assert {path.relative_to(ROOT).as_posix() for path in modules} <= names
    folders = {path.name for path in bundle.iterdir() if path.is_dir()}
    assert folders == {"notebooks", "release", "common", "datasets"}


@pytest.mark.parametrize("slug", REAL.slugs)
def test_bundle_has_no_solution_hidden_test_or_wrong_answer(bundle, slug):
    solutions, hidden_tests = secret_lines(read_notebook(REAL.source_notebook(slug)))
    for other in set(REAL.slugs) - {slug}:  # what students see there is no secret
        hidden_tests -= visible_lines(read_notebook(REAL.release_notebook(other)))
    assert solutions and hidden_tests
    wrong = read_answers(ROOT / "tests" / "wrong_answers" / slug)
    prompts = {c.id: c.source for c in read_notebook(REAL.release_notebook(slug)).cells}
    # neither an example of the prompt nor a program that it hands out to be mended
    wrong = [a for a in wrong if "\n" in a.source]
    wrong = [a for a in wrong if a.source not in prompts.get(f"{a.exercise}_prompt", "")]
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


def test_bundle_records_every_file_and_the_cells_that_grading_looks_for(bundle):
    record = json.loads((bundle / handed_out.NAME).read_text(encoding="utf-8"))
    paths = {p.relative_to(bundle).as_posix(): p for p in bundle.rglob("*") if p.is_file()}
    del paths[handed_out.NAME]
    assert record["files"] == {
        n: handed_out.fingerprint(n, p.read_bytes()) for n, p in paths.items()
    }
    for slug in REAL.slugs:
        found = exercises(read_notebook(REAL.source_notebook(slug)))
        assert record["cells"][slug]["answers"] == [exercise.name for exercise in found]
        tests = {name for exercise in found for name in exercise.cells[1:]}
        others = set(record["cells"][slug]["others"])
        assert tests < others
        assert all(name.startswith("given_") for name in others - tests)


def test_bundle_without_an_address_has_the_very_notebooks_and_says_so(course, bundle):
    for path in bundle.rglob("*.ipynb"):
        assert path.read_bytes() == (course.root / path.relative_to(bundle)).read_bytes()
    screen = io.StringIO()
    write_bundle(course, Console(file=screen, width=200))
    assert "c.StudentsRepository.url" in screen.getvalue()


# ---- with an address: notebooks that open in Colab -------------------------------------------

URL = "https://github.com/someone/deep-learning"
SLUG = "1_1_forward_propagation"


@pytest.fixture(scope="module")
def published(course, bundle, tmp_path_factory):
    """The students' repository of a course that says where it is published."""
    root = shutil.copytree(course.root, tmp_path_factory.mktemp("published") / "course")
    with (root / CONFIG).open("a", encoding="utf-8") as config:
        config.write(f"\nc.StudentsRepository.url = {URL!r}\n")
    return write_bundle(Course(root), QUIET)


def test_bundle_with_an_address_opens_in_colab_and_is_else_the_same(published):
    paths = sorted(published.rglob("*.ipynb"))
    assert len(paths) == 2 * len(REAL.slugs)
    for path in paths:
        place = path.relative_to(published).as_posix()
        notebook = read_notebook(path)
        nbformat.validate(notebook)
        assert f"/github/someone/deep-learning/blob/main/{place})" in notebook.cells[0].source
        code = next(cell for cell in notebook.cells if cell.cell_type == "code")
        assert code.id == "prepare_colab" and "matplotlib-fontja==" in code.source
        assert "anywidget==" in code.source
        rest = [c for c in notebook.cells if c.id not in ("open_in_colab", "prepare_colab")]
        assert rest == read_notebook(ROOT / place).cells


IN_COLAB = """
import importlib.util, json, os, sys, types
sys.modules["google"] = sys.modules["google.colab"] = types.ModuleType("google")
import datasets  # Colab's own package of this name, already there
other = datasets.__file__
find = importlib.util.find_spec
importlib.util.find_spec = lambda name: None if {bare} else find("json")
for _ in range(2):
    exec(compile(open({cell!r}, encoding="utf-8").read(), "cell", "exec"))
importlib.util.find_spec = find
import common.functions, common.plots, datasets
from common.progress import ProgressTable
table = ProgressTable({slug!r})
print(json.dumps([os.getcwd(), common.__file__, datasets.__file__, other, len(table.rows)]))
"""
PIP = "import sys\nopen({log!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')\n"


@pytest.fixture
def colab(published, tmp_path):
    """Without the network: a fake google.colab, the repository on disk, a pip that only notes."""
    origin = shutil.copytree(published, tmp_path / "deep-learning")
    who = ["-c", "user.name=t", "-c", "user.email=t@localhost"]
    for arguments in (["init", "-b", "main"], ["add", "-A"], ["commit", "-m", "x"]):
        command = ["git", "-C", origin, *who, *arguments]
        subprocess.run(command, check=True, capture_output=True)
    other, home = tmp_path / "other", tmp_path / "home"
    log = tmp_path / "pip.log"
    home.mkdir()
    pip = {"pip/__init__": "", "pip/__main__": PIP.format(log=str(log))}
    for name, text in ({"datasets/__init__": ""} | pip).items():
        path = other / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(bare):
        cell = tmp_path / "cell.py"
        repository = StudentsRepository(origin.as_uri(), "main")
        place = f"release/{SLUG}/{SLUG}.ipynb"
        cell.write_text(setup_code(repository, place, ["a-font==9", "b==8"]), encoding="utf-8")
        code = IN_COLAB.format(bare=bare, cell=str(cell), slug=SLUG)
        environment = os.environ | {"HOME": str(home), "PYTHONPATH": str(other)}
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        noted = log.read_text(encoding="utf-8") if log.exists() else ""
        return json.loads(done.stdout.splitlines()[-1]), set(noted.splitlines())

    run.other, run.clone = other, home / "deep-learning"
    return run


@pytest.mark.slow
@pytest.mark.parametrize("bare", [False, True])
def test_setup_in_colab_clones_and_comes_before_the_other_datasets(colab, bare):
    (folder, common, datasets, before, rows), installed = colab(bare)
    assert Path(before).is_relative_to(colab.other)
    assert Path(folder) == colab.clone / "release" / SLUG
    assert Path(common).parent == colab.clone / "common"
    assert Path(datasets).parent == colab.clone / "datasets"
    assert rows == len(exercises(read_notebook(REAL.source_notebook(SLUG))))
    assert installed == ({"install --quiet a-font==9 b==8"} if bare else set())


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
