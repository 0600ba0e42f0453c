"""数字を書くパッド：マウスか指で書くあいだ、学習したネットワークが確率を答える。

書いた画素はカーネルに送られ、MNIST と同じ画像になり、ネットワークに渡る。画面に出るものは
writing_pad.js と writing_pad.css にあり、どちらも通信はしない。パッドの状態はノートブックに残らず、
残るのは、見本の数字についての答えを描いた PNG だけ。
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from common.handwritten_digit import SIDE, like_mnist
from common.plots.figure import (
    BLUE,
    beside,
    course_style,
    host_copy,
    new_figure,
    number,
)

CLASSES = 10
PAPER = 112  # 送られてくる画像の一辺（画素）。writing_pad.js の PAPER と同じ
PEN = 9
WIDGET = "application/vnd.jupyter.widget-view+json"
FOLDER = Path(__file__).parent
PLACE = "ノートブックを動かすと、ここに、マウスか指で数字を書けます"
WITHOUT = (
    "数字を書くパッドには anywidget が要るので、見本だけを出します。ターミナルで "
    "pip install anywidget をして JupyterLab を始め直すか、"
    'common.handwritten_digit の read_digit("写真.png") を使ってください。'
)


class DigitPad:
    """数字を書くパッド。ノートブックのセルの最後に置くと、書くところが表示される。

    見本の図と、書くところの、2 つの出力になる。JupyterLab では、書くところがあるあいだ、見本は
    隠れる（writing_pad.css）。書くことのできないところ（保存したノートブック、印刷など）では、
    見本が残る。
    """

    def __init__(self, picture, widget=None):
        self.picture, self._widget = picture, widget

    def __repr__(self):
        return "<DigitPad 数字を書くパッド>"

    def _ipython_display_(self):
        from IPython.display import display

        if self._widget is None:
            print(WITHOUT)
        for data, metadata in self._outputs():
            display(data, metadata=metadata, raw=True)

    def _outputs(self):
        yield {"image/png": self.picture, "text/plain": repr(self)}, {}
        if self._widget:
            data, metadata = self._widget._repr_mimebundle_()
            yield {WIDGET: data[WIDGET]}, metadata


def digit_pad(network):
    """マウスか指で数字を書くと、書くあいだ、ネットワークが 10 個の確率を答えるパッドを返す。

    書いた数字は MNIST と同じ 28×28 の画像になり（common.handwritten_digit.like_mnist）、
    ネットワークはその画像だけを見る。anywidget がなければ、1 行でそう言い、見本だけを表示する。

    Parameters
    ----------
    network : predict を持つネットワーク、または関数
        画像 x (1, 784) から、確率 y (1, 10) を計算する。入力の形が違うネットワークなら、
        lambda x: network.predict(x.reshape(1, 1, 28, 28)) のように関数にして渡す

    Returns
    -------
    DigitPad

    Raises
    ------
    ValueError
        答えが、合計が 1 の確率 (1, 10) でない。

    Examples
    --------
    >>> digit_pad(lambda x: np.full((1, 10), 0.1))
    <DigitPad 数字を書くパッド>
    """
    example = _written(_three())
    image = like_mnist(example)
    probabilities = _probabilities(network, image)
    widget = _widget(network)
    figure = _figure(example, image, probabilities, PLACE if widget else "")
    return DigitPad(figure.to_png(), widget)


def _probabilities(network, image):
    """画像 image (28, 28) についての確率 (10,)。答えが確率でなければ ValueError。"""
    x = image.reshape(1, SIDE * SIDE)
    # GPU にあるネットワークには、GPU の配列を渡す
    params = list(getattr(network, "params", {}).values())
    x = beside(x, like=params[0] if params else None)
    y = host_copy(getattr(network, "predict", network)(x))
    if y.shape != (1, CLASSES):
        raise ValueError(
            f"ネットワークの答えの形は (1, {CLASSES}) でなければなりません：{y.shape}。"
            f"x {x.shape} から y (1, {CLASSES}) を計算する関数を渡してください"
        )
    if not (y.min() >= 0 and abs(y.sum() - 1) < 0.01):
        raise ValueError(
            f"ネットワークの答えが確率ではありません（合計 {number(y.sum())}）。"
            "softmax を通した値を返してください"
        )
    return y[0].astype(float)


def _widget(network):
    """書くところの部品。anywidget がなければ None。"""
    try:
        import anywidget  # Jupyter の部品なので、common を import しただけでは読み込まない
    except ImportError:
        return None

    class Pad(anywidget.AnyWidget):
        _esm = (FOLDER / "writing_pad.js").read_text(encoding="utf-8")
        _css = (FOLDER / "writing_pad.css").read_text(encoding="utf-8")

    pad = Pad()
    pad.on_msg(lambda _, question, buffers: pad.send(*_reply(network, question, buffers)))
    return pad


def _reply(network, question, buffers):
    """パッドから届いた画素への返事：辞書と、ネットワークが見た画像のバイト列のリスト。"""
    reply = {"sheet": question["sheet"]}  # どの紙についての返事か
    try:
        ink = np.frombuffer(buffers[0], dtype=np.uint8).reshape(PAPER, PAPER)
        image = like_mnist(ink)
        reply["probabilities"] = _probabilities(network, image).tolist()
    except Exception as error:  # 学習者の predict の中のことなので、何でも起こる
        return reply | {"problem": f"答えられません（{type(error).__name__}：{error}）"}, []
    return reply, [np.round(image * 255).astype(np.uint8).tobytes()]


def _three():
    """見本の数字 3 の線が通る点のリスト：2 つの弧をつなぐ。"""
    t = np.radians(np.linspace(150, -90, 40))
    above = np.stack([54 + 19 * np.cos(t), 37 - 17 * np.sin(t)], axis=1)
    below = np.stack([54 + 24 * np.cos(-t), 76 - 22 * np.sin(-t)], axis=1)[::-1]
    return [*above, *below]


def _written(points):
    """点をつないだ線を、パッドに書いたのと同じ太さで書いた紙 (PAPER, PAPER)。"""
    fine = 4  # 大きく書いて縮め、線の端をなめらかにする
    paper = Image.new("L", (PAPER * fine, PAPER * fine))
    pen, radius = ImageDraw.Draw(paper), PEN * fine / 2
    points = [(x * fine, y * fine) for x, y in points]
    pen.line(points, fill=255, width=PEN * fine, joint="curve")
    for x, y in (points[0], points[-1]):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(paper.resize((PAPER, PAPER), Image.Resampling.BOX))


@course_style()
def _figure(paper, image, probabilities, note):
    """見本の図：書いた数字、ネットワークが見る画像、10 個の確率。"""
    figure = new_figure(7.6, 2.9, layout="constrained")
    left, middle, right = figure.subplots(1, 3, width_ratios=[1, 1, 1.4])
    for axes, picture, title in [
        (left, paper, "書いた数字（見本）"),
        (middle, image, "ネットワークが見る\n28×28 の画像"),
    ]:
        axes.imshow(picture, cmap="gray_r")
        axes.set(xticks=[], yticks=[], title=title)
    best = int(probabilities.argmax())
    right.barh(range(CLASSES), probabilities, color=BLUE)
    right.set(yticks=range(CLASSES), xlim=(0, 1), xlabel="確率")
    right.set_title(f"答え：{best}（{probabilities[best]:.0%}）")
    right.invert_yaxis()
    right.spines[["top", "right"]].set_visible(False)
    if note:
        figure.supxlabel(note, fontsize=10)
    return figure
