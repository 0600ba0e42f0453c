"""Which texts are student ids, and what is said of the others."""

import pytest

from common.classroom.student_id import MAX_LENGTH, usable_student_id


@pytest.mark.parametrize(
    "text, student",
    [
        ("s001", "s001"),
        (" ｓ００１　", "s001"),
        ("a.b_c@d-e", "a.b_c@d-e"),
        ("1" * MAX_LENGTH,) * 2,
    ],
)
def test_usable_id_comes_back_in_half_width_characters(text, student):
    assert usable_student_id(text) == student


@pytest.mark.parametrize(
    "text, part",
    [
        ("　", "空です"),
        ("山田太郎", "半角の英数字"),
        ("../s1", "半角の英数字"),
        ("s1.", "半角の英数字"),
        ("s" * (MAX_LENGTH + 1), "半角の英数字"),
        ("CON.1", "Windows"),
        ("s\x1b[2J", "「s\N{REPLACEMENT CHARACTER}[2J」"),
    ],
)
def test_other_text_is_refused_in_one_line_that_can_be_shown(text, part):
    with pytest.raises(ValueError) as caught:
        usable_student_id(text)
    assert part in str(caught.value)
    assert str(caught.value).isprintable()


def test_long_text_is_refused_at_once():
    """Piled-up marks would take minutes to bring to half-width."""
    with pytest.raises(ValueError, match="学籍番号として使えません"):
        usable_student_id("s" + "\u0301" * 300_000 + "\u0316" * 300_000)
