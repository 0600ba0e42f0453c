"""The checks of a test cell: what passes, what fails, and what the message says."""

import numpy as np
import pytest

from common import checking as check
from common.gpu.stand_in import DeviceArray, to_device, to_host

THREE = np.array([1.0, 2.0, 3.0])


def message(function, *args, **kwargs):
    """The message of a check that must fail."""
    with pytest.raises(check.CheckFailed) as caught:
        function(*args, **kwargs)
    return str(caught.value)


@pytest.mark.parametrize(
    "got", [THREE, [1, 2, 3], (1.0, 2.0, 3.0), THREE.astype(np.float32), THREE * (1 + 5e-7)]
)
def test_assert_close_accepts_any_numbers_within_the_tolerance(got):
    check.assert_close(got, THREE, "値")


@pytest.mark.parametrize("got", [THREE * (1 + 3e-6), THREE + [0, 0, 1e-4], -THREE])
def test_assert_close_with_other_values_says_that_only_the_shape_is_right(got):
    text = message(check.assert_close, got, THREE, "1次元の入力", hint="符号")
    assert text.splitlines() == [
        "1次元の入力：値が違います",
        "形 (3,) は合っています。",
        "手がかり：符号",
    ]


def test_assert_close_with_another_shape_shows_both_shapes():
    text = message(check.assert_close, THREE[None], THREE, "入力")
    assert text == "入力：形が違います\nあなたの形 (1, 3)、正しい形 (3,)"


@pytest.mark.parametrize("got", [-THREE, [[1.0, 2.0, 3.0]]])
def test_assert_close_with_a_likely_wrong_value_gives_its_hint(got):
    text = message(check.assert_close, got, THREE, "値", "ほか", [(0, "零"), (got, "これ")])
    assert text.endswith("手がかり：これ")


def test_assert_close_with_shown_values_prints_both():
    text = message(check.assert_close, [1.0, 2.5, 3.0], THREE, "値", shown=True)
    assert "あなたの答え [1. , 2.5, 3. ]" in text
    assert "正しい答え   [1., 2., 3.]" in text


TABLE = np.arange(1.0, 7.0).reshape(2, 3)


@pytest.mark.parametrize(
    "got, want, part",
    [
        (TABLE.T, TABLE, "行と列が入れかわって"),
        (TABLE.ravel(), TABLE, "要素の数は同じです"),
        (TABLE.sum(axis=1), TABLE, "軸が減っています"),
        (THREE[None, None], THREE[:2], "軸が増えています"),
        (-TABLE, TABLE, "符号が逆です"),
        (TABLE / 3, TABLE, "どの要素も、正しい答えの 0.333333 倍です"),
        (TABLE - 2, TABLE, "どの要素も、正しい答えより -2 だけ違います"),
    ],
)
def test_assert_close_with_shown_values_names_what_is_usual(got, want, part):
    text = message(check.assert_close, got, want, "値", shown=True)
    assert text.splitlines()[-1].startswith(f"手がかり：{part}")
    assert part not in message(check.assert_close, got, want, "値")


@pytest.mark.parametrize(
    "got, want",
    [
        (THREE**2, THREE),
        (THREE > 1, THREE > 5),
        ([0.0, 0.0, 0.0], THREE),
        (2.0, 5.0),
        ([1, np.nan, 3], THREE),
        (THREE[:2], THREE),
        ([1e300, 2e300, 4e300], THREE),
    ],
)
def test_assert_close_without_a_usual_mistake_guesses_nothing(got, want):
    assert "手がかり" not in message(check.assert_close, got, want, "値", shown=True)


def test_assert_close_prefers_the_authors_hint_to_the_usual_one():
    text = message(check.assert_close, -THREE, THREE, "値", "式", shown=True)
    assert text.endswith("手がかり：式")


def test_assert_close_without_shown_hides_every_value():
    text = message(check.assert_close, [7.25, 2.0, 3.0], THREE, "値")
    assert "7.25" not in text
    assert "2." not in text


@pytest.mark.parametrize("strange", [np.nan, np.inf])
def test_assert_close_with_nan_or_inf_says_so(strange):
    text = message(check.assert_close, [1.0, strange, 3.0], THREE, "値")
    assert "答えに nan か inf が含まれています。" in text


@pytest.mark.parametrize(
    "got, part",
    [
        (None, "return を書き忘れて"),
        ("1, 2, 3", "あなたの答えの型 str"),
        ([1, [2, 3]], "数値の配列ではありません"),
        ({"a": 1}, "あなたの答えの型 dict"),
        (THREE + 1j, "数値の配列ではありません"),
    ],
)
@pytest.mark.parametrize(
    "function, rest",
    [
        (check.assert_close, (THREE, "値")),
        (check.assert_shape, ((3,), "値")),
        (check.assert_finite, ("値",)),
    ],
)
def test_numeric_check_with_something_else_says_what_it_got(function, rest, got, part):
    assert part in message(function, got, *rest)


def test_assert_shape_compares_only_the_shape():
    check.assert_shape(THREE - 7, (3,), "入力")
    text = message(check.assert_shape, THREE, (3, 1), "入力", "転置")
    assert text.splitlines()[1:] == [
        "あなたの形 (3,)、正しい形 (3, 1)",
        "手がかり：転置",
    ]


