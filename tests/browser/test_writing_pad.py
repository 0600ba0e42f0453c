"""The pad to write a digit on, in JupyterLab: by mouse, finger and keys, answered by a network."""

from io import BytesIO

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image
from playwright.sync_api import expect

from course.notebooks.exercises import read_notebook
from tests.browser.conftest import ROOT, SCREENSHOTS

pytestmark = pytest.mark.browser
WIDGET = "application/vnd.jupyter.widget-view+json"
PLOTS = ROOT / "common" / "plots"
AXE = ROOT / "course" / "site" / "node_modules" / "axe-core" / "axe.min.js"
CELL = """
from common.multi_layer_net import MultiLayerNet
from common.plots import digit_pad
from datasets import load_sample_weights
network = MultiLayerNet.from_params(load_sample_weights("mnist"), "sigmoid")
digit_pad(network)
"""
BROKEN = """
import numpy as np
from common.plots import digit_pad
asked = []
def predict(x):
    asked.append(x)
    return np.full((1, 10), 0.1) if len(asked) == 1 else 1 / None
digit_pad(predict)
"""
BEGIN = "数字を1つ、大きく書きましょう。"
# places on the paper, from 0 to 1
SEVEN = [(0.25, 0.2), (0.75, 0.2), (0.65, 0.4), (0.55, 0.6), (0.45, 0.85)]
ONE = [(0.5, 0.15), (0.5, 0.5), (0.5, 0.85)]
PHONE, DESKTOP = 390, 1280
PAGE = """<!doctype html><html lang="ja"><meta charset="utf-8"><title>パッド</title>
<meta name="viewport" content="width=device-width"><style>{css}</style>
<main><h1>パッド</h1><div id="here"></div></main><script type="module">{program}
const model = {{
    on: (_, receive) => {{ model.receive = receive; }},
    off: () => {{ model.receive = null; }},
    send: ({{sheet}}, _, [ink]) => {{ window.asked.push([sheet, ...new Uint8Array(ink)]); }},
}};
window.asked = [];
window.answer = (reply, bytes) => {{
    model.receive(reply, [new DataView(Uint8Array.from(bytes).buffer)]);
}};
window.stop = render({{model, el: document.querySelector("#here")}});
window.listens = () => model.receive !== null;
</script></html>"""


# ---- the pad in a page of its own: an answer comes when the test gives one


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    css, program = ((PLOTS / f"writing_pad.{kind}").read_text("utf-8") for kind in ("css", "js"))
    path = tmp_path_factory.mktemp("page") / "pad.html"
    path.write_text(PAGE.format(css=css, program=program), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def visit(open_page, address):
    def visit(width, **options):
        page = open_page(address, width, **options)
        return page, page.get_by_role("group", name="数字を書くパッド")

    return visit


def asked(page):
    """What the pad has sent: the number of the sheet, and the ink on it."""
    return [(sheet, np.reshape(ink, (112, 112))) for sheet, *ink in page.evaluate("asked")]


def answer(page, sheet, best):
    shares = [0.91 if digit == best else 0.01 for digit in range(10)]
    reply = {"sheet": sheet, "probabilities": shares}
    page.evaluate("([reply, bytes]) => answer(reply, bytes)", [reply, [128] * 784])


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_pad_sends_the_ink_and_shows_the_answer(visit, width):
    page, pad = visit(width)
    status = pad.get_by_role("status")
    write(page, pad, SEVEN)
    (sheet, ink), *_ = asked(page)
    assert sheet == 1 and ink.max() == 255 and ink[:10].max() == 0
    answer(page, sheet, 7)
    expect(status).to_have_text("答え：7（91.0 %）")
    assert probabilities(pad)[7] == 0.91
    np.testing.assert_allclose(seen(pad), 128 / 255)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert pad.get_by_role("button").bounding_box()["height"] >= 44
    page.screenshot(path=SCREENSHOTS / f"digit-pad-{width}.png")


def test_one_question_at_a_time_and_the_last_one_has_all_the_ink(visit):
    page, pad = visit(DESKTOP)
    write(page, pad, SEVEN)
    assert len(asked(page)) == 1  # there is no answer yet
    answer(page, 1, 1)
    assert len(asked(page)) == 2
    (_, early), (_, late) = asked(page)
    assert (late > 0).sum() > 3 * (early > 0).sum()
    answer(page, 1, 7)
    assert len(asked(page)) == 2


def test_answer_to_a_sheet_that_was_cleared_is_not_shown(visit):
    page, pad = visit(DESKTOP)
    write(page, pad, ONE)
    pad.get_by_role("button", name="消す").click()
    answer(page, 1, 1)
    expect(pad.get_by_role("status")).to_have_text(BEGIN)
    assert seen(pad).max() == 0 and ink_on(paper_of(pad)) == 0
    write(page, pad, SEVEN)
    assert asked(page)[-1][0] == 2


def test_late_answer_is_announced_and_a_closed_pad_listens_no_more(visit):
    page, pad = visit(DESKTOP)
    page.clock.install()
    page.reload()
    write(page, pad, ONE)
    page.clock.run_for(2_000)
    expect(pad.get_by_role("status")).to_have_text("カーネルの答えを待っています…")
    page.evaluate("stop()")
    assert not page.evaluate("listens()")


def test_other_buttons_of_the_mouse_write_nothing(visit):
    page, pad = visit(DESKTOP)
    paper_of(pad).click(button="right")
    page.mouse.move(*[side + 20 for side in list(paper_of(pad).bounding_box().values())[:2]])
    assert asked(page) == [] and ink_on(paper_of(pad)) == 0


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_accessibility_checker_finds_nothing(visit, width):
    if not AXE.exists():
        pytest.skip("axe-core がない（make site が入れる）")
    page, pad = visit(width)
    write(page, pad, ONE)
    answer(page, 1, 1)
    page.add_script_tag(path=AXE)
    report = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert report["passes"]
    assert [(found["id"], found["nodes"][0]["html"]) for found in report["violations"]] == []


# ---- the pad in JupyterLab, answered by a network


@pytest.fixture(scope="module")
def lab(tmp_path_factory, start_lab):
    pytest.importorskip("anywidget", reason="anywidget がない（requirements.txt が入れる）")
    return start_lab(tmp_path_factory.mktemp("lab"), PYTHONPATH=str(ROOT))


@pytest.fixture
def show_pad(lab, open_notebook, request):
    """Run the cell in a notebook of its own; the notebook, and the pad in it."""

    def show_pad(cell=CELL):
        path = lab.root / f"{request.node.originalname}.ipynb"
        kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
        cells = [new_code_cell(cell, id="pad"), new_code_cell("", id="last")]
        nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernelspec}), path)
        notebook = open_notebook(lab, path)
        notebook.run("pad")
        pad = notebook.cell("pad").get_by_role("group", name="数字を書くパッド")
        expect(pad).to_be_visible()
        return notebook, pad

    return show_pad


