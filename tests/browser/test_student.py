"""A student's day: open an exercise, get it wrong, get it right, validate, look at the progress."""

from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect
from rich.console import Console

from course.demo.sample_class import sample_class
from course.handing_out.bundle import write_bundle
from course.layout import Course
from course.notebooks.exercises import exercises, read_notebook
from course.test_power.answer_files import read_answers

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
SLUG = "1_1_forward_propagation"
WRONG = {(a.exercise, a.name): a for a in read_answers(ROOT / "tests" / "wrong_answers" / SLUG)}
RIGHT = {
    "linear": "def linear(x, W, b):\n    return x @ W + b",
    "relu": "def relu(x):\n    return np.maximum(x, 0)",
    "parameter_count": "def parameter_count(sizes):\n"
    "    return sum((i + 1) * o for i, o in zip(sizes, sizes[1:]))",
}
# an exercise, a wrong answer to it, and what the message has to say beside its own hint
MISTAKES = [
    ("linear", "W @ x", ["ValueError", "答えのセルの", "return W @ x + b"]),
    ("relu", "built-in max", ["あなたのコードでエラーが起きました", "return max(0, x)"]),
    ("relu", "largest of axis", ["形が違います", "あなたの形 ()、正しい形 (3,)"]),
    ("relu", "in place", ["x[...] = "]),
    ("linear", "no return", ["答えが None です"]),
    ("relu", "common layer", ["式を自分で書いてみましょう"]),
]
INTERNALS = ("Traceback", "common/", "checking.py", "exercise.py", "CheckFailed", "site-packages")


@pytest.fixture(scope="module")
def bundle(copy_course):
    """The students' repository as `course bundle` writes it."""
    rooms = ("source", "release", "notebooks", "common", "datasets", "requirements.txt")
    return write_bundle(Course(copy_course(*rooms)), Console(quiet=True))


@pytest.fixture(scope="module")
def handed_out(bundle):
    """The exercises of the chapter, before anyone has written in them."""
    return (bundle / "release" / SLUG / f"{SLUG}.ipynb").read_bytes()


@pytest.fixture(scope="module")
def lab(bundle, start_lab):
    """Runs in the bundle; notebooks import its common, not ours."""
    return start_lab(bundle, PYTHONPATH=str(bundle))


@pytest.fixture
def sheet(bundle, handed_out, request):
    """The exercises of the chapter in a folder of this test alone."""
    path = bundle / "release" / request.node.name / f"{SLUG}.ipynb"
    path.parent.mkdir()
    path.write_bytes(handed_out)
    return path


def message(output):
    """The lines that a test cell shows: at most six, and nothing of the course's machinery."""
    text = output.inner_text()
    lines = text.strip().splitlines()
    assert len(lines) <= 6 and not [word for word in INTERNALS if word in text], text
    return lines


def progress(notebook):
    """The table after its cell was run: {exercise: result}, and the line below it."""
    output = notebook.run("progress")
    rows = [row.locator("td").all_inner_texts() for row in output.locator("tr").all()]
    names = [exercise.name for exercise in exercises(read_notebook(notebook.path))]
    return dict(zip(names, [row[2] for row in rows[1:]], strict=True)), output.locator("p")


def answer(notebook, name, source):
    """Write the answer, run it and its test; what the test says."""
    notebook.write(name, source)
    notebook.run(name)
    return message(notebook.run(f"{name}_test"))


def test_wrong_answer_then_right_one_is_shown_and_saved(
    lab, bundle, handed_out, page, open_notebook, snap, asked_outside
):
    notebook = open_notebook(lab, bundle / "release" / SLUG / f"{SLUG}.ipynb")
    snap("student_1_opened")
    notebook.run("given_imports")
    title, *details = answer(notebook, "linear", WRONG["linear", "bias missing"].source)
    snap("student_2_wrong")
    assert title == "✗ linear：入力2個、出力1個：値が違います"
    assert details[-2:] == [
        "  手がかり：バイアス b を足し忘れていませんか。",
        "  読み返すところ：1.2 重み付き和とバイアス／1.4 バッチとブロードキャスト",
    ]
    assert progress(notebook)[0]["linear"] == "✗ もう少し"
    assert answer(notebook, "linear", RIGHT["linear"])[0].startswith("✓ linear：")
    snap("student_3_right")
    table, summary = progress(notebook)
    snap("student_4_progress")
    assert table["linear"] == "✓ 見えるテストに合格"
    expect(summary).to_contain_text("1 / 14 問が合格です（5 / 100 点）")
    assert notebook.save()["linear"] == RIGHT["linear"]
    assert not asked_outside


def test_message_of_each_kind_of_mistake_says_what_to_do(lab, page, sheet, open_notebook, snap):
    notebook = open_notebook(lab, sheet)
    notebook.run("given_imports")
    for number, (name, kind, words) in enumerate(MISTAKES, start=1):
        wrong = WRONG[name, kind]
        title, *details = answer(notebook, name, wrong.source)
        assert title.startswith(f"✗ {name}："), title
        for word in (*words, wrong.message):
            assert word in "".join([title, *details]), (kind, word)
        assert details[-1].startswith("  読み返すところ："), kind
        snap(f"student_message_{number}_{name}")


def test_progress_table_outlives_a_restart_and_takes_any_order(
    lab, page, sheet, open_notebook, snap
):
    notebook = open_notebook(lab, sheet)
    answer(notebook, "parameter_count", RIGHT["parameter_count"])  # a later one first
    notebook.run("given_imports")
    answer(notebook, "relu", WRONG["relu", "abs"].source)
    expected = {
        "parameter_count": "✓ 見えるテストに合格",
        "relu": "✗ もう少し",
        "linear": "－ これから",
        "discussion": "講師が採点",
    }
    assert expected.items() <= progress(notebook)[0].items()
    notebook.save()
    notebook.restart_kernel()
    table, summary = progress(notebook)
    assert expected.items() <= table.items()
    expect(summary).to_contain_text("1 / 14 問が合格です（5 / 100 点）")
    snap("student_5_after_restart")
    notebook.run("given_imports")
    answer(notebook, "relu", RIGHT["relu"])
    assert progress(notebook)[0]["relu"] == "✓ 見えるテストに合格"


@pytest.mark.long
def test_validate_names_what_is_open_and_accepts_a_whole_solution(
    lab, page, sheet, open_notebook, snap
):
    source, release = read_notebook(ROOT / "source" / SLUG / sheet.name), read_notebook(sheet)
    everything = nbformat.reads(sample_class(source, release, [])[0].data.decode(), as_version=4)
    for exercise in exercises(everything):
        if exercise.name == "linear":  # this one is left to be done
            exercise.answer.source = WRONG["linear", "bias missing"].source
    nbformat.write(everything, sheet)
    notebook = open_notebook(lab, sheet)
    said = notebook.validate()
    snap("student_6_validate_open")
    expect(said.get_by_text("The following cell failed:")).to_have_count(1)
    expect(said).to_contain_text("バイアス b を足し忘れていませんか。")
    said.get_by_role("button", name="Ok").click()
    notebook.write("linear", RIGHT["linear"])
    expect(notebook.validate()).to_contain_text("Success! Your notebook passes all the tests.")
    snap("student_7_validate_done")
