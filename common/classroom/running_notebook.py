"""提出するノートブックを決める：動いているもの。はっきりしなければ、答えの数とともに挙げる。"""

import contextlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from common.classroom import handed_out
from common.classroom.lost_metadata import with_names
from common.classroom.notebook_check import MAX_BYTES, UNANSWERED, NotReady, read_notebook

KEY = "hand_in"  # 提出用のファイルのメタデータ。だれが、いつ作ったか（参考。採点には使わない）
VS_CODE, JUPYTER = "__vsc_ipynb_file__", "JPY_SESSION_NAME"
MOST_FILES = 100


@dataclass(frozen=True)
class Found:
    """章のノートブック1つと、その答え（名前から中身への辞書。まだなら空）。"""

    path: Path
    answers: dict
    ran: int  # ここで動かしたものと同じ答えの数
    is_copy: bool  # submit の作った、提出用のファイル

    @property
    def answered(self):
        """書かれた答えの数。"""
        return sum(map(bool, self.answers.values()))

    @property
    def label(self):
        """ファイルの名前と、答えの数。"""
        path = self.path
        with contextlib.suppress(ValueError):
            path = path.relative_to(Path.cwd())
        return f"{path}（答え {self.answered}/{len(self.answers) or '?'}）"


def running_path(space):
    """動いているノートブックのファイル。VS Code か Jupyter の知らせたもの。分からなければ None。

    space は、そのカーネルの変数の辞書。
    """
    for told in (space.get(VS_CODE), os.environ.get(JUPYTER)):
        path = Path(str(told or ""))
        if path.suffix == ".ipynb" and path.is_file():
            return path
    return None


def notebooks_of(chapter, running, executed):
    """提出するノートブックと、それかもしれないもの。いちばんそれらしいものが先。

    Parameters
    ----------
    chapter : str
        章の名前。
    running : Path または None
        動いているノートブックのファイル。
    executed : sequence of str
        そこで動かしたコード。

    Returns
    -------
    list of Found
        1つなら、それを提出してよい。読めるものがなければ空。
    """
    own = running or Path.cwd() / f"{chapter}.ipynb"
    mine = look_at(own, executed)
    if mine is None and own.exists():
        return []  # 壊れているので、代わりを選ばない
    record = handed_out.cells_of(chapter)
    names = set(record[0]) if record else set(mine.answers) if mine else None
    others = [found for path in _beside(own, chapter) if (found := look_at(path, executed))]
    others = [found for found in others if (names or found.answers.keys()) & found.answers.keys()]
    if mine is None:
        others = [found for found in others if not found.is_copy] or others
    else:
        others = [found for found in others if _may_be_meant(found, mine, running is not None)]
    best = sorted(others, key=lambda found: (-found.ran, -found.answered, found.path.name))
    if mine is None or (best and (best[0].ran, best[0].answered) > (mine.ran, mine.answered)):
        return best + ([mine] if mine else [])
    return [mine, *best]


def _may_be_meant(other, mine, known):
    """提出したいのは、mine ではなく other かもしれないか。known は、動いているのが mine のとき。"""
    if not other.answered or other.answers == mine.answers:
        return False
    if other.is_copy and other.answered <= mine.answered:
        return False
    if known:  # 別の名前で保存しても、Jupyter の知らせる名前は、元のままのことがある
        return not mine.answered or other.ran > mine.ran
    return other.ran >= mine.ran


def _beside(own, chapter):
    """隣のノートブックと、教材のフォルダで動かしているときの、章のフォルダのもの。"""
    folders = (own.parent, own.parent / chapter, own.parent / "release" / chapter)
    paths = [path for folder in folders for path in sorted(folder.glob("*.ipynb"))]
    return [path for path in paths[:MOST_FILES] if path != own]


def look_at(path, executed=()):
    """ノートブック path のようす（Found）。読めなければ None。executed は、動かしたコード。"""
    try:
        if path.stat().st_size > 2 * MAX_BYTES:
            return None
        document = read_notebook(path.read_bytes())
    except (OSError, NotReady):
        return None
    answers = _answers(with_names(document))
    code = {text.strip() for text in executed}
    ran = sum(text in code for text in answers.values() if text)
    return Found(path, answers, ran, KEY in document.get("metadata", {}))


def only_ran(found, executed):
    """答えを動かしたのに、ノートブック found には、答えが1つも書かれていないか。"""
    names = "|".join(map(re.escape, found.answers))
    begin = re.compile(rf"^(def |class |)({names})\b", re.MULTILINE)
    answers = (text for text in executed if begin.search(text) and not _is_stub(text))
    return bool(names) and not found.answered and any(answers)


def _is_stub(text):
    return any(stub in text for stub in UNANSWERED)


def _answers(document):
    found = {}
    for cell in document["cells"]:
        about, text = cell["metadata"].get("nbgrader", {}), "".join(cell["source"]).strip()
        if about.get("grade_id") and about.get("solution"):
            before = found.get(about["grade_id"], "")  # 分けられたセルなら、その前の部分
            written = "" if _is_stub(text) else text
            found[about["grade_id"]] = f"{before}\n{written}".strip()
    return found
