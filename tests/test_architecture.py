"""The rooms of the house keep to themselves: who may import whom."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COLLECTIONS = {"wrong_answers", "right_answers", "attacks"}  # however many entries a file has
FORBIDDEN = {
    "common": {"course", "tests", "jupyter", "jupyterlab", "nbgrader", "nbformat", "nbclient"},
    "datasets": {"course", "tests", "common", "jupyter", "jupyterlab", "nbgrader", "nbformat"},
    "course": {"tests"},
}


def modules(room):
    return sorted((ROOT / room).rglob("*.py"))


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


@pytest.mark.parametrize("room", FORBIDDEN)
def test_room_imports_only_what_it_may(room):
    found = {
        (path.name, name)
        for path in modules(room)
        for name in imports(path)
        if name.split(".")[0] in FORBIDDEN[room]
    }
    assert not found


def test_rooms_have_no_star_imports_and_no_sys_path_tricks():
    for path in [p for room in FORBIDDEN for p in modules(room)]:
        text = path.read_text(encoding="utf-8")
        assert "import *" not in text, path
        assert "sys.path" not in text, path


@pytest.mark.parametrize("room", FORBIDDEN)
def test_modules_of_a_room_import_each_other_without_circles(room):
    names = {".".join(p.relative_to(ROOT).with_suffix("").parts): p for p in modules(room)}
    graph = {n: {i for i in imports(path) if i in names} - {n} for n, path in names.items()}
    while leaves := {name for name, needs in graph.items() if not needs & graph.keys()}:
        for name in leaves:
            del graph[name]
    assert not graph, f"these modules import each other in a circle: {sorted(graph)}"


def test_files_stay_short_enough_to_read_at_one_sitting():
    long = {
        str(path.relative_to(ROOT)): lines
        for room in (*FORBIDDEN, "tests")
        for path in modules(room)
        if path.parents[1].name not in COLLECTIONS
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 350
    }
    assert not long
