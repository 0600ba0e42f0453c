"""The call at the end of an exercise notebook: in JupyterLab, in Colab, and where nobody is."""

import json
import os
import sys
import time
import types
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel

from common import submission
from common.classroom.exchange import Exchange
from common.classroom.notebook_check import MAX_BYTES
from common.submission import KEY, submit

CHAPTER = "1_1_doubling"
SOURCE = "def double(x):\n    return 2 * x"
NAME = f"s001_{CHAPTER}.ipynb"


def notebook(source=SOURCE, **rest):
    about = {"grade_id": "double", "solution": True}
    cell = {"cell_type": "code", "source": [source], "metadata": {"nbgrader": about}}
    cell |= {"outputs": [], "execution_count": None, "id": "double"} | rest
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"a": 1}, "cells": [cell]}


def save(path, document, ago=0):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    os.utime(path, (time.time() - ago,) * 2)
    return path


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A student's folder of the chapter, which is the current one."""
    place = tmp_path / CHAPTER
    save(place / f"{CHAPTER}.ipynb", notebook())
    monkeypatch.chdir(place)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return place


def written(folder, name=NAME):
    return json.loads((folder / name).read_text(encoding="utf-8"))


def test_file_holds_the_saved_notebook_with_the_id_and_the_time(folder, capsys):
    submit(CHAPTER, "ｓ００１")
    document = written(folder)
    assert document["cells"] == notebook()["cells"]
    about = document["metadata"].pop(KEY)
    assert document["metadata"] == {"a": 1}
    assert (about["student"], about["chapter"]) == ("s001", CHAPTER)
    assert about["time"].startswith(time.strftime("%Y-"))
    assert sorted(path.name for path in folder.iterdir()) == [f"{CHAPTER}.ipynb", NAME]
    first, *rest = capsys.readouterr().out.splitlines()
    assert first == f"✓ 提出用のファイルを作りました：{NAME}"
    assert not [line for line in rest if "注意" in line]


def test_second_file_takes_the_place_of_the_first(folder):
    submit(CHAPTER, "s001")
    save(folder / f"{CHAPTER}.ipynb", notebook("double = 2"))
    submit(CHAPTER, "s001")
    assert written(folder)["cells"][0]["source"] == ["double = 2"]


@pytest.mark.parametrize("ago, shown", [(10, "（0 分前）"), (700, "（11 分前）"), (90_000, "日）")])
def test_time_of_the_last_save_is_shown_with_how_to_save(folder, capsys, ago, shown):
    save(folder / f"{CHAPTER}.ipynb", notebook(), ago)
    submit(CHAPTER, "s001")
    out = capsys.readouterr().out
    assert shown in out and "Ctrl+S" in out


def test_what_is_missing_is_said_in_one_line_and_the_file_is_written(folder, capsys):
    save(folder / f"{CHAPTER}.ipynb", notebook("    raise NotImplementedError()"))
    submit(CHAPTER, "s001")
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "　注意　まだ答えがありません（このままでも提出できます）：double"
    assert (folder / NAME).exists()


@pytest.mark.parametrize(
    "student, content, part",
    [
        ("", None, "学籍番号が空です"),
        ("山田", None, "半角の英数字"),
        ("s001", "{broken", "途中で切れています"),
        ("s001", '{"nbformat": 4, "cells": []}', "別のノートブックです"),
    ],
)
def test_what_cannot_be_handed_in_is_one_line_and_no_file(folder, capsys, student, content, part):
    if content:
        (folder / f"{CHAPTER}.ipynb").write_text(content, encoding="utf-8")
    submit(CHAPTER, student)
    out = capsys.readouterr().out
    assert out.startswith("✗ 提出の用意ができませんでした：") and part in out
    assert out.count("\n") == 1
    assert [path.name for path in folder.iterdir()] == [f"{CHAPTER}.ipynb"]


def test_missing_notebook_is_said(folder, capsys):
    (folder / f"{CHAPTER}.ipynb").unlink()
    submit(CHAPTER, "s001")
    assert "見つかりません。保存してから" in capsys.readouterr().out


