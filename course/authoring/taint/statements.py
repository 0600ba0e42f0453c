"""Run the statements of a cell until nothing new is found."""

import ast
from collections.abc import Iterable

from course.authoring.taint.calls import Calls
from course.authoring.taint.scopes import FUNCTIONS, bound_in, parameters
from course.authoring.taint.value import CLEAN, TAINTED, Value, join, list_of, shallow

MAX_ROUNDS = 30


class Taint(Calls):
    """The values of all expressions of a cell; `seen` has them by syntax node."""

    def __init__(self, tree: ast.Module, answers: Iterable[str]):
        super().__init__()
        self._ever |= {(None, name): TAINTED for name in answers}
        for _ in range(MAX_ROUNDS):
            before = dict(self._ever), dict(self._put), dict(self._returned)
            self._now = {}
            self._run(tree.body)
            if before == (self._ever, self._put, self._returned):
                break

    def _run(self, body: list[ast.stmt]) -> None:
        for statement in body:
            getattr(self, f"_run_{type(statement).__name__}", self._run_other)(statement)

    def _run_other(self, statement: ast.stmt) -> None:
        """Whatever it is: its expressions are seen, and its blocks run."""
        for field in ast.iter_child_nodes(statement):
            if isinstance(field, ast.expr):
                self._value(field)
            elif isinstance(field, ast.stmt):
                self._run([field])
            elif not isinstance(field, ast.expr_context):
                self._run_other(field)

    def _run_Assign(self, statement: ast.Assign) -> None:
        value = self._value(statement.value)
        for target in statement.targets:
            self._bind(target, value)

    def _run_AnnAssign(self, statement: ast.AnnAssign) -> None:
        if statement.value:
            self._bind(statement.target, self._value(statement.value))

    def _run_AugAssign(self, statement: ast.AugAssign) -> None:
        value = self._value(statement.value)
        if isinstance(statement.target, ast.Name):
            value = join(self._lookup(self._key(statement.target.id)), value)
        self._bind(statement.target, value)

    def _run_For(self, statement: ast.For) -> None:
        before = dict(self._now)
        for _ in range(2):  # the second time with what the first one left behind
            self._bind(statement.target, self._value(statement.iter).element)
            self._run(statement.body)
            self._now = _either(before, self._now)
        self._run(statement.orelse)

    def _run_While(self, statement: ast.While) -> None:
        before = dict(self._now)
        for _ in range(2):
            self._value(statement.test)
            self._run(statement.body)
            self._now = _either(before, self._now)
        self._run(statement.orelse)

    def _run_If(self, statement: ast.If) -> None:
        self._value(statement.test)
        before = dict(self._now)
        self._run(statement.body)
        after, self._now = self._now, before
        self._run(statement.orelse)
        self._now = _either(after, self._now)

    _run_AsyncFor = _run_For

    def _run_With(self, statement: ast.With) -> None:
        for item in statement.items:
            value = self._value(item.context_expr)
            if item.optional_vars:
                self._bind(item.optional_vars, value)
            self._open_to_answers(item.context_expr)
        self._run(statement.body)

    _run_AsyncWith = _run_With

    def _open_to_answers(self, frame: ast.expr) -> None:
        """Inside `in_place(values)` an answer may change the values themselves."""
        if isinstance(frame, ast.Call) and ast.unparse(frame.func).endswith("in_place"):
            for argument in frame.args:
                self._put_into(argument, TAINTED)

    def _run_Match(self, statement: ast.Match) -> None:
        subject = self._value(statement.subject).flat()
        before, after = dict(self._now), dict(self._now)
        for case in statement.cases:
            self._now = dict(before)
            for part in ast.walk(case.pattern):
                for name in filter(None, (getattr(part, "name", ""), getattr(part, "rest", ""))):
                    self._set(self._key(name), subject)
            self._run(case.body)
            after = _either(after, self._now)
        self._now = after

    def _run_Try(self, statement: ast.Try) -> None:
        before = dict(self._now)
        self._run(statement.body)
        inside = [node for part in statement.body for node in ast.walk(part)]
        from_answer = any(self.seen.get(node, CLEAN).any_taint for node in inside)
        broken = _either(before, self._now)
        self._run(statement.orelse)
        after = self._now
        for handler in statement.handlers:
            self._now = dict(broken)
            if handler.name:
                self._set(self._key(handler.name), Value(from_answer))
            self._run(handler.body)
            after = _either(after, self._now)
        self._now = after
        self._run(statement.finalbody)

    def _run_FunctionDef(self, function: ast.FunctionDef) -> None:
        self._set(self._key(function.name), Value(functions=frozenset({function})))
        self._run_function(function)

    _run_AsyncFunctionDef = _run_FunctionDef

    def _run_ClassDef(self, definition: ast.ClassDef) -> None:
        made = Value(functions=frozenset({definition}))
        self._set(self._key(definition.name), made)
        for method in definition.body:
            if isinstance(method, ast.FunctionDef):
                if method.args.args:
                    self._add((method, method.args.args[0].arg), made)
                self._run_function(method)
            else:
                self._run([method])

    def _run_Return(self, statement: ast.Return) -> None:
        if statement.value and self._scopes:
            self._give_back(self._value(statement.value))

    def _give_back(self, value: Value) -> None:
        function = next(n for n, _ in reversed(self._scopes) if isinstance(n, FUNCTIONS))
        self._returned[function] = shallow(join(self._returned.get(function, CLEAN), value))

    def _see_Lambda(self, node: ast.Lambda) -> Value:
        self._run_function(node)
        return Value(functions=frozenset({node}))

    def _see_Yield(self, node: ast.Yield) -> Value:
        if node.value and self._scopes:
            self._give_back(list_of(self._value(node.value)))
        return CLEAN

    def _run_function(self, function: ast.AST) -> None:
        defaults = [*function.args.defaults, *function.args.kw_defaults]
        values = [self._value(node) for node in defaults if node]
        self._scopes.append((function, bound_in(function)))
        for value in values:
            for parameter in parameters(function) if value.any_taint else []:
                self._add((function, parameter), value)
        if isinstance(function, ast.Lambda):
            self._give_back(self._value(function.body))
        else:
            self._run(function.body)
        self._scopes.pop()


def _either(a: dict, b: dict) -> dict:
    """Names after one of two ways."""
    return {key: join(a.get(key, CLEAN), b.get(key, CLEAN)) for key in a.keys() | b.keys()}
