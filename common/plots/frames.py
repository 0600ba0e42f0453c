"""動く図：何枚かの図を、スライダーと再生ボタンで順に見せる。

1 枚目は、そのままの PNG。2 枚目からは、1 枚目と違う画素だけを残した PNG にして、小さく保つ。
見せるしくみ（HTML と JavaScript）は common.plots.player にある。
"""

import base64
import sys
from collections.abc import Callable
from io import BytesIO
from numbers import Integral, Real

import matplotlib.figure
import numpy as np
from matplotlib.transforms import Bbox
from PIL import Image, ImageChops

from common.plots.figure import host_copy, number
from common.plots.player import player

LARGEST = 400_000  # 文字。ノートブックに残る HTML と PNG の合計
MARGIN = 2.0  # インチ。図の外にはみ出した凡例なども、ここまでは写す
PADDING = 10  # 画素
COLORS = 255
SAME = 0  # 「1 枚目と同じ」（透明）の番号。色の番号は 1 から


class Frames:
    """動く図。ノートブックのセルの最後に置くと、スライダーと再生ボタンがついて表示される。

    プログラムの動かないところ（信頼していないノートブック、印刷など）では、1 枚目の図になる。
    """

    def __init__(self, pngs, texts, label, alt):
        self.texts, self.label, self.alt = texts, label, alt
        self.first = pngs[0]
        self._html = player([_base64(png) for png in pngs], _size(pngs[0]), texts, label, alt)

    def __repr__(self):
        return f"<Frames {len(self.texts)} 枚：{self.label} {self.texts[0]} → {self.texts[-1]}>"

    def _repr_mimebundle_(self, **_):
        return {"text/html": self._html, "image/png": self.first}

    def to_html(self):
        """ほかのファイルも通信も要らない HTML の文字列を返す。

        Examples
        --------
        >>> from common.plots.figure import new_figure
        >>> moving = show_frames([new_figure(2, 1), new_figure(2, 1)], label="回", alt="白いまま。")
        >>> moving.to_html()[:7]
        '<figure'
        """
        return self._html


def show_frames(draw, values=None, *, label, alt):
    """何枚かの図を、スライダーと再生ボタンで順に見せる。

    図が pyplot で作られていれば、もう 1 回表示されないように閉じる。

    Parameters
    ----------
    draw : 値を 1 つ受け取って図を返す関数、または図のリスト
    values : 値のリスト
        図の下に「label 値」と示す。図のリストなら省いてよく、省くと 1, 2, …
    label : 値の名前（「学習率」など）
    alt : 図がどう変わるかを、図の見えない人に伝える文

    Returns
    -------
    Frames

    Raises
    ------
    ValueError
        図が 2 枚より少ない、図でないもの、同じ図、大きさの違う図がある、values がないか
        数が違う、label や alt が空である、大きすぎる。

    Examples
    --------
    >>> from common.plots import plot_bars
    >>> def draw(p):
    ...     return plot_bars([p, 1 - p], ["犬", "猫"])
    >>> show_frames(draw, [0.1, 0.5, 0.9], label="確率", alt="犬の棒が伸び、猫の棒が縮む。")
    <Frames 3 枚：確率 0.1 → 0.9>
    """
    for name, text in {"label": label, "alt": alt}.items():
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"{name} に、1 文字以上の文を渡してください：{text!r}")
    figures, values = _figures_and_values(draw, values)
    try:
        pngs = _encoded(_pixels(figures))
    finally:
        _close(figures)
    frames = Frames(pngs, [_text(value) for value in values], label.strip(), alt.strip())
    _check_size(frames)
    return frames


def _figures_and_values(draw, values):
    """図のリストと、同じ数の値のリスト。"""
    if isinstance(draw, Callable):
        if values is None:
            raise ValueError("draw が関数のときは、values に値のリストを渡してください")
        values = list(values)
        figures = [draw(value) for value in values]
    else:
        figures = list(draw)
        values = range(1, len(figures) + 1) if values is None else list(values)
    _check_figures(figures)
    if len(figures) != len(values):
        raise ValueError(f"図は {len(figures)} 枚、values は {len(values)} 個です。同じ数にします")
    return figures, values