def test_folder_that_cannot_be_written_is_said(folder, capsys, monkeypatch):
    def refuse(self, data):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    submit(CHAPTER, "s001")
    assert (
        capsys.readouterr().out == "✗ ファイルを読み書きできませんでした（Permission denied）。\n"
    )


def test_too_large_notebook_loses_its_outputs_and_only_then_is_refused(folder, capsys):
    picture = [{"output_type": "stream", "name": "stdout", "text": "x" * MAX_BYTES}]
    save(folder / f"{CHAPTER}.ipynb", notebook(outputs=picture))
    submit(CHAPTER, "s001")
    assert written(folder)["cells"][0]["outputs"] == []
    (folder / NAME).unlink()
    save(folder / f"{CHAPTER}.ipynb", notebook(SOURCE + "#" * MAX_BYTES))
    submit(CHAPTER, "s001")
    assert "大きすぎます（上限は 20 MB）" in capsys.readouterr().out
    assert not (folder / NAME).exists()


def test_running_copy_is_handed_in_and_not_the_notebook_it_was_copied_from(folder, monkeypatch):
    copy = save(folder / f"{CHAPTER}-Copy1.ipynb", notebook("double = 'copy'"))
    monkeypatch.setenv("JPY_SESSION_NAME", str(copy))
    submit(CHAPTER, "s001")
    assert written(folder)["cells"][0]["source"] == ["double = 'copy'"]


def test_stale_name_of_the_running_notebook_does_not_matter(folder, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / "renamed.ipynb"))
    submit(CHAPTER, "s001")
    assert (folder / NAME).exists()


def test_outside_a_notebook_nothing_is_asked(folder, capsys):
    assert submit(CHAPTER) is None
    assert capsys.readouterr() == ("", "")


# ---- Colab: a fake google.colab, as Colab loads it before the first cell runs -----------------


@pytest.fixture
def colab(monkeypatch):
    """What the browser shows, and what it was asked to download."""
    shown = types.SimpleNamespace(document=notebook("double = 'colab'"), downloaded=[])

    def answer(request, timeout_sec):
        assert request == "get_ipynb"
        return None if shown.document is None else {"ipynb": shown.document}

    parts = {
        "_message": types.SimpleNamespace(blocking_request=answer),
        "files": types.SimpleNamespace(download=shown.downloaded.append),
    }
    package = types.ModuleType("google.colab")
    vars(package).update(parts)
    monkeypatch.setitem(sys.modules, "google", types.ModuleType("google"))
    monkeypatch.setitem(sys.modules, "google.colab", package)
    return shown


def test_colab_hands_in_what_the_browser_shows_and_downloads_it(folder, colab, capsys):
    submit(CHAPTER, "s001")
    assert written(folder)["cells"][0]["source"] == ["double = 'colab'"]
    assert colab.downloaded == [str(folder / NAME)]
    assert "Ctrl+S" not in capsys.readouterr().out


def test_colab_that_does_not_answer_says_how_to_download_by_hand(folder, colab, capsys):
    colab.document = None
    submit(CHAPTER, "s001")
    out = capsys.readouterr().out
    assert f"［ダウンロード］で保存し、名前を「{NAME}」に変えて" in out
    assert not colab.downloaded


# ---- forms: a button where ipywidgets is, else a question -------------------------------------


class Person:
    """Someone at the keyboard, and what the form says."""

    def __init__(self, monkeypatch):
        monkeypatch.setattr(submission, "_someone_is_here", lambda: True)
        monkeypatch.setattr(submission, "find_exchange", lambda folder: self.exchange)
        self.exchange, self._patch = None, monkeypatch

    def without_widgets(self, *answers):
        self.questions = []
        left = iter(answers)
        self._patch.setitem(sys.modules, "ipywidgets", None)
        self._patch.setattr(
            "builtins.input", lambda question: self.questions.append(question) or next(left)
        )


