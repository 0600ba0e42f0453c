"""How names of unknown origin are shown."""

import pytest

from course.collecting.unusable import listed, shown


@pytest.mark.parametrize(
    "name, text",
    [("山田\u3000太郎", "山田 太郎"), ("a\nb", "a\N{REPLACEMENT CHARACTER}b"), ("a b", "a b")],
)
def test_name_is_shown_on_one_line_with_plain_spaces(name, text):
    assert shown(name) == text


@pytest.mark.parametrize(
    "names, limit, text",
    [
        ([], 3, ""),
        (["a", "b", "c"], 3, "「a」「b」「c」"),
        (["a", "b", "c", "d"], 3, "「a」「b」「c」ほか 1 個"),
        (["a", "b"], 1, "「a」ほか 1 個"),
        (["\t"], 3, "「\N{REPLACEMENT CHARACTER}」"),
    ],
)
def test_list_of_names_is_cut(names, limit, text):
    assert listed(names, limit) == text
