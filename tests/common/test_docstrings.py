"""Docstrings of common say what the code does: shapes of arrays, and every error.

Nothing is listed by hand. Which arguments and results are arrays is seen while the examples in the
docstrings run; which errors can be raised is read from the code, through all calls inside common.
"""

import ast
import builtins
import doctest
import functools
import importlib
import inspect
import pkgutil
import re
import sys
import types
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

import common
from common.classroom.own_answer import DOORS
from common.gpu.stand_in import DeviceArray

# No call of a known function raises these, but the operating system, and DeviceArray.get
UNSEEN = {
    "common.classroom.files.replace_file": {"OSError"},
    "common.gpu.stand_in.to_host": {"CopiedToHost"},
}
# Read from the code, but it cannot happen: forward has just been called
NEVER = {"common.network.Network": {"RuntimeError"}}

MODULES = [
    importlib.import_module(info.name)
    for info in pkgutil.walk_packages(common.__path__, "common.")
    if not info.ispkg
]


@dataclass(frozen=True)
class Definition:
    """A function or a method of common, and the class it stands in."""

    name: str
    function: types.FunctionType
    owner: type | None

    @property
    def is_constructor(self):
        return self.name.endswith(".__init__")

    @property
    def is_numeric(self):
        return self.name.split(".")[1] not in DOORS | {"classroom"}

    @property
    def doc(self):
        """Its docstring; a constructor is described by its class."""
        return doc_of(self.owner if self.is_constructor else self.function)


def doc_of(thing):
    return inspect.cleandoc(thing.__doc__ or "")


def function_of(value):
    """The function behind a method, a property or a decorator; None for anything else."""
    value = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
    value = inspect.unwrap(value) if callable(value) else value
    return value if isinstance(value, types.FunctionType) else None


def definitions_of(module):
    for name, value in vars(module).items():
        if getattr(value, "__module__", "") != module.__name__:
            continue
        members = vars(value) if isinstance(value, type) else {"": value}
        for key, member in members.items():
            if not isinstance(member, type) and node_of(function := function_of(member)):
                full_name = f"{module.__name__}.{name}.{key}".removesuffix(".")
                yield Definition(full_name, function, value if key else None)


@functools.cache
def nodes_of(filename):
    """The functions of a file, by the line they begin in."""
    nodes = ast.walk(ast.parse(Path(filename).read_text(encoding="utf-8")))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    return {min(f.lineno, *(d.lineno for d in f.decorator_list), f.lineno): f for f in functions}


def node_of(function):
    """The function as it is written. None where it is not written in a file of Python."""
    code = getattr(function, "__code__", None)
    if code is None or not code.co_filename.endswith(".py"):
        return None
    return nodes_of(code.co_filename).get(code.co_firstlineno)


DEFINITIONS = {d.function: d for module in MODULES for d in definitions_of(module)}
PUBLIC = [d for d in DEFINITIONS.values() if "._" not in d.name.removesuffix(".__init__")]
TYPES = [v for m in (builtins, *MODULES) for v in vars(m).values() if isinstance(v, type)]
CLASSES = {c for c in TYPES if c.__module__.startswith("common.") and c.__name__[0] != "_"}


# ---------------------------------------------------------------- errors, read from the code


def errors_of(function, found={}):  # noqa: B006  (remembers)
    """The classes of the errors a function of common raises, itself or in what it calls."""
    if function not in found:
        found[function] = set()  # a function that calls itself adds nothing by that
        if function in DEFINITIONS:
            body = Body(DEFINITIONS[function])
            found[function] = body.of(body.node.body)
    return found[function]


