"""Figures that move, in a page of their own and in JupyterLab: by keys, mouse, finger and ear."""

from functools import partial
from io import BytesIO

import nbformat
import pytest
from matplotlib.patches import Rectangle
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image
from playwright.sync_api import expect

from common.plots import show_frames
from common.plots.figure import new_figure
from tests.browser.conftest import ROOT, SCREENSHOTS

pytestmark = pytest.mark.browser
AXE = ROOT / "course" / "site" / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESKTOP = 390, 1280
GRAYS = [0.0, 0.25, 0.5, 0.75]
ALT = "四角形が、黒から明るい灰色に変わる。"
PAGE = (
    '<!doctype html><html lang="ja"><meta charset="utf-8"><title>動く図</title>'
    '<meta name="viewport" content="width=device-width"><main><h1>動く図</h1>{}</main></html>'
)
CELL = """
from common.plots import show_frames
from common.plots.figure import new_figure
from matplotlib.patches import Rectangle
def draw(gray):
    figure = new_figure(4, 2)
    figure.add_artist(Rectangle((0, 0), 1, 1, color=str(gray)))
    return figure
show_frames(draw, [0.0, 0.25, 0.5, 0.75], label="明るさ", alt="四角形が明るくなる。")
"""


def draw(gray):
    figure = new_figure(4, 2)
    figure.add_artist(Rectangle((0, 0), 1, 1, color=str(gray)))
    figure.text(0.1, 1.05, f"明るさ {gray}")
    return figure


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A page with the same figure twice."""
    html = show_frames(draw, GRAYS, label="明るさ", alt=ALT).to_html()
    path = tmp_path_factory.mktemp("page") / "moving.html"
    path.write_text(PAGE.format(html * 2), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def visit(open_page, address):
    return partial(open_page, address)


def gray_of(figure):
    """What the eye sees in the middle of the picture, between 0 and 1."""
    shown = Image.open(BytesIO(figure.locator("div").first.screenshot())).convert("L")
    return round(shown.getpixel((shown.width // 2, shown.height // 2)) / 255, 2)


def parts(figure):
    return figure.get_by_role("slider", name="明るさ"), figure.get_by_role("button")


def expect_at(figure, number):
    """The frame, the text that is seen and the text that is read aloud."""
    text = f"{GRAYS[number]:g}（{number + 1} / {len(GRAYS)}）"
    expect(figure.get_by_role("status")).to_have_text(text)
    expect(parts(figure)[0]).to_have_attribute("aria-valuetext", text)
    assert gray_of(figure) == pytest.approx(GRAYS[number], abs=0.02)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_slider_moves_its_own_figure_by_keys_and_mouse(visit, width):
    page = visit(width)
    first, second = page.get_by_role("group", name="動く図：明るさ").all()
    slider, _ = parts(first)
    expect_at(first, 0)
    slider.press("ArrowRight")
    expect_at(first, 1)
    slider.press("End")
    expect_at(first, 3)
    other, _ = parts(second)
    other.click(position={"x": other.bounding_box()["width"] * 0.64, "y": 22})
    expect_at(second, 2)
    expect_at(first, 3)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.screenshot(path=SCREENSHOTS / f"moving-{width}.png")


def test_slider_and_button_answer_to_a_finger(visit):
    page = visit(PHONE, has_touch=True, is_mobile=True)
    figure = page.get_by_role("group").first
    slider, button = parts(figure)
    box = slider.bounding_box()
    slider.tap(position={"x": box["width"] - 2, "y": 22})
    expect_at(figure, 3)
    button.tap()  # again from the beginning
    expect(button).to_have_text("⏸ 止める")
    button.tap()
    expect(button).to_have_text("▶ 再生")
    assert min(box["height"], button.bounding_box()["height"]) >= 44


def test_play_button_begins_only_when_pressed_and_stops_at_the_end(visit):
    page = visit(DESKTOP)
    page.clock.install()
    page.reload()
    figure = page.get_by_role("group").first
    slider, button = parts(figure)
    status = figure.get_by_role("status")
    expect(button).to_have_text("▶ 再生")
    page.clock.run_for(5_000)
    expect_at(figure, 0)
    button.press("Enter")
    expect(button).to_have_text("⏸ 止める")
    expect(status).to_have_attribute("aria-live", "off")
    page.clock.run_for(600)
    expect(status).to_have_text("0.5（3 / 4） 再生中")
    button.press("Space")
    page.clock.run_for(5_000)
    expect_at(figure, 2)
    button.click()
    page.clock.run_for(5_000)
    expect_at(figure, 3)
    expect(status).to_have_attribute("aria-live", "polite")  # where it stopped is read aloud
    expect(button).to_have_text("▶ 再生")
    button.click()
    slider.press("ArrowRight")  # whoever takes the slider has it
    page.clock.run_for(5_000)
    expect_at(figure, 1)


def test_nothing_moves_by_itself_where_motion_is_unwanted(visit):
    page = visit(DESKTOP, reduced_motion="reduce")
    page.clock.install()
    page.reload()
    figure = page.get_by_role("group").first
    _, button = parts(figure)
    expect(button).to_have_text("次の図へ")
    button.click()
    page.clock.run_for(5_000)
    expect_at(figure, 1)


def test_first_frame_stands_alone_without_scripts(visit):
    page = visit(PHONE, java_script_enabled=False)
    figure = page.get_by_role("group").first
    expect(figure.get_by_role("img", name=ALT)).to_be_visible()
    assert gray_of(figure) == GRAYS[0]
    assert figure.locator("input, button, output").count() == 0


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_accessibility_checker_finds_nothing(visit, width):
    if not AXE.exists():
        pytest.skip("axe-core がない（make site が入れる）")
    page = visit(width)
    expect(page.get_by_role("slider")).to_have_count(2)
    page.add_script_tag(path=AXE)
    report = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert report["passes"]
    assert [(found["id"], found["nodes"][0]["html"]) for found in report["violations"]] == []


@pytest.fixture(scope="module")
def lab(tmp_path_factory, start_lab):
    return start_lab(tmp_path_factory.mktemp("lab"), PYTHONPATH=str(ROOT))


def written(lab, **known):
    path = lab.root / f"moving{len(known)}.ipynb"
    kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    cells = [new_code_cell(CELL, id="figure", **known), new_code_cell("", id="last")]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernelspec}), path)
    return path


@pytest.mark.slow
def test_figure_in_jupyterlab_moves_by_keys_and_mouse(
    lab, open_notebook, page, snap, asked_outside
):
    notebook = open_notebook(lab, written(lab))
    figure = notebook.run("figure").get_by_role("group", name="動く図：明るさ")
    slider, button = parts(figure)
    expect_at(figure, 0)
    slider.click(position={"x": 2, "y": 20})
    for key, number in [("ArrowRight", 1), ("ArrowUp", 2), ("ArrowDown", 1), ("End", 3)]:
        page.keyboard.press(key)  # and JupyterLab does not go to another cell
        expect_at(figure, number)
    expect(slider).to_be_focused()
    button.click()
    expect(button).to_have_text("⏸ 止める")
    expect(button).to_have_text("▶ 再生")
    expect_at(figure, 3)
    assert asked_outside == []
    snap("moving-lab")


@pytest.mark.slow
def test_figure_in_a_notebook_that_is_not_trusted_is_its_first_frame(lab, open_notebook, snap):
    html = show_frames(draw, GRAYS, label="明るさ", alt=ALT).to_html()
    output = nbformat.v4.new_output("display_data", {"text/html": html})
    notebook = open_notebook(lab, written(lab, outputs=[output]))
    picture = notebook.cell("figure").get_by_role("img", name=ALT)
    expect(picture).to_be_visible()
    assert notebook.cell("figure").locator("input, .jp-OutputArea button").count() == 0
    snap("moving-untrusted")
