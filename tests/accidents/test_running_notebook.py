"""The chapter was solved in a notebook of another name, beside the untouched original."""

import json
import sys
import types

import pytest

from common import submission
from common.classroom.exchange import Exchange
from common.submission import KEY, submit

CHAPTER = "1_1_doubling"
ORIGINAL = f"{CHAPTER}.ipynb"
STUB = "def double(x):\n    # ここに答えを書きましょう\n    raise NotImplementedError()"
ANSWER = "def double(x):\n    return 2 * x"


def notebook(*sources, **metadata):
    cells = [
        {
            "cell_type": "code",
            "source": source,
            "metadata": {"nbgrader": {"grade_id": name, "solution": True}},
            "outputs": [],
        }
        for name, source in zip(("double", "half"), sources, strict=False)
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Of a student, with the original as it was handed out."""
    place = tmp_path / CHAPTER
    place.mkdir()
    (place / ORIGINAL).write_text(notebook(STUB, STUB))
    monkeypatch.chdir(place)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.setattr(submission, "find_exchange", lambda folder: None)
    return place


@pytest.fixture
def kernel(monkeypatch):
    """The variables of the running notebook."""
    shell = types.SimpleNamespace(user_ns={"In": []})
    monkeypatch.setattr(submission, "_shell", lambda: shell)
    monkeypatch.setattr(submission, "_someone_is_here", lambda: False)
    return shell.user_ns


@pytest.fixture
def person(kernel, monkeypatch):
    """Someone at the keyboard, without widgets: the answers they will type."""
    answers = []
    monkeypatch.setattr(submission, "_someone_is_here", lambda: True)
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    monkeypatch.setattr("builtins.input", lambda question: answers.pop(0))
    return answers


def solved(folder, name="解いたもの.ipynb", *sources):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook(*(sources or (ANSWER, STUB))))
    return path


def handed_in(folder):
    (path,) = folder.glob("s001_*.ipynb")
    return json.loads(path.read_text())["cells"][0]["source"]


# ---- the notebook that runs is known -----------------------------------------------------------


@pytest.mark.parametrize("name", ["解いたもの.ipynb", f"{CHAPTER} copy.ipynb", "my/別 の.ipynb"])
def test_notebook_that_vs_code_runs_is_handed_in(folder, kernel, name):
    path = solved(folder, name)
    kernel["__vsc_ipynb_file__"] = str(path)
    submit(CHAPTER, "s001")
    assert handed_in(path.parent) == ANSWER


def test_vs_code_goes_before_a_name_that_jupyter_left_behind(folder, kernel, monkeypatch):
    kernel["__vsc_ipynb_file__"] = str(solved(folder))
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / ORIGINAL))
    submit(CHAPTER, "s001")
    assert handed_in(folder) == ANSWER


def test_running_notebook_is_handed_in_whatever_lies_beside_it(folder, kernel):
    kernel["__vsc_ipynb_file__"] = str(solved(folder))
    solved(folder, "もっと.ipynb", ANSWER, ANSWER)
    submit(CHAPTER, "s001")
    assert handed_in(folder) == ANSWER


@pytest.mark.parametrize("told", ["Untitled-1.ipynb", "/gone/1.ipynb", "", None, 3])
def test_name_that_leads_nowhere_does_not_matter(folder, kernel, told):
    (folder / ORIGINAL).write_text(notebook(ANSWER, STUB))
    kernel["__vsc_ipynb_file__"] = told
    submit(CHAPTER, "s001")
    assert handed_in(folder) == ANSWER


def test_file_and_the_number_of_answers_are_shown(folder, kernel, capsys):
    kernel["__vsc_ipynb_file__"] = str(solved(folder))
    submit(CHAPTER, "s001")
    out = capsys.readouterr().out
    assert "解いたもの.ipynb を最後に保存した時刻" in out and "書かれた答え：1/2" in out


# ---- it is not known: asked --------------------------------------------------------------------


def test_untouched_original_is_never_handed_in_silently(folder, kernel, capsys):
    solved(folder)
    submit(CHAPTER, "s001")
    out = capsys.readouterr().out
    assert "解いたもの.ipynb（答え 1/2）" in out and f"{ORIGINAL}（答え 0/2）" in out
    assert 'notebook="解いたもの.ipynb"' in out and not list(folder.glob("s001_*"))
    submit(CHAPTER, "s001", notebook="解いたもの.ipynb")
    assert handed_in(folder) == ANSWER


@pytest.mark.parametrize("number, source", [("1", ANSWER), ("2", STUB)])
def test_person_chooses_by_number(folder, person, number, source, capsys):
    solved(folder)
    person += ["s001", number]
    submit(CHAPTER)
    assert handed_in(folder) == source
    assert "1：解いたもの.ipynb（答え 1/2）\n2：" in capsys.readouterr().out


@pytest.mark.parametrize("typed", ["", "3", "0", "解いたもの"])
def test_other_input_hands_in_nothing_and_says_so(folder, person, typed, capsys):
    solved(folder)
    person += ["s001", typed]
    submit(CHAPTER)
    assert "1 から 2 の番号" in capsys.readouterr().out and not list(folder.glob("s001_*"))


def test_person_chooses_in_a_list_where_widgets_are(folder, kernel, monkeypatch):
    solved(folder)
    monkeypatch.setattr(submission, "_someone_is_here", lambda: True)
    label, picked, field, button, _ = submit(CHAPTER).children
    assert [text for text, _ in picked.options] == [
        "解いたもの.ipynb（答え 1/2）",
        f"{ORIGINAL}（答え 0/2）",
    ]
    field.value = "s001"
    button.click()
    assert handed_in(folder) == ANSWER


def test_notebook_saved_under_another_name_while_it_ran_is_asked_about(
    folder, kernel, monkeypatch, capsys
):
    """Jupyter goes on telling the name that the notebook had at the start."""
    (folder / ORIGINAL).write_text(notebook(ANSWER, STUB))
    solved(folder, "別名.ipynb", ANSWER, "def half(x):\n    return x / 2")
    kernel["In"] += [ANSWER, "def half(x):\n    return x / 2"]
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / ORIGINAL))
    submit(CHAPTER, "s001")
    assert "別名.ipynb（答え 2/2）、" in capsys.readouterr().out


def test_copy_of_the_untouched_original_that_runs_is_asked_about(folder, kernel, capsys):
    kernel["__vsc_ipynb_file__"] = str(folder / ORIGINAL)
    solved(folder)
    submit(CHAPTER, "s001")
    assert "解いたもの.ipynb（答え 1/2）、" in capsys.readouterr().out


def test_answers_that_only_ran_are_to_be_saved_first(folder, kernel, capsys):
    kernel["In"] += [STUB, ANSWER]
    submit(CHAPTER, "s001")
    assert "答えが1つもありません" in capsys.readouterr().out and not list(folder.glob("s001_*"))


def test_exchange_asks_as_well(folder, person, monkeypatch, capsys):
    taken = Exchange("dl", folder)
    taken.submit = lambda chapter: pytest.fail("the untouched original was handed in")
    monkeypatch.setattr(submission, "find_exchange", lambda folder: taken)
    solved(folder)
    person += ["", "1"]
    submit(CHAPTER)
    assert f"提出されるのは {CHAPTER}/{ORIGINAL} です" in capsys.readouterr().out


# ---- nobody is asked where nothing is to be decided --------------------------------------------


def test_only_notebook_of_the_chapter_is_taken_whatever_its_name(folder, kernel):
    (folder / ORIGINAL).rename(folder / "renamed.ipynb")
    (folder / "renamed.ipynb").write_text(notebook(ANSWER, STUB))
    (folder / "memo.ipynb").write_text(json.dumps({"nbformat": 4, "metadata": {}, "cells": []}))
    submit(CHAPTER, "s001")
    assert handed_in(folder) == ANSWER


def test_notebook_is_found_where_the_kernel_starts_in_the_courses_folder(
    folder, kernel, monkeypatch, tmp_path
):
    place = tmp_path / "course" / "release" / CHAPTER
    solved(place, ORIGINAL)
    monkeypatch.chdir(tmp_path / "course")
    submit(CHAPTER, "s001")
    assert handed_in(place) == ANSWER


OTHERS = {
    "an untouched copy": (notebook(STUB, STUB), f"{CHAPTER}-Copy1.ipynb"),
    "the new version of an update": (notebook("# new\n" + STUB), f"{CHAPTER}（新しい版）.ipynb"),
    "what was handed in before": (notebook("double = 1", STUB, **{KEY: {}}), "s002_x.ipynb"),
    "the same answers": (notebook(ANSWER, STUB), "backup.ipynb"),
    "a broken file": ("{", "broken.ipynb"),
    "another chapter": (notebook().replace('"cells": []', '"cells": [{}]'), "other.ipynb"),
}


@pytest.mark.parametrize("content, name", OTHERS.values(), ids=OTHERS)
def test_nobody_is_asked_about_what_cannot_be_meant(folder, kernel, content, name):
    (folder / ORIGINAL).write_text(notebook(ANSWER, STUB))
    (folder / name).write_text(content)
    submit(CHAPTER, "s001")
    assert handed_in(folder) == ANSWER


def test_what_ran_here_tells_which_of_two_it_is(folder, kernel):
    (folder / ORIGINAL).write_text(notebook(ANSWER, STUB))
    solved(folder, "ほかの人の.ipynb", "double = 3", "half = 4")
    kernel["In"] += [ANSWER]
    submit(CHAPTER, "s001")
    assert handed_in(folder) == ANSWER
