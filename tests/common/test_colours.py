"""Figures for every reader: colours stay apart for colour-blind eyes, and never speak alone.

Colour-blind sight is simulated with the matrices of Machado, Oliveira and Fernandes, "A
Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (6), 2009,
as colorspacious has them, at full severity; distances are CIE76, where about 2 can just be seen.

Colour is all there is in two places, whose scale a colour bar explains: the weights of a unit
(`show_weights`) and a confusion matrix of too many classes to write their counts in. The pale areas
of `decision_map` may look alike in colour: they are told apart by hatching and outlines.
"""

import inspect
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_convert
from matplotlib.cm import ScalarMappable
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba
from matplotlib.contour import ContourSet
from matplotlib.text import Text

from common import plots
from common.functions import d_sigmoid, sigmoid
from common.plots import learning_curves
from common.trainer import History

pytestmark = pytest.mark.slow

VISIONS = ("full", "protanomaly", "deuteranomaly", "tritanomaly")
APART = 10.0
THICKER = 1.5
CLASSES = np.arange(8)
LINE = np.linspace(0.1, 1.0, 5)
FOUR = {name: LINE + k for k, name in enumerate("ABCD")}


def bowl(points):
    return (points**2).sum(axis=1)


FIGURES = {
    "decision_map": lambda: plots.decision_map(
        lambda x: x[:, 0].round().astype(int), np.stack([CLASSES, CLASSES % 3], axis=1), CLASSES
    ),
    "draw_computational_graph": lambda: plots.draw_computational_graph(
        {"x": ("$x$", 0, 0), "square": ("2乗", 1, 0), "z": ("$z$", 2, 0)},
        [("x", "square", 3, 6), ("square", "z", 9, 1)],
    ),
    "draw_network": lambda: plots.draw_network(
        [2, 2], [[[0.5, -0.5], [0.0, 1.0]]], deltas=[None, [1.0, 2.0]]
    ),
    "plot_activation": lambda: plots.plot_activation(sigmoid, d_sigmoid),
    "plot_activations": lambda: plots.plot_activations({"A": sigmoid, "B": np.sin}),
    "plot_bars": lambda: plots.plot_bars([0.3, 0.7], ["犬", "猫"]),
    "plot_bar_panels": lambda: plots.plot_bar_panels(
        {"A": [0.3, 0.7], "B": [1.0, -1.0]}, ["犬", "猫"]
    ),
    "plot_confusion_matrix": lambda: plots.plot_confusion_matrix(np.arange(9).reshape(3, 3)),
    "plot_curves": lambda: plots.plot_curves(LINE, FOUR, "x", "y"),
    "plot_descent": lambda: plots.plot_descent(np.square, {"A": [1.0, 0.5]}, -2, 2),
    "plot_history": lambda: learning_curves.plot_history(
        History(loss=list(LINE), steps=[2, 4], train_accuracy=[0.5, 0.9], test_accuracy=[0.4, 0.8])
    ),
    "plot_losses": lambda: plots.plot_losses(FOUR),
    "plot_losses of many points": lambda: plots.plot_losses(
        {name: np.linspace(1 + k, 2 + k, 100) for k, name in enumerate("ABCD")}
    ),
    "plot_maps": lambda: plots.plot_maps({"A": bowl}, -1, 1),
    "plot_paths": lambda: plots.plot_paths(bowl, {"A": [[1.0, 0.5], [0.5, 0.2]]}, -2, 2),
    "plot_points": lambda: plots.plot_points([1, 2], [1.1, 1.9], "x", "y", line=1),
    "show_images": lambda: plots.show_images(
        np.random.default_rng(0).random((2, 16)), [0, 1], [0, 2]
    ),
    "show_weights": lambda: plots.show_weights(np.linspace(-1, 1, 27).reshape(9, 3)),
}


@dataclass(frozen=True)
class Mark:
    """Something drawn: what it looks like, in colour and without."""

    kind: str
    colour: tuple
    shape: tuple
    width: float = 0.0

    def is_unlike(self, other):
        """Can the two be told apart in black and white?"""
        thin, thick = sorted((self.width, other.width))
        return self.shape != other.shape or thick >= THICKER * thin > 0


def on_white(colour, alpha=None):
    """What the eye gets of a colour that lets the paper through."""
    *rgb, alpha = to_rgba(colour, alpha)
    return tuple(np.round(alpha * np.array(rgb) + 1 - alpha, 6))


def marks(axes):
    """Lines, arrows, points and areas of one picture; not the words, and not images."""
    for line in axes.lines:
        if len(line.get_xdata()):
            shape = line.get_linestyle(), line.get_marker()
            colour = on_white(line.get_color(), line.get_alpha())
            yield Mark("line", colour, shape, line.get_linewidth())
    for arrow in (text.arrow_patch for text in axes.texts if hasattr(text, "arrow_patch")):
        if arrow:
            yield Mark("line", on_white(arrow.get_edgecolor()), (arrow.get_linestyle(), "arrow"))
    for patch in axes.patches:
        yield Mark("area", on_white(patch.get_facecolor()), (patch.get_hatch(),))
    for spine in axes.spines.values():
        if spine.get_visible():
            yield Mark("frame", on_white(spine.get_edgecolor()), ("-",), spine.get_linewidth())
    for collection in axes.collections:
        yield from collection_marks(collection)


