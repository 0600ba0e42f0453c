"""Outputs of a submission: few enough, short enough, and of characters that can be written."""

import json

import pytest
from nbgrader.preprocessors import LimitOutput

from course.sealed.display import (
    CUT,
    LEFT_OUT,
    MAX_COLOURS,
    MAX_LINES,
    MAX_OUTPUTS,
    MAX_PICTURES,
    MAX_TEXT,
    display,
    error_output,
    printed,
)
from course.sealed.verdicts import Kind, Verdict

RED, DOT = "\x1b[31m", "iVBORw0KGgo="


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def data(**found):
    found = {key.replace("_", "/"): value for key, value in found.items()}
    return {"output_type": "display_data", "data": found, "metadata": {}}


def is_cut(outputs):
    return outputs[-1].get("text") == CUT


def test_short_outputs_stay_as_they_are():
    given = [stream(f"{RED}a\x1b[0m\n"), stream("b\n"), data(text_plain="c", image_png=DOT)]
    text, picture = display(given)
    assert text.text == f"{RED}a\x1b[0m\nb\n"
    assert picture.data == {"text/plain": "c", "image/png": DOT}


def test_figure_that_moves_keeps_its_first_picture_and_loses_its_program():
    (moving,) = display([data(text_plain="c", text_html="<img onload='x()'>", image_png=DOT)])
    assert moving.data == {"text/plain": "c", "image/png": DOT}


@pytest.mark.parametrize(
    "outputs",
    [
        [stream("a" * 3 * MAX_TEXT)],
        [stream("a" * 1000)] * 1000,
        [stream("a\n" * 2 * MAX_LINES)],
        [data(text_plain="a\n" * 2 * MAX_LINES)],
        [data(text_plain="a" * 3 * MAX_TEXT)],
        [data(text_plain="a")] * 20_000,
        [stream("a"), stream("b", "stderr")] * 10_000,
        [data(image_png="AAAA" * (MAX_PICTURES // 10))] * 10,
        [{"output_type": "error", "ename": "E", "evalue": "", "traceback": ["a" * 9_999] * 99}],
    ],
    ids=["long", "pieces", "lines", "value lines", "value", "many", "turns", "pictures", "error"],
)
def test_floods_are_cut_with_a_word(outputs):
    found = display(outputs)
    assert len(found) <= MAX_OUTPUTS + 1 and is_cut(found)
    assert len(json.dumps(found)) < 2 * MAX_TEXT + 2 * MAX_PICTURES


def test_error_of_many_calls_keeps_its_ends_and_stays_below_nbgraders_limit():
    lines = [str(number) for number in range(9_999)]
    (error,) = display([{"output_type": "error", "ename": "E", "evalue": "", "traceback": lines}])
    assert error.traceback[0] == "0" and error.traceback[-1] == "9998"
    assert LEFT_OUT in error.traceback and len(error.traceback) <= LimitOutput().max_traceback


@pytest.mark.parametrize(
    "text", [RED * 190_000, "x" + RED * (MAX_COLOURS + 1), "\x1b[" + "1;" * 99_999 + "m", "\x1b[2J"]
)
def test_many_colours_and_other_codes_are_left_out(text):
    assert all("\x1b" not in output.text for output in display([stream(text)]))


BAD = "a\ud800\x00\x07\x9b\uffffb"


@pytest.mark.parametrize(
    "outputs",
    [
        display([stream(BAD)]),
        display([data(text_plain=BAD)]),
        display([{"output_type": "error", "ename": BAD, "evalue": BAD, "traceback": [BAD]}]),
        [printed(BAD)],
        [error_output("error", BAD, [BAD, BAD])],
        [Verdict(Kind.ERROR, 0.0, BAD).as_dict()],
    ],
)
def test_unwritable_characters_are_replaced(outputs):
    text = json.dumps(outputs, ensure_ascii=False)
    text.encode("utf-8")
    assert "a\N{REPLACEMENT CHARACTER}" in text
    assert not any(sign in text for sign in "\x00\x07\x9b\uffff") and "\\u0000" not in text


def test_forged_outputs_are_left_out():
    forged = [5, None, {}, {"output_type": "stream"}, {"output_type": "x"}, stream(5)]
    assert display([*forged, stream("a")]) == display([stream("a")])
