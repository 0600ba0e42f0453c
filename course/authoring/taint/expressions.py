"""The value of an expression, and of the names that it binds."""

import ast

from course.authoring.taint.scopes import FUNCTIONS
from course.authoring.taint.value import CLEAN, Value, join, joined, list_of, shallow


class Expressions:
    """Values of names and of all expressions that were seen."""

    def __init__(self):
        self.seen: dict[ast.expr, Value] = {}
        self._now: dict[tuple, Value] = {}  # names by scope, at this point of the run
        self._ever: dict[tuple, Value] = {}  # at any point: what an inner function may find
        self._put: dict[tuple, Value] = {}  # what may be put into a container at any point
        self._scopes: list[tuple[ast.AST, set[str]]] = []

    def _key(self, name: str) -> tuple:
        scope = next((node for node, bound in reversed(self._scopes) if name in bound), None)
        return scope, name

    def _is_here(self, key: tuple) -> bool:
        """Whether the name belongs to the code that runs, not to a function around it."""
        for scope, _ in reversed(self._scopes):
            if scope is key[0]:
                return True
            if isinstance(scope, FUNCTIONS):
                return False
        return key[0] is None

    def _lookup(self, key: tuple) -> Value:
        value = self._ever.get(key, CLEAN)
        if self._is_here(key):
            value = self._now.get(key, value)
        return shallow(join(value, self._put.get(key, CLEAN)))

    def _add(self, key: tuple, value: Value) -> None:
        """One of the things that the name may be."""
        self._ever[key] = shallow(join(self._ever.get(key, CLEAN), value))

    def _set(self, key: tuple, value: Value) -> None:
        """What the name is from now on."""
        self._add(key, value)
        if self._is_here(key):
            self._now[key] = shallow(value)
        else:
            self._add_inside(key, value)

    def _add_inside(self, key: tuple, value: Value) -> None:
        self._put[key] = shallow(join(self._put.get(key, CLEAN), value))

    def _bind(self, target: ast.expr, value: Value) -> None:
        if isinstance(target, ast.Name):
            self._set(self._key(target.id), value)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for number, part in enumerate(target.elts):
                self._bind(part, value.position(number, len(target.elts)))
        elif isinstance(target, ast.Starred):
            self._bind(target.value, list_of(value))
        elif isinstance(target, (ast.Subscript, ast.Attribute)):
            self._put_into(target.value, value)

    def _put_into(self, container: ast.expr, value: Value) -> None:
        """Something of the container, whatever it is called, becomes this value."""
        self._value(container)
        while isinstance(container, (ast.Subscript, ast.Attribute)):
            container = container.value
        if isinstance(container, ast.Name):
            key = self._key(container.id)
            kept = self._lookup(key)
            inside = Value(kind="dict", items=(CLEAN, value))
            self._add_inside(key, inside if kept.kind == "dict" else list_of(value))
            for made in kept.functions:
                if isinstance(made, ast.ClassDef):  # self, in a method
                    self._add_inside((None, made.name), list_of(value))

    def _value(self, node: ast.expr) -> Value:
        value = getattr(self, f"_see_{type(node).__name__}", self._see_other)(node)
        self.seen[node] = value
        return value

    def _see_other(self, node: ast.expr) -> Value:
        """Made of its parts, nobody knows how."""
        parts = [n for n in ast.iter_child_nodes(node) if isinstance(n, ast.expr)]
        return joined([self._value(part).flat() for part in parts])

    def _see_Name(self, node: ast.Name) -> Value:
        return self._lookup(self._key(node.id))

    def _see_NamedExpr(self, node: ast.NamedExpr) -> Value:
        value = self._value(node.value)
        self._bind(node.target, value)
        return value

    def _see_IfExp(self, node: ast.IfExp) -> Value:
        """A choice between texts says nothing but the choice."""
        self._value(node.test)
        return join(self._value(node.body), self._value(node.orelse))

    def _see_Tuple(self, node: ast.Tuple) -> Value:
        return Value(kind="tuple", items=tuple(self._value(part) for part in node.elts))

    def _see_List(self, node: ast.List) -> Value:
        return list_of(*(self._value(part) for part in node.elts))

    _see_Set = _see_List

    def _see_Starred(self, node: ast.Starred) -> Value:
        return self._value(node.value).element

    def _see_Dict(self, node: ast.Dict) -> Value:
        values = [self._value(value) for value in node.values]
        both = [(k and self._value(k), v) for k, v in zip(node.keys, values, strict=True)]
        pairs = [pair for pair in both if pair[0] is not None]
        others = [value for key, value in both if key is None]  # {**other}
        keys, values = joined(k for k, _ in pairs), joined(v for _, v in pairs)
        return joined([Value(kind="dict", items=(keys, values)), *others])

    def _see_BinOp(self, node: ast.BinOp) -> Value:
        left, right = self._value(node.left), self._value(node.right)
        if left.kind and (right.kind or isinstance(node.op, ast.Mult)):
            return join(left, right if right.kind else CLEAN)  # +, | of containers; repetition
        return join(left.flat(), right.flat())

    def _see_Subscript(self, node: ast.Subscript) -> Value:
        base = self._value(node.value)
        self._value(node.slice)
        if not base.kind:
            return base
        if isinstance(node.slice, ast.Slice):
            return base if base.kind != "tuple" else list_of(base.element)
        number = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if base.kind == "tuple" and type(number) is int and number < len(base.items):
            return base.items[number]
        return joined([base.looked_up, Value(base.tainted)])

    def _see_Attribute(self, node: ast.Attribute) -> Value:
        base = self._value(node.value)
        if base.kind and not base.functions:  # a method of a container: says nothing of its parts
            return Value(base.tainted)
        return base.flat()

    def _see_ListComp(self, node) -> Value:
        bound = {n.id for g in node.generators for n in ast.walk(g.target) if hasattr(n, "id")}
        self._scopes.append((node, bound))
        for generator in node.generators:
            self._bind(generator.target, self._value(generator.iter).element)
            for condition in generator.ifs:
                self._value(condition)
        if isinstance(node, ast.DictComp):
            made = Value(kind="dict", items=(self._value(node.key), self._value(node.value)))
        else:
            made = list_of(self._value(node.elt))
        self._scopes.pop()
        return made

    _see_SetComp = _see_GeneratorExp = _see_DictComp = _see_ListComp
