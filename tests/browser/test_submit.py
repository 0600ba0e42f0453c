"""A student hands in: the form at the end of an exercise notebook, in a real JupyterLab."""

import json
import shutil

import pytest
from playwright.sync_api import expect
from rich.console import Console

from course.handing_out.bundle import write_bundle
from course.layout import Course
from course.notebooks.exercises import read_notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SLUG = "1_1_forward_propagation"
ANSWER = "def linear(x, W, b):\n    return x @ W + b"


@pytest.fixture(scope="module")
def folder(copy_course):
    """The chapter's folder in the students' repository."""
    rooms = ("source", "release", "notebooks", "common", "datasets", "requirements.txt")
    return write_bundle(Course(copy_course(*rooms)), Console(quiet=True)) / "release" / SLUG


@pytest.fixture(scope="module")
def lab(folder, start_lab):
    return start_lab(folder.parents[1], PYTHONPATH=str(folder.parents[1]))


def press(notebook, student=None):
    """Type the id (once), press the button; the lines that show."""
    cell = notebook.cell("submit")
    if student:
        cell.get_by_placeholder("例：s001").fill(student)
    cell.get_by_role("button", name="提出用のファイルを作る").click()
    told = cell.locator(".jp-OutputArea-output pre").last
    expect(told).to_contain_text("提出")
    return told


def answer_in(path):
    by_id = {cell.id: cell.source for cell in read_notebook(path).cells}
    return by_id["linear"]


def test_form_asks_to_save_and_then_makes_the_file(lab, folder, page, open_notebook, snap):
    path = folder / f"{SLUG}.ipynb"
    notebook = open_notebook(lab, path)
    notebook.run("given_imports")
    notebook.write("linear", ANSWER)
    notebook.run("linear")
    notebook.run("submit")
    told = press(notebook, "山田")
    expect(told).to_contain_text("「山田」は学籍番号として使えません")
    assert not list(folder.glob("s001*"))
    told = press(notebook, "ｓ００１")
    made = folder / f"s001_{SLUG}.ipynb"
    if answer_in(path) != ANSWER:  # else JupyterLab has saved it by itself
        expect(told).to_contain_text("保存してから、もう一度動かしてください")
        assert not made.exists()
    snap("submit_1_not_saved")
    assert notebook.save()["linear"] == ANSWER
    told = press(notebook)
    expect(told).to_contain_text(f"✓ 提出用のファイルを作りました：{made.name}")
    expect(told).to_contain_text("まだ答えがありません（このままでも提出できます）：relu、")
    expect(told).not_to_contain_text("保存し忘れて")
    snap("submit_2_saved")
    assert answer_in(made) == ANSWER
    about = json.loads(made.read_text(encoding="utf-8"))["metadata"]["hand_in"]
    assert (about["student"], about["chapter"]) == ("s001", SLUG)
    assert not told.get_by_text("Traceback").count()


def test_copy_that_the_student_works_in_is_what_is_handed_in(
    lab, folder, page, open_notebook, snap
):
    copy = shutil.copy(folder / f"{SLUG}.ipynb", folder / f"{SLUG}-Copy1.ipynb")
    notebook = open_notebook(lab, copy)
    other = ANSWER + "  # 写しのほう"
    notebook.write("linear", other)
    notebook.save()
    notebook.run("submit")
    told = press(notebook, "s002")
    expect(told).to_contain_text(f"{SLUG}-Copy1.ipynb を最後に保存した時刻")
    assert answer_in(folder / f"s002_{SLUG}.ipynb") == other
