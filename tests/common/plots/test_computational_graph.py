"""The computational graph: values above, gradients below, and nothing written on top of another."""

import itertools

import pytest
from matplotlib.patches import Ellipse
from matplotlib.text import Annotation

from common.plots.computational_graph import draw_computational_graph
from common.plots.figure import BLACK, ORANGE_TEXT

NODES = {
    "x": ("$x$", 0, 1),
    "y": ("$y$", 0, 0),
    "add": ("＋", 1, 0.5),
    "square": ("2乗", 2, 0.5),
    "z": ("$z$", 3, 0.5),
}
EDGES = [("x", "add", 3, -8), ("y", "add", 1.23456, 7), ("add", "square", 4, 9)]
EDGES += [("square", "z", "$t^2$", 1)]
BRANCH = {"x": ("$x$", 0, 0.5), "copy": ("分岐", 1, 0.5), "a": ("$a$", 2, 1), "b": ("$b$", 2, 0)}


def written(figure, kind):
    """Texts on edges (those with a value); an arrow is an Annotation without text."""
    return [t for t in figure.axes[0].texts if not isinstance(t, Annotation) and kind(t)]


def texts(figure):
    return [t.get_text() for t in written(figure, lambda t: t.get_text())]


def arrows(figure):
    return [t for t in figure.axes[0].texts if isinstance(t, Annotation)]


def find(figure, text):
    (found,) = written(figure, lambda t: t.get_text() == text)
    return found


def test_graph_writes_numbers_formulas_and_title_once():
    found = texts(draw_computational_graph(NODES, EDGES, title="z = t²"))
    for text in ("z = t²", "$x$", "＋", "2乗", "3", "−8", "1.235", "$t^2$"):
        assert found.count(text) == 1, text


def test_graph_value_stands_above_its_line_and_gradient_below():
    figure = draw_computational_graph(NODES, EDGES)
    value, gradient = find(figure, "4"), find(figure, "9")
    assert value.get_position()[1] > 0.5 * 1.15 > gradient.get_position()[1]
    assert (value.get_color(), gradient.get_color()) == (BLACK, ORANGE_TEXT)


def test_graph_draws_the_backward_arrow_against_the_forward_arrow():
    forward, backward = arrows(draw_computational_graph(NODES, EDGES))[-2:]
    assert forward.xyann[0] < forward.xy[0]
    assert backward.xyann[0] > backward.xy[0]
    assert forward.arrow_patch.get_linestyle() == "-"
    assert backward.arrow_patch.get_linestyle() != "-"


def test_graph_without_gradients_has_no_backward_arrow_and_no_legend():
    forward_only = [(*edge[:3], None) for edge in EDGES]
    figure = draw_computational_graph(NODES, forward_only)
    assert len(arrows(figure)) == len(EDGES)
    assert figure.axes[0].get_legend() is None
    assert draw_computational_graph(NODES, EDGES).axes[0].get_legend() is not None


def test_graph_circles_operations_and_leaves_ends_bare():
    circles = [p for p in draw_computational_graph(NODES, EDGES).axes[0].patches]
    assert [type(circle) for circle in circles] == [Ellipse, Ellipse]
    assert circles[0].center[0] < circles[1].center[0]


def test_graph_circle_of_a_long_name_is_wide_enough_for_it():
    nodes = {"x": ("$x$", 0, 0), "s": ("SoftmaxWithLoss", 1, 0), "E": ("$E$", 2, 0)}
    figure = draw_computational_graph(nodes, [("x", "s", 1, 1), ("s", "E", 2, 1)])
    (circle,) = figure.axes[0].patches
    name = find(figure, "SoftmaxWithLoss").get_window_extent()
    assert name.width < circle.get_window_extent().width


@pytest.mark.parametrize(
    ("nodes", "edges"),
    [
        (NODES, EDGES),
        (
            BRANCH,
            [("x", "copy", 1, 2.345), ("copy", "a", 1.111, 0.1566), ("copy", "b", 5, -0.1044)],
        ),
    ],
    ids=["join", "branch"],
)
def test_graph_keeps_its_texts_apart(nodes, edges):
    figure = draw_computational_graph(nodes, edges, title="題")
    boxes = [t.get_window_extent() for t in written(figure, lambda t: t.get_text())]
    for a, b in itertools.combinations(boxes, 2):
        assert not a.padded(-2).overlaps(b.padded(-2))


def test_graph_any_kind_of_array_scalar_is_written_alike(array):
    values = array([3.0, 4.0])
    edges = [("x", "square", values[0], 6.0), ("square", "z", values[1], 1.0)]
    assert {"3", "4"} <= set(texts(draw_computational_graph(NODES, edges)))


def test_graph_with_every_glyph_becomes_a_small_picture():
    assert len(draw_computational_graph(NODES, EDGES, title="逆伝播").to_png()) < 50_000


def test_graph_unknown_node_is_named():
    with pytest.raises(ValueError, match="nodes にない名前があります：mul, w"):
        draw_computational_graph(NODES, [("w", "mul", 1, None)])


def test_graph_does_not_change_what_it_was_given():
    nodes, edges = dict(NODES), list(EDGES)
    draw_computational_graph(nodes, edges, title="題")
    assert (nodes, edges) == (NODES, EDGES)


def test_graph_legend_says_what_stands_above_and_below():
    figure = draw_computational_graph(NODES, EDGES, above="形", below="勾配の形")
    words = [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
    assert words == ["形（線の上）", "勾配の形（線の下）"]
