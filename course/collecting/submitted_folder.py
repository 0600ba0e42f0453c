"""Put notebooks into submitted/, where grading looks, and keep every version that gives way."""

import json
import shutil
import tempfile
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from nbgrader.utils import parse_utc

from course.collecting.receipt import Receipt, in_zone
from course.collecting.unusable import Unusable
from course.files import replace_folder, write_atomically
from course.grading.exchange_files import SECRET, TIMESTAMP, exchange_text
from course.layout import Course

RECORDS = ".collected"


class Status(StrEnum):
    """What became of a hand-in."""

    TAKEN = "受け取り"
    REPLACED = "入れ替え"
    KEPT = "変更なし"


class SubmittedFolder:
    """submitted/ of one chapter, and beside it what it was before and where it came from."""

    def __init__(self, course: Course, slug: str, zone: ZoneInfo):
        self.course, self.slug, self.zone = course, slug, zone
        self.records = course.root / RECORDS / slug

    def put(self, student: str, data: bytes, receipt: Receipt | None) -> tuple[Status, str]:
        """Take a notebook unless what is there is the same or newer; say what was done."""
        place = self.course.root / "submitted" / student / self.slug
        if any(path.is_symlink() for path in (place.parents[1], place.parent, place)):
            raise Unusable(f"submitted/{student}/ がリンクです。ふつうのフォルダにしてください")
        if place.exists() and not place.is_dir():
            raise Unusable(f"submitted/{student}/{self.slug} がファイルです。どけてください")
        if not place.exists():
            self._write(place, data, receipt)
            return Status.TAKEN, ""
        before = _timestamp(place / TIMESTAMP)
        if _bytes(place / f"{self.slug}.ipynb") == data:
            return self._same(place, before, receipt)
        if before and receipt and before > receipt.time:
            return Status.KEPT, (
                f"submitted/ にあるもの（{in_zone(before, self.zone)}）のほうが新しいので、"
                "そのままにしました"
            )
        kept = self._keep(place, student)
        self._write(place, data, receipt)
        return Status.REPLACED, f"前のものは {kept.relative_to(self.course.root)} にあります"

    def _same(
        self, place: Path, before: datetime | None, receipt: Receipt | None
    ) -> tuple[Status, str]:
        """The same notebook again: only its receipt may be known better now."""
        if receipt and receipt.secret:
            write_atomically(place / SECRET, receipt.secret)
        if receipt is None or before == receipt.time:
            return Status.KEPT, ""
        write_atomically(place / TIMESTAMP, receipt.nbgrader_timestamp)
        old = in_zone(before, self.zone) if before else "なし"
        return Status.REPLACED, f"中身は同じです。受け取りの時刻だけを直しました（前は{old}）"

    def _write(self, place: Path, data: bytes, receipt: Receipt | None) -> None:
        with tempfile.TemporaryDirectory(prefix="course-collect-") as folder:
            made = Path(folder) / self.slug
            made.mkdir()
            (made / f"{self.slug}.ipynb").write_bytes(data)
            if receipt:
                (made / TIMESTAMP).write_text(receipt.nbgrader_timestamp, encoding="utf-8")
            if receipt and receipt.secret:
                (made / SECRET).write_text(receipt.secret, encoding="utf-8")
            replace_folder(made, place)

    def _keep(self, place: Path, student: str) -> Path:
        """A copy of what is there, in a folder with the next free number."""
        versions = self.records / "replaced" / student
        number = 1 + max((int(p.name) for p in versions.glob("*") if p.name.isdecimal()), default=0)
        shutil.copytree(place, versions / str(number), symlinks=True)
        return versions / str(number)

    def remember_folders(self, folders: dict[str, str]) -> None:
        """Moodle's folder names by student, which a feedback zip has to bear."""
        if folders:
            self.records.mkdir(parents=True, exist_ok=True)
            known = dict(sorted((moodle_folders(self.course, self.slug) | folders).items()))
            text = json.dumps(known, ensure_ascii=False, indent=1)
            write_atomically(self.records / "moodle.json", text)


def moodle_folders(course: Course, slug: str) -> dict[str, str]:
    """What `course collect` remembered; nothing where nothing came from Moodle."""
    path = course.root / RECORDS / slug / "moodle.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _timestamp(path: Path) -> datetime | None:
    try:
        return parse_utc(exchange_text(path).strip())
    except (ValueError, OverflowError):
        return None