def paper_of(pad):
    return pad.get_by_role("img", name="マウスか指で、数字を書くところ")


def write(page, pad, points):
    """By mouse: down at the first point, up at the last."""
    box = paper_of(pad).bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def seen(pad):
    """The image that the network sees, as it is shown: 28 × 28, ink is 1."""
    shown = pad.get_by_role("img", name="ネットワークが見る、28×28 の画像")
    pixels = shown.evaluate("c => [...c.getContext('2d').getImageData(0, 0, 28, 28).data]")
    return 1 - np.reshape(pixels, (28, 28, 4))[..., 0] / 255


def probabilities(pad):
    texts = pad.locator("td:last-child").all_inner_texts()
    return [float(text.removesuffix(" %")) / 100 for text in texts]


def ink_on(canvas):
    shown = Image.open(BytesIO(canvas.screenshot())).convert("L")
    return (np.asarray(shown)[10:-10, 10:-10] < 100).mean()  # without its border


@pytest.mark.slow
def test_network_answers_while_one_writes_with_the_mouse(show_pad, page, snap, asked_outside):
    _, pad = show_pad()
    status = pad.get_by_role("status")
    expect(status).to_have_text(BEGIN)
    assert seen(pad).max() == 0 and ink_on(paper_of(pad)) == 0
    box = paper_of(pad).bounding_box()
    page.mouse.move(box["x"] + 140, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 240, steps=10)
    expect(status).to_contain_text("答え：")  # the button of the mouse is still down
    expect(status).to_have_attribute("aria-live", "off")
    page.mouse.up()
    expect(status).to_contain_text("答え：1")
    expect(status).to_have_attribute("aria-live", "polite")
    first = seen(pad)
    assert first.max() == 1 and np.ptp(np.nonzero(first)[0]) == 19
    assert ink_on(paper_of(pad)) > 0.03
    snap("digit-pad-one")

    pad.get_by_role("button", name="消す").click()
    expect(status).to_have_text(BEGIN)
    write(page, pad, SEVEN)
    expect(status).to_contain_text("答え：7")
    found = probabilities(pad)
    assert len(found) == 10 and sum(found) == pytest.approx(1, abs=0.006)
    assert np.argmax(found) == 7
    expect(pad.locator("tr.best th")).to_have_text("7")
    assert np.abs(seen(pad) - first).max() > 0.9
    assert asked_outside == []
    snap("digit-pad-seven")


@pytest.mark.slow
def test_finger_writes_and_keys_clear(show_pad, page):
    _, pad = show_pad()
    status, button = pad.get_by_role("status"), pad.get_by_role("button", name="消す")
    box = paper_of(pad).bounding_box()
    glass = page.context.new_cdp_session(page)
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SEVEN]
    for kind, (x, y) in zip(["touchStart", *["touchMove"] * 4], places, strict=True):
        glass.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    glass.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(status).to_contain_text("答え：7")
    button.focus()
    page.keyboard.press("Enter")  # and JupyterLab does not go into a cell
    expect(status).to_have_text(BEGIN)
    expect(button).to_be_focused()
    write(page, pad, ONE)
    expect(status).to_contain_text("答え：1")
    button.press("Space")
    expect(status).to_have_text(BEGIN)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(button).to_be_focused()


@pytest.mark.slow
def test_mistake_in_predict_is_told_in_the_pad(show_pad, page):
    _, pad = show_pad(BROKEN)
    write(page, pad, ONE)
    expect(pad.get_by_role("status")).to_contain_text("答えられません（TypeError：unsupported")


@pytest.mark.slow
def test_stored_notebook_keeps_a_picture_and_no_state(show_pad, open_notebook, lab, page, snap):
    notebook, pad = show_pad()
    picture = notebook.cell("pad").locator(".jp-RenderedImage img")
    expect(picture).to_have_count(1)
    expect(picture).to_be_hidden()  # there is something better
    write(page, pad, SEVEN)
    expect(pad.get_by_role("status")).to_contain_text("答え：7")
    notebook.save()
    stored = read_notebook(notebook.path)
    assert [set(output.data) - {WIDGET} for output in stored.cells[0].outputs] == [
        {"image/png", "text/plain"},
        set(),
    ]
    assert "widgets" not in stored.metadata
    notebook.restart_kernel()
    page.reload()
    notebook = open_notebook(lab, notebook.path)
    expect(notebook.cell("pad").locator(".jp-RenderedImage img")).to_be_visible()
    snap("digit-pad-stored")
