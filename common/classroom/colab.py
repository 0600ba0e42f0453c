"""Google Colab で動いているときに、ブラウザとやりとりする。"""

import sys


def is_colab():
    """Google Colab の中か。"""
    return "google.colab" in sys.modules


def shown_notebook():
    """ブラウザに見えているノートブック（保存していないところも）。受け取れなければ None。"""
    try:
        # Colab には、これを頼む公開された関数がない。変わったら、呼ぶ側が別の方法を案内する
        from google.colab import _message

        return _message.blocking_request("get_ipynb", timeout_sec=60)["ipynb"]
    except Exception:
        return None


def download(path):
    """ファイルを、ブラウザからパソコンに保存する。"""
    from google.colab import files

    files.download(str(path))
