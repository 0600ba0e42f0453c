"""Course figures in a notebook where the fonts and colours of matplotlib were changed."""

import hashlib
import warnings

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import font_manager

from common import plots
from common.plots import figure as figure_module
from common.trainer import History

# what seaborn.set() writes, in short
SEABORN = {
    "font.family": ["sans-serif"],
    "font.sans-serif": ["Arial", "DejaVu Sans", "Liberation Sans", "sans-serif"],
    "axes.facecolor": "#EAEAF2",
    "axes.grid": True,
    "axes.labelsize": 12.0,
    "patch.edgecolor": "w",
}


def lose_the_fonts():
    """What 「フォントのキャッシュを作り直す」 on many pages ends in."""
    manager = font_manager.FontManager.__new__(font_manager.FontManager)
    vars(manager).update(vars(font_manager.fontManager))
    manager.ttflist = [f for f in manager.ttflist if f.name != figure_module.FONT]
    font_manager.fontManager = manager


CHANGES = {
    "rcdefaults": plt.rcdefaults,
    "seaborn": lambda: plt.rcParams.update(SEABORN),
    "dark style": lambda: plt.style.use("dark_background"),
    "several styles": lambda: plt.style.use(["ggplot", "fast"]),
    "xkcd": plt.xkcd,
    "another font": lambda: plt.rc("font", family="DejaVu Serif", size=20),
    "no Unicode minus": lambda: plt.rcParams.update({"axes.unicode_minus": False}),
    "large figures": lambda: plt.rcParams.update({"savefig.dpi": 300, "text.color": "red"}),
    "fonts lost": lose_the_fonts,
}
LINE = np.linspace(-1.0, 1.0, 5)
FIGURES = {
    "bars": lambda: plots.plot_bars([0.3, -0.7], ["犬", "猫"], "題", "確率"),
    "curves": lambda: plots.plot_curves(LINE, {"誤差": LINE**2}, "横", "縦"),
    "network": lambda: plots.draw_network([2, 2], [np.ones((2, 2))], title="入力層"),
    "images": lambda: plots.show_images(np.zeros((2, 1, 28, 28)), [1, 2], [1, 3]),
    "matrix": lambda: plots.plot_confusion_matrix(np.eye(2, dtype=int), ["犬", "猫"]),
    "history": lambda: History([2.0, 1.0], [2], [0.5], [0.5]).plot(),
}


@pytest.fixture(autouse=True)
def own_settings(monkeypatch):
    monkeypatch.setattr(font_manager, "fontManager", font_manager.fontManager)
    monkeypatch.setattr(figure_module, "_reported", set())
    with matplotlib.rc_context():
        yield


def picture(figure):
    return hashlib.sha256(figure.to_png()).hexdigest()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_figure_is_the_same_whatever_was_set_before(change):
    wanted = picture(FIGURES["bars"]())
    change()
    assert picture(FIGURES["bars"]()) == wanted


@pytest.mark.parametrize("name", FIGURES)
def test_every_kind_of_figure_brings_its_font(name):
    wanted = picture(FIGURES[name]())
    CHANGES["seaborn"]()
    assert picture(FIGURES[name]()) == wanted


def test_settings_changed_between_making_and_drawing_do_not_matter():
    wanted = picture(FIGURES["bars"]())
    made = FIGURES["bars"]()
    plt.style.use("dark_background")
    plt.rcdefaults()
    assert picture(made) == wanted


def test_learners_settings_stay_as_they_are():
    CHANGES["seaborn"]()
    before = dict(plt.rcParams)
    FIGURES["bars"]().to_png()
    assert dict(plt.rcParams) == before


def test_words_that_the_learner_adds_to_a_course_figure_have_the_font():
    plt.rcdefaults()
    figure = FIGURES["bars"]()
    figure.axes[0].text(0, 0, "書き足した文字")
    figure.axes[0].annotate("矢印", (0, 0), fontfamily="DejaVu Serif")
    figure.to_png()  # a warning would be an error


def warned(draw):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        draw()
    return [str(warning.message) for warning in caught]


@pytest.mark.parametrize(
    "title, shown",
    [
        ("\N{CJK UNIFIED IDEOGRAPH-20BB7}田さん", "\N{CJK UNIFIED IDEOGRAPH-20BB7}"),
        ("できた\N{PARTY POPPER}\N{PARTY POPPER}", "\N{PARTY POPPER}"),
        ("注意\N{WARNING SIGN}\N{VARIATION SELECTOR-16}", "\N{WARNING SIGN}"),
        ("\ue000", "\ue000"),
    ],
)
def test_missing_characters_are_named_once_in_japanese(title, shown):
    def draw():
        plots.plot_bars([1, 2], [title, "犬"], title).to_png()

    (line,) = warned(draw)
    assert f"「{shown}」" in line and "別の文字" in line
    assert warned(draw) == []


def test_other_warnings_of_drawing_are_still_shown(monkeypatch):
    def warn(self, *args, **options):
        warnings.warn("another", DeprecationWarning, stacklevel=1)

    monkeypatch.setattr(matplotlib.figure.Figure, "savefig", warn)
    assert warned(lambda: figure_module.new_figure(1, 1).savefig("x")) == ["another"]


def test_missing_character_of_the_learners_own_figure_is_left_to_matplotlib(tmp_path):
    own = plt.figure()
    own.text(0, 0, "\N{PARTY POPPER}")
    lines = warned(lambda: own.savefig(tmp_path / "own.png"))
    plt.close(own)
    assert lines and all("missing from font" in line for line in lines)
