"""Calls: of answers, of the cell's own functions, and of what makes containers from others."""

import ast

from course.authoring.taint.expressions import Expressions
from course.authoring.taint.scopes import parameters
from course.authoring.taint.value import CLEAN, TAINTED, Value, joined, list_of

KEEP_ELEMENTS = {"iter", "list", "reversed", "set", "sorted", "tuple"}
CHANGERS = {"add", "append", "appendleft", "extend", "insert", "setdefault", "update"}


class Calls(Expressions):
    def __init__(self):
        super().__init__()
        self._returned: dict[ast.AST, Value] = {}

    def _see_Call(self, node: ast.Call) -> Value:
        called = self._value(node.func)
        arguments = [self._value(argument) for argument in node.args]
        named = {keyword.arg: self._value(keyword.value) for keyword in node.keywords}
        values = [*arguments, *named.values()]
        if called.tainted:
            for function in joined([v.flat() for v in values]).functions:
                self._called_by_answer(function)
            return TAINTED
        own = [f for f in called.functions if not isinstance(node.func, ast.Attribute)]
        own += self._methods(node.func, called)
        if own:
            return joined([self._call_own(f, node, arguments, named) for f in own])
        return self._call_other(node, called, arguments, named)

    def _called_by_answer(self, function: ast.AST) -> None:
        """It is called with whatever the answer likes."""
        methods = [function]
        if isinstance(function, ast.ClassDef):
            methods = [m for m in function.body if isinstance(m, ast.FunctionDef)]
        for method in methods:
            for parameter in parameters(method)[method is not function :]:
                self._add((method, parameter), TAINTED)

    def _methods(self, node: ast.expr, called: Value) -> list[ast.FunctionDef]:
        """The methods of the cell's own classes that `instance.name` may be."""
        if not isinstance(node, ast.Attribute):
            return []
        classes = [f for f in called.functions if isinstance(f, ast.ClassDef)]
        members = [m for made in classes for m in made.body if isinstance(m, ast.FunctionDef)]
        return [member for member in members if member.name == node.attr]

    def _call_own(self, function: ast.AST, node: ast.Call, arguments, named) -> Value:
        """A function, a method or a class of the cell."""
        if isinstance(function, ast.ClassDef):
            for member in function.body:
                if getattr(member, "name", "") == "__init__":
                    self._call_own(member, node, arguments, named)
            return self._lookup((None, function.name))
        names = parameters(function)
        by_instance = isinstance(node.func, ast.Attribute)
        is_method = by_instance or getattr(function, "name", "") == "__init__"
        for name, value in zip(names[is_method:], arguments, strict=False):
            self._add((function, name), value)
        extra = [*arguments[len(names) - is_method :], *self._starred(node, arguments, named)]
        for name in names if extra else []:
            self._add((function, name), joined(extra).flat())
        for name, value in named.items():
            if name in names:
                self._add((function, name), value)
        return self._returned.get(function, CLEAN)

    def _starred(self, node: ast.Call, arguments, named) -> list[Value]:
        found = [v for n, v in zip(node.args, arguments, strict=True) if isinstance(n, ast.Starred)]
        return found + [value for name, value in named.items() if name is None]

    def _call_other(self, node: ast.Call, called: Value, arguments, named) -> Value:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "zip":
            return list_of(Value(kind="tuple", items=tuple(v.element for v in arguments)))
        if name == "enumerate" and arguments:
            return list_of(Value(kind="tuple", items=(CLEAN, arguments[0].element)))
        if name in KEEP_ELEMENTS and arguments:
            return list_of(arguments[0].element)
        if name == "next" and arguments:
            return joined([arguments[0].element, *arguments[1:]])
        if name == "dict":
            made = [Value(kind="dict", items=(CLEAN, value)) for key, value in named.items() if key]
            return joined([*made, *arguments, *(v for key, v in named.items() if key is None)])
        if isinstance(node.func, ast.Attribute):
            return self._call_method(node.func, arguments, named)
        return joined([called.flat(), *(v.flat() for v in [*arguments, *named.values()])])

    def _call_method(self, function: ast.Attribute, arguments, named) -> Value:
        base, values = self.seen[function.value], [*arguments, *named.values()]
        if function.attr in CHANGERS:
            for value in values:
                inside = value.looked_up if function.attr in ("extend", "update") else value
                self._put_into(function.value, inside)
        if base.kind == "dict":
            keys, items = base.items
            if function.attr == "items":
                return list_of(Value(kind="tuple", items=(keys, items)))
            if function.attr == "values":
                return list_of(items)
            if function.attr == "get":
                return joined([items, *arguments[1:]])
        if function.attr == "copy" or (base.kind and function.attr == "pop"):
            return base if function.attr == "copy" else base.looked_up
        return joined([base.flat(), *(value.flat() for value in values)])
