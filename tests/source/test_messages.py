"""What students see when a visible test fails: every wrong answer in the student edition."""

import re
from pathlib import Path

import pytest

from common.classroom.exercise import LINE_WIDTH, MESSAGE_LINES
from course.layout import Course
from course.notebooks.exercises import exercises, is_given, read_notebook
from course.test_power.answer_files import read_answers
from course.test_power.one_process import run_tests

ROOT = Path(__file__).parents[2]
COURSE = Course.find(ROOT)
SLUGS = [slug for slug in COURSE.slugs if COURSE.source_notebook(slug).exists()]
INTERNALS = re.compile(r"site-packages|common[/\\.]\w+|Traceback|/tmp/|\.py\b|\b_check\b|\b_np\b")


def visible_messages(slug):
    """(exercise, name of the wrong answer, message) of each visible test that notices it."""
    notebook = read_notebook(COURSE.release_notebook(slug))
    given = [cell for cell in notebook.cells if is_given(cell)]
    by_name = {exercise.name: exercise for exercise in exercises(notebook)}
    for wrong in read_answers(ROOT / "tests" / "wrong_answers" / slug):
        exercise = by_name[wrong.exercise]
        exercise.answer.source = wrong.source
        notebook.cells = [*given, exercise.answer, *exercise.tests]
        for message in filter(None, run_tests(notebook)[wrong.exercise].messages):
            yield wrong.exercise, wrong.name, message


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_message_is_short_names_the_exercise_and_says_what_to_do_and_read(slug):
    noticed = set()
    for exercise, name, message in visible_messages(slug):
        # the title names the exercise and, if it has several tests, the part
        lines, about = message.splitlines(), f"{exercise}, {name}:\n{message}"
        assert re.match(rf"✗ {exercise}(（[^）]+）)?：", lines[0]), about
        assert 2 <= len(lines) <= MESSAGE_LINES, about
        assert lines[-1].startswith("  読み返すところ："), about
        assert max(map(len, lines)) <= LINE_WIDTH, about
        assert not INTERNALS.search(message), about
        noticed.add(exercise)
    assert noticed


# natural first attempts whose messages once pointed away, and what they are told now
FIRST_ATTEMPTS = {
    "1_2_back_propagation": {
        ("numerical_gradient", "size of a matrix"): "x[i] は1つの数ではなく、1行です",
        ("numerical_gradient", "x itself is moved and not restored"): "元の値に戻します",
        ("d_softmax_with_loss", "np.eye of the number of samples"): "クラスの数 K",
        ("train_step", "learning rate times the dictionary"): "キーごとに",
        ("backward", "bias sums over everything"): "件の方向（axis=0）に足します",
        ("backward", "relu at the output"): "出力層に ReLU",
        ("SoftmaxWithLoss", "dout required"): "def backward(self, dout=1)",
        ("SoftmaxWithLoss", "arguments swapped"): "引数は (d, y) の順",
        ("relative_error", "max of Python"): "np.maximum",
        ("gradient_check", "not restored"): "元の値に戻します",
    }
}


@pytest.mark.slow
@pytest.mark.parametrize("slug", FIRST_ATTEMPTS)
def test_natural_first_attempt_is_told_where_to_look(slug):
    told = {
        (exercise, name): text for exercise, name, text in reversed(list(visible_messages(slug)))
    }
    for attempt, words in FIRST_ATTEMPTS[slug].items():
        assert words in told[attempt], f"{attempt}:\n{told[attempt]}"
