"""手書き数字のデータセットMNISTを、見つかった場所から読む。"""

import itertools
import os
import re
import sys
from pathlib import Path

import numpy as np

from datasets.digits import load_digits_like_mnist
from datasets.download import fetch_mnist
from datasets.idx import broken, read_idx

FOLDER_VARIABLE = "DL_COURSE_DATA"
SOURCES = ("auto", "mnist", "digits")
TRAIN_FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
TEST_FILES = ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
CLASSES = 10
MOST_FILES = 10_000  # フォルダを取り違えて、大きなフォルダを指していても、待たせない

_said = set()  # このプロセスで表示した知らせ


def load_mnist(normalize=True, flatten=True, one_hot_label=False, source="auto"):
    """手書き数字のデータセットMNIST（訓練用60,000枚、テスト用10,000枚）を読む。

    環境変数 DL_COURSE_DATA のフォルダ、キャッシュ、ダウンロードの順に探す。どこにもなければ、
    scikit-learn の手書き数字（訓練用1,437枚、テスト用360枚）を代わりに使い、そのことを表示する。
    DL_COURSE_DATA のフォルダに t10k の2つのファイルしかなければ、そのテスト用画像の
    最初の8割（8,000枚）を訓練用、残りの2割（2,000枚）をテスト用にする。

    Parameters
    ----------
    normalize : bool
        True なら画像は 0〜1 の float32、False なら 0〜255 の uint8。
    flatten : bool
        True なら画像の形は (N, 784)、False なら (N, 1, 28, 28)。
    one_hot_label : bool
        True ならラベルは one-hot で (N, 10) の float32、False なら (N,) の整数 0〜9。
    source : {"auto", "mnist", "digits"}
        "mnist" は代わりの画像を認めない。"digits" はいつも scikit-learn の手書き数字を使う。

    Returns
    -------
    (x_train, d_train), (x_test, d_test)
        画像とラベル。呼ぶたびに新しい配列なので、書き換えてもよい。

    Raises
    ------
    ValueError
        source が正しくないとき、または見つかったファイルが壊れているとき。
    FileNotFoundError
        DL_COURSE_DATA のフォルダかその中のファイルがないとき、
        または source="mnist" で MNIST が見つからないとき。

    Examples
    --------
    >>> (x_train, d_train), (x_test, d_test) = load_mnist(source="digits")
    >>> x_train.shape, d_test.shape
    ((1437, 784), (360,))

    出典：Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-Based Learning Applied to
    Document Recognition", Proceedings of the IEEE, 1998（代わりの手書き数字の出典は digits.py）。
    """
    if source not in SOURCES:
        raise ValueError(
            f"source は {SOURCES} のどれかにしてください。受け取ったのは {source!r} です。"
        )
    train, test = load_digits_like_mnist() if source == "digits" else _find_mnist(source)
    return (
        _convert(*train, normalize, flatten, one_hot_label),
        _convert(*test, normalize, flatten, one_hot_label),
    )


def _find_mnist(source):
    """MNISTを順に探す。見つからず、source が "auto" なら代わりの手書き数字を返す。"""
    folder = os.environ.get(FOLDER_VARIABLE)
    if folder:
        return _read_folder(Path(folder).expanduser())
    try:
        folder = fetch_mnist()
    except ConnectionError as error:
        if source == "mnist":
            raise FileNotFoundError(_how_to_get_mnist(error)) from None
        _say_once(
            "MNISTをダウンロードできないので、代わりに scikit-learn の手書き数字"
            "（訓練用1,437枚、テスト用360枚）を使います。"
        )
        return load_digits_like_mnist()
    return _read_folder(folder)


