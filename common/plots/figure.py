"""図の土台：日本語フォント、色、ノートブックに 1 回だけ表示される Figure。

図は pyplot を使わずに作る。pyplot で作った図を関数から返すと、セルの最後の式として 1 回、
セルの終わりの自動表示でもう 1 回と、2 回表示されてしまう。ここの Figure は自分で PNG になるので、
``%matplotlib inline`` がなくても、セルの最後の式に置くか ``display(図)`` とすれば、
1 回だけ表示される。
"""

import contextlib
import re
import unicodedata
import warnings
from io import BytesIO

import matplotlib
import matplotlib.figure
import matplotlib.style
import matplotlib_fontja  # import すると、同梱の日本語フォントに切り替わる
import numpy as np
from matplotlib import font_manager
from matplotlib.text import Text
from PIL import Image

from common.device import to_cpu

FONT = "IPAexGothic"
STYLE = {"font.family": FONT, "axes.unicode_minus": True, "mathtext.fontset": "cm"}
matplotlib.rcParams.update(STYLE)
MISSING = re.compile(r"Glyph (\d+) .*missing from font")

DPI = 100
# 色の見え方によらず区別できる Okabe–Ito の配色
BLACK, GRAY, LIGHT_GRAY = "#000000", "#666666", "#D0D0D0"
ORANGE, SKY_BLUE, GREEN, YELLOW = "#E69F00", "#56B4E9", "#009E73", "#F0E442"
BLUE, VERMILION, PURPLE = "#0072B2", "#D55E00", "#CC79A7"
ORANGE_TEXT = "#BF5000"  # 文字は細いので、VERMILION より濃くする（白との明るさの比 4.8）
CLASS_COLORS = (BLUE, ORANGE, GREEN, PURPLE, SKY_BLUE, VERMILION, YELLOW, GRAY)
CLASS_MARKERS = ("o", "^", "s", "D", "v", "P", "X", "*")


_reported = set()  # フォントにないことを、もう知らせた文字


def course_style():
    """枠の中で作る図を、いつも同じ見た目にする。関数の前に @course_style() と書いてもよい。

    sns.set()、plt.style.use(…)、plt.rcdefaults() などで rcParams が変わっていても、
    日本語のフォントと、ここの色で描ける。枠を出ると、rcParams は元に戻る。
    """
    return matplotlib.style.context(["default", STYLE])


class Figure(matplotlib.figure.Figure):
    """ノートブックのセルの最後に置くと、PNG として 1 回だけ表示される図。"""

    def savefig(self, *args, **options):
        """図をファイルに書く。引数は matplotlib の savefig と同じ。"""
        if FONT not in font_manager.get_font_names():  # フォントの一覧が作り直された
            matplotlib_fontja.japanize()
        with course_style(), _missing_glyphs_in_japanese():
            for text in self.findobj(Text):
                family = text.get_fontfamily()
                if FONT not in family:  # 受け取ったあとの図に、書き加えた文字
                    text.set_fontfamily([*family, FONT])
            super().savefig(*args, **options)

    def _repr_mimebundle_(self, **_):
        return {"image/png": self.to_png()}

    def to_png(self):
        """余白を切りつめ、色数をしぼった、小さな PNG のバイト列を返す。

        Examples
        --------
        >>> new_figure(2, 1).to_png()[1:4]
        b'PNG'
        """
        drawn, small = BytesIO(), BytesIO()
        self.savefig(drawn, format="png", bbox_inches="tight")
        picture = Image.open(drawn).convert("RGB")
        picture = picture.quantize(128, Image.Quantize.MAXCOVERAGE)  # 少ししか使われない色も残す
        picture.save(small, format="png", optimize=True)
        return small.getvalue()


@contextlib.contextmanager
def _missing_glyphs_in_japanese():
    """フォントにない文字についての英語の警告を、文字ごとに 1 回の、日本語の警告にする。"""
    with warnings.catch_warnings(record=True) as caught:
        warnings.filterwarnings("always", MISSING.pattern)
        yield
    characters = set()
    for warning in caught:
        if found := MISSING.match(str(warning.message)):
            characters.add(chr(int(found[1])))
        else:
            warnings.showwarning(
                warning.message, warning.category, warning.filename, warning.lineno
            )
    # 絵文字の前後につく、見えない文字は除く
    new = {c for c in characters - _reported if unicodedata.category(c) not in ("Cf", "Mn")}
    _reported.update(characters)
    if new:
        warnings.warn(
            f"図の文字「{''.join(sorted(new))}」は、図のフォントにないので、□ になります。"
            "かななど、別の文字で書いてください。",
            stacklevel=2,
        )


def new_figure(width, height, **options):
    """幅 width、高さ height（インチ）の、何も描かれていない図を返す。"""
    return Figure(figsize=(width, height), dpi=DPI, **options)


def host_copy(a):
    """a（GPU や NumPy の配列、そのリスト。形は自由）を、同じ形の NumPy の配列に写して返す。"""
    return np.array(to_cpu(a))


def beside(points, like):
    """points（形は自由）を、同じ形のまま、like と同じところ（CPU か GPU）に置いて返す。

    like（形は自由）は配列。なくてもよい。
    """
    return np.asarray(points, like=like) if hasattr(like, "__array_function__") else points


def number(value, digits=4):
    """有効数字 digits 桁の短い文字列にする。負号は、ハイフンではなくマイナス記号にする。"""
    return f"{float(value):.{digits}g}".replace("-", "−")


def tidy(axes):
    """上と右の枠線を消し、薄い目盛線を引く。"""
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_axisbelow(True)
    axes.grid(color=LIGHT_GRAY, linewidth=0.6)


def class_indices(name, labels, n):
    """正解 labels (n,), (n, 1) または one-hot (n, K) を、クラス番号 (n,) にする。

    形が違えば、name をあげる ValueError。
    """
    labels = host_copy(labels)
    if labels.ndim not in (1, 2) or len(labels) != n or labels.size < n:
        raise ValueError(
            f"{name} の形は ({n},), ({n}, 1), ({n}, クラス数) のどれかでなければなりません："
            f"{labels.shape}"
        )
    if labels.ndim == 2 and labels.shape[1] > 1:
        return labels.argmax(axis=1)
    return labels.reshape(n).astype(int)
