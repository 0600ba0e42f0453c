"""nbgrader の exchange（JupyterHub などで、提出物を受け取る共有フォルダ）に提出する。

nbgrader も Jupyter も import せず、命令として動かす。
"""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

SECONDS = 120


class Exchange:
    """設定されている exchange の、1つのコース。

    Parameters
    ----------
    course : str
        コースの名前。
    root : Path
        章のフォルダが並ぶフォルダ。nbgrader は、ここで動かす。
    """

    def __init__(self, course, root):
        self.course, self.root = course, root

    def submit(self, chapter):
        """章のフォルダを提出する。できなかったら、nbgrader の言う理由を返す。"""
        where = f"--course={self.course}", f"--Exchange.assignment_dir={self.root}"
        done = _run("nbgrader", "submit", chapter, *where, folder=self.root)
        if done is not None and done.returncode == 0:
            return ""
        lines = done.stderr.strip().splitlines() if done else []
        told = [line for line in lines if "CRITICAL" in line] or lines[-1:]
        return told[0].split("] ", 1)[-1] if told else "nbgrader submit が終わりませんでした"


def find_exchange(folder):
    """章のフォルダ folder から提出できる exchange。設定されていなければ None。"""
    if sys.platform == "win32" or find_spec("nbgrader") is None:
        return None
    if not _configured(folder.parent):
        return None  # nbgrader を動かすと、数秒かかる
    config = _answer("nbgrader", "submit", "--NbGrader.show_config_json=True", folder=folder.parent)
    course = config.get("CourseDirectory", {}).get("course_id", "")
    if config.get("Exchange", {}).get("path_includes_course"):  # コース/章/ に置かれる
        found = folder.parent.name
        return Exchange(found, folder.parents[1]) if course in ("", found) else None
    return Exchange(course, folder.parent) if course else None


def _configured(folder):
    """nbgrader の設定ファイルが、Jupyter の設定の場所か folder にあるか。"""
    places = _answer("jupyter", "--paths", "--json", folder=folder).get("config", [])
    return any(any(Path(place).glob("nbgrader_config.*")) for place in (folder, *places))


def _answer(*command, folder):
    """命令が答える JSON の辞書。答えなければ空。"""
    done = _run(*command, folder=folder)
    try:
        return json.loads(done.stdout)
    except (AttributeError, ValueError):
        return {}


def _run(program, *arguments, folder):
    """命令の結果。動かせなければ None。"""
    command = [sys.executable, "-m", program, *arguments]
    try:
        return subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
