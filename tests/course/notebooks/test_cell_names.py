"""Names that a cell binds and takes from elsewhere, with their first lines."""

import pytest

from course.notebooks.cell_names import bound_names, used_names


@pytest.mark.parametrize(
    "code, names",
    [
        ("x = 1\ny: int = 2\nz += 1", {"x": 1, "y": 2, "z": 3}),
        ("import a.b\nfrom c import d as e", {"a": 1, "e": 2}),
        ("def f(p):\n    q = p\nclass C:\n    r = 1", {"f": 1, "C": 3}),
        ("def f():\n    global g\n    g = 1", {"f": 1, "g": 2}),
        ("for i in []:\n    pass\nwith o as w:\n    pass", {"i": 1, "w": 3}),
        ("[v for v in a]; {v for v in a}; {k: v for k, v in a}; (v for v in a)", {}),
        ("[[u for u in v] for v in a]", {}),
        ("[(last := v) for v in a]", {"last": 1}),
        ("_ys = [y for y in range(3)]", {"_ys": 1}),
        ("lambda v: v", {}),
        ("from m import *", {"*": 1}),
    ],
)
def test_bound_names(code, names):
    assert dict(bound_names(code)) == names


@pytest.mark.parametrize(
    "code, names",
    [
        ("x = a\nf(x)", {"a": 1, "f": 2}),
        ("[v + w for v in a if v]", {"w": 1, "a": 1}),
        ("def f(p):\n    return p + q", {"q": 2}),
        ("{k: v for k, v in pairs.items()}", {"pairs": 1}),
        ("x = 1\n[x for _ in a]", {"a": 2}),
    ],
)
def test_used_names(code, names):
    assert dict(used_names(code)) == names
