"""Figures that move: small, the same bytes each time, and useful where no program runs."""

import base64
import json
import subprocess
import sys
from html.parser import HTMLParser
from io import BytesIO

import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter
from matplotlib.patches import Rectangle
from PIL import Image

from common.plots import decision_map, plot_bars, show_frames
from common.plots.figure import new_figure
from common.plots.frames import LARGEST

ALT = "犬の棒が伸び、猫の棒が縮む。"
AGAIN = """
import sys
from common.plots import plot_bars, show_frames
bars = [plot_bars([p, 1 - p], ["犬", "猫"]) for p in (0.2, 0.5, 0.8)]
html = show_frames(bars, label="確率", alt="変わる。").to_html()
sys.stdout.buffer.write(html.encode("utf-8"))
"""
WORDS = {"label": "確率", "alt": ALT}


def bars(p):
    return plot_bars([p, 1 - p], ["犬", "猫"])


def square(size, gray):
    figure = new_figure(2, 2)
    figure.add_artist(Rectangle((0.1, 0.1), size, size, color=str(gray), linewidth=0))
    return figure


class Reader(HTMLParser):
    """The elements of a piece of HTML; fails where tags are not closed in order."""

    def __init__(self, text):
        super().__init__()
        self.found, self._open = {}, []
        self.feed(text)
        assert not self._open

    def handle_starttag(self, tag, attributes):
        assert tag not in self.found
        assert len(dict(attributes)) == len(attributes)
        self.found[tag] = dict(attributes)
        if tag != "img":
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag


def elements(moving):
    return Reader(moving.to_html()).found


def pixels(png, kind="RGB"):
    if isinstance(png, str):
        png = base64.b64decode(png)
    return np.asarray(Image.open(BytesIO(png)).convert(kind)).astype(int)


def seen(moving):
    """What the reader sees at each place of the slider."""
    first = Image.open(BytesIO(moving.first)).convert("RGBA")
    for _, change in json.loads(elements(moving)["figure"]["data-frames"]):
        over = Image.open(BytesIO(base64.b64decode(change))).convert("RGBA") if change else first
        yield np.asarray(Image.alpha_composite(first, over).convert("RGB")).astype(int)


def test_show_frames_function_and_values_is_the_same_as_its_figures():
    values = [0.2, 0.5, 0.8]
    drawn = show_frames(bars, values, **WORDS)
    given = show_frames([bars(p) for p in values], values, **WORDS)
    assert drawn.to_html() == given.to_html()
    assert repr(drawn) == "<Frames 3 枚：確率 0.2 → 0.8>"