@pytest.fixture
def person(monkeypatch):
    return Person(monkeypatch)


def test_button_writes_the_file_of_the_id_in_the_field(folder, person):
    field, button, _ = submit(CHAPTER).children
    assert (field.description, button.description) == ("学籍番号", "提出用のファイルを作る")
    field.value = "s001"
    button.click()
    assert (folder / NAME).exists()


def test_without_widgets_the_id_is_asked(folder, person):
    person.without_widgets("s001")
    submit(CHAPTER)
    assert person.questions == ["学籍番号："] and (folder / NAME).exists()


# ---- the exchange ------------------------------------------------------------------------------


class Taking(Exchange):
    """An exchange that takes everything, or gives a reason why not."""

    def __init__(self, reason=""):
        super().__init__("dl", Path())
        self.reason, self.taken = reason, []

    def submit(self, chapter):
        self.taken.append(chapter)
        return self.reason


def test_exchange_gets_the_chapter_and_no_file_is_written(folder, person, capsys):
    person.exchange = Taking()
    button, _ = submit(CHAPTER).children
    assert person.exchange.taken == []
    button.click()
    assert person.exchange.taken == [CHAPTER]
    assert not (folder / NAME).exists()


@pytest.mark.parametrize("answer, taken", [("", [CHAPTER]), ("n", [])])
def test_exchange_without_widgets_asks_before_it_hands_in(folder, person, capsys, answer, taken):
    person.exchange = Taking()
    person.without_widgets(answer)
    submit(CHAPTER)
    assert person.exchange.taken == taken
    assert ("✓ 提出しました（コース dl）" in capsys.readouterr().out) == bool(taken)


def test_exchange_that_refuses_is_told_with_its_reason(folder, person, capsys):
    person.exchange = Taking("Inbound directory doesn't exist")
    person.without_widgets("")
    submit(CHAPTER)
    out = capsys.readouterr().out
    assert "受け取りませんでした（Inbound directory doesn't exist）" in out
    assert out.count("\n") == 1


def test_exchange_does_not_take_a_copy(folder, person, monkeypatch, capsys):
    copy = save(folder / f"{CHAPTER}-Copy1.ipynb", notebook())
    monkeypatch.setenv("JPY_SESSION_NAME", str(copy))
    person.exchange = Taking()
    person.without_widgets("")
    submit(CHAPTER)
    assert person.exchange.taken == []
    assert f"提出されるのは {CHAPTER}/{CHAPTER}.ipynb です" in capsys.readouterr().out


def test_id_that_is_given_makes_a_file_even_where_an_exchange_is(folder, person):
    person.exchange = Taking()
    submit(CHAPTER, "s001")
    assert person.exchange.taken == [] and (folder / NAME).exists()


# ---- a real kernel -----------------------------------------------------------------------------


@pytest.mark.slow
def test_in_a_kernel_a_person_gets_a_form_and_a_batch_run_gets_nothing(folder):
    manager, client = start_new_kernel(cwd=str(folder))
    shown = []

    def run(code, allow_stdin):
        shown.clear()
        collect = lambda message: shown.append(message["content"])  # noqa: E731
        reply = client.execute_interactive(
            code, allow_stdin=allow_stdin, output_hook=collect, timeout=60
        )
        assert reply["content"]["status"] == "ok", reply["content"]

    call = f"from common.submission import submit\nform = submit({CHAPTER!r})\nprint(form)"
    try:
        run(call, allow_stdin=False)
        assert [part.get("text") for part in shown if "text" in part] == ["None\n"]
        run(SOURCE.replace("2", "3"), allow_stdin=True)
        run(call, allow_stdin=True)
        assert "VBox" in str(shown)
        run('form.children[0].value = "s001"\nform.children[1].click()', allow_stdin=True)
        assert (folder / NAME).exists()
        told = "".join(part.get("text", "") for part in shown)
        assert "提出用のファイルを作りました" in told
        assert "保存し忘れていませんか）：double" in told
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
