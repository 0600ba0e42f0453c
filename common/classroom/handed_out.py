"""配ったものの記録：`course bundle` が作り、教材の更新と、提出の前の確かめに使う。

記録は、ファイルごとの指紋（files）と、章ごとの採点用のセルの名前（answers と others）。
自習版なら、版の名前（edition）も。
"""

import contextlib
import hashlib
import json
from pathlib import Path

NAME = "common/handed_out.json"
PLACE = Path(__file__).parents[1] / "handed_out.json"
NUMBERS = (".npz",)
FOR_CLASSES, SELF_STUDY = "", "self-study"  # 授業用と自習版


def fingerprint(name, data):
    """ファイル name の中身 data の指紋。

    ノートブックは、セルの種類・中身・採点用の情報だけを見る。動かしただけでは変わらない。
    """
    if name.endswith(".ipynb"):
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
            data = json.dumps(_written(json.loads(data)["cells"])).encode()
    elif not name.endswith(NUMBERS):
        data = data.replace(b"\r\n", b"\n")  # Windows の git は、行の終わりを変えることがある
    return hashlib.sha256(data).hexdigest()


def _written(cells):
    """人が書いたセル。JupyterLab が最後に加える空のセルは除く。"""
    found = []
    for cell in cells:
        source = "".join(cell["source"])
        if source.strip():
            found.append([cell["cell_type"], source, cell["metadata"].get("nbgrader")])
    return found


def read_record(data):
    """記録の中身。壊れていれば ValueError。"""
    record = json.loads(data)
    if not isinstance(record, dict) or not isinstance(record.get("files"), dict):
        raise ValueError("配ったものの記録ではありません")
    return record


def edition_of(data):
    """記録の中身が言う版（FOR_CLASSES か SELF_STUDY）。壊れていれば ValueError。"""
    return read_record(data).get("edition", FOR_CLASSES)


def cells_of(chapter):
    """章の (答えのセル, ほかの採点用のセル) の名前。記録がなければ None（講師用のリポジトリ）。"""
    try:
        chapters = read_record(PLACE.read_bytes())["cells"]
        return chapters[chapter]["answers"], chapters[chapter]["others"]
    except (OSError, ValueError, KeyError):
        return None


def known_cells():
    """すべての章の採点用のセル：名前から、答えのセルかどうかへの辞書。記録がなければ空。"""
    try:
        chapters = read_record(PLACE.read_bytes())["cells"].values()
        return {
            name: kind == "answers"
            for chapter in chapters
            for kind in ("answers", "others")
            for name in chapter[kind]
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