class Body:
    """What leaves the body of one function."""

    def __init__(self, definition):
        self.owner, self.node = definition.owner, node_of(definition.function)
        self.names = vars(builtins) | definition.function.__globals__
        for node in ast.walk(self.node):
            if isinstance(node, ast.ImportFrom) and node.module.startswith("common"):
                module = importlib.import_module(node.module)
                self.names |= {a.asname or a.name: getattr(module, a.name) for a in node.names}

    def of(self, node):
        if isinstance(node, list):
            return set().union(*map(self.of, node))
        if isinstance(node, ast.Lambda | ast.FunctionDef | ast.ClassDef):
            return set()  # runs later, elsewhere
        if isinstance(node, ast.Try):
            return self.of_try(node)
        found = self.of(list(ast.iter_child_nodes(node)))
        if isinstance(node, ast.Raise) and node.exc:
            return found | self.raised_by(node.exc)
        return found | self.of_call(node) if isinstance(node, ast.Call) else found

    def of_try(self, node):
        found = self.of(node.body)
        for handler in node.handlers:
            if not any(isinstance(n, ast.Raise) and not n.exc for n in ast.walk(handler)):
                kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
                kinds = tuple(map(self.value, kinds))
                found = {error for error in found if not issubclass(error, kinds)}
        return found | self.of([*node.handlers, *node.orelse, *node.finalbody])

    def raised_by(self, node):
        """`raise Error`, `raise Error(...)`, or `raise f(...)` where f returns `Error(...)`."""
        value = self.value(node.func if isinstance(node, ast.Call) else node)
        if isinstance(value, type):
            return {value}
        returns = [n.value for n in ast.walk(node_of(function_of(value))) if type(n) is ast.Return]
        return set().union(*map(self.raised_by, returns))

    def of_call(self, node):
        value = self.value(node.func)
        return errors_of(function_of(value.__init__ if isinstance(value, type) else value))

    def value(self, node):
        """What a name, or a dotted name, stands for. None where only running it would tell."""
        if isinstance(node, ast.Name):
            return self.owner if node.id in ("self", "cls") else self.names.get(node.id)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "super":
            return super(self.owner, self.owner)
        if not isinstance(node, ast.Attribute):
            return None
        whole = self.value(node.value)
        if whole is self.owner and whole is not None and not hasattr(whole, node.attr):
            return self.part(node.attr)
        is_known = isinstance(whole, types.ModuleType | type | super)
        return getattr(whole, node.attr, None) if is_known else None

    def part(self, name):
        """The class of self.name, where the constructor says self.name = Class(...)."""
        for node in ast.walk(node_of(self.owner.__init__) or ast.Module([])):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                value = self.value(node.value.func)
                if getattr(node.targets[0], "attr", "") == name and isinstance(value, type):
                    return value
        return None


def names(errors):
    return {error.__name__ for error in errors}


# ---------------------------------------------------------------- what a docstring says

SECTION = re.compile(r"^([A-Z][a-z]+)\n-+\n", re.MULTILINE)
SHAPE = re.compile(
    r"（[^（）]*(?:同じ形|形は自由)[^（）]*）|同じ形|形は自由|(?<!\w)\([^()]*,[^()]*\)"
    r"|list of|リスト|スカラー"
)
KNOWN_ERRORS = names(c for c in TYPES if issubclass(c, BaseException))


def sections(doc):
    """The sections of a docstring by name; what stands before them is under ""."""
    head, *rest = SECTION.split(re.sub(r"^出典：.*", "", doc, flags=re.DOTALL | re.MULTILINE))
    return {"": head, **dict(zip(rest[::2], rest[1::2], strict=True))}


def told_errors(doc):
    """The heads of its Raises, and the errors that end a sentence: 「…なら ValueError。」"""
    told = sections(doc)
    heads = re.findall(r"^[A-Z]\w+(?:, [A-Z]\w+)*$", told.get("Raises", ""), re.MULTILINE)
    ends = re.findall(r"([A-Z]\w+)[、。]", told[""])
    return {name for text in heads + ends for name in text.split(", ")} & KNOWN_ERRORS


def untold(doc, arguments, result):
    """Those of the arrays `arguments`, and 結果 if `result`, whose shape a docstring leaves out."""
    told, spans = sections(doc), []
    entries = re.split(r"\n(?=\S)", told.get("Parameters", ""))
    entries = {n: e for e in entries for n in e.partition(" : ")[0].replace("*", "").split(", ")}
    missing = []
    for name in sorted(arguments):
        said = re.search(rf"(?<!\w){name}(?!\w)[^、。\n(]{{0,20}}?({SHAPE.pattern})", told[""])
        if said:
            spans.append(said.span(1))
        elif not SHAPE.search(entries.get(name, "")):
            missing.append(name)
    others = [m for m in SHAPE.finditer(told[""]) if m.span() not in spans]
    is_told = others or "そのまま" in told[""]
    is_told = SHAPE.search(told["Returns"]) if "Returns" in told else is_told
    return missing + (["結果"] if result and not is_told else [])


