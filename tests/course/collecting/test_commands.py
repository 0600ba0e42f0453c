"""`course students` and `course collect` as they are typed: exit codes and one clear line."""

from functools import partial

import pytest


@pytest.fixture
def run(classroom, course_command):
    """Run `course …` in the course's folder."""
    return partial(course_command, classroom.course.root)


def test_class_list_and_collection_end_with_0_where_nothing_was_refused(run, classroom):
    path = classroom.inbox / "list.csv"
    path.write_text("学籍番号,氏名\ns001,山田 太郎\n", encoding="cp932")
    assert run("students", "import", path)[0] == 0
    code, out, err = run("collect", classroom.moodle(("山田 太郎", 11, b"{}")), "1_1")
    assert (code, err) == (0, "")
    assert "受け取り　s001" in out and "受け取り 1、入れ替え 0、変更なし 0" in out


def test_what_is_refused_ends_with_1(run, classroom):
    path = classroom.inbox / "list.csv"
    path.write_text("学籍番号,氏名\ns001,山田 太郎\nCON,鈴木\n", encoding="utf-8")
    assert run("students", "import", path)[0] == 1
    code, out, _ = run("collect", classroom.moodle(("鈴木 花", 11, b"{}")), "1_1")
    assert code == 1 and "使わなかったもの（1 件）" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("collect", "none.zip", "1_1"),
        ("collect", ".", "9_9"),
        ("collect", ".", "1_1", "--from", "canvas"),
        ("collect", ".", "1_1", "--timezone", "Tokyo"),
        ("collect", ".", "1_1", "--worksheet", "none.csv"),
        ("collect",),
        ("students", "import", "none.csv"),
        ("students", "improt"),
    ],
)
def test_wrong_use_is_one_line_and_2(run, arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("course: ") and err.count("\n") == 1


@pytest.mark.parametrize("command", [("collect",), ("students",), ("students", "import")])
def test_help_is_japanese(run, command):
    code, out, _ = run(*command, "--help")
    assert code == 0 and any("ぁ" <= letter <= "ん" for letter in out)
