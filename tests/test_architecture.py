"""The house stays in order: what lies where, what it is called, and who may import whom."""

import ast
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COLLECTIONS = {"wrong_answers", "right_answers", "attacks"}  # however many entries a file has
LOOSE = {"__init__", "cli", "errors", "files", "layout", "nbgrader_setup"}  # at the top of course/
ALIKE = {"__init__", "commands"}  # the same thing in each package
VAGUE = {"desk", "room", "shelf", "stamp", "together", "way", "how", "misc", "utils", "helpers"}
FORBIDDEN = {
    "common": {"course", "tests", "jupyter", "jupyterlab", "nbgrader", "nbformat", "nbclient"},
    "datasets": {"course", "tests", "common", "jupyter", "jupyterlab", "nbgrader", "nbformat"},
    "course": {"tests"},
}


def modules(package):
    return sorted((ROOT / package).rglob("*.py"))


def imports(path):
    """Top-level packages (with the module for packages of our own) that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            folder = path.relative_to(ROOT).parts[: -node.level or None]
            module = ".".join([*folder[: len(folder) if node.level else 0], node.module or ""])
            yield module.strip(".")
            yield from (f"{module.strip('.')}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("package", FORBIDDEN)
def test_package_imports_only_what_it_may(package):
    found = {
        (path.name, name)
        for path in modules(package)
        for name in imports(path)
        if name.split(".")[0] in FORBIDDEN[package]
    }
    assert not found


def test_packages_have_no_star_imports_and_no_sys_path_tricks():
    for path in [p for package in FORBIDDEN for p in modules(package)]:
        text = path.read_text(encoding="utf-8")
        assert "import *" not in text, path
        assert "sys.path" not in text, path


@pytest.mark.parametrize("package", FORBIDDEN)
def test_modules_of_a_package_import_each_other_without_circles(package):
    names = {".".join(p.relative_to(ROOT).with_suffix("").parts): p for p in modules(package)}
    graph = {n: {i for i in imports(path) if i in names} - {n} for n, path in names.items()}
    while leaves := {name for name, needs in graph.items() if not needs & graph.keys()}:
        for name in leaves:
            del graph[name]
    assert not graph, f"these modules import each other in a circle: {sorted(graph)}"


def test_files_stay_short_enough_to_read_at_one_sitting():
    long = {
        str(path.relative_to(ROOT)): lines
        for package in (*FORBIDDEN, "tests")
        for path in modules(package)
        if path.parents[1].name not in COLLECTIONS
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 350
    }
    assert not long


def test_only_a_few_files_lie_at_the_top_of_course():
    assert {path.stem for path in (ROOT / "course").glob("*.py")} == LOOSE


@pytest.mark.parametrize("package", FORBIDDEN)
def test_no_two_files_of_a_package_have_one_name(package):
    count = Counter(path.stem for path in modules(package) if path.stem not in ALIKE)
    assert not {name for name, number in count.items() if number > 1}


@pytest.mark.parametrize("package", FORBIDDEN)
def test_name_of_a_file_says_what_it_does(package):
    assert not {path for path in modules(package) if VAGUE & set(path.stem.split("_"))}


@pytest.mark.parametrize("package", FORBIDDEN)
def test_every_package_says_what_it_is_for(package):
    for path in modules(package):
        if path.name == "__init__.py":
            assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_tests_of_a_module_lie_where_the_module_lies():
    """A test file that bears the name of a module stands in the same folder of tests/."""
    for package in FORBIDDEN:
        places = {}
        for path in modules(package):
            places.setdefault(path.stem, set()).add(ROOT / "tests" / path.parent.relative_to(ROOT))
        for path in modules(f"tests/{package}"):
            name = path.stem.removeprefix("test_")
            if path.stem.startswith("test_") and name in places:
                assert path.parent in places[name], path


def test_map_of_common_names_every_file_at_its_top():
    text = (ROOT / "common" / "README.md").read_text(encoding="utf-8")
    top = [path for path in (ROOT / "common").iterdir() if path.stem != "__init__"]
    names = [p.name for p in top if p.suffix == ".py"]
    names += [f"{p.name}/" for p in top if p.is_dir() and p.name != "__pycache__"]
    assert not [name for name in names if f"]({name})" not in text]