def test_assert_finite_refuses_nan_and_inf():
    check.assert_finite(THREE, "値")
    assert "ヒント" in message(check.assert_finite, [1.0, np.nan], "値", "ヒント")
    assert "値：答えに nan か inf" in message(check.assert_finite, np.inf, "値")


def test_assert_equal_compares_type_and_value():
    check.assert_equal({"W": [1]}, {"W": [1]}, "辞書")
    assert "あなたの型 list、正しい型 tuple" in message(check.assert_equal, [3], (3,), "形")
    text = message(check.assert_equal, "a", "b", "名前", likely=[("c", "遠い"), ("a", "近い")])
    assert text == "名前：答えが違います\n手がかり：近い"


def test_assert_true_fails_with_title_and_hint():
    check.assert_true(True, "題")
    assert message(check.assert_true, False, "題", "手がかり") == "題\n手がかり：手がかり"


@pytest.mark.parametrize(
    "arguments, change",
    [
        ([np.zeros(3)], lambda a: a.__setitem__(0, 1.0)),
        ([{"W": np.zeros(3)}], lambda d: d["W"].__setitem__(2, 1.0)),
        ([{"W": np.zeros(3), "b": np.ones(1)}], lambda d: d.pop("b")),
        ([{"W": np.zeros(3)}], lambda d: d.update(W=np.zeros(3, dtype=int))),
        ([[1, 2, 3]], lambda sizes: sizes.pop()),
        ([[np.zeros(2), np.zeros(2)]], lambda zs: zs[1].fill(1.0)),
    ],
)
def test_unchanged_notices_a_change_at_any_depth(arguments, change):
    with pytest.raises(check.CheckFailed, match="書き換わっています"), check.unchanged(*arguments):
        change(arguments[0])


def test_unchanged_says_what_to_do_instead_where_the_test_knows():
    x = np.zeros(2)
    with pytest.raises(check.CheckFailed) as caught, check.unchanged(x, hint="元に戻します。"):
        x[0] = 1
    text = str(caught.value).splitlines()
    assert text == ["引数に渡した配列が書き換わっています", "手がかり：元に戻します。"]


def test_unchanged_looks_also_where_an_error_is_right():
    x = np.zeros(2)
    with pytest.raises(check.CheckFailed, match="書き換わっています"), check.unchanged(x):
        x += 1
        raise ValueError


def test_unchanged_leaves_the_error_of_an_answer_that_changed_nothing():
    with pytest.raises(ValueError, match="this"), check.unchanged(np.zeros(2)):
        raise ValueError("this")


def test_in_place_lets_an_answer_change_what_it_is_given():
    x = np.zeros(2)
    with check.in_place(x):
        x += 1
    assert x.tolist() == [1, 1]


def test_assert_separate_notices_memory_that_is_used_twice():
    buffer = np.arange(6.0)
    check.assert_separate([buffer[:3], buffer[3:], np.zeros(2)], "バッチ")
    with pytest.raises(check.CheckFailed, match="バッチ：同じものを使い回しています"):
        check.assert_separate([buffer[:3], buffer[1:2]], "バッチ")


def test_assert_separate_notices_a_list_that_is_used_twice():
    found = []
    check.assert_separate([found, []], "結果")
    with pytest.raises(check.CheckFailed, match="結果：同じものを使い回しています"):
        check.assert_separate([found, found], "結果")


@pytest.mark.parametrize("copy", [to_host, DeviceArray.get, DeviceArray.item])
def test_on_device_refuses_copies_to_the_host_and_says_so(copy):
    array = to_device(np.ones(1))
    refused = pytest.raises(check.CheckFailed, match="CPU へ写しています")
    with refused, check.exercise("f"), check.on_device():
        copy(array)
    assert copy(array) == 1


def test_unchanged_lets_reading_pass_even_with_nan():
    x, network = np.array([np.nan, 1.0]), {"W": np.ones((2, 2)), "sizes": [2, 2]}
    with check.unchanged(x, network):
        _ = x @ network["W"] + x


@pytest.mark.parametrize("use", [lambda: np.random.seed(0), lambda: np.random.rand()])
def test_global_random_untouched_notices_and_puts_the_state_back(use):
    before = np.random.get_state()
    with pytest.raises(check.CheckFailed, match="乱数の状態"), check.global_random_untouched():
        use()
    after = np.random.get_state()
    assert np.array_equal(before[1], after[1])
    assert before[2:] == after[2:]


def test_global_random_untouched_lets_a_generator_pass():
    with check.global_random_untouched():
        np.random.default_rng(0).random(3)


@pytest.mark.parametrize(
    ("compute", "kind"),
    [
        (lambda: np.exp(THREE * 1000), "オーバーフロー（overflow）"),
        (lambda: THREE / np.zeros(3), "0 での割り算（divide by zero）"),
        (lambda: np.log(-THREE), "不正な演算（invalid value）"),
    ],
)
def test_no_float_errors_turns_a_warning_into_a_failure(compute, kind):
    message = f"計算の途中で、{kind}が起きました(.|\n)*ヒント"
    with pytest.raises(check.CheckFailed, match=message):  # noqa: SIM117
        with check.no_float_errors("大きな入力", "ヒント"):
            compute()


def test_no_float_errors_lets_underflow_pass():
    with check.no_float_errors("小さな値"):
        assert np.exp(np.array([-1000.0]))[0] == 0
