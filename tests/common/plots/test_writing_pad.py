"""The pad to write a digit on: what it asks the network, what it answers, what is stored of it.

How it looks and is written on is tested in tests/browser/test_writing_pad.py.
"""

import sys
from types import SimpleNamespace

import numpy as np
import pytest

from common.gpu.stand_in import to_device
from common.handwritten_digit import like_mnist
from common.multi_layer_net import MultiLayerNet
from common.plots import digit_pad, writing_pad
from datasets import load_sample_weights

INK = np.zeros((112, 112), dtype=np.uint8)
INK[20:90, 50:60] = 255


@pytest.fixture
def network():
    return MultiLayerNet.from_params(load_sample_weights("mnist"), "sigmoid")


@pytest.fixture
def without_anywidget(monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)


def one_of_ten(x):
    return np.eye(10)[[1]]


def ask(network, ink=INK, sheet=1):
    return writing_pad._reply(network, {"sheet": sheet}, [memoryview(ink.tobytes())])


def test_network_reads_the_example(network, without_anywidget):
    image = like_mnist(writing_pad._written(writing_pad._three()))
    assert network.predict(image.reshape(1, 784)).argmax() == 3


def test_reply_has_the_sheet_the_probabilities_and_the_image_the_network_saw(network):
    reply, (image,) = ask(network, sheet=5)
    wanted = like_mnist(INK)
    np.testing.assert_allclose(
        reply["probabilities"], network.predict(wanted.reshape(1, 784))[0], rtol=1e-6
    )
    assert reply["sheet"] == 5 and reply["probabilities"][1] > 0.5
    seen = np.frombuffer(image, dtype=np.uint8).reshape(28, 28)
    np.testing.assert_allclose(seen / 255, wanted, atol=0.5 / 255 + 1e-6)


def test_function_is_asked_with_one_row_of_784(without_anywidget):
    asked = []
    digit_pad(lambda x: asked.append(x) or one_of_ten(x))
    assert [x.shape for x in asked] == [(1, 784)]
    assert asked[0].dtype == np.float32


def test_network_on_a_device_is_asked_and_answers_there(network):
    params = {name: to_device(value) for name, value in network.params.items()}
    reply, _ = ask(MultiLayerNet.from_params(params, "sigmoid"))
    expected, _ = ask(network)
    np.testing.assert_allclose(reply["probabilities"], expected["probabilities"], rtol=1e-5)


@pytest.mark.parametrize(
    "answer, says",
    [
        (np.full(10, 0.1), r"\(1, 10\) でなければなりません：\(10,\)"),
        (np.full((1, 3), 1 / 3), r"：\(1, 3\)"),
        (np.arange(10.0)[None], "合計 45）。softmax を通した値"),
        (np.array([[2.0, -1.0] + [0.0] * 8]), "確率ではありません"),
        (np.full((1, 10), np.nan), "確率ではありません"),
    ],
)
def test_answer_that_is_no_probability_is_refused(answer, says, without_anywidget):
    with pytest.raises(ValueError, match=says):
        digit_pad(lambda x: answer)


def test_mistake_while_one_writes_becomes_a_line_in_the_pad():
    reply, images = ask(lambda x: 1 / 0)
    assert reply["problem"] == "答えられません（ZeroDivisionError：division by zero）"
    assert images == [] and "probabilities" not in reply
    reply, _ = ask(one_of_ten, INK * 0)
    assert "数字が見つかりません" in reply["problem"]


def test_without_anywidget_one_line_says_what_to_do_and_the_example_is_shown(
    without_anywidget, monkeypatch, capsys
):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **how: shown.append((data, how)))
    pad = digit_pad(one_of_ten)
    pad._ipython_display_()
    (line,) = capsys.readouterr().out.splitlines()
    assert "pip install anywidget" in line and 'read_digit("写真.png")' in line
    data = {"image/png": pad.picture, "text/plain": "<DigitPad 数字を書くパッド>"}
    assert shown == [(data, {"metadata": {}, "raw": True})]


def test_with_anywidget_the_picture_comes_along_and_nothing_is_printed(capsys):
    pytest.importorskip("anywidget", reason="anywidget がない（requirements.txt が入れる）")
    (picture, _), (pad, _) = digit_pad(one_of_ten)._outputs()
    assert set(picture) == {"image/png", "text/plain"}
    assert set(pad) == {writing_pad.WIDGET}  # no text, which would name a place in memory
    assert capsys.readouterr().out == ""


def test_picture_is_the_same_bytes_each_time_and_small(without_anywidget):
    first, second = (digit_pad(one_of_ten).picture for _ in range(2))
    assert first == second and len(first) < 40_000


def test_pad_answers_each_message_of_the_page(monkeypatch):
    sent = []

    class AnyWidget:
        def on_msg(self, answer):
            self.answer = answer

        def send(self, reply, buffers):
            sent.append((reply, buffers))

    monkeypatch.setitem(sys.modules, "anywidget", SimpleNamespace(AnyWidget=AnyWidget))
    pad = writing_pad._widget(one_of_ten)
    pad.answer(pad, {"sheet": 2}, [memoryview(INK.tobytes())])
    ((reply, (image,)),) = sent
    assert reply == {"sheet": 2, "probabilities": [0.0, 1.0] + [0.0] * 8}
    assert len(image) == 784


@pytest.mark.parametrize("kind", ["js", "css"])
def test_page_asks_no_other_machine(kind):
    text = (writing_pad.FOLDER / f"writing_pad.{kind}").read_text(encoding="utf-8")
    assert not [word for word in ("http", "fetch", "import ", "url(") if word in text]
    assert f"const PAPER = {writing_pad.PAPER};" in text or kind == "css"
