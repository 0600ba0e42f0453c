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


# natural first attempts whose messages pointed elsewhere: what they are told now
POINTED_AWAY = {
    ("1_4_1_mnist_sample", "predict", "x times weights reversed"): "行列積は x @ W の順",
    ("1_4_1_mnist_sample", "accuracy", "argmax over columns"): "行ごとに（axis=1）",
    ("1_4_1_mnist_sample", "accuracy", "error rate"): "外れた割合",
    ("1_4_1_mnist_sample", "accuracy", "remainder dropped"): "端数のデータを捨てた",
    ("1_4_1_mnist_sample", "predict_batched", "side by side"): "縦（axis=0）",
    ("1_4_1_mnist_sample", "to_one_hot", "square"): "列の数は、いつも num_classes",
    ("1_4_1_mnist_sample", "most_confused", "pairs merged"): "あなたの答え [[1, 0, 8], [2, 1, 5]]",
    ("1_4_1_mnist_sample", "train_mnist", "steps from zero"): "あなたの",
    ("1_4_1_mnist_sample", "train_mnist", "evaluates before the update"): "更新が終わったあと",
    ("1_4_1_mnist_sample", "init_weights", "uniform"): "一様乱数",
    ("1_4_1_mnist_sample", "confusion_matrix", "repeated pairs counted once"): "重なった分",
}


@pytest.mark.slow
@pytest.mark.parametrize("slug", sorted({slug for slug, *_ in POINTED_AWAY}))
def test_natural_first_attempt_is_told_its_own_mistake(slug):
    said = {}
    for exercise, name, message in visible_messages(slug):
        said.setdefault((slug, exercise, name), []).append(message)
    for attempt, words in POINTED_AWAY.items():
        if attempt[0] == slug:
            assert any(words in message for message in said.get(attempt, [])), (attempt, said)
