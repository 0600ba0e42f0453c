"""Small mistakes planted into an author's answer, one at a time: tests must notice each of them."""

import ast
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

SWAPPED = {
    ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Div], ast.Div: [ast.Mult],
    ast.MatMult: [ast.Mult], ast.Pow: [ast.Mult], ast.FloorDiv: [ast.Div], ast.Mod: [ast.FloorDiv],
    ast.Gt: [ast.GtE, ast.Lt], ast.GtE: [ast.Gt, ast.LtE],
    ast.Lt: [ast.LtE, ast.Gt], ast.LtE: [ast.Lt, ast.GtE],
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.In: [ast.NotIn], ast.NotIn: [ast.In],
    ast.Is: [ast.IsNot], ast.IsNot: [ast.Is], ast.And: [ast.Or], ast.Or: [ast.And],
}  # fmt: skip
IN_ORDER = (ast.Sub, ast.Div, ast.MatMult, ast.Pow)  # operators whose operands may not be exchanged
COMMUTATIVE = {"np.maximum", "np.minimum", "max", "min"}
REGION = re.compile(r"### BEGIN SOLUTION.*?\n(.*?)^\s*### END SOLUTION", re.M | re.S)


@dataclass(frozen=True)
class Mutant:
    """An answer with one mistake: what was changed into what, and the whole source."""

    change: str
    source: str


def mutants(source: str) -> list[Mutant]:
    """Every mutant of the solution in an answer cell, in a fixed order, each named once."""
    tree = ast.parse(source)
    lines, words = _solution_lines(source), _words_of_errors(tree)
    found: dict[str, Mutant] = {}
    sources = {ast.unparse(tree)}
    for index, node in enumerate(ast.walk(tree)):
        if getattr(node, "lineno", 0) in lines and node not in words and not _is_docstring(node):
            for new in _variants(node):
                changed = ast.unparse(_replaced(tree, index, new))
                if changed not in sources:
                    sources.add(changed)
                    name = _name(node, new, found)
                    found[name] = Mutant(name, changed)
    return list(found.values())


def _solution_lines(source: str) -> set[int]:
    """Lines between the markers (a class has several such regions), or all."""
    regions = [region.span(1) for region in REGION.finditer(source)]
    return {
        line
        for start, end in regions or [(0, len(source))]
        for line in range(source[:start].count("\n") + 1, source[:end].count("\n") + 2)
    }


def _words_of_errors(tree: ast.Module) -> set[ast.AST]:
    """What an error says is the author's choice."""
    errors = (node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise) and node.exc)
    return {node for error in errors for node in ast.walk(error)}


def _name(node: ast.AST, new: ast.AST, found: dict) -> str:
    before, after = (" ".join(ast.unparse(n).split())[:70] for n in (node, new))
    name, count = f"{before} → {after}", 2
    while name in found:
        name, count = f"{before} → {after} ({count})", count + 1
    return name


def _replaced(tree: ast.Module, index: int, new: ast.AST) -> ast.Module:
    """A copy of the tree in which node number `index` of its walk is another one."""
    tree = deepcopy(tree)
    old = list(ast.walk(tree))[index]

    class Replace(ast.NodeTransformer):
        def visit(self, node):
            return deepcopy(new) if node is old else super().visit(node)

    return ast.fix_missing_locations(Replace().visit(tree))


def _is_docstring(node: ast.AST) -> bool:
    value = getattr(node, "value", None)
    return isinstance(node, ast.Expr) and isinstance(getattr(value, "value", None), str)


def _variants(node: ast.AST) -> Iterator[ast.AST]:
    """What the node may be changed into; a removed statement becomes `pass`."""
    make = _MAKERS.get(type(node))
    if make:
        yield from make(node)


def _with(node: ast.AST, **fields) -> ast.AST:
    """A copy of the node with other fields."""
    return type(node)(**{name: value for name, value in ast.iter_fields(node)} | fields)


def _without(items: list, position: int) -> list:
    return items[:position] + items[position + 1 :]


def _binary(node):
    yield node.left
    yield node.right
    yield from (_with(node, op=op()) for op in SWAPPED.get(type(node.op), []))
    if isinstance(node.op, IN_ORDER):
        yield _with(node, left=node.right, right=node.left)


def _augmented(node):
    yield ast.Pass()
    yield from (_with(node, op=op()) for op in SWAPPED.get(type(node.op), []))
    yield ast.Assign(targets=[node.target], value=node.value, lineno=node.lineno)


def _unary(node):
    yield node.operand


def _comparison(node):
    for position, op in enumerate(node.ops):
        for other in SWAPPED.get(type(op), []):
            ops = [*node.ops[:position], other(), *node.ops[position + 1 :]]
            yield _with(node, ops=ops)


def _boolean(node):
    yield from node.values
    yield from (_with(node, op=op()) for op in SWAPPED[type(node.op)])


def _condition(node):
    yield _with(node, test=ast.Constant(True))
    yield _with(node, test=ast.Constant(False))


def _constant(node):
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield from (ast.Constant(value + step) for step in (1, -1))
    elif isinstance(value, float):
        yield ast.Constant(2 * value + (value == 0))
    elif isinstance(value, str):
        yield ast.Constant(value + "_")


def _call(node):
    for position in range(len(node.keywords)):
        yield _with(node, keywords=_without(node.keywords, position))
    if len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], ast.GeneratorExp):
        yield node.args[0]
    if len(node.args) == 2 and ast.unparse(node.func) not in COMMUTATIVE:
        yield _with(node, args=node.args[::-1])
    if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) not in ("np", "self"):
        yield node.func.value


def _transposed(node):
    if node.attr == "T":
        yield node.value


def _element(node):
    if isinstance(node.ctx, ast.Load):
        yield node.value


def _slice(node):
    for bound in ("lower", "upper"):
        if getattr(node, bound) is not None:
            yield _with(node, **{bound: None})


def _collection(node):
    if isinstance(getattr(node, "ctx", None), ast.Store):
        return
    for position in range(len(node.elts)):
        yield _with(node, elts=_without(node.elts, position))


def _dictionary(node):
    for position in range(len(node.keys)):
        yield _with(
            node, keys=_without(node.keys, position), values=_without(node.values, position)
        )


def _filtered(node):
    for place, part in enumerate(node.generators):
        for position in range(len(part.ifs)):
            changed = _with(part, ifs=_without(part.ifs, position))
            yield _with(
                node, generators=[*node.generators[:place], changed, *node.generators[place + 1 :]]
            )


def _statement(_):
    yield ast.Pass()


_MAKERS = {
    ast.BinOp: _binary, ast.AugAssign: _augmented, ast.UnaryOp: _unary, ast.Compare: _comparison,
    ast.BoolOp: _boolean, ast.If: _condition, ast.IfExp: _condition, ast.Constant: _constant,
    ast.Call: _call, ast.Attribute: _transposed, ast.Subscript: _element, ast.Slice: _slice,
    ast.List: _collection, ast.Tuple: _collection, ast.Set: _collection, ast.Dict: _dictionary,
    ast.ListComp: _filtered, ast.GeneratorExp: _filtered, ast.DictComp: _filtered,
    ast.Assign: _statement, ast.Expr: _statement, ast.Raise: _statement,
}  # fmt: skip
