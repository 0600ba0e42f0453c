"""How much of a submission is used: text is cut, shown as it is, or made writable."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.sealed.caps import (
    BLANKS,
    ESCAPED,
    HIGHLIGHTED,
    OPENERS,
    PLAIN,
    RENDERED,
    SHOWN,
    as_written,
    cut,
    is_highlightable,
    is_renderable,
    writable,
)


@pytest.mark.parametrize("text", ["あ", "a\tb\r\nc", "\x85", "\u2028", "𠮷", "🙂", "\xa0", ""])
def test_ordinary_text_is_writable_as_it_is(text):
    assert writable(text) == text


@pytest.mark.parametrize("letter", "\x00\x08\x0b\x1b\x1f\x7f\x80\x9f\ud800\udfff\ufffe\uffff")
def test_letter_that_no_file_takes_is_replaced(letter):
    assert writable(f"a{letter}b") == "a\N{REPLACEMENT CHARACTER}b"


@given(st.text(st.characters(codec=None), max_size=20))
def test_writable_text_is_written_in_utf_8_and_stays_so(text):
    found = writable(text)
    assert len(found) == len(text) and writable(found) == found
    found.encode("utf-8")


@pytest.mark.parametrize("length, cut_off", [(9, False), (10, False), (11, True)])
def test_text_is_cut_with_a_word_that_says_how_long_it_was(length, cut_off):
    found = cut("x" * length, 10)
    assert found.startswith("x" * min(length, 10))
    assert ("（11 文字あるので" in found) == cut_off == (found != "x" * length)


@pytest.mark.parametrize("opener", ["\\\\(", "\\\\[", "\\begin{"])
def test_markdown_is_rendered_up_to_so_many_openers(opener):
    assert is_renderable(opener * OPENERS)
    assert not is_renderable(opener * (OPENERS + 1))


@pytest.mark.parametrize(
    "usable, limit", [(is_renderable, RENDERED), (is_highlightable, HIGHLIGHTED)]
)
def test_text_is_parsed_up_to_a_length_and_so_many_blanks(usable, limit):
    assert usable("x" * limit) and not usable("x" * (limit + 1))
    for blank in (" ", "\t", "\n", "\u3000"):
        assert usable(f"a{blank * (BLANKS - 1)}b")
        assert not usable(f"a{blank * BLANKS}b")


def test_text_as_written_has_nothing_that_a_renderer_would_find():
    found = as_written("".join(map(chr, ESCAPED)) + "a 3.")
    inside = found.removeprefix(PLAIN).removesuffix("</pre>")
    assert re.sub("&#[0-9]+;", "", inside) == "a 3."
    assert "&#60;" in inside and "&#36;" in inside


def test_text_as_written_is_cut_before_it_is_escaped():
    found = as_written("<" * (SHOWN + 1))
    assert found.count("&#60;") == SHOWN and found.endswith("切りました）</pre>")
