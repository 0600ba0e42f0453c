"""パラメータを npz ファイルに保存し、読み込む。"""

import os
import zipfile
from pathlib import Path

import numpy as np

from common.device import to_cpu


def save_params(path, params):
    """辞書 params の配列を、npz ファイルに保存する。

    書き終わってから置き換えるので、途中で止まっても、前のファイルは壊れない。

    Parameters
    ----------
    path : str または Path
        ファイルの名前。``.npz`` で終わる。
    params : dict
        名前から ndarray への辞書。GPU の配列は、CPU 側へ写して保存する。

    Raises
    ------
    ValueError
        名前が ``.npz`` で終わらない。

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_params(f"{folder}/weights.npz", {"W1": np.zeros((3, 2))})
    ...     load_params(f"{folder}/weights.npz")["W1"].shape
    (3, 2)
    """
    path = Path(path)
    if path.suffix != ".npz":
        raise ValueError(f"ファイルの名前は .npz で終わるようにしてください：{path.name}")
    unfinished = path.with_name(f".{path.stem}.{os.getpid()}.npz")
    try:
        np.savez(unfinished, **to_cpu(params))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def load_params(path):
    """save_params で保存した npz ファイルを読み、名前から ndarray への辞書を返す。

    Raises
    ------
    FileNotFoundError
        ファイルがない。
    ValueError
        npz ファイルではない、壊れている、または配列でないものが入っている。
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"重みのファイルがありません：{path}")
    try:
        # ファイルを自分で開けば、途中で失敗しても閉じられる
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return dict(stored)
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, TypeError) as error:
        raise ValueError(f"{path.name} は、重みの npz ファイルとして読めません：{error}") from None
