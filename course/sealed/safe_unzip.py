"""`nbgrader zip_collect` without zip bombs: archives are looked into before they are unpacked."""

import shutil
import stat
import tarfile
import tempfile
import zipfile
from pathlib import Path

from nbgrader.plugins.zipcollect import ExtractorPlugin

MAX_BYTES = 100_000_000  # of one archive, unpacked: a class of small notebooks
MAX_FILES = 2_000
ARCHIVES = (".zip", ".gz", ".tar", ".tgz")


class SafeExtractor(ExtractorPlugin):
    """Leaves out what is a link, too large or an archive within an archive, and says so."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        with tempfile.TemporaryDirectory(prefix="course-collect-") as folder:
            for path in sorted(Path(archive_path).rglob("*")):
                reason = _problem(path)
                if reason:
                    self.log.error("%s は使いません：%s", path, reason)
                elif path.is_file():
                    target = Path(folder) / path.relative_to(archive_path)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, target)
            super().extract(folder, extracted_path)


def _problem(path: Path) -> str:
    """Why a file must not be unpacked or copied; empty if it may."""
    mode = path.lstat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return "リンクなど、ふつうのファイルではありません"
    if not stat.S_ISREG(mode) or path.suffix not in ARCHIVES:
        return ""
    try:
        return _archive_problem(path)
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, tarfile.TarError) as error:
        return f"展開できません（{type(error).__name__}）"


def _archive_problem(path: Path) -> str:
    total = 0
    for number, (name, size) in enumerate(_members(path)):
        total += size
        if total > MAX_BYTES or number >= MAX_FILES:
            return f"展開すると大きすぎます（上限は {MAX_BYTES // 1_000_000} MB、{MAX_FILES} 個）"
        if name.endswith(ARCHIVES):
            return "中に、さらに圧縮ファイルがあります"
    return ""


def _members(path: Path):
    """Names and unpacked sizes, without unpacking."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            yield from ((info.filename, info.file_size) for info in archive.infolist())
    else:
        with tarfile.open(path, mode="r:*") as archive:
            for member in archive:
                yield member.name, member.size