def _check_figures(figures):
    if len(figures) < 2:
        raise ValueError(f"動く図には、2 枚以上の図が要ります：{len(figures)} 枚")
    for figure in figures:
        if not isinstance(figure, matplotlib.figure.Figure):
            kind = type(figure).__name__
            raise ValueError(f"図（Figure）ではないものがあります：{kind}。図を return しましたか")
    if len(set(map(id, figures))) < len(figures):
        raise ValueError("同じ図が 2 回あります。1 枚ごとに、新しい図を作ってください")
    sizes = sorted({tuple(map(float, figure.get_size_inches())) for figure in figures})
    if len(sizes) > 1:
        raise ValueError(f"図の大きさがそろっていません。同じ大きさにします：{sizes}")


def _check_size(frames):
    size = len(frames.to_html()) + len(_base64(frames.first))
    if size > LARGEST:
        raise ValueError(
            f"動く図が大きすぎます：{len(frames.texts)} 枚で {size:,} 文字"
            f"（{LARGEST:,} 文字まで）。枚数を減らすか、図を小さくしてください"
        )


def _close(figures):
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        for figure in figures:
            pyplot.close(figure)


def _text(value):
    """値を、スライダーのわきに書く文字列にする。"""
    if isinstance(value, str):
        return value
    value = host_copy(value)[()]
    if isinstance(value, Real) and not isinstance(value, Integral):
        return number(value)
    return str(value).replace("-", "−")


def _pixels(figures):
    """図 n 枚を、同じところで余白を切りつめた (n, h, w, 3) の配列にする。"""
    pictures = [_picture(figure) for figure in figures]
    drawn = [box for picture in pictures if (box := _drawn_box(picture))]
    width, height = pictures[0].size
    left, top, right, bottom = zip(*drawn, strict=True) if drawn else ([0], [0], [width], [height])
    box = (
        max(min(left) - PADDING, 0),
        max(min(top) - PADDING, 0),
        min(max(right) + PADDING, width),
        min(max(bottom) + PADDING, height),
    )
    return np.stack([np.asarray(picture.crop(box)) for picture in pictures])


def _picture(figure):
    """図を、まわりに MARGIN の余白をつけた画像にする。"""
    width, height = figure.get_size_inches()
    box = Bbox.from_extents(-MARGIN, -MARGIN, width + MARGIN, height + MARGIN)
    drawn = BytesIO()
    figure.savefig(drawn, format="png", bbox_inches=box)
    return Image.open(drawn).convert("RGB")


def _drawn_box(picture):
    """画像の、背景（左上の隅の色）ではないところを囲む四角形。なければ None。"""
    background = Image.new("RGB", picture.size, picture.getpixel((0, 0)))
    return ImageChops.difference(picture, background).getbbox()


def _encoded(pixels):
    """画像 pixels (n, h, w, 3) を、色をそろえた n 個の PNG にする。2 枚目からは違う画素だけ。"""
    n, h, w, _ = pixels.shape
    tall = Image.fromarray(pixels.reshape(n * h, w, 3))
    tall = tall.quantize(COLORS, Image.Quantize.MAXCOVERAGE)  # 少ししか使われない色も残す
    palette = [0, 0, 0, *tall.getpalette()]
    first, *others = np.asarray(tall).reshape(n, h, w) + 1
    return [_png(first, palette), *(_change(first, other, palette) for other in others)]


def _change(first, other, palette):
    """色の番号 first (h, w) に重ねると other (h, w) になる PNG のバイト列。

    全部を描き直すほうが小さければ、そうする。
    """
    change = np.where(other == first, SAME, other)
    return min(_png(change, palette), _png(other, palette), key=len)


def _png(indices, palette):
    """色の番号 indices (h, w) を、palette の色の PNG のバイト列にする。"""
    picture, small = Image.fromarray(indices), BytesIO()
    picture.putpalette(palette)
    picture.save(small, format="png", optimize=True, transparency=SAME)
    return small.getvalue()


def _base64(png):
    return base64.b64encode(png).decode("ascii")


def _size(png):
    return Image.open(BytesIO(png)).size
