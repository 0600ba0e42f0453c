"""自分で書いた数字を、MNIST と同じ大きさ、同じ位置の画像にする。

MNIST の画像は、書かれた数字をそのまま縮めたものではない。数字を囲む四角形の長いほうの辺を
20 画素にし、濃さの重心が 28×28 の決まったところに来るように置いてある。学習した画像と同じように
しないと、読める形の数字でも、ネットワークは読み違える。

出典：Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST Database of Handwritten Digits"
（20×20 への縮小と、重心による位置合わせ）
"""

from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from common.device import to_cpu

SIDE = 28
BOX = 20
CENTER = 14  # MNIST の画像の重心。0 から数えた行と列の番号で、どの画像も 13.5〜14.5 にある
LARGEST = 2000  # 画像のファイルは、これより大きければ、縮めながら読む（画素）
LONGEST = 400  # 写真は、長いほうの辺がこの画素数になるまで縮めてから調べる
FLAT = 0.002  # これより小さなむらは、ないものとみなす（8 ビットの明るさの半目盛り）
NOISE = 6  # 紙のむら（標準偏差）の何倍までを、紙とみなすか
FAINT = 0.25  # むらのある紙では、いちばん濃いところのこの割合までを、紙とみなすか


def like_mnist(image):
    """数字が 1 つ書かれた白黒の画像を、MNIST と同じ形と見た目にする。

    まわりの明るさを背景とみなし、背景から離れたところを数字とする。白い紙に黒い字でも、
    その逆でもよい。

    Parameters
    ----------
    image : ndarray (縦, 横)
        画素の明るさ。型も、値の範囲も自由

    Returns
    -------
    float32 の ndarray (28, 28)
        背景が 0、数字が 1。

    Raises
    ------
    ValueError
        形が (縦, 横) でないか 3 画素より小さい、数でない値がある、または数字が見つからない。

    Examples
    --------
    >>> photo = np.full((60, 100), 200)  # 明るい紙に
    >>> photo[10:50, 70:80] = 30  # 暗い縦の線
    >>> rows, columns = np.nonzero(like_mnist(photo))
    >>> int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
    (20, 5)
    """
    image = np.array(to_cpu(image), dtype=float)
    if image.ndim != 2 or min(image.shape) < 3:
        raise ValueError(f"image の形は (縦, 横) で、3 画素以上にしてください：{image.shape}")
    if not np.isfinite(image).all():
        raise ValueError("image に、数でない値（nan か inf）があります。取り除いてください")
    digit = _cut_out(_ink(_fit(image, min(LONGEST, max(image.shape)))))
    return _centered(_darkened(_fit(digit, BOX))).astype(np.float32)


def read_digit(source):
    """写真や画像のファイルに書かれた 1 つの数字を、MNIST と同じ (28, 28) の画像にして読む。

    数字のまわりに、ほかのものが写らないようにする。そのあとは like_mnist と同じ。

    Parameters
    ----------
    source : ファイルの名前（str か Path）、または中身の bytes
        PNG、JPEG など

    Returns
    -------
    float32 の ndarray (28, 28)
        背景が 0、数字が 1。ネットワークには reshape(1, 784) として渡す。

    Raises
    ------
    FileNotFoundError
        ファイルがない。
    ValueError
        画像として読めない、または数字が見つからない。

    Examples
    --------
    >>> paper = Image.new("L", (100, 60), "white")
    >>> paper.paste(0, (70, 10, 80, 50))
    >>> file = BytesIO()
    >>> paper.save(file, "png")
    >>> read_digit(file.getvalue()).shape
    (28, 28)
    """
    name = "受け取った bytes" if isinstance(source, bytes) else source
    if not isinstance(source, bytes) and not Path(source).is_file():
        raise FileNotFoundError(f"{name} がありません。名前と置き場所を確かめてください")
    try:
        with Image.open(BytesIO(source) if isinstance(source, bytes) else source) as opened:
            picture = ImageOps.exif_transpose(
                opened
            )  # スマートフォンを横にして撮った写真も、上を上に
            picture = picture.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError):
        raise ValueError(
            f"{name} は、画像として読めません。PNG か JPEG で保存し直してください"
        ) from None
    paper = Image.new("RGBA", picture.size, "white")  # 透明なところは、白い紙とみなす
    return like_mnist(np.asarray(Image.alpha_composite(paper, picture).convert("L")))


def _fit(image, side):
    """縦横の比を変えずに、長いほうの辺を side 画素にする。"""
    sizes = [max(1, round(size * side / max(image.shape))) for size in image.shape]
    rows, columns = map(_overlaps, sizes, image.shape)
    return rows @ image @ columns.T


def _overlaps(size, old_size):
    """old_size 個の画素を size 個に平均する行列 (size, old_size)。行の合計は 1。"""
    edges = np.arange(size + 1)[:, None] * (old_size / size)  # 新しい画素の端を、古い画素で測る
    covered = np.clip(edges - np.arange(old_size), 0, 1)  # 端までに、古い画素がどれだけ入るか
    return np.diff(covered, axis=0) * (size / old_size)


def _ink(image):
    """背景を 0 にした濃さ (縦, 横)。紙のむらや影は 0 にする。"""
    height, width = image.shape
    frame = np.ones(image.shape, dtype=bool)
    margin = max(1, min(image.shape) // 20)
    frame[margin : height - margin, margin : width - margin] = False
    away = image - _background(image, frame)
    ink = away if (away**3).sum() > 0 else -away  # 背景から大きく離れているほうが、数字
    scale = np.ptp(image) or 1.0
    unevenness = 1.4826 * np.median(np.abs(away[frame]))  # 外れた値に強い標準偏差
    paper = FLAT * scale
    if unevenness > paper:
        paper = max(NOISE * unevenness, FAINT * ink.max())
    return np.where(ink > paper, ink, 0.0)


def _background(image, frame):
    """まわりの枠 frame の明るさにあてはめた平面 (縦, 横)。斜めから光の当たった紙でもよい。

    枠にかかった数字に引かれないように、1 度あてはめて、近いほうの半分にもう 1 度あてはめる。
    """
    rows, columns = np.indices(image.shape)
    plane = np.stack([np.ones(image.shape), rows, columns], axis=-1)  # (縦, 横, 3)
    coefficients = np.linalg.lstsq(plane[frame], image[frame], rcond=None)[0]
    away = np.abs(image - plane @ coefficients)
    near = frame & (away <= np.median(away[frame]))
    return plane @ np.linalg.lstsq(plane[near], image[near], rcond=None)[0]


def _cut_out(ink):
    """数字を囲む四角形だけを切り取る。"""
    rows, columns = np.nonzero(ink)
    if len(rows) == 0:
        raise ValueError(
            "数字が見つかりません。紙と違う明るさで、太く、1 つの数字を書いた画像にしてください"
        )
    return ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def _darkened(ink):
    """濃い線がほぼ 1 になるようにする。細い線や鉛筆の線は、縮めると薄くなるため。"""
    strokes = ink[ink > ink.max() / 2]
    return np.clip(ink / np.percentile(strokes, 90), 0, 1)


def _centered(ink):
    """重心が CENTER に最も近くなるように、28×28 の画像の中に置く。はみ出させはしない。"""
    image = np.zeros((SIDE, SIDE))
    corner = []
    for axis, size in enumerate(ink.shape):
        center = np.arange(size) @ ink.sum(axis=1 - axis) / ink.sum()
        corner.append(int(np.clip(round(CENTER - center), 0, SIDE - size)))
    top, left = corner
    image[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return image
