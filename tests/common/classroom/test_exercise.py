"""The frame of a test cell: its message, what it blocks, what it records and what it prints."""

import json
import linecache
import warnings

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

import common.functions
import common.layers
from common import checking as check
from common.classroom.exercise import LINE_WIDTH, MESSAGE_LINES


@pytest.fixture(autouse=True)
def in_own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def learners(source, **names):
    """What a learner's cell binds; its lines can be quoted."""
    linecache.cache["<answer>"] = (len(source), None, source.splitlines(True), "<answer>")
    namespace = {"np": np, **names}
    exec(compile(source, "<answer>", "exec"), namespace)
    return namespace


def failure(call, **options):
    """The lines of the message when the body of the frame fails."""
    with pytest.raises(check.CheckFailed) as caught:  # noqa: SIM117
        with check.exercise("softmax", **options):
            call()
    return str(caught.value).splitlines()


def recorded():
    with open(".progress.json", encoding="utf-8") as file:
        return json.load(file)


def test_passing_frame_prints_one_line_and_records_it(capsys):
    with check.exercise("softmax"):
        pass
    assert capsys.readouterr().out.splitlines() == [
        "✓ softmax：ここで確かめられることは、すべて合格です。"
    ]
    assert recorded() == {"softmax": "passed"}


def test_passing_quiz_promises_nothing_and_records_an_answer(capsys):
    with check.exercise("softmax", quiz=True):
        pass
    assert "正解かどうかは、採点で分かります" in capsys.readouterr().out
    assert recorded() == {"softmax": "answered"}


def test_failed_check_gives_name_details_and_what_to_read():
    lines = failure(lambda: check.assert_true(False, "題", "手がかり"), read="3.3 ソフトマックス")
    assert lines == [
        "✗ softmax：題",
        "  手がかり：手がかり",
        "  読み返すところ：3.3 ソフトマックス",
    ]
    assert recorded() == {"softmax": "failed"}


def test_long_message_keeps_six_lines_and_what_to_read():
    def fail():
        raise check.CheckFailed("\n".join(["長い行" * 100] * 20))

    lines = failure(fail, read="3.3")
    assert len(lines) == MESSAGE_LINES
    assert max(map(len, lines)) == LINE_WIDTH
    assert lines[-1] == "  読み返すところ：3.3"


def test_error_in_the_answer_quotes_the_learners_line_and_no_internals():
    names = learners("def softmax(u):\n    return np.linalg.inv(u)\n")
    lines = failure(lambda: names["softmax"](np.zeros((2, 2))))
    assert lines == [
        "✗ softmax：あなたのコードでエラーが起きました",
        "  LinAlgError: Singular matrix",
        "  答えのセルの 2 行目: return np.linalg.inv(u)",
    ]


def test_error_in_a_function_of_the_test_quotes_the_learners_line():
    names = learners("def call(f):\n    return f(1, 2)\n")

    def activation(u, _):
        raise RuntimeError("テストの中")

    assert "  答えのセルの 2 行目: return f(1, 2)" in failure(lambda: names["call"](activation))


def test_error_with_a_hint_for_its_type_gives_the_first_hint_that_fits():
    names = learners("def softmax(u):\n    return np.max(u, axis=3)\n")
    hints = {KeyError: "鍵", np.exceptions.AxisError: "軸", ValueError: "値"}
    lines = failure(lambda: names["softmax"](np.zeros(2)), errors=hints)
    assert lines[-1] == "  手がかり：軸"


def test_result_that_the_test_cannot_use_asks_for_number_and_type():
    def unpack():
        _, _ = 1, 2, 3

    lines = failure(unpack)
    assert lines[0] == "✗ softmax：答えをテストで使えませんでした"
    assert lines[-1] == "  return する値の個数と型を確かめましょう。"


def test_unwritten_answer_is_unsolved_and_not_failed():
    names = learners("def softmax(u):\n    raise NotImplementedError()\n")
    assert "まだ解かれていません" in failure(lambda: names["softmax"](1))[0]
    assert recorded() == {"softmax": "unsolved"}


def test_missing_answer_is_named_and_changes_no_result():
    with check.exercise("softmax"):
        pass
    lines = failure(lambda: product_shape)  # noqa: F821
    assert lines[0] == "✗ softmax：product_shape が見つかりません"
    assert "答えのセルも実行し直します" in lines[-1]
    assert recorded() == {"softmax": "passed"}


@pytest.mark.parametrize("name", ["np", "sigmoid", "Affine"])
def test_earlier_cell_not_run_since_the_restart_is_said_and_changes_no_result(name):
    with check.exercise("softmax"):
        pass
    names = learners(f"def softmax(u):\n    return {name}(u)\n")
    names.pop("np")
    assert failure(lambda: names["softmax"](1), read="3.3") == [
        "✗ softmax：用意されているはずの名前が見つかりません",
        f"  {name} が見つかりません",
        f"  答えのセルの 2 行目: return {name}(u)",
        "  その名前を用意するセル（最初の import など）を実行しましょう（再起動のあとも）。",
        "  読み返すところ：3.3",
    ]
    assert recorded() == {"softmax": "passed"}


def test_missing_name_inside_the_answer_is_an_error_of_the_answer():
    names = learners("def softmax(u):\n    return foo(u)\n")
    assert "  NameError: name 'foo' is not defined" in failure(lambda: names["softmax"](1))
    assert recorded() == {"softmax": "failed"}


def test_interrupt_passes_through_and_records_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt), check.exercise("softmax"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_warnings_of_the_answer_are_printed_once_and_cost_nothing(capfd):
    with check.exercise("softmax"):
        for _ in range(3):
            warnings.warn("古い書き方です", DeprecationWarning, stacklevel=1)
            np.log(np.zeros(1))
    out, err = capfd.readouterr()
    assert out.count("注意（DeprecationWarning）: 古い書き方です") == 1
    assert out.count("注意（RuntimeWarning）: divide by zero") == 1
    assert "✓ softmax" in out
    assert err == ""


@pytest.mark.parametrize(
    "name, call",
    [
        ("softmax", lambda: common.functions.softmax(np.ones(2))),
        ("sigmoid", lambda: common.layers.Sigmoid().forward(np.ones(2))),
        ("Relu", lambda: common.layers.Relu().forward(np.ones(2))),
        ("Affine", lambda: common.layers.Affine(np.ones((2, 1)), np.ones(1))),
    ],
)
def test_call_of_common_is_refused_inside_and_works_again_after(name, call):
    lines = failure(call, own=("identity", name))
    assert lines[0] == f"✗ softmax：common の {name} を呼んでいます"
    call()


def test_alias_made_before_the_frame_is_refused_too():
    from common.functions import softmax as other_name

    assert "common の softmax を呼んでいます" in failure(lambda: other_name(np.ones(2)))[0]


def test_other_functions_of_common_work_inside():
    with check.exercise("forward"):
        assert common.functions.relu(np.array([-1.0]))[0] == 0


def test_notebook_shows_only_the_message():
    shell = InteractiveShell()
    shown = []
    shell._showtraceback = lambda kind, error, lines: shown.extend(lines)
    shell.run_cell("from common import checking as _check")
    shell.run_cell("with _check.exercise('softmax', read='3.3'):\n    softmax(1)")
    InteractiveShell.clear_instance()
    assert shown == [
        "✗ softmax：softmax が見つかりません",
        "  上の答えのセルに答えを書き、実行してから、このセルを実行しましょう。",
        "  カーネルを再起動したあとは、答えのセルも実行し直します。",
        "  読み返すところ：3.3",
    ]
