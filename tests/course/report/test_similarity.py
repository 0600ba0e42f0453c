"""Which answers are found to be alike: copies with other names, not what everybody writes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from course.report.similarity import few, similar_answers
from course.report.tokens import code_tokens, text_tokens

ROOT = Path(__file__).parents[3]
GIVEN = {"np", "normalize", "x"}
ODD = """def normalize(x):
    total = 0.0
    for row in range(len(x)):
        for column in range(len(x[row])):
            total = total + abs(x[row][column]) ** 2
    length = total ** (1 / 2)
    return np.array([[value / length for value in line] for line in x])
"""
RENAMED = """def normalize(x):
    '''自分で書きました'''
    s = 0.0   # 合計
    for i in range(len(x)):
        for j in range(len(x[i])):

            s = s + abs(x[i][j]) ** 2
    n = s ** (1 / 2)
    return np.array([[
        a / n for a in b
    ] for b in x])
"""
NATURAL = "def normalize(x):\n    norm = np.sqrt((x ** 2).sum())\n    return x / norm"


def tokens(source):
    return code_tokens(source, GIVEN)


def matches(answers, **options):
    return similar_answers(answers, tokens, **options)


def own(student):
    """A way of writing it that nobody else has."""
    steps = [f"    v{n} = x[{student * n + n}] * {student + n} - {n * n}" for n in range(1, 9)]
    return "\n".join(["def normalize(x):", *steps, f"    return v{student % 8 + 1}"])


CLASS = {f"s{n:02}": own(n) for n in range(10)}


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.replace("total", "goukei"),
        lambda s: s.replace("    return", "    # ここで返す\n\n    return"),
        lambda s: s.replace(" + ", "+").replace(", ", ","),
        lambda s: s.replace("def normalize(x):", 'def normalize(x):\n    """説明"""'),
    ],
    ids=["own names", "comments and blank lines", "spaces", "docstring"],
)
def test_normalised_answer_does_not_change_with(change):
    assert change(ODD) != ODD
    assert tokens(change(ODD)) == tokens(ODD)


@pytest.mark.parametrize(
    "change",
    [("np.array", "np.asarray"), ("** 2", "** 3"), ("len(x)", "len(np)"), ("abs", "float")],
)
def test_normalised_answer_changes_with(change):
    assert tokens(ODD.replace(*change)) != tokens(ODD)


def test_own_attributes_are_replaced_and_those_of_libraries_kept():
    def layer(name):
        return code_tokens(f"self.{name} = np.dot(x.T, x)\nreturn self.{name}", GIVEN)

    assert layer("kept") == layer("memo")
    assert "dot" in layer("kept") and "T" in layer("kept")


def test_strings_are_the_same_whatever_their_quotes():
    assert tokens("f('a', \"b\")") == tokens("f(\"a\", 'b')")


def test_answer_that_is_no_python_is_compared_by_its_words():
    assert tokens("def f(:\n  'open") == tokens("def f(:\n\n    'open")


def test_text_is_compared_without_spaces_and_punctuation():
    assert text_tokens("勾配は、ＡとB。") == text_tokens("勾配は A と b")


def test_copy_with_other_names_is_found():
    [match] = matches(CLASS | {"t1": ODD, "t2": RENAMED})
    assert (match.students, match.similarity) == (["t1", "t2"], 1.0)
    assert (match.left, match.right) == (("t1", ODD), ("t2", RENAMED))


def test_copy_with_a_small_change_is_found():
    changed = RENAMED.replace("** 2", "** 2.0")
    [match] = matches(CLASS | {"t1": ODD, "t2": changed})
    assert match.students == ["t1", "t2"]
    assert 0.9 <= match.similarity < 1


def test_copy_with_one_more_name_at_its_top_is_found():
    longer = RENAMED.replace("    s = 0.0", "    size = len(x)\n    s = 0.0")
    [match] = matches(CLASS | {"t1": ODD, "t2": longer})
    assert match.students == ["t1", "t2"]


def test_known_answer_with_one_more_name_at_its_top_says_nothing():
    longer = ODD.replace("    total = 0.0", "    size = len(x)\n    total = 0.0")
    assert matches(CLASS | {"t1": longer, "t2": longer}, ordinary=[RENAMED]) == []


def test_different_answers_are_not_alike():
    assert matches(CLASS) == []


def test_answer_of_many_is_the_natural_one():
    crowd = {f"t{n}": ODD for n in range(few(14) + 1)}
    assert matches(CLASS | crowd) == []


def test_short_answer_says_nothing():
    assert matches(CLASS | {"t1": NATURAL, "t2": NATURAL}) == []


def test_reference_and_known_answers_say_nothing():
    assert matches(CLASS | {"t1": ODD, "t2": RENAMED}, ordinary=[NATURAL, ODD]) == []


def test_text_handed_out_does_not_make_an_answer_long():
    assert matches(CLASS | {"t1": ODD, "t2": RENAMED}, handed_out=ODD) == []


def test_natural_answer_with_the_same_slip_says_nothing():
    crowd = {f"t{n}": ODD for n in range(6)}
    slip = ODD.replace("** 2", "** 3")
    assert matches(CLASS | crowd | {"u1": slip, "u2": slip}) == []


def test_few_grows_with_the_class_to_a_limit():
    assert [few(n) for n in (2, 30, 40, 100, 10_000)] == [3, 3, 4, 10, 10]


def test_those_who_are_connected_are_one_match():
    changed = RENAMED.replace("** 2", "** 2.0")
    [match] = matches(CLASS | {"t1": ODD, "t2": changed, "t3": RENAMED})
    assert match.students == ["t1", "t2", "t3"]
    assert {match.left[0], match.right[0]} == {"t1", "t3"}


def test_matches_do_not_depend_on_the_hash_seed_of_the_process():
    answers = CLASS | {"t1": ODD, "t2": RENAMED.replace("** 2", "** 2.0"), "t3": RENAMED}
    code = (
        "from course.report.similarity import similar_answers; "
        f"print(similar_answers({answers!r}, lambda s: tuple(s.split())))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "12"
    }
    assert len(printed) == 1 and "Match(" in printed.pop()
