"""Broken answers through the whole grading: verdict, words, and what stays out of the judge's."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.sealed.executor import execute
from course.sealed.judge import judge
from course.sealed.rebuild import rebuild
from course.sealed.running import Job
from course.sealed.sandbox import Limits
from course.sealed.verdicts import Kind

pytestmark = pytest.mark.slow
LIMITS = Limits(cell_seconds=20, notebook_seconds=120)
ANSWERS = {
    "wide": ("def wide(x):\n　return x", "全角の空白（U+3000）"),
    "fences": ("```python\ndef fences(x):\n    return x\n```", "``` の行を消しましょう"),
    "package": ("import japanize_matplotlib\ndef package(x):\n    return x", "使わないパッケージ"),
    "early": ("early(1)\ndef early(x):\n    return x", "答えのセルの 1 行目: early(1)"),
    "split": ("def split(x):\n    return x  # あ　い", ""),
}


def cell(name, source, grade=False):
    about = {"grade_id": name, "grade": grade, "solution": not grade, "locked": grade}
    about |= {"schema_version": 3, "task": False} | ({"points": 2} if grade else {})
    return new_code_cell(source, id=name, metadata={"nbgrader": about})


def source():
    cells = []
    for name in (*ANSWERS, "blank"):
        test = f"from common import checking as _c\nwith _c.exercise('{name}'):\n    {name}(1)"
        cells += [cell(name, f"def {name}(x):\n    return x")]
        cells += [cell(f"{name}_test", test, grade=True)]
    return new_notebook(cells=cells)


def test_errors_in_answers_are_told_apart_from_blanks_and_the_judge_says_no_word_of_theirs():
    ours = source()
    submitted = nbformat.from_dict(ours)
    for one in submitted.cells:
        one.source = {"blank": ""}.get(one.id, ANSWERS.get(one.id, [one.source])[0])
    rebuilt = rebuild(submitted, ours).notebook
    found = execute(rebuilt, ours, LIMITS).verdicts
    assert found["split_test"].kind is Kind.PASSED
    assert found["blank_test"].kind is Kind.NOT_ANSWERED
    broken = [name for name in ANSWERS if name != "split"]
    for name in broken:
        verdict = found[f"{name}_test"]
        assert verdict.kind is Kind.ERROR
        assert (
            "答えのセルにエラーがあります" in verdict.reason and ANSWERS[name][1] in verdict.reason
        )
    for name in broken:
        reason = judge(Job(rebuilt, ours, LIMITS), {}).verdicts[f"{name}_test"].reason
        assert reason.startswith(f"✗ {name}：答えのセルにエラーがあります")
        assert "行目" not in reason and "japanize" not in reason
        break
