"""Decision maps: every form of prediction, what is drawn, and what is refused."""

import re

import numpy as np
import pytest

from common.plots import decision_map, plot_training

XOR_X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
XOR_D = np.array([0, 1, 1, 0])


def legend_texts(figure):
    return [text.get_text() for text in figure.axes[0].get_legend().get_texts()]


def xor_score(x):
    return abs(x[:, 0] - x[:, 1])


PREDICTIONS = {
    "scores": xor_score,
    "column": lambda x: xor_score(x).reshape(-1, 1),
    "class numbers": lambda x: (xor_score(x) > 0.5).astype(int),
    "truth values": lambda x: xor_score(x) > 0.5,
    "probabilities": lambda x: np.stack([1 - xor_score(x), xor_score(x)], axis=1),
}


@pytest.mark.slow
@pytest.mark.parametrize("predict", PREDICTIONS.values(), ids=PREDICTIONS)
def test_decision_map_every_form_of_prediction_gives_the_same_picture(predict, array):
    x, d = array(XOR_X), array(XOR_D)
    figure = decision_map(predict, x, d, low=-0.5, high=1.5)
    expected = decision_map(PREDICTIONS["class numbers"], XOR_X, XOR_D, low=-0.5, high=1.5)
    assert figure.to_png() == expected.to_png()
    assert legend_texts(figure) == ["予測 0", "予測 1", "正解 0", "正解 1"]
    np.testing.assert_array_equal(array.host(x), XOR_X)
    np.testing.assert_array_equal(array.host(d), XOR_D)


def test_decision_map_classes_differ_in_marker_and_hatch():
    figure = decision_map(PREDICTIONS["scores"], XOR_X, XOR_D)
    handles = figure.axes[0].get_legend().legend_handles
    assert handles[0].get_hatch() != handles[1].get_hatch()
    regions = [c for c in figure.axes[0].collections if getattr(c, "filled", False)]
    assert len({tuple(region.hatches) for region in regions}) == 2
    shapes = [handle.get_paths()[0].vertices.shape for handle in handles[2:]]
    assert shapes[0] != shapes[1]


def test_decision_map_three_class_numbers_are_kept():
    figure = decision_map(lambda x: x[:, 0].astype(int), [[0, 0], [1, 1], [2, 2]], np.eye(3))
    assert legend_texts(figure) == [f"{name} {k}" for name in ("予測", "正解") for k in range(3)]


def test_decision_map_range_left_out_holds_every_point():
    axes = decision_map(PREDICTIONS["scores"], XOR_X * [1, 100], XOR_D).axes[0]
    assert axes.get_xlim() == pytest.approx((-0.15, 1.15))
    assert axes.get_ylim() == pytest.approx((-15, 115))


@pytest.mark.parametrize(
    ("predict", "x", "d", "message"),
    [
        (xor_score, [[1, 2, 3]], [0], r"x の形は \(データ数, 2\) .*：\(1, 3\)"),
        (xor_score, np.ones((0, 2)), [], r"x の形は \(データ数, 2\) .*：\(0, 2\)"),
        (xor_score, XOR_X, [0, 1], r"d の形は \(4,\), .*：\(2,\)"),
        (np.sum, XOR_X, XOR_D, r"predict に \(40401, 2\) .*：\(\)"),
    ],
)
def test_decision_map_wrong_shape_names_both_shapes(predict, x, d, message):
    with pytest.raises(ValueError, match=message):
        decision_map(predict, x, d)


def test_decision_map_empty_range_is_refused():
    with pytest.raises(ValueError, match="low=2, high=1"):
        decision_map(xor_score, XOR_X, XOR_D, low=2, high=1)


def test_decision_map_only_point_is_in_the_middle():
    axes = decision_map(lambda x: x[:, 0], [[3, -1]], [1]).axes[0]
    assert axes.get_xlim() == pytest.approx((2.85, 3.15))
    assert axes.get_ylim() == pytest.approx((-1.15, -0.85))


def test_decision_map_predict_sees_points_of_the_whole_range_where_the_data_is(array):
    seen = []
    x = array(XOR_X)
    decision_map(lambda plane: seen.append(plane) or xor_score(plane), x, XOR_D, low=0, high=1)
    (plane,) = seen
    assert plane.shape == (201 * 201, 2)
    host = array.host(plane)
    assert (host.min(axis=0).tolist(), host.max(axis=0).tolist()) == ([0, 0], [1, 1])


def test_decision_map_ninth_class_has_the_look_of_the_first():
    figure = decision_map(lambda x: 8 * (x[:, 0] > 0.5), XOR_X, XOR_D)
    first, ninth = figure.axes[0].get_legend().legend_handles[:2]
    assert ninth.get_label() == "予測 8"
    assert ninth.get_facecolor() == first.get_facecolor()


@pytest.mark.parametrize("shape", [(0,), (40401, 0), (40401, 1, 2)])
def test_decision_map_prediction_that_is_no_class_names_its_shape(shape):
    with pytest.raises(ValueError, match=rf"predict に \(40401, 2\) .*：{re.escape(str(shape))}"):
        decision_map(lambda x: np.zeros(shape), XOR_X, XOR_D)


def test_decision_map_truth_without_columns_is_refused():
    with pytest.raises(ValueError, match=r"d の形は \(4,\), .*：\(4, 0\)"):
        decision_map(xor_score, XOR_X, np.zeros((4, 0)))


# ---------------------------------------------------------------- during training

CURVE = {"誤差": ([0, 10, 20], [0.9, 0.5, 0.1])}


def training(step, predicts=None, curves=None):
    return plot_training(predicts or {"A": xor_score}, XOR_X, XOR_D, curves or CURVE, step)


def test_plot_training_curve_ends_at_the_step_and_the_axes_stay(array):
    curves = {"誤差": (array([0.0, 10.0, 20.0]), array([0.9, 0.5, 0.1]))}
    early, late = (training(step, curves=curves).axes[-1] for step in (10, 20))
    assert early.lines[0].get_xdata().tolist() == [0, 10]
    assert late.lines[0].get_xdata().tolist() == [0, 10, 20]
    assert (early.get_xlim(), early.get_ylim()) == (late.get_xlim(), late.get_ylim())


def test_plot_training_map_is_that_of_decision_map():
    shown, alone = training(0).axes[0], decision_map(xor_score, XOR_X, XOR_D).axes[0]
    assert shown.get_xlim() == alone.get_xlim()
    ours, theirs = (
        [path.vertices for c in axes.collections for path in c.get_paths()]
        for axes in (shown, alone)
    )
    assert len(ours) == len(theirs)
    assert all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))


def test_plot_training_each_predict_has_its_map():
    figure = training(20, predicts={"A": xor_score, "B": PREDICTIONS["probabilities"]})
    assert [axes.get_title() for axes in figure.axes] == ["A", "B", "誤差"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"predicts": dict.fromkeys("ABCD", xor_score)}, "predicts には、1 個から 3 個 *入れて"),
        ({"curves": {k: CURVE["誤差"] for k in "ABCD"}}, "curves には、1 個から 3 個"),
        ({"curves": {"A": ([0, 1], [1.0])}}, r"curves\['A'\]"),
    ],
)
def test_plot_training_refuses_what_does_not_fit(given, message):
    with pytest.raises(ValueError, match=message):
        training(0, **given)
