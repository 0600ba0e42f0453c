"""Ids that can name a folder, and what two spellings of a name share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.collecting.identifiers import name_key, renamed, usable_id
from course.collecting.unusable import Unusable


@pytest.mark.parametrize("text", ["s001", " s001\n", "ｓ００１", "S-1_a.b@c"])
def test_usable_id_names_a_folder(text):
    assert usable_id(text).isascii() and usable_id(usable_id(text)) == usable_id(text)


@pytest.mark.parametrize("text", ["", "   ", "../s1", "a/b", "花子", "s1.", "CON", "x" * 65, "-s1"])
def test_other_id_is_unusable_and_it_is_said_why(text):
    with pytest.raises(Unusable, match="学籍番号"):
        usable_id(text)


def test_remark_says_how_an_id_was_read_only_where_it_was_written_otherwise():
    assert renamed(" s1 ", "s1") == ""
    assert renamed("ｓ１", "s1") == "「ｓ１」を s1 と読みました"


@pytest.mark.parametrize(
    "one, other",
    [
        ("山田 太郎", "山田\u3000太郎"),
        ("ヤマダ・タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("Yamada, Taro", "YAMADA TARO"),
        ("か\u3099", "が"),
        ("O'Neil_Jr.", "oneiljr"),
    ],
)
def test_spellings_of_one_name_share_their_key(one, other):
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize("one, other", [("山田太郎", "山田太朗"), ("ab", "ba"), ("が", "か")])
def test_different_names_have_different_keys(one, other):
    assert name_key(one) != name_key(other)


@given(st.text(max_size=20))
def test_key_of_a_key_is_that_key(text):
    assert name_key(name_key(text)) == name_key(text)
