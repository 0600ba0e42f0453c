"""A learner without an instructor: answers are checked at once, model answers stay folded."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from rich.console import Console

from course.handing_out.bundle import write_bundle
from course.layout import Course
from course.notebooks.exercises import read_notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
SLUG = "1_3_stochastic_gradient_descent"
# the right form: in a class, only grading says that it is wrong
WRONG = 'minibatch_numbers = {"updates": 312, "last": 32, "epoch": 4, "seen": 63904, "loss": 6}'


@pytest.fixture(scope="module")
def edition(copy_course):
    rooms = ("source", "release", "notebooks", "common", "datasets", "requirements.txt")
    return write_bundle(Course(copy_course(*rooms)), Console(quiet=True), self_study=True)


@pytest.fixture(scope="module")
def lab(edition, start_lab):
    return start_lab(edition, PYTHONPATH=str(edition))


@pytest.fixture(scope="module")
def solutions(edition):
    return edition / "solutions" / SLUG / f"{SLUG}_solutions.ipynb"


def run_with_the_test_below(notebook):
    """By keys, as the test is folded: what it shows."""
    notebook.page.keyboard.press("Shift+Enter")
    notebook.page.keyboard.press("Shift+Enter")
    return notebook.cell("minibatch_numbers_test").locator(".jp-OutputArea-output")


def test_quiz_is_judged_at_once_and_counts_in_the_table(
    lab, edition, solutions, page, open_notebook, snap, asked_outside
):
    notebook = open_notebook(lab, edition / "release" / SLUG / f"{SLUG}.ipynb")
    snap("alone_1_opened")
    notebook.write("minibatch_numbers", WRONG)
    shown = run_with_the_test_below(notebook)
    expect(shown).to_contain_text("余りの件数も、1つのミニバッチになります")
    expect(notebook.cell("minibatch_numbers_test")).not_to_contain_text("_likely")
    snap("alone_2_wrong")
    model = {cell.id: cell.source for cell in read_notebook(solutions).cells}
    notebook.write("minibatch_numbers", model["minibatch_numbers"])
    expect(run_with_the_test_below(notebook)).to_contain_text("✓ minibatch_numbers")
    table = notebook.run("progress")
    expect(table).to_contain_text("✓ 見えるテストに合格")
    expect(table).to_contain_text("1 / 13 問が合格です（4 / 96 点）")
    snap("alone_3_progress")
    notebook.cell("solutions")
    snap("alone_4_end")
    assert not asked_outside


def test_model_answers_open_one_at_a_time(lab, solutions, page, open_notebook, snap):
    notebook = open_notebook(lab, solutions)
    snap("alone_5_folded")
    folded = notebook.cell("minibatch_numbers")
    expect(folded.locator(".jp-InputArea-editor")).to_have_count(0)
    expect(folded).to_contain_text("解答例：minibatch_numbers")
    expect(folded).not_to_contain_text("63904")
    snap("alone_6_folded_answer")
    folded.locator(".jp-Placeholder-content").click()
    expect(folded.locator(".cm-content")).to_contain_text("63904")
    expect(notebook.cell("curve_diagnosis")).not_to_contain_text("curve_diagnosis =")
    snap("alone_7_opened_answer")
    discussion = notebook.cell("discussion")
    to_compare = discussion.get_by_role("group").get_by_text("見比べるところ")
    expect(to_compare).to_be_hidden()
    discussion.locator("summary").click()
    expect(to_compare).to_be_visible()
    snap("alone_8_discussion")
