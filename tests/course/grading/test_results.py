"""What grading keeps on disk is read again, and what cannot be read is as if it were not there."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.grading.report import Cause, SetAside
from course.grading.results import Records, Result, by_exercise, stopped
from course.layout import Course
from course.notebooks.exercises import Exercise

PASSED = {"kind": "passed", "points": 2.0, "reason": ""}
FAILED = {"kind": "failed", "points": 0.0, "reason": "値が違います"}
TIME = {"kind": "time", "points": 0.0, "reason": "8 秒"}


@pytest.fixture
def records(tmp_path):
    return Records(Course(tmp_path), "1_1_a")


def test_result_comes_back_as_it_was_written(tmp_path):
    result = Result("s1", "key", {"t": FAILED}, ["消した"], {"a": 0.5}, "now", "shows", {"k": "v"})
    result.write(tmp_path / "new")
    assert Result.read(tmp_path / "new", "s1") == result


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"student": "s1"}', "null", '{"s": ', "\udcff"])
def test_result_that_cannot_be_read_is_none(tmp_path, text):
    (tmp_path / "s1.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert Result.read(tmp_path, "s1") is None
    assert Result.read(tmp_path, "s2") is None


def test_result_of_another_version_is_none(tmp_path):
    about = {"student": "s1", "key": "k", "verdicts": {}, "new field": 1}
    (tmp_path / "s1.json").write_text(json.dumps(about))
    assert Result.read(tmp_path, "s1") is None


def test_cells_that_were_stopped_are_told_with_their_end():
    verdicts = {"a": PASSED, "b": TIME, "c": FAILED, "d": TIME | {"kind": "crash"}}
    assert stopped(Result("s1", "key", verdicts)) == (("b", "time", "8 秒"), ("d", "crash", "8 秒"))


def cell(name, make=new_code_cell, **about):
    return make("", metadata={"nbgrader": {"grade_id": name, **about}})


def test_each_exercise_has_one_verdict():
    essay = cell("essay", new_markdown_cell, grade=True, solution=True)
    exercises = [
        Exercise("a", cell("a"), [cell("a1"), cell("a2")]),
        Exercise("b", cell("b"), [cell("b1")]),
        Exercise("essay", essay),
    ]
    verdicts = {"a1": PASSED, "a2": FAILED, "b1": PASSED}
    found = by_exercise(Result("s1", "key", verdicts), exercises)
    assert {name: (v["kind"], v["points"]) for name, v in found.items()} == {
        "a": ("partly", 2.0),
        "b": ("passed", 2.0),
        "essay": ("needs a person", 0.0),
    }
    assert found["a"]["reason"] == "値が違います"


def test_published_results_are_found_by_student_and_forgotten(records):
    for student in ("s2", "s1"):
        Result(student, "key", {}).write(records.published_folder)
    (records.published_folder / "s3.json").write_text("broken")
    assert [result.student for result in records.all_published()] == ["s1", "s2"]
    records.forget("s1")
    records.forget("s1")
    assert records.published("s1") is None and records.published("s2").key == "key"


def test_what_was_set_aside_comes_back_with_its_cause(records):
    assert records.set_aside() == []
    found = [SetAside("s1/1_1_a", "理由", "すること", Cause.FOREIGN, True)]
    records.write_set_aside(found)
    assert records.set_aside() == found
    assert records.set_aside()[0].cause is Cause.FOREIGN
    records.write_set_aside([])
    assert records.set_aside() == []
