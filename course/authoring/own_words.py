"""Texts of a test cell are its author's own words: nothing in them comes from an answer.

Titles and hints are shown from runs that know hidden tests. What an answer returned, raised or
left behind (keys, types, shapes, values) could carry their arguments: it goes into `yours`.
"""

import ast
import inspect
from collections.abc import Iterable, Iterator

from common import checking
from course.authoring.taint import Taint, Value

TEXTS = {"errors", "hint", "likely", "name", "own", "read", "title", "what"}


def word_problems(source: str, answers: Iterable[str]) -> Iterator[str]:
    """Lines about a test cell: which text, and what to write instead."""
    tree = ast.parse(source)
    taint = Taint(tree, answers)
    checks = _checks(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for text in _texts(node, checks):
                if _of_answer(text, taint):
                    yield _line(text[0], "、答えから来た値を文に使っています（yours= に書く）")
            yield from _careless(node)
        elif isinstance(node, ast.Assert) and node.msg and taint.seen[node.msg].any_taint:
            yield _line(node.msg, "、答えから来た値を assert の文に使っています（_check を使う）")
        elif isinstance(node, ast.Raise) and _raises_answer(node.exc, checks, taint):
            yield _line(node.exc, "、答えから来た値を例外の文に使っています（_check を使う）")


def _line(node: ast.expr, what: str) -> str:
    code = " ".join(ast.unparse(node).split())
    return f" の {node.lineno} 行目：{code if len(code) <= 50 else code[:49] + '…'} は{what}"


def _checks(tree: ast.Module) -> dict[str, object]:
    """What calls of common.checking are called here: `_check.assert_true` and the like."""
    found, named = {}, checking.__all__
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "common":
            modules = [a.asname or a.name for a in node.names if a.name == "checking"]
            found |= {
                f"{m}.{name}": getattr(checking, name) for m in modules for name in checking.__all__
            }
        elif isinstance(node, ast.ImportFrom) and node.module == "common.checking":
            names = [(a.asname or a.name, a.name) for a in node.names if a.name in named]
            found |= {own: getattr(checking, name) for own, name in names}
    return found


def _texts(node: ast.Call, checks: dict) -> list[tuple[ast.expr, str]]:
    """The author's texts among the arguments, with the names of the parameters."""
    check = checks.get(ast.unparse(node.func))
    if check is None:
        return []
    parameters = inspect.signature(check).parameters.values()
    names = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    found = []
    for number, argument in enumerate(node.args):
        if isinstance(argument, ast.Starred):
            found += [(argument, "*")]
        elif number < len(names) and names[number] in TEXTS:
            found.append((argument, names[number]))
    return found + [(k.value, k.arg or "**") for k in node.keywords if k.arg in TEXTS | {None}]


def _of_answer(text: tuple[ast.expr, str], taint: Taint) -> bool:
    node, parameter = text
    value: Value = taint.seen.get(node, Value())
    if parameter == "likely":  # pairs of a value and the text for it
        return value.element.position(1, 2).any_taint
    return value.any_taint


def _raises_answer(raised: ast.expr | None, checks: dict, taint: Taint) -> bool:
    """Whether an exception's text has it. (CheckFailed has yours, and is looked at as a call.)"""
    if not isinstance(raised, ast.Call) or ast.unparse(raised.func) in checks:
        return False
    arguments = [*raised.args, *(keyword.value for keyword in raised.keywords)]
    return any(taint.seen[argument].any_taint for argument in arguments)


def _careless(node: ast.Call) -> Iterator[str]:
    """What hides that an answer is shorter than it should be, or prints past the messages."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name == "zip" and not any(keyword.arg == "strict" for keyword in node.keywords):
        yield _line(node, "、長さの違いを見のがします（zip に strict=True をつける）")
    if name == "print":
        yield _line(node, "テストで使えません（伝えることは _check の文に書く）")
