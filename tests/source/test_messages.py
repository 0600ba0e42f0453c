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


# natural first attempts whose messages once said nothing or pointed away: what they are told now,
# and what they are not told any more
FIRST_ATTEMPTS = {
    "1_1_forward_propagation": [
        ("cross_entropy_error", "max of Python", "np.maximum", ""),
        ("cross_entropy_error", "arguments swapped behind a guard", "d と y が逆", ""),
        ("cross_entropy_error", "arguments swapped without a guard", "d と y が逆", ""),
        (
            "cross_entropy_error",
            "np.eye of the number of samples",
            "件数 N ではなくクラスの数 K",
            "",
        ),
        ("cross_entropy_error", "index labels as they are", "形が合いません", ""),
        ("binary_cross_entropy_error", "max of Python", "np.maximum", ""),
        ("binary_cross_entropy_error", "arguments swapped with a small number", "d と y が逆", ""),
        ("forward", "relu in every layer", "出力層に ReLU を使って", ""),
        ("forward", "layers from zero", "層の番号は 1 から", ""),
        ("forward", "x into every layer", "x ではなく z", ""),
        ("init_network", "counted from zero", "あなたの辞書のキー W0、b0", ""),
    ],
    "1_2_back_propagation": [
        ("numerical_gradient", "size of a matrix", "x[i] は1つの数ではなく、1行です", ""),
        ("numerical_gradient", "x itself is moved and not restored", "元の値に戻します", ""),
        ("d_softmax_with_loss", "np.eye of the number of samples", "クラスの数 K", ""),
        ("train_step", "learning rate times the dictionary", "キーごとに", ""),
        ("backward", "bias sums over everything", "件の方向（axis=0）に足します", ""),
        ("backward", "relu at the output", "出力層に ReLU", ""),
        ("SoftmaxWithLoss", "dout required", "def backward(self, dout=1)", ""),
        ("SoftmaxWithLoss", "arguments swapped", "引数は (d, y) の順", ""),
        ("relative_error", "max of Python", "np.maximum", ""),
        ("gradient_check", "not restored", "元の値に戻します", ""),
    ],
    "1_3_stochastic_gradient_descent": [
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
    ],
    "1_4_1_mnist_sample": [
        ("predict", "x times weights reversed", "行列積は x @ W の順", ""),
        ("accuracy", "argmax over columns", "行ごとに（axis=1）", ""),
        ("accuracy", "error rate", "外れた割合", ""),
        ("accuracy", "remainder dropped", "端数のデータを捨てた", ""),
        ("predict_batched", "side by side", "縦（axis=0）", ""),
        ("to_one_hot", "square", "列の数は、いつも num_classes", ""),
        ("most_confused", "pairs merged", "あなたの答え [[1, 0, 8], [2, 1, 5]]", ""),
        ("train_mnist", "steps from zero", "あなたの", ""),
        ("train_mnist", "evaluates before the update", "更新が終わったあと", ""),
        ("init_weights", "uniform", "一様乱数", ""),
        ("confusion_matrix", "repeated pairs counted once", "重なった分", ""),
        ("check_network", "softmax over columns", "行ごと（axis=1）ですか", ""),
        ("train_digits", "plus", "先に、上のテスト（更新の手順）", ""),
    ],
}


@pytest.mark.slow
@pytest.mark.parametrize("slug", FIRST_ATTEMPTS)
def test_natural_first_attempt_is_told_its_own_mistake(slug):
    told = {}
    for exercise, name, message in visible_messages(slug):
        told.setdefault((exercise, name), []).append(message)  # of each part
    for exercise, name, said, pointed_away in FIRST_ATTEMPTS[slug]:
        messages = told[exercise, name]
        assert any(said in message for message in messages), (exercise, name, messages)
        assert not pointed_away or pointed_away not in messages[0], (exercise, name, messages)
