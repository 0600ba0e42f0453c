"""What students see when a visible test fails: every wrong answer in the student edition."""

import re
from pathlib import Path
from textwrap import dedent

import numpy as np
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


# an exercise, a natural first attempt, and what its message has to say (each once pointed away)
FIRST_ATTEMPTS_1_1 = [
    (
        "cross_entropy_error",
        """
        def cross_entropy_error(d, y):
            return -np.sum(d * np.log(max(y, 1e-6)))
        """,
        "np.maximum",
    ),
    (
        "cross_entropy_error",
        """
        def cross_entropy_error(d, y):
            return -np.sum(y * np.log(np.maximum(d, 1e-8)))
        """,
        "d と y が逆",
    ),
    (
        "cross_entropy_error",
        """
        def cross_entropy_error(d, y):
            return -np.sum(y * np.log(d))
        """,
        "d と y が逆",
    ),
    (
        "cross_entropy_error",
        """
        def cross_entropy_error(d, y):
            N = 1 if y.ndim == 1 else len(y)
            if d.ndim < y.ndim:
                d = np.eye(N)[d]
            return -np.sum(d * np.log(np.maximum(y, 1e-7))) / N
        """,
        "件数 N ではなくクラスの数 K",
    ),
    (
        "cross_entropy_error",
        """
        def cross_entropy_error(d, y):
            N = 1 if y.ndim == 1 else len(y)
            return -np.sum(d * np.log(np.maximum(y, 1e-7))) / N
        """,
        "形が合いません",
    ),
    (
        "binary_cross_entropy_error",
        """
        def binary_cross_entropy_error(d, y):
            return -np.mean(d * np.log(max(y, 1e-6)) + (1 - d) * np.log(max(1 - y, 1e-6)))
        """,
        "np.maximum",
    ),
    (
        "binary_cross_entropy_error",
        """
        def binary_cross_entropy_error(d, y):
            return -np.mean(y * np.log(d + 1e-9) + (1 - y) * np.log(1 - d + 1e-9))
        """,
        "d と y が逆",
    ),
    (
        "forward",
        """
        def forward(network, x, output_activation):
            z, zs = x, []
            for k in range(1, len(network) // 2 + 1):
                z = functions.relu(z @ network[f"W{k}"] + network[f"b{k}"])
                zs.append(z)
            return output_activation(z), zs[:-1]
        """,
        "出力層に ReLU を使って",
    ),
    (
        "forward",
        """
        def forward(network, x, output_activation):
            z, zs = x, []
            for k in range(len(network) // 2):
                z = functions.relu(z @ network[f"W{k}"] + network[f"b{k}"])
                zs.append(z)
            return output_activation(z), zs[:-1]
        """,
        "層の番号は 1 から",
    ),
    (
        "forward",
        """
        def forward(network, x, output_activation):
            layers, zs = len(network) // 2, []
            for k in range(1, layers):
                zs.append(functions.relu(x @ network[f"W{k}"] + network[f"b{k}"]))
            return output_activation(zs[-1] @ network[f"W{layers}"] + network[f"b{layers}"]), zs
        """,
        "x ではなく z",
    ),
    (
        "init_network",
        """
        def init_network(sizes, rng):
            network = {}
            for k in range(len(sizes) - 1):
                network[f"W{k}"] = 0.1 * rng.standard_normal((sizes[k], sizes[k + 1]))
                network[f"b{k}"] = np.zeros(sizes[k + 1])
            return network
        """,
        "あなたの辞書のキー W0、b0",
    ),
]


@pytest.mark.parametrize(
    "name, attempt, says", [pytest.param(*a, id=f"{a[0]}-{a[2]}") for a in FIRST_ATTEMPTS_1_1]
)
def test_message_of_a_first_attempt_names_the_mistake(name, attempt, says):
    notebook = read_notebook(COURSE.release_notebook("1_1_forward_propagation"))
    exercise = next(e for e in exercises(notebook) if e.name == name)
    exercise.answer.source = dedent(attempt)
    given = [cell for cell in notebook.cells if is_given(cell)]
    notebook.cells = [*given, exercise.answer, *exercise.tests]
    with np.errstate(all="ignore"):
        first = next(filter(None, run_tests(notebook)[name].messages))
    assert says in first


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
    ("1_4_1_mnist_sample", "check_network", "softmax over columns"): "行ごと（axis=1）ですか",
    ("1_4_1_mnist_sample", "train_digits", "plus"): "先に、上のテスト（更新の手順）",
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