# ---------------------------------------------------------------- arrays, seen in the examples


@dataclass
class Seen:
    """What a function got and gave while the examples ran."""

    arguments: set = field(default_factory=set)
    result: bool = False
    called: bool = False


def is_array(value):
    if isinstance(value, list) and value:
        return all(isinstance(item, int | float) or is_array(item) for item in value)
    return isinstance(value, np.ndarray | DeviceArray) and value.ndim > 0


@functools.cache
def examples():
    """How many examples failed, and what every public function that counts got and gave."""
    seen = {d.function.__code__: Seen() for d in PUBLIC if d.is_numeric}

    def watch(frame, event, value):
        if (found := seen.get(frame.f_code)) is None:
            return
        if event == "call":
            given = {n for n, v in frame.f_locals.items() if n != "self" and is_array(v)}
            found.called, found.arguments = True, found.arguments | given
        elif event == "return":
            found.result |= is_array(value) or isinstance(value, np.floating | DeviceArray)

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        failed = sum(doctest.testmod(m, extraglobs={"np": np}).failed for m in MODULES)
    finally:
        sys.setprofile(before)
    return failed, {d: seen[d.function.__code__] for d in PUBLIC if d.is_numeric}


# ---------------------------------------------------------------- tests


def missing_shapes(definition, spoil=str):
    seen = examples()[1][definition]
    return untold(spoil(definition.doc), seen.arguments, seen.result)


def raised_by(definition):
    raised = names(errors_of(definition.function)) | UNSEEN.get(definition.name, set())
    return raised - NEVER.get(definition.name.rpartition(".")[0], set())


def missing_errors(definition, spoil=str):
    docs = definition.doc, doc_of(definition.owner or definition.function)
    return raised_by(definition).difference(*(told_errors(spoil(doc)) for doc in docs))


def report(found):
    """One line for each definition with something found; empty if there is nothing."""
    return "\n".join(f"{d.name}: {', '.join(sorted(what))}" for d, what in found.items() if what)


def test_everything_public_has_a_docstring():
    written = {c: doc_of(c).removeprefix(f"{c.__name__}(") for c in CLASSES}  # by dataclass
    assert not [d.name for d in PUBLIC if not d.doc]
    assert not [c for c, doc in written.items() if not doc or doc != doc_of(c)]


def test_every_example_of_common_runs():
    assert examples()[0] == 0


def test_every_function_that_counts_is_called_in_an_example():
    idle = [d for d, seen in examples()[1].items() if not seen.called]
    assert not [d.name for d in idle if inspect.signature(d.function).parameters]


def test_docstring_gives_the_shapes_of_arrays_it_takes_and_returns():
    missing = report({d: missing_shapes(d) for d in examples()[1]})
    assert not missing, missing


def test_docstring_names_every_error_the_code_raises():
    missing = report({d: missing_errors(d) for d in PUBLIC})
    assert not missing, missing


def test_docstring_names_no_error_that_the_code_never_raises():
    """A class names the errors of all its methods; any other docstring only its own."""
    never = {d: told_errors(d.doc) - raised_by(d) for d in PUBLIC if not d.is_constructor}
    assert not report(never), report(never)
    for owner in CLASSES:
        methods = [d for d in DEFINITIONS.values() if d.owner is owner]
        assert told_errors(doc_of(owner)) <= set().union(*map(raised_by, methods)), owner


def test_docstring_without_its_shapes_or_one_of_its_errors_is_noticed():
    """Or else the tests above would see nothing."""
    with_arrays = [d for d, seen in examples()[1].items() if seen.arguments or seen.result]
    raising = [(d, name) for d in PUBLIC for name in raised_by(d)]
    assert len(with_arrays) > 60 and len(raising) > 90
    shapeless = lambda doc: SHAPE.sub("", doc).replace("そのまま", "")  # noqa: E731
    assert not [d.name for d in with_arrays if not missing_shapes(d, shapeless)]
    for d, name in raising:
        nameless = functools.partial(re.sub, rf"\b{name}\b", "")
        assert name in missing_errors(d, nameless), (d.name, name)
