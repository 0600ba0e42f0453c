"""The network diagram: what is written where, readable for every network of the course."""

import itertools

import numpy as np
import pytest

from common.plots import draw_network
from common.plots.figure import BLUE, GRAY, LIGHT_GRAY, ORANGE_TEXT, VERMILION

pytestmark = pytest.mark.slow

W = [[[0.1, 0.3, 0.5], [-0.2, 0.4, 0.6]], [[0.1, 0.4], [0.2, -0.5], [0, 0.6]]]
B = [[0.1, 0.2, 0.3], [-1.5, 0.2]]
VALUES = [[1, 2], [0.6, 1.3, 2], [1.02, -2.29]]
DELTAS = [None, [-0.026, 0, 0.5], [0.25, -0.75]]
LABELS = [["$x_1$", "$x_2$"], ["$z_1$", "$z_2$", "$z_3$"], ["$y_1$", "$y_2$"]]
NETWORKS = [[4, 3], [2, 1], [2, 3, 4], [2, 3, 2, 2], [2, 3, 3, 1], [3, 5, 4], [5, 10, 20, 1]]
NETWORKS += [[784, 40, 10]]


def texts(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def edges(figure):
    return figure.axes[0].lines


def random_network(sizes, rng):
    return {
        "weights": [rng.normal(size=shape) for shape in itertools.pairwise(sizes)],
        "biases": [rng.normal(size=n) for n in sizes[1:]],
        "values": [rng.normal(size=n) for n in sizes],
        "labels": [[f"$z_{{{i}}}$" for i in range(n)] for n in sizes],
    }


def test_draw_network_small_net_writes_every_number_once():
    written = texts(draw_network([2, 3, 2], W, B, VALUES, LABELS, title="順伝播"))
    for text in ("順伝播", "$x_2$", "0.6", "1.02", "−2.29", "$b$ = −1.5", "−0.5", "$W_2$ : (3, 2)"):
        assert text in written
    assert [t for t in written if "層" in t] == ["入力層\n2 個", "中間層 1\n3 個", "出力層\n2 個"]


def test_draw_network_weight_sign_shows_in_colour_and_line_style():
    figure = draw_network([2, 2], [[[0.5, -0.25], [0.0, 1.0]]])
    styles = [(line.get_color(), line.get_linestyle()) for line in edges(figure)]
    assert styles == [(BLUE, "-"), (VERMILION, "--"), (GRAY, ":"), (BLUE, "-")]
    widths = [line.get_linewidth() for line in edges(figure)]
    assert widths[2] < widths[1] < widths[0] < widths[3]


def test_draw_network_edges_without_a_mark_are_faint_and_have_no_number():
    marks = [[[False, True], [True, False]]]
    figure = draw_network([2, 2], [[[0.5, -0.25], [3.0, 1.0]]], marks=marks, edges="勾配")
    colours = [line.get_color() for line in edges(figure)]
    assert colours == [LIGHT_GRAY, VERMILION, BLUE, LIGHT_GRAY]
    assert {"−0.25", "3"} <= set(texts(figure)) and not {"0.5", "1"} & set(texts(figure))
    assert figure.axes[0].get_legend().get_texts()[0].get_text() == "正の勾配"


def test_draw_network_weight_number_lies_on_its_own_edge():
    figure = draw_network([2, 3], [[[1, 2, 3], [4, 5, 6]]])
    for number, line in enumerate(edges(figure), start=1):
        (text,) = [t for t in figure.axes[0].texts if t.get_text() == str(number)]
        x, y = text.get_position()
        (x0, x1), (y0, y1) = line.get_data()
        np.testing.assert_allclose((y - y0) * (x1 - x0), (y1 - y0) * (x - x0), atol=1e-12)


@pytest.mark.parametrize("sizes", NETWORKS, ids=str)
def test_draw_network_every_network_of_the_course_keeps_its_texts_apart(sizes, rng):
    figure = draw_network(sizes, **random_network(sizes, rng))
    assert len(figure.to_png()) < 100_000
    boxes = [t.get_window_extent() for t in figure.axes[0].texts if not t.get_rotation()]
    for a, b in itertools.combinations([box for box in boxes if box.width], 2):
        assert not a.padded(-1).overlaps(b.padded(-1))
    slanted = [t for t in figure.axes[0].texts if t.get_rotation()]
    centres = [t.get_transform().transform(t.get_position()) for t in slanted]
    for a, b in itertools.combinations(centres, 2):
        assert np.hypot(*(a - b)) > 26  # twice the height of a number


def test_draw_network_deltas_stand_in_red_below_value_and_bias():
    figure = draw_network([2, 3, 2], W, B, VALUES, deltas=DELTAS)
    deltas = [t for t in figure.axes[0].texts if "delta" in t.get_text()]
    shown = ["−0.026", "0", "0.5", "0.25", "−0.75"]
    assert [t.get_text() for t in deltas] == [rf"$\delta$ = {value}" for value in shown]
    assert {t.get_color() for t in deltas} == {ORANGE_TEXT}
    biases = [t for t in figure.axes[0].texts if "$b$" in t.get_text()]
    assert all(
        d.get_position()[1] < b.get_position()[1] for d, b in zip(deltas, biases, strict=True)
    )


def test_draw_network_deltas_with_everything_else_keep_their_texts_apart():
    figure = draw_network([2, 3, 2], W, B, VALUES, LABELS, title="逆伝播", deltas=DELTAS)
    boxes = [t.get_window_extent() for t in figure.axes[0].texts if not t.get_rotation()]
    for a, b in itertools.combinations(boxes, 2):
        assert not a.padded(-1).overlaps(b.padded(-1))


def test_draw_network_large_layer_draws_the_first_three_and_the_last():
    labels = [[f"{i} 番" for i in range(784)], None]
    figure = draw_network([784, 10], labels=labels)
    assert [t for t in texts(figure) if "番" in t] == ["0 番", "1 番", "2 番", "783 番"]
    assert "入力層\n784 個" in texts(figure)
    assert len(edges(figure)) == 4 * 4


def test_draw_network_crowded_layers_show_weights_without_numbers(rng):
    figure = draw_network([6, 6], [rng.normal(size=(6, 6))])
    assert len(edges(figure)) == 36
    assert not any("−" in text for text in texts(figure))


def test_draw_network_layer_without_values_yet_stays_empty():
    written = texts(draw_network([2, 3, 2], values=[[7, 8], None, None]))
    assert written[1:3] == ["7", "8"]
    assert len(written) == 1 + 2 + 3


def test_draw_network_long_value_is_shortened_to_fit_the_node():
    assert "−0.0045" in texts(draw_network([1, 1], values=[[-0.0044543], None]))


def test_draw_network_any_kind_of_array_draws_the_same_and_stays_unchanged(array):
    weights = [array(w, dtype=float) for w in W]
    figure = draw_network([2, 3, 2], weights, [array(b) for b in B], [array(v) for v in VALUES])
    assert figure.to_png() == draw_network([2, 3, 2], W, B, VALUES).to_png()
    for given, original in zip(weights, W, strict=True):
        np.testing.assert_array_equal(array.host(given), original)


@pytest.mark.parametrize("sizes", [[3], [], [2, 0], [2.0, 3.0], 5, [[2, 3]]])
def test_draw_network_bad_sizes_are_refused(sizes):
    with pytest.raises(ValueError, match="sizes は、各層のユニット数"):
        draw_network(sizes)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"weights": [np.ones((3, 2))]}, r"weights\[0\] の形は \(2, 3\) .*：\(3, 2\)"),
        ({"weights": []}, "weights の要素は 1 個でなければなりません：0 個"),
        ({"biases": [np.ones((1, 3))]}, r"biases\[0\] の形は \(3,\) .*：\(1, 3\)"),
        ({"values": [[1, 2], [1, 2]]}, r"values\[1\] の形は \(3,\) .*：\(2,\)"),
        ({"values": [[1, 2]]}, "values の要素は 2 個でなければなりません：1 個"),
        ({"deltas": [None, [1, 2]]}, r"deltas\[1\] の形は \(3,\) .*：\(2,\)"),
        ({"labels": [["a"], None]}, r"labels\[0\] の形は \(2,\) .*：\(1,\)"),
    ],
)
def test_draw_network_wrong_shape_names_both_shapes(arguments, message):
    with pytest.raises(ValueError, match=message):
        draw_network([2, 3], **arguments)