def collection_marks(collection):
    if isinstance(collection, PathCollection):
        (colour,) = {on_white(c) for c in collection.get_facecolor()}
        yield Mark("points", colour, tuple(collection.get_paths()[0].vertices.ravel()))
    elif not isinstance(collection, ContourSet):
        return  # a colour bar
    elif not collection.filled:
        (colour,) = {on_white(c) for c in collection.get_edgecolor()}
        yield Mark("line", colour, ("-", "None"), max(collection.get_linewidth()))
    elif collection.colors is not None:  # else a colour scale
        yield Mark("area", on_white(collection.get_facecolor()[0]), tuple(collection.hatches))


def pairs(figure):
    """Marks of one kind in different colours that are seen side by side."""
    together = [found for axes in figure.axes for found in [set(marks(axes))]]
    if len(figure.axes) > 1:  # frames of pictures are compared with each other
        together.append({m for found in together for m in found if m.kind == "frame"})
    for found in together:
        for a, b in combinations(sorted(found, key=repr), 2):
            if a.kind == b.kind and a.colour != b.colour:
                yield a, b


def seen(colours, vision):
    """CIELab coordinates of sRGB colours (…, 3) as someone with this vision sees them."""
    blind = {"name": "sRGB1+CVD", "cvd_type": vision, "severity": 100}
    shown = cspace_convert(colours, "sRGB1" if vision == "full" else blind, "sRGB1")
    return cspace_convert(np.clip(shown, 0, 1), "sRGB1", "CIELab")


def test_every_plotting_function_is_looked_at():
    named = {name.split()[0] for name in FIGURES}
    assert named == {*plots.__all__, "plot_history"} - {"show_frames"}  # shows what others draw
    drawn = [n for n, f in inspect.getmembers(learning_curves, inspect.isfunction)]
    assert {n for n in drawn if n.startswith("plot")} == {"plot_history"}


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("name", FIGURES)
def test_colours_that_one_figure_uses_together_stay_apart(name, vision):
    for a, b in pairs(FIGURES[name]()):
        distance = np.linalg.norm(seen(a.colour, vision) - seen(b.colour, vision))
        assert a.kind == "area" or distance >= APART, (a, b, distance)


@pytest.mark.parametrize("name", FIGURES)
def test_things_in_different_colours_differ_in_black_and_white_too(name):
    alike = [(a, b) for a, b in pairs(FIGURES[name]()) if not a.is_unlike(b)]
    assert not alike


def test_many_figures_have_something_to_compare():
    compared = {name for name, draw in FIGURES.items() if any(pairs(draw()))}
    assert FIGURES.keys() - compared == {
        "plot_bar_panels", "plot_bars", "plot_confusion_matrix", "plot_maps", "plot_points",
        "show_weights",
    }  # fmt: skip


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize(
    "name", ["plot_confusion_matrix", "plot_maps", "show_images", "show_weights"]
)
def test_colour_scales_can_be_read_by_lightness_or_have_two_unlike_ends(name, vision):
    axes = FIGURES[name]().axes[0]
    scales = [*axes.images, *(c for c in axes.collections if isinstance(c, ScalarMappable))]
    assert scales
    for scale in scales:
        colours = seen(scale.get_cmap()(np.linspace(0, 1, 101))[:, :3], vision)
        steps = np.diff(colours[:, 0])
        if not (np.all(steps > -0.1) or np.all(steps < 0.1)):
            far = np.linalg.norm(colours[:38] - colours[:-39:-1], axis=1)
            assert far.min() >= APART


def test_colour_scales_without_numbers_are_explained():
    weights = plots.show_weights(np.linspace(-1, 1, 27).reshape(9, 3))
    assert [label.get_text() for label in weights.axes[-1].get_yticklabels()] == ["負", "0", "正"]
    many = plots.plot_confusion_matrix(np.ones((20, 20), dtype=int))
    assert many.axes[-1].get_ylabel() == "枚数"


def test_wrong_prediction_is_crossed_and_framed_besides_being_orange():
    right, wrong = FIGURES["show_images"]().axes
    assert "×" in wrong.get_title() and "×" not in right.get_title()
    assert wrong.spines["top"].get_linewidth() > 2 * right.spines["top"].get_linewidth()


def test_orange_words_of_a_network_say_what_they_are():
    (axes,) = FIGURES["draw_network"]().axes
    orange = [text.get_text() for text in axes.texts if on_white(text.get_color()) != (0, 0, 0)]
    assert orange == [r"$\delta$ = 1", r"$\delta$ = 2"]


def test_orange_words_of_a_graph_stand_below_the_line_as_the_legend_says():
    (axes,) = FIGURES["draw_computational_graph"]().axes
    places = {text.get_text(): text.get_position()[1] for text in axes.texts}
    assert places["6"] < 0 < places["3"]
    legend = [text.get_text() for text in axes.get_legend().get_texts()]
    assert legend == ["順伝播の値（線の上）", "逆伝播の勾配（線の下）"]


def contrast(colour):
    """WCAG's contrast ratio with white paper."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 1.05 / (np.dot(linear, (0.2126, 0.7152, 0.0722)) + 0.05)


@pytest.mark.parametrize("name", FIGURES)
def test_words_stand_out_from_the_paper(name):
    figure = FIGURES[name]()
    words = [text for text in figure.findobj(Text) if text.get_text().strip()]
    assert words
    assert [w.get_text() for w in words if contrast(on_white(w.get_color())) < 4.5] == []
