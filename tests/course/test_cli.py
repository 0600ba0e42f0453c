"""The command line: Japanese help, and for wrong use one clear line and exit code 2."""

import shutil
from pathlib import Path

import pytest

from course.layout import Course, reading_order

ROOT = Path(__file__).parents[2]
COMMANDS = ("build", "grade", "demo", "bundle", "new", "text", "ipynb")


@pytest.fixture
def run(course_command):
    """Run `course …` in this repository, or in another folder."""
    return lambda *arguments, folder=ROOT: course_command(folder, *arguments)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_is_japanese(run, command):
    code, out, err = run(command, "--help")
    assert (code, err) == (0, "")
    assert "オプション" in out
    assert any("ぁ" <= letter <= "ん" for letter in out)


def test_help_lists_every_command(run):
    code, out, _ = run("--help")
    assert code == 0
    assert all(f"│ {command} " in out for command in COMMANDS)


def test_no_command_shows_the_help(run):
    code, out, err = run()
    assert (code, err) == (2, "")
    assert "grade" in out


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["bild"], "「bild」という命令はありません"),
        (["grade"], "引数 chapters が足りません"),
        (["text", "1_1", "1_2"], "引数が多すぎます（1_2）"),
        (["grade", "1_1", "--regrade", "--publish"], "どれか1つだけです"),
        (["grade", "1_1", "--regrade", "--count-added"], "成績簿に入れる採点"),
        (["grade", "1_1", "--students", "nobody"], "「nobody」のフォルダがありません"),
        (["build", "--fast"], "オプション --fast はありません"),
        (["grade", "9_9"], "「9_9」という章はありません"),
        (["text", "9_9"], "という章はありません"),
        (["new", "autoencoder"], "章の名前にできません"),
    ],
)
def test_wrong_use_gets_one_line_and_code_2(run, arguments, message):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("course: ") and message in err
    assert err.count("\n") == 1


def test_outside_of_a_course_says_where_to_go(run, tmp_path):
    code, _, err = run("build", folder=tmp_path)
    assert code == 2
    assert "講座のフォルダが見つかりません" in err and err.count("\n") == 1


def test_ambiguous_chapter_names_the_chapters(run, tmp_path):
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    for slug in ("1_4_1_sample", "1_4_2_more"):
        (tmp_path / "source" / slug).mkdir(parents=True)
    code, _, err = run("grade", "1_4", folder=tmp_path)
    assert code == 2
    assert "複数の章" in err and "1_4_1_sample" in err and "1_4_2_more" in err


def test_course_is_found_from_a_folder_inside(monkeypatch):
    monkeypatch.chdir(ROOT / "source")
    assert Course.find().root == ROOT


def test_slugs_come_in_reading_order():
    slugs = ["1_10_end", "1_2_back", "2_1_layers", "1_4_2_more", "1_4_1_sample"]
    wanted = ["1_2_back", "1_4_1_sample", "1_4_2_more", "1_10_end", "2_1_layers"]
    assert sorted(slugs, key=reading_order) == wanted
