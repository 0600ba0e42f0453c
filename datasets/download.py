"""MNISTを公開ミラーからダウンロードして、利用者ごとのキャッシュに置く。

キャッシュの場所は pooch が決める（Linuxでは ~/.cache/deep-learning-course/mnist。
環境変数 XDG_CACHE_HOME に従う）。
"""

import queue
import sys
import threading

import pooch
from tqdm import tqdm

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
CHECKSUMS = {  # SHA-256
    "train-images-idx3-ubyte.gz": (
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"
    ),
    "train-labels-idx1-ubyte.gz": (
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"
    ),
    "t10k-images-idx3-ubyte.gz": (
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"
    ),
    "t10k-labels-idx1-ubyte.gz": (
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"
    ),
}
ANSWER_SECONDS = 4  # ミラーの返事を待つ秒数。名前解決と、すべてのIPアドレスへの接続を含む
READ_SECONDS = 5  # ダウンロードの途中で、次のデータを待つ秒数

_failure = None  # このプロセスで一度失敗したら、その理由。二度は試さない


def fetch_mnist():
    """MNISTの4つのファイルがそろったフォルダを返す。足りなければダウンロードする。

    ミラーは順に1回ずつ試す。ファイルは別の名前で受け取り、チェックサムが合ってから置くので、
    中断しても、2つのプロセスが同時に使っても、壊れたファイルは残らない。

    Returns
    -------
    pathlib.Path
        4つのファイルがあるキャッシュのフォルダ。

    Raises
    ------
    ConnectionError
        どのミラーからもダウンロードできないとき。同じプロセスでは二度は試さず、すぐに送出する。
    """
    global _failure
    folder = pooch.os_cache("deep-learning-course") / "mnist"
    if all(_is_cached(folder / name) for name in CHECKSUMS):
        return folder
    if _failure is None:
        problems = _download(folder)
        if problems is None:
            return folder
        _failure = "\n".join(problems)
    raise ConnectionError(_failure)


def _is_cached(path):
    try:
        return pooch.file_hash(path) == CHECKSUMS[path.name]
    except OSError:  # ないか、読めない
        return False


def _download(folder):
    """4つのファイルがそろうまでミラーを順に試す。そろえば None、だめなら理由を返す。"""
    pooch.get_logger().setLevel("WARNING")  # 途中経過の英文を標準エラー出力に出させない
    problems = []
    for mirror in MIRRORS:
        try:
            _check_answer(mirror)
            for name in CHECKSUMS:
                url = mirror + name
                pooch.retrieve(url, CHECKSUMS[name], name, folder, downloader=_download_file)
            return None
        except Exception as error:  # 通信、チェックサム、スレッドなど。どれでも、次を試す
            problems.append(f"{mirror}：{_reason(error, folder)}")
    return problems


def _download_file(url, output_file, _):
    """1つのファイルを受け取る。pooch が、正しいファイルがまだないときだけ呼ぶ。"""
    # 進み具合は標準出力に出す。標準エラー出力に何かが出ると、nbgrader は失敗とみなす
    bar = {"desc": url.rpartition("/")[2], "unit": "B", "unit_scale": True, "file": sys.stdout}
    with tqdm(total=1, **bar) as progress:  # pooch が total を本当の大きさに書き換える
        receive = pooch.HTTPDownloader(progressbar=progress, timeout=READ_SECONDS)
        with open(output_file, "wb") as file:
            receive(url, _Data(file), None)


class NotData(ValueError):
    """データの代わりに、Web ページ（公衆無線 LAN のログインなど）が返ってきた。"""


class _Data:
    """受け取るファイル。Web ページなら、はじめの数バイトで断る。"""

    def __init__(self, file):
        self._file, self.flush = file, file.flush

    def write(self, data):
        if self._file.tell() == 0 and data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            raise NotData
        return self._file.write(data)


def _check_answer(mirror):
    """ミラーから決まった時間内に返事がなければ、TimeoutError などを送出する。

    タイムアウトの指定は名前解決には効かず、IPアドレスごとに数え直されるので、
    別のスレッドで尋ねて、全体の時間を限る。
    """
    answer = queue.SimpleQueue()
    name = next(iter(CHECKSUMS))
    threading.Thread(target=_ask, args=(mirror + name, answer), daemon=True).start()
    try:
        problem = answer.get(timeout=ANSWER_SECONDS)
    except queue.Empty:
        raise TimeoutError from None
    if problem is not None:
        raise problem


def _ask(url, answer):
    try:
        ask = pooch.HTTPDownloader(timeout=ANSWER_SECONDS)
        found = ask(url, None, None, check_only=True)
        answer.put(None if found else FileNotFoundError())
    except Exception as error:  # 送出すると、スレッドとともに消え、答えを待ち続けることになる
        answer.put(error)


def _reason(error, folder):
    if isinstance(error, NotData):
        return (
            "データの代わりに Web ページが返ってきました。"
            "Wi-Fi などのログインが済んでいるかを、ブラウザで確かめてください"
        )
    if isinstance(error, RuntimeError):
        return "この Python ではスレッドが使えないので、ダウンロードできません"
    if type(error) is ValueError:  # pooch が比べた
        return "受け取ったファイルのチェックサムが合いません"
    if isinstance(error, PermissionError):
        return f"キャッシュのフォルダ {folder} に書き込めません"
    return f"ダウンロードできません（{type(error).__name__}）"
