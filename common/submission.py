"""解いたノートブックを提出する。やってみようの最後のセルで使う。

from common.submission import submit

submit("1_1_forward_propagation")
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from common.classroom import colab
from common.classroom.exchange import find_exchange
from common.classroom.files import replace_file
from common.classroom.notebook_check import (
    MAX_BYTES,
    NotReady,
    read_notebook,
    remarks,
    without_outputs,
)
from common.classroom.running_notebook import (
    KEY,
    look_at,
    notebooks_of,
    only_ran,
    running_path,
)
from common.classroom.student_id import usable_student_id

SAVE = "直したあとは、Ctrl+S（Mac は ⌘+S）で保存してから、もう一度動かしてください。"
DOWNLOAD = (
    "　左のファイルの一覧でこのファイルを右クリックし、Download を選んで、"
    "講師の指定した場所（Moodle など）に提出します。"
)
FROM_COLAB = "　ダウンロードしたファイルを、講師の指定した場所（Moodle など）に提出します。"
BY_HAND = (
    "Colab からノートブックを受け取れませんでした。［ファイル］→［ダウンロード］で保存し、"
    "名前を「{name}」に変えて提出してください"
)
ELSEWHERE = (
    "{name} には、答えが1つもありません。ここで動かした答えは、まだ保存していないか、"
    "別のノートブックにあります。保存してから、もう一度動かしてください"
)
WHICH = "どのノートブックを提出するか、分かりません。"
NAMED = 'submit("{chapter}", notebook="{name}") のように名前を書いて、もう一度動かしてください'


@dataclass(frozen=True)
class Submission:
    """提出のしかた：ボタンの名前、学籍番号をたずねるか、押したときにすること。"""

    label: str
    asks: bool
    action: Callable[[Path, str], list]

    def go(self, choose, student):
        """choose() の返すノートブックを提出して、結果を表示する。"""
        try:
            lines = self.action(choose(), student)
        except ValueError as error:
            lines = [f"✗ 提出の用意ができませんでした：{error}。"]
        except OSError as error:
            lines = [f"✗ ファイルを読み書きできませんでした（{error.strerror}）。"]
        print("\n".join(lines))


def submit(chapter, student=None, notebook=None):
    """動いているノートブックがそろっているかを確かめ、提出用のファイル「学籍番号_章.ipynb」を作る。

    nbgrader の exchange が設定されていれば（JupyterHub など）、そこへ提出する。

    Parameters
    ----------
    chapter : str
        章の名前（やってみようのノートブックの名前）。
    student : str, optional
        学籍番号。渡すと、たずねずにファイルを作る。
    notebook : str, optional
        提出するノートブックのファイル。渡さなければ、動いているもの。それが分からず、
        答えのあるものがいくつかあれば、答えの数を示してたずねる。

    Returns
    -------
    セルに表示する部品（ipywidgets）か None。提出できない理由は、例外にせずに表示する。
    """
    to_file = Submission("提出用のファイルを作る", True, lambda *given: make_file(chapter, *given))
    if student is not None:
        return to_file.go(lambda: _choose(chapter, notebook), student)
    if not (colab.is_colab() or _someone_is_here()):
        return None  # 採点や、まとめて実行するときは、何もしない
    exchange = None if colab.is_colab() else find_exchange(notebook_path(chapter).parent)
    if exchange is None:
        return _form(to_file, chapter, notebook)
    to_exchange = Submission("提出する", False, lambda path, _: hand_over(chapter, path, exchange))
    return _form(to_exchange, chapter, notebook)


def make_file(chapter, path, text):
    """提出用のファイルを、ノートブック path の隣に作る。表示する行を返す。

    Raises
    ------
    ValueError
        学籍番号が使えない。
    NotReady
        このままでは提出できない（NotReady も ValueError の1つ）。
    """
    student = usable_student_id(text)
    name = f"{student}_{chapter}.ipynb"
    if colab.is_colab():
        shown = colab.shown_notebook()
        if shown is None:
            raise NotReady(BY_HAND.format(name=name))
        lines = _write(Path.cwd() / name, read_notebook(json.dumps(shown)), chapter, student)
        colab.download(Path.cwd() / name)
        return [*lines, FROM_COLAB]
    lines = _write(path.with_name(name), _read(path), chapter, student, _executed())
    return [*lines, _saved(path), f"　{SAVE}", DOWNLOAD]


def hand_over(chapter, path, exchange):
    """章のフォルダのノートブック path を、exchange に提出する。表示する行を返す。

    Raises
    ------
    NotReady
        このままでは提出できない、または nbgrader が受け取らない。
    """
    if (path.parent.name, path.name) != (chapter, f"{chapter}.ipynb"):
        name = f"{chapter}/{chapter}.ipynb"
        raise NotReady(
            f"提出されるのは {name} です。答えをそこに写し、それを開いて動かしてください"
        )
    found = remarks(_read(path), chapter, _executed())
    reason = exchange.submit(chapter)
    if reason:
        raise NotReady(f"nbgrader が受け取りませんでした（{reason}）。講師に知らせてください")
    done = f"✓ 提出しました（コース {exchange.course}）。何度でも出せます。最後のものを採点します。"
    return [done, *_marked(found), _saved(path), f"　{SAVE}"]


def notebook_path(chapter):
    """動いているノートブックのファイル。分からなければ、今のフォルダの、章の名前のもの。"""
    return running_path(_variables()) or Path.cwd() / f"{chapter}.ipynb"


def _found(chapter):
    """提出するノートブックと、それかもしれないもの。"""
    return notebooks_of(chapter, running_path(_variables()), _executed())


def _choose(chapter, notebook):
    """提出するノートブックのファイル。はっきりしなければ、たずねる。"""
    if notebook is not None:
        return Path.cwd() / notebook
    found = [] if colab.is_colab() else _found(chapter)
    if len(found) < 2:
        return found[0].path if found else notebook_path(chapter)
    if not _someone_is_here():
        labels = "、".join(each.label for each in found)
        named = NAMED.format(chapter=chapter, name=found[0].path.name)
        raise NotReady(f"{WHICH}候補は {labels} です。{named}")
    print(WHICH, *(f"{n}：{each.label}" for n, each in enumerate(found, 1)), sep="\n")
    answer = input("提出するものの番号：").strip()
    if answer not in [str(n) for n, _ in enumerate(found, 1)]:
        raise NotReady(f"1 から {len(found)} の番号を入れてください")
    return found[int(answer) - 1].path


def _read(path):
    try:
        document = read_notebook(path.read_bytes())
    except FileNotFoundError:
        raise NotReady(f"{path.name} が見つかりません。保存してから動かしてください") from None
    found = look_at(path)
    if found and only_ran(found, _executed()):
        raise NotReady(ELSEWHERE.format(name=path.name))
    return document


def _write(target, document, chapter, student, executed=()):
    """だれのものかを書き加えて、1度に書く。表示する行を返す。"""
    found = remarks(document, chapter, executed)
    time = datetime.now().astimezone().isoformat(timespec="seconds")
    about = {"student": student, "chapter": chapter, "time": time}
    document = {**document, "metadata": {**document.get("metadata", {}), KEY: about}}
    data = _bytes(document)
    if len(data) > MAX_BYTES:
        data = _bytes(without_outputs(document))  # 採点では、もう一度動かす
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        raise NotReady(f"大きすぎます（上限は {limit} MB）。貼りつけた画像を減らしてください")
    replace_file(target, data)
    return [f"✓ 提出用のファイルを作りました：{target.name}", *_marked(found)]


def _bytes(document):
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _saved(path):
    """いつ保存されたものか。画面で直したところは、保存するまでファイルに入らない。"""
    time = datetime.fromtimestamp(path.stat().st_mtime)
    minutes = int((datetime.now() - time).total_seconds() // 60)
    ago = f"{minutes} 分前" if minutes < 60 else f"{time.month}月{time.day}日"
    found = look_at(path)
    known = found and found.answers
    written = f"。書かれた答え：{found.answered}/{len(found.answers)}" if known else ""
    return f"　{path.name} を最後に保存した時刻：{time:%H:%M}（{ago}）{written}"


def _marked(found):
    return [f"　注意　{line}" for line in found]


def _shell():
    """このノートブックの IPython。ノートブックでなければ None。"""
    ipython = sys.modules.get("IPython")  # ノートブックなら、もう import されている
    return ipython.get_ipython() if ipython else None


def _variables():
    """このノートブックの変数。"""
    return getattr(_shell(), "user_ns", {})


def _executed():
    """このノートブックで動かしたコード。"""
    return _variables().get("In", ())


def _someone_is_here():
    """入力に答えられる人がいるか（Jupyter の約束で、実行を頼む側が伝える）。"""
    kernel = getattr(_shell(), "kernel", None)
    parent = kernel.get_parent() if kernel else {}
    return bool(parent.get("content", {}).get("allow_stdin"))


def _form(way, chapter, notebook):
    """たずねて、押すと提出する。部品（ipywidgets）があれば、欄とボタンで。"""
    try:
        import ipywidgets
    except ImportError:
        question = "学籍番号：" if way.asks else "Enter を押すと提出します（やめるときは n）："
        answer = input(question)
        return None if answer.strip() == "n" else way.go(lambda: _choose(chapter, notebook), answer)
    wide = ipywidgets.Layout(width="max-content")
    found = [] if colab.is_colab() or notebook is not None else _found(chapter)
    options = [(each.label, each.path) for each in found]
    picked = ipywidgets.RadioButtons(options=options, layout=wide)
    field = ipywidgets.Text(description="学籍番号", placeholder="例：s001")
    button = ipywidgets.Button(description=way.label, button_style="primary", layout=wide)
    output = ipywidgets.Output()

    def press(_):
        output.clear_output()
        with output:
            way.go(lambda: picked.value if asks else _choose(chapter, notebook), field.value)

    asks = len(found) > 1
    button.on_click(press)
    question = [ipywidgets.Label(f"{WHICH}選んでください。"), picked] if asks else []
    return ipywidgets.VBox([*question, *([field] if way.asks else []), button, output])
