"""Every example in a docstring of common runs, and every public name of the library has one."""

import doctest
import importlib
import inspect
import pkgutil

import numpy as np
import pytest

import common

MODULES = [f"common.{module.name}" for module in pkgutil.iter_modules(common.__path__)]


def public_definitions(name):
    module = importlib.import_module(name)
    return {
        key: value
        for key, value in vars(module).items()
        if not key.startswith("_") and (inspect.isfunction(value) or inspect.isclass(value))
    }


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_of_the_module_run(name):
    module = importlib.import_module(name)
    assert doctest.testmod(module, extraglobs={"np": np}).failed == 0


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (module, name)
        for module in ("common.functions", "common.layers")
        for name, value in public_definitions(module).items()
        if value.__module__ != "common.arrays"
    ],
)
def test_public_name_has_a_docstring_example(module, name):
    doc = inspect.getdoc(public_definitions(module)[name])
    assert doctest.DocTestParser().get_examples(doc)
