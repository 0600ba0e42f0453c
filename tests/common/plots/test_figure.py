"""The figure class: Japanese text, one small PNG, shown once in a real kernel."""

import re
import subprocess
import sys
from io import BytesIO

import matplotlib.figure
import nbformat
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from nbclient import NotebookClient
from PIL import Image

from common.plots import draw_network, plot_bars
from common.plots.figure import VERMILION, class_indices, host_copy, new_figure, number

JAPANESE = "入力層・中間層・出力層の重みとバイアス（−1 → ×）誤差逆伝播"


def text_figure(text):
    figure = new_figure(6, 1)
    figure.text(0, 0, text)
    return figure


def test_to_png_japanese_text_has_every_glyph():
    assert text_figure(JAPANESE).to_png().startswith(b"\x89PNG")


def test_to_png_missing_glyph_is_reported():
    with pytest.warns(UserWarning, match="図のフォントにない"):
        text_figure("\N{HUNDRED POINTS SYMBOL}").to_png()


def test_to_png_same_figure_drawn_again_gives_the_same_bytes():
    first, second = (plot_bars([0.2, -1], ["犬", "猫"]).to_png() for _ in range(2))
    assert first == second


def test_to_png_keeps_the_colour_of_a_small_detail():
    # only a short piece of the legend has the colour of the negative weights
    png = draw_network([2, 3, 2], [np.ones((2, 3)), np.ones((3, 2))]).to_png()
    with Image.open(BytesIO(png)) as picture:
        pixels = np.array(picture.convert("RGB")).reshape(-1, 3)
    wanted = np.array(to_rgb(VERMILION)) * 255
    assert np.abs(pixels - wanted).max(axis=1).min() < 12


def test_new_figure_is_a_matplotlib_figure_with_a_stable_repr():
    figure = new_figure(8, 4)
    assert isinstance(figure, matplotlib.figure.Figure)
    assert repr(figure) == "<Figure size 800x400 with 0 Axes>"


def test_number_negative_value_uses_a_minus_sign():
    assert number(-0.123456) == "−0.1235"
    assert number(np.float32(1.3)) == "1.3"


def test_host_copy_any_kind_of_array_is_a_new_numpy_array(array):
    given = array([1.0, 2.0])
    copied = host_copy(given)
    copied[:] = 0
    np.testing.assert_array_equal(array.host(given), [1.0, 2.0])


@pytest.mark.parametrize(
    "labels", [[2, 0], [[2], [0]], [2.0, 0.0], [[0, 0, 1], [1, 0, 0]], [[0.1, 0.2, 0.7], [1, 0, 0]]]
)
def test_class_indices_every_form_of_labels_gives_class_numbers(labels, array):
    np.testing.assert_array_equal(class_indices("d", array(labels), 2), [2, 0])


@pytest.mark.parametrize("labels", [[1, 2, 3], 1, [[[1]], [[2]]]])
def test_class_indices_wrong_shape_names_both_shapes(labels):
    shape = np.shape(labels)
    with pytest.raises(ValueError, match=rf"d の形は \(2,\).*：{re.escape(str(shape))}"):
        class_indices("d", labels, 2)


def test_import_prints_nothing_and_leaves_warnings_and_pyplot_alone():
    # NumPy and matplotlib set filters of their own when they are imported
    code = (
        "import sys, warnings, numpy, matplotlib.figure; before = list(warnings.filters); "
        "import common.plots; "
        "assert warnings.filters == before; assert 'matplotlib.pyplot' not in sys.modules"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


@pytest.mark.slow
@pytest.mark.parametrize("setup", ["", "import matplotlib.pyplot as plt", "%matplotlib inline"])
@pytest.mark.parametrize("show", ["figure", "display(figure)"])
def test_figure_in_a_kernel_is_shown_exactly_once(setup, show):
    source = (
        f"{setup}\nfrom common.plots import plot_bars\nfigure = plot_bars([1, 2], ['犬', '猫'])\n"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source + show)])
    NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    (output,) = notebook.cells[0].outputs
    assert set(output.data) == {"image/png", "text/plain"}
    assert output.data["text/plain"] == "<Figure size 650x360 with 1 Axes>"
    assert output.metadata == {}


def test_host_copy_list_of_device_numbers_becomes_one_host_array(array):
    copied = host_copy([array(1.5), array(2.5), 3])
    assert type(copied) is np.ndarray
    np.testing.assert_array_equal(copied, [1.5, 2.5, 3.0])