def test_show_frames_each_frame_looks_like_its_figure():
    sizes, grays = [0.2, 0.8, 0.5], [0, 0.5, 0.75]
    moving = show_frames([*map(square, sizes, grays)], **WORDS)
    shown = list(seen(moving))
    assert shown[0].shape == (180, 180, 3)  # the largest square and the padding
    for picture, size, gray in zip(shown, sizes, grays, strict=True):
        side = round(200 * size)
        assert np.abs(picture[-10 - side // 2, 10 + side // 2] - 255 * gray).max() <= 1
        assert (picture < 200).all(axis=2).sum() == pytest.approx(side**2, rel=0.05)


def test_show_frames_keeps_what_hangs_over_the_edge_of_a_figure():
    figures = [new_figure(2, 2), new_figure(2, 2)]
    figures[1].text(1.0, 0.5, "凡例凡例凡例", fontsize=20)
    moving = show_frames(figures, **WORDS)
    first, second = seen(moving)
    assert first.shape == second.shape and first.min() == 255 and second.shape[1] > 110


def test_show_frames_blank_figures_are_white():
    first, second = seen(show_frames([new_figure(2, 1), new_figure(2, 1)], **WORDS))
    assert first.min() == second.min() == 255


def test_show_frames_coloured_paper_is_cut_like_white_paper():
    white, coloured = [square(0.2, 0), square(0.5, 0)], [square(0.2, 0), square(0.5, 0)]
    for figure in coloured:
        figure.set_facecolor("#ffddaa")
    (picture, _), (expected, _) = (seen(show_frames(f, **WORDS)) for f in (coloured, white))
    assert picture.shape == expected.shape
    assert picture[0, 0].tolist() == [255, 221, 170]


def test_show_frames_same_figures_in_another_process_give_the_same_bytes():
    here = show_frames([bars(p) for p in (0.2, 0.5, 0.8)], label="確率", alt="変わる。")
    run = subprocess.run([sys.executable, "-c", AGAIN], capture_output=True, check=True)
    assert run.stdout.decode("utf-8") == here.to_html()


def test_show_frames_png_is_the_first_frame_without_dates_and_versions():
    moving = show_frames(bars, [0.2, 0.8], **WORDS)
    difference = np.abs(pixels(moving.first).mean() - pixels(bars(0.2).to_png()).mean())
    assert difference < 2
    assert set(Image.open(BytesIO(moving.first)).info) == {"transparency"}
    assert pixels(moving.first, "RGBA")[..., 3].min() == 255


def test_show_frames_in_a_notebook_is_html_and_png():
    moving = show_frames(bars, [0.2, 0.8], **WORDS)
    data, metadata = DisplayFormatter().format(moving)
    assert data["text/html"] == moving.to_html() and data["image/png"] == moving.first
    assert data["text/plain"] == "<Frames 2 枚：確率 0.2 → 0.8>"
    assert not metadata


def test_show_frames_html_loads_nothing_and_shows_the_first_frame_without_a_program():
    moving = show_frames(bars, [0.2, 0.8], label='"確率" <p>', alt='<b>"棒"</b> が & 伸びる。')
    found = elements(moving)
    assert set(found) == {"figure", "div", "img"}  # neither a control, nor a script
    assert found["img"]["alt"] == '<b>"棒"</b> が & 伸びる。'
    assert found["figure"]["data-label"] == '"確率" <p>'
    png = found["img"]["src"].removeprefix("data:image/png;base64,")
    assert base64.b64decode(png) == moving.first
    assert "http" not in moving.to_html() and " id=" not in moving.to_html()


@pytest.mark.slow
def test_show_frames_decision_map_of_twenty_frames_is_small():
    x = np.random.default_rng(0).normal(size=(100, 2))

    def draw(a):
        return decision_map(
            lambda p: (p[:, 1] > a * np.sin(3 * p[:, 0])).astype(int), x, x[:, 0] > 0
        )

    moving = show_frames(draw, np.linspace(0, 1.5, 20), label="a", alt="境目が波になる。")
    assert len(moving.to_html()) < 0.75 * LARGEST


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (None, ["1", "2"]),
        ([0.1, -1e-5], ["0.1", "−1e−05"]),
        ([-1, 20_000], ["−1", "20000"]),
        (["SGD", "L-BFGS"], ["SGD", "L-BFGS"]),
        ([(1, 2), True], ["[1 2]", "True"]),
    ],
)
def test_show_frames_values_are_written_as_people_read_them(values, texts):
    moving = show_frames([square(0.1, 0), square(0.2, 0)], values, **WORDS)
    assert [text for text, _ in json.loads(elements(moving)["figure"]["data-frames"])] == texts


def test_show_frames_values_of_a_device_are_written_too(array):
    moving = show_frames(lambda v: square(0.1, 0), array([0.25, 2.0]), **WORDS)
    assert moving.texts == ["0.25", "2"]


@pytest.mark.parametrize("word", ["label", "alt"])
def test_show_frames_without_words_is_refused(word):
    figures = [square(0.1, 0), square(0.2, 0)]
    with pytest.raises(TypeError, match=word):
        show_frames(figures, **{k: v for k, v in WORDS.items() if k != word})
    for nothing in ("", " 　", None):
        with pytest.raises(ValueError, match=f"{word} に、1 文字以上"):
            show_frames(figures, **{**WORDS, word: nothing})


def test_show_frames_wrong_figures_are_refused_with_what_to_do():
    figure, other = square(0.1, 0), square(0.2, 0)
    for figures, values, message in [
        ([], None, "2 枚以上の図が要ります：0 枚"),
        ([figure], None, "2 枚以上の図が要ります：1 枚"),
        ([figure, None], None, "ではないものがあります：NoneType。図を return しましたか"),
        ([figure, figure], None, "同じ図が 2 回"),
        ([figure, new_figure(3, 2)], None, r"大きさがそろっていません.*\(3.0, 2.0\)"),
        ([figure, other], [1], "図は 2 枚、values は 1 個"),
        (bars, None, "values に値のリスト"),
        (lambda _: figure, [1, 2], "同じ図が 2 回"),
    ]:
        with pytest.raises(ValueError, match=message):
            show_frames(figures, values, **WORDS)


def test_show_frames_too_large_says_what_to_do(monkeypatch):
    monkeypatch.setattr(sys.modules["common.plots.frames"], "LARGEST", 5_000)
    with pytest.raises(
        ValueError, match=r"大きすぎます：2 枚で .*（5,000 文字まで）。枚数を減らすか"
    ):
        show_frames(bars, [0.2, 0.8], **WORDS)


@pytest.mark.parametrize("is_function", [True, False])
def test_show_frames_figures_of_pyplot_are_closed(is_function):
    plt = pytest.importorskip("matplotlib.pyplot")
    plt.switch_backend("agg")

    def draw(a):
        figure, axes = plt.subplots(figsize=(2, 2))
        axes.plot([0, a])
        return figure

    before = plt.get_fignums()
    show_frames(draw, [1, 2], **WORDS) if is_function else show_frames(
        [*map(draw, [1, 2])], **WORDS
    )
    assert plt.get_fignums() == before
