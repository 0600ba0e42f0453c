"""MNISTが配られているIDX形式のファイルを読む。

IDX形式は、先頭の4バイト（0、0、要素の型、次元の数）、次元ごとの大きさ（4バイトの整数、
ビッグエンディアン）、要素の並びからなる。
"""

import gzip
import math
import struct
import zlib

import numpy as np

UINT8 = 0x08
MAX_BYTES = 256 * 2**20  # MNISTの画像6万枚は約45MiB。壊れたヘッダーで巨大な配列を作らないための上限


def read_idx(path, ndim):
    """IDX形式のファイル（gzip圧縮されたものも可）を読む。

    Parameters
    ----------
    path : pathlib.Path
        ファイルの場所。圧縮の有無は、名前ではなく中身で見分ける。
    ndim : int
        あるはずの次元の数（画像は3、ラベルは1）。

    Returns
    -------
    ndarray of uint8
        ヘッダーに書かれた形の、書き込みのできる新しい配列。

    Raises
    ------
    ValueError
        ファイルが壊れている、または求めた形式でないとき。
    """
    try:
        with path.open("rb") as raw:
            compressed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            with gzip.GzipFile(fileobj=raw) if compressed else raw as file:
                return _read_array(path, file, ndim)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise broken(path, "gzip圧縮が途中で切れているか、壊れています") from error


def broken(path, reason):
    """壊れたファイルについて、名前と理由と直し方を述べる ValueError を作る。"""
    return ValueError(
        f"{path} を読めません：{reason}。このファイルを削除して、正しいものに置き換えてください。"
    )


def _read_array(path, file, ndim):
    shape = _read_shape(path, file, ndim)
    size = math.prod(shape)
    if size > MAX_BYTES:
        raise broken(path, f"ヘッダーに書かれた形 {shape} が大きすぎます")
    body = file.read(size + 1)  # 余分なバイトに気づくために、1バイト多く読んでみる
    if len(body) < size:
        raise broken(path, f"途中で切れています（{size}バイトのうち{len(body)}バイトだけ）")
    if len(body) > size:
        raise broken(path, f"{size}バイトのデータの後ろに、余分なバイトが続いています")
    return np.frombuffer(body, dtype=np.uint8).reshape(shape).copy()


def _read_shape(path, file, ndim):
    head = file.read(4)
    if len(head) < 4:
        raise broken(path, "ヘッダーの途中で切れています")
    if head[:2] != b"\0\0":
        raise broken(path, f"先頭が 0x{head.hex()} で、IDX形式のファイルではありません")
    if head[2] != UINT8:
        raise broken(path, f"要素の型が 0x{head[2]:02x} で、uint8（0x08）ではありません")
    if head[3] != ndim:
        raise broken(path, f"{head[3]}次元のデータで、{ndim}次元ではありません")
    sizes = file.read(4 * ndim)
    if len(sizes) < 4 * ndim:
        raise broken(path, "ヘッダーの途中で切れています")
    return struct.unpack(f">{ndim}I", sizes)
