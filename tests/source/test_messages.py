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


# natural first attempts to 1_3, of which the visible message once said nothing, or pointed away
FIRST_ATTEMPTS_1_3 = [
    ("fit_standardizer", "variance", "分散になっていませんか", "N − 1"),
    ("train_best", "gradient of the given network", "学習中のネットワークで計算", "逆の向き"),
    ("train_best", "biases skipped", "バイアスも更新", "逆の向き"),
    ("train_best", "best is another name", "別の辞書になっていますか", "書き換わって"),
    ("iterate_minibatches", "remainder dropped", "余った件数も", "形が違います"),
    ("iterate_minibatches", "shuffled apart", "べつべつに混ぜて", "重複あり"),
    ("backward_regression", "derivative of relu for tanh", "組になっていますか", "件数 N"),
    ("backward_regression", "tanh twice", "z1 をもう1度 tanh に", "件数 N"),
    ("backward_regression", "u for tanh in the derivative", "u を入れていませんか", "件数 N"),
    ("make_dataset", "d before scaling", "広げる前に、d を計算して", "符号"),
    ("learn_spiral", "epochs for updates", "エポックの回数ではありません", "正解率"),
]


@pytest.mark.slow
def test_first_attempts_in_1_3_are_told_what_is_wrong_with_them():
    (slug,) = [slug for slug in SLUGS if slug.startswith("1_3")]
    said = {}
    for exercise, name, message in visible_messages(slug):
        said.setdefault((exercise, name), message)
    for exercise, name, cause, other in FIRST_ATTEMPTS_1_3:
        assert cause in said[exercise, name], (exercise, name)
        assert other not in said[exercise, name], (exercise, name)
