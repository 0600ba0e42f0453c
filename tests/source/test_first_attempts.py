"""Natural first attempts in 1_1 that no named wrong answer is: the first message names the mistake.

(Of the other chapters they are named wrong answers: test_messages.)
"""

from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from course.layout import Course
from course.notebooks.exercises import exercises, is_given, read_notebook
from course.test_power.one_process import run_tests

COURSE = Course.find(Path(__file__).parents[2])

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
