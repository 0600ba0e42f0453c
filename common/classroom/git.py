"""git で取ってきた教材の更新：書いたものを先に git に残してから、新しい版と合わせる。"""

import contextlib
import subprocess

from common.classroom.files import on_disk

WITHOUT_GIT = "新しい教材の zip を渡してください（python -m common.update 新しい教材.zip）"
NAMELESS = ("-c", "user.name=受講者", "-c", "user.email=student@localhost")


class GitError(Exception):
    """git でできなかったことと、どうすればよいかを伝える1行。"""


@contextlib.contextmanager
def updated(root):
    """新しい版の zip の中身を渡す。枠の中でファイルを合わせると、git にもそう残る。

    書いたものは、枠の前に commit する。枠のあとの merge は、枠の中で合わせたとおりにする。

    Raises
    ------
    GitError
        git で取ってきたものではない、git がない、merge が途中、または git の命令が失敗した。
    """
    if not (root / ".git").exists():
        raise GitError(WITHOUT_GIT)
    if _git(root, "rev-parse", "--quiet", "--verify", "MERGE_HEAD", check=False).stdout:
        raise GitError("git の merge が途中です。先に git merge --abort を実行してください")
    _git(root, "fetch", "--quiet")
    archive = _git(root, "archive", "--format=zip", "@{upstream}").stdout
    _commit(root, "自分の書いたもの")
    yield archive
    _commit(root, "教材の新しい版")
    _git(root, "merge", "--quiet", "--strategy=ours", "-m", "教材の新しい版", "@{upstream}")


def _commit(root, message):
    """変わったものがあれば commit する。"""
    _git(root, "add", "--all")
    if _git(root, "status", "--porcelain").stdout:
        _git(root, "commit", "--quiet", "--no-verify", "-m", message)


def _git(root, *arguments, check=True):
    """git の命令の結果（文字にしないまま）。"""
    name = ["git", "-C", str(root), "config", "user.email"]
    try:
        known = subprocess.run(name, capture_output=True, check=False).stdout.strip()
        command = ["git", "-C", str(root), *(() if known else NAMELESS), *arguments]
        done = subprocess.run(list(map(on_disk, command)), capture_output=True, check=False)
    except FileNotFoundError:
        raise GitError(f"git が入っていません。{WITHOUT_GIT}") from None
    if check and done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(f"git {arguments[0]} が失敗しました（{lines[-1] if lines else '理由不明'}）")
    return done
