"""What an answer seems to have borrowed from common instead of writing it.

common may be read, so nothing inside the sandbox can stop an answer that copies its text or makes
its functions anew. It is noticed here, from the answer's syntax tree: lines for people, as for
tampering. They never touch the score.
"""

import ast
import contextlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nbformat import NotebookNode

import common
from course.handing_out.colab import SETUP
from course.notebooks.exercises import is_given, is_test, nbgrader_metadata
from course.sealed.syntax import parsed

# what brings a function into being a second time, or shows its text
MODULES = {"ctypes", "gc", "importlib", "inspect", "linecache", "marshal", "pkgutil", "runpy"}
TOOLS = {
    "common.checking",
    "common.classroom.exercise",
    "common.classroom.other_libraries",
    "common.classroom.own_answer",
}
CALLS = {"__import__", "compile", "eval", "exec"}
ATTRIBUTES = {
    "CodeType",
    "FunctionType",
    "__closure__",
    "__code__",
    "__file__",
    "__globals__",
    "__loader__",
    "__spec__",
    "__wrapped__",
    "_getframe",
    "getsource",
    "reload",
}
FILE_OF_COMMON = re.compile(r"(.*[/\\])?common[/\\].*|.*\.py")
OWN_NAME = re.compile(r"(?<=Name\(id=')\w+(?=')")
SMALLEST_COPY = 20  # nodes of a function's body; shorter ones are alike by nature
LARGEST_COPY = 2_000


def borrowed_in(notebook: NotebookNode) -> list[str]:
    """The lines about all cells of a rebuilt notebook that the learner wrote."""
    found = []
    for number, cell in enumerate(notebook.cells, start=1):
        learners = cell.cell_type == "code" and not is_test(cell) and not is_given(cell)
        if learners and not _colab_cell().fullmatch(cell.source):
            name = nbgrader_metadata(cell).get("grade_id") or f"（{number} 番目）"
            with contextlib.suppress(Exception):  # nothing in a cell may end the grading
                found += [f"セル {name} の{what}" for what in borrowed(cell.source)]
    return found


@cache
def _colab_cell() -> re.Pattern:
    """The cell that `course bundle` puts first (see colab), for any repository."""
    parts = re.split(r"\$\w+", SETUP.read_text(encoding="utf-8").strip())
    return re.compile(r"[^\n]*".join(map(re.escape, parts)) + r"\s*")


def borrowed(source: str) -> list[str]:
    """One line for each thing in a cell that people should look at."""
    tree = parsed(source)
    if tree is None:
        return []
    found = [what for node in ast.walk(tree) for what in _suspicious(node)]
    return list(dict.fromkeys([*found, *_copies(tree)]))


def _suspicious(node: ast.AST) -> Iterator[str]:
    for name in _imported(node):
        if name.split(".")[0] in MODULES or name in TOOLS:
            yield _line(node, f"{name} を読み込んでいます")
        elif name.startswith("common.") and _is_internal(name.rpartition(".")[2]):
            yield _line(node, f"common の内部の {name.rpartition('.')[2]} を使っています")
        elif name.rpartition(".")[2] in ATTRIBUTES:
            yield _line(node, f"{name} を使っています")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
        yield _line(node, f"{node.func.id} を使っています")
    if isinstance(node, ast.Attribute):
        if node.attr in ATTRIBUTES:
            yield _line(node, f"{node.attr} を使っています")
        elif node.attr in _internals():
            yield _line(node, f"common の内部の {node.attr} を使っています")
        elif node.attr == "modules" and isinstance(node.value, ast.Name) and node.value.id == "sys":
            yield _line(node, "sys.modules を使っています")
    if isinstance(node, ast.Constant) and _names_file_of_common(node.value):
        yield _line(node, "common のファイル名らしい文字列があります")


def _names_file_of_common(value) -> bool:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return isinstance(text, str) and FILE_OF_COMMON.fullmatch(text) is not None


def _line(node: ast.AST, what: str) -> str:
    return f" {node.lineno} 行目で、{what}"


def _imported(node: ast.AST) -> list[str]:
    """Full names of what an import statement brings in."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def _is_internal(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _copies(tree: ast.Module) -> Iterator[str]:
    for node in _functions(tree):
        if original := _texts_of_common().get(_text(node)):
            yield _line(node, f"{node.name} は、common の {original} と同じ書き方です")


def _functions(tree: ast.AST) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def _text(function: ast.FunctionDef) -> str:
    """The body without its docstring and whatever its own variables are called.

    Nothing for a body so short that it tells nothing, or so long that it is none of common's.
    """
    body = function.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    nodes = [node for statement in body for node in ast.walk(statement)]
    if not SMALLEST_COPY <= len(nodes) <= LARGEST_COPY:
        return ""
    own = [node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)]
    own += [n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)]
    names = {name: f"v{number}" for number, name in enumerate(dict.fromkeys(own))}
    text = "\n".join(ast.dump(statement) for statement in body)
    return OWN_NAME.sub(lambda found: names.get(found[0], found[0]), text)


@cache
def _trees_of_common() -> list[ast.Module]:
    files = sorted(Path(common.__file__).parent.rglob("*.py"))
    return [ast.parse(file.read_text(encoding="utf-8")) for file in files]


@cache
def _texts_of_common() -> dict[str, str]:
    functions = [function for tree in _trees_of_common() for function in _functions(tree)]
    return {text: function.name for function in functions if (text := _text(function))}


@cache
def _internals() -> set[str]:
    names = (f.name for tree in _trees_of_common() for f in _functions(tree))
    return {name for name in names if _is_internal(name)}