def _how_to_get_mnist(reason):
    files = "、".join(f"{name}.gz" for name in TRAIN_FILES + TEST_FILES)
    return (
        f"MNISTが見つからず、ダウンロードもできませんでした。\n{reason}\n"
        "次のどれかをしてください。\n"
        "・インターネットにつないで、カーネルを再起動する。\n"
        f"・{files} のあるフォルダを、環境変数 {FOLDER_VARIABLE} に指定する。\n"
        '・source="auto" にして、代わりの手書き数字を使う。'
    )


def _read_folder(folder):
    """フォルダのMNISTを読む。t10k だけのフォルダなら、それを訓練用とテスト用に分ける。"""
    if not folder.is_dir():
        raise FileNotFoundError(
            f"環境変数 {FOLDER_VARIABLE} のフォルダ {folder} がありません。"
            "正しいフォルダを指定するか、環境変数を消してください。"
        )
    found = {name: _find_file(folder, name) for name in TRAIN_FILES + TEST_FILES}
    missing = [name for name, path in found.items() if path is None]
    if missing == list(TRAIN_FILES):
        return _split(*_read_pair(*(found[name] for name in TEST_FILES)))
    if missing:
        raise FileNotFoundError(
            f"{folder} に {'、'.join(missing)}（または同じ名前の .gz）がありません。"
            f"足りないファイルを置くか、環境変数 {FOLDER_VARIABLE} を消してください。"
        )
    return tuple(_read_pair(*(found[name] for name in pair)) for pair in (TRAIN_FILES, TEST_FILES))


def _find_file(folder, name):
    """フォルダから探す。なければ、よくある別の名前のものを、その中のフォルダからも探す。"""
    for path in (folder / f"{name}.gz", folder / name):
        if path.is_file():
            return path
    usual = re.compile(_usual_names(name), re.IGNORECASE)
    inside = itertools.islice(folder.rglob("*"), MOST_FILES)
    found = [path for path in inside if usual.fullmatch(path.name) and path.is_file()]
    return min(found, key=lambda path: (len(path.parts), path.name), default=None)


def _usual_names(name):
    """train-images.idx3-ubyte、「… (1).gz」「… - コピー.gz」など、name の別の名前の正規表現。"""
    words = "[-_. ]".join(name.split("-"))
    return rf"{words}([ (].{{1,12}})?(\.(gz|gzip|bin|idx|dat))?"


def _read_pair(image_path, label_path):
    images, labels = read_idx(image_path, ndim=3), read_idx(label_path, ndim=1)
    if images.shape[1:] != (28, 28):
        raise broken(image_path, f"画像が28×28ではなく、配列の形が {images.shape} です")
    if len(images) != len(labels):
        raise broken(
            label_path, f"{image_path.name} の画像は{len(images)}枚、ラベルは{len(labels)}個です"
        )
    if np.any(labels >= CLASSES):
        raise broken(label_path, f"0〜9 でないラベル {labels.max()} があります")
    return images, labels


def _split(images, labels):
    """最初の8割と残りの2割に分ける。"""
    count = len(images) * 8 // 10
    _say_once(
        f"MNISTのテスト用画像だけが見つかったので、最初の{count:,}枚を訓練用、"
        f"残りの{len(images) - count:,}枚をテスト用にします。"
    )
    return (images[:count], labels[:count]), (images[count:], labels[count:])


def _say_once(line):
    if line not in _said:
        _said.add(line)
        try:
            print(line)
        except UnicodeEncodeError:  # 日本語を書けない設定（LC_ALL=C など）
            sys.stdout.flush()
            sys.stdout.buffer.write(f"{line}\n".encode())


def _convert(images, labels, normalize, flatten, one_hot_label):
    """(N, 28, 28) の uint8 とラベルを、求められた形と型の新しい配列にする。"""
    shape = (-1, 784) if flatten else (-1, 1, 28, 28)
    x = images.reshape(shape).astype(np.float32 if normalize else np.uint8)
    if normalize:
        x /= 255
    d = labels.astype(np.int64)
    return x, np.eye(CLASSES, dtype=np.float32)[d] if one_hot_label else d
