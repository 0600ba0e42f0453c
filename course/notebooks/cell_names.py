"""Which global names a piece of code binds and uses, and in which line first."""

import ast
import symtable
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType


@lru_cache(maxsize=4096)  # the same cells are graded for every student
def bound_names(code: str) -> Mapping[str, int]:
    """Global names that running the code binds, with the line of the first binding.

    A star import binds names that nobody can list: it is reported as `*`.
    """
    return _lines(code, _names(code, _binds_global) | {"*"})


@lru_cache(maxsize=4096)
def used_names(code: str) -> Mapping[str, int]:
    """Global names that the code takes from elsewhere, with the line of the first use."""
    return _lines(code, _names(code, _uses_global) - _names(code, _binds_global))


class _AsGenerators(ast.NodeTransformer):
    """Comprehensions as generators: since Python 3.12, symtable counts the variables of a list,
    set or dictionary comprehension as those of what is around it (PEP 709)."""

    def visit_ListComp(self, node):
        self.generic_visit(node)
        return ast.GeneratorExp(node.elt, node.generators)

    visit_SetComp = visit_ListComp

    def visit_DictComp(self, node):
        self.generic_visit(node)
        pair = ast.Tuple([node.key, node.value], ast.Load())
        return ast.GeneratorExp(pair, node.generators)


def _names(code: str, is_meant) -> set[str]:
    tree = ast.fix_missing_locations(_AsGenerators().visit(ast.parse(code)))
    tables = [symtable.symtable(ast.unparse(tree), "cell", "exec")]
    names = set()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        names |= {symbol.get_name() for symbol in table.get_symbols() if is_meant(table, symbol)}
    return names


def _is_global(table, symbol) -> bool:
    return table.get_type() == "module" or symbol.is_global()


def _binds_global(table, symbol) -> bool:
    binds = symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
    return _is_global(table, symbol) and binds


def _uses_global(table, symbol) -> bool:
    return _is_global(table, symbol) and symbol.is_referenced()


def _lines(code: str, names: set[str]) -> Mapping[str, int]:
    lines: dict[str, int] = {}
    for node in ast.walk(ast.parse(code)):
        for name in _named_by(node) & names:
            lines[name] = min(node.lineno, lines.get(name, node.lineno))
    return MappingProxyType(dict(sorted(lines.items(), key=lambda item: item[1])))


def _named_by(node: ast.AST) -> set[str]:
    """Names that a syntax node mentions itself."""
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, (ast.Global, ast.Nonlocal)):
        return set(node.names)
    name = getattr(node, "name", None)
    return {name} if isinstance(name, str) and hasattr(node, "lineno") else set()
