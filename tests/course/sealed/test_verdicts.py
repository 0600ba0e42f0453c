"""What can be said of a graded cell: a closed list, in words that fit everywhere."""

import json

import pytest

from course.sealed.caps import REASON
from course.sealed.sandbox import Ended
from course.sealed.verdicts import Kind, Verdict, combined, kind_of_end

PASSED = Verdict(Kind.PASSED, 2.0).as_dict()
FAILED = Verdict(Kind.FAILED, 0.0, "値が違います").as_dict()
TIME = Verdict(Kind.TIME, 0.0, "8 秒").as_dict()


@pytest.mark.parametrize(
    "cause, kind",
    [
        ("time", Kind.TIME),
        ("memory", Kind.MEMORY),
        ("crash", Kind.CRASH),
        ("processes", Kind.CRASH),
        ("output", Kind.CRASH),
        ("whatever", Kind.CRASH),
    ],
)
def test_end_of_a_sandbox_is_one_of_the_kinds(cause, kind):
    assert kind_of_end(Ended(cause, "why")) is kind


def test_reason_fits_into_every_file():
    reason = Verdict(Kind.FAILED, 0.0, "\x00" + "x" * (REASON + 1)).reason
    assert reason.startswith("\N{REPLACEMENT CHARACTER}xx")
    assert len(reason) < REASON + 100 and reason.endswith("切りました）")


def test_verdict_as_data_comes_back_through_json():
    assert json.loads(json.dumps(FAILED)) == {
        "kind": "failed",
        "points": 0.0,
        "reason": "値が違います",
    }
    assert Verdict(Kind(FAILED["kind"]), FAILED["points"], FAILED["reason"]).as_dict() == FAILED


@pytest.mark.parametrize(
    "cells, kind, points, reason",
    [
        ([PASSED], "passed", 2, ""),
        ([PASSED, PASSED], "passed", 4, ""),
        ([FAILED], "failed", 0, "値が違います"),
        ([PASSED, FAILED], "partly", 2, "値が違います"),
        ([FAILED, PASSED, TIME], "partly", 2, "値が違います"),
        ([TIME, FAILED], "time", 0, "8 秒"),
    ],
)
def test_exercise_is_passed_partly_or_as_its_first_cell_that_is_not(cells, kind, points, reason):
    assert combined(cells) == {"kind": kind, "points": points, "reason": reason}
