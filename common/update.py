"""教材を新しい版にする。書いたものは、1つも消さない。

    python -m common.update                    git で取ってきたとき
    python -m common.update 新しい教材.zip      zip（または、展開したフォルダ）をもらったとき

両方が変わったノートブックは、あなたのものを残し、新しい版を隣に置く。
"""

import contextlib
import io
import sys
import zipfile
from pathlib import Path

from common.classroom import git
from common.classroom.files import on_disk, printable, replace_file
from common.classroom.handed_out import NAME, edition_of, fingerprint, read_record

ROOT = Path(__file__).parents[1]
SPECIAL = '<>:"|?*\\'
NUMBERED = [f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"]
DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$", *NUMBERED}
NEW, MINE = "新しい版", "自分の版"
ANOTHER_EDITION = (
    "授業用と自習版は混ぜられません（もらったものは、別のフォルダに展開して使ってください）"
)
INSTALL = (
    "必要なパッケージが変わりました。"
    "python -m pip install -r requirements.txt を、もう一度実行してください。"
)


class UpdateError(Exception):
    """更新できないことと、どうすればよいかを伝える1行。"""


def update(root, new):
    """フォルダ root の教材を、新しい版 new（名前から中身への辞書）にする。知らせる行を返す。

    途中で止まっても、もう一度動かせばよい。教材でないか、版が違えば UpdateError。
    """
    base = _record(root)
    if not base.keys() & new.keys():
        raise UpdateError("もらったものは、この講座の教材ではありません")
    if _edition((root / NAME).read_bytes()) != _edition(new[NAME]):
        raise UpdateError(ANOTHER_EDITION)
    renewed, lines = [], []
    for name, data in new.items():
        if name != NAME:
            changed, line = _renew(root, name, data, base.get(name))
            renewed += [name] if changed else []
            lines += [line] if line else []
    for name in sorted(base.keys() - new.keys()):
        lines += _remove(root, name, base[name])
    _write(root / NAME, new[NAME])
    if {"requirements.txt", "constraints.txt"} & set(renewed):
        lines.append(INSTALL)
    return [f"新しくしたファイル：{len(renewed)} 個", *lines]


def _renew(root, name, data, base):
    """1つのファイル。新しくしたかどうかと、知らせる行。"""
    place = root / on_disk(name)
    mine = fingerprint(name, place.read_bytes()) if place.is_file() else None
    new = fingerprint(name, data)
    if mine == new or (base == new and mine is not None):
        return False, ""  # もう新しいか、変えたのはあなただけ
    if mine in (None, base):
        _write(place, data)
        return True, ""
    if name.endswith(".ipynb"):
        beside = _free_name(place, NEW, (new, base))
        _write(beside, data)
        return False, f"{name}：書いたものを残しました。新しい版は、隣の「{beside.name}」です。"
    beside = _free_name(place, MINE, (mine,))
    place.replace(beside)
    _write(place, data)
    return True, f"{name}：新しくしました。書き換えてあったものは、隣の「{beside.name}」です。"


def _remove(root, name, base):
    """教材からなくなったファイル。書き換えてあれば残す。"""
    place = root / on_disk(name)
    if not place.is_file():
        return []
    if fingerprint(name, place.read_bytes()) == base:
        place.unlink()
        return []
    return [f"{name}：教材からなくなりましたが、書き換えてあるので残しました。"]


def _free_name(place, word, replaceable):
    """隣の空いている名前。replaceable の指紋のファイル（前に置いたもの）は、置きかえてよい。"""
    number = ""
    while True:
        beside = place.with_name(on_disk(f"{place.stem}（{word}{number}）{place.suffix}"))
        if not beside.exists() or fingerprint(place.name, beside.read_bytes()) in replaceable:
            return beside
        number = (number or 1) + 1


def _record(root):
    try:
        return read_record((root / NAME).read_bytes())["files"]
    except (OSError, ValueError):
        raise UpdateError(
            f"{root} は受講者用の教材のフォルダではありません（{NAME} がありません）"
        ) from None


def _edition(data):
    try:
        return edition_of(data)
    except ValueError:
        raise UpdateError(f"{NAME} が壊れています。教材を、もう一度もらってください") from None


def _write(place, data):
    place.parent.mkdir(parents=True, exist_ok=True)
    replace_file(place, data)


def from_zip(source):
    """zip（パス、または開いたファイル）の中の新しい版。教材の zip でなければ UpdateError。"""
    try:
        with zipfile.ZipFile(source) as archive:
            tops = [n.removesuffix(NAME) for n in archive.namelist() if _is_record(n)]
            return _new_version(lambda name: archive.read(f"{tops[0]}{name}"))
    except (IndexError, zipfile.BadZipFile):
        raise UpdateError(f"{source} は、この講座の教材の zip ではありません") from None


def from_folder(folder):
    """zip を展開したフォルダの中の新しい版。教材のフォルダでなければ UpdateError。"""
    tops = [top for top in (folder, *sorted(folder.iterdir())) if (top / NAME).is_file()]
    if not tops:
        raise UpdateError(f"{folder} は、この講座の教材のフォルダではありません")
    return _new_version(lambda name: (tops[0] / on_disk(name)).read_bytes())


def _is_record(name):
    return name.endswith(NAME) and name.count("/") <= 2


def _new_version(read):
    """記録に書かれたファイルだけを、名前から中身への辞書にする。"""
    try:
        record = read(NAME)
        names = [name for name in read_record(record)["files"] if _is_inside(name)]
        return {name: read(name) for name in names} | {NAME: record}
    except (KeyError, OSError, ValueError):
        raise UpdateError("新しい教材にファイルが足りません。もう一度もらってください") from None


def _is_inside(name):
    """どの OS でも、教材のフォルダの中のふつうのファイルを指すか。"""
    return all(_is_plain(part) for part in name.split("/"))


def _is_plain(part):
    """Windows が、ほかのドライブ、装置（CON など）、別の名前と読まないか。"""
    device = part.split(".")[0].rstrip().casefold() in DEVICES
    special = any(sign in SPECIAL or sign < " " for sign in part)
    return not (device or special or part[-1:] in ("", ".", " "))


def main(arguments):
    """命令の入口。終了コードを返す。"""
    try:
        if arguments:
            source = Path(arguments[0])
            if not source.exists():
                raise UpdateError(f"{source} が見つかりません")
            _record(ROOT)
            lines = update(ROOT, from_folder(source) if source.is_dir() else from_zip(source))
        else:
            _record(ROOT)
            with git.updated(ROOT) as archive:
                lines = update(ROOT, from_zip(io.BytesIO(archive)))
    except (UpdateError, git.GitError) as error:
        print(printable(f"更新できませんでした：{error}。"), file=sys.stderr)
        return 1
    except OSError as error:
        reason = f"{error.strerror}：{error.filename}"
        print(printable(f"更新の途中で止まりました（{reason}）。"), file=sys.stderr)
        return 1
    print(printable("\n".join(lines)))
    return 0


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main(sys.argv[1:]))
