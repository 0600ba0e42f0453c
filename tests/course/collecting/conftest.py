"""A course with two empty chapters, and zips and tables as Moodle and others make them."""

import csv
import io
import shutil
import struct
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook
from rich.console import Console

from course.collecting.class_list import opened_gradebook
from course.collecting.collect import Request, collect_chapter
from course.layout import CONFIG, Course

ROOT = Path(__file__).parents[3]
SLUG, OTHER = "1_1_doubling", "1_2_tripling"
DAY = datetime(2026, 6, 5, 23, 58)
WORKSHEET = (
    "識別子",
    "フルネーム",
    "ID番号",
    "メールアドレス",
    "ステータス",
    "評定",
    "最大評点",
    "評点変更可",
    "最終更新日時 (提出)",
    "最終更新日時 (評定)",
    "フィードバックコメント",
)


def notebook(text="解答"):
    """A notebook's bytes; different for different texts."""
    return nbformat.writes(new_notebook(cells=[new_markdown_cell(text, id="only")])).encode()


class Classroom:
    """A course in a folder, its class list, and what comes in."""

    slug, other, day, notebook = SLUG, OTHER, DAY, staticmethod(notebook)

    def __init__(self, root, gradebook):
        self.course, self.inbox = Course(root), root.parent / "inbox"
        self.inbox.mkdir()
        root.mkdir()
        shutil.copy(gradebook, root)
        for slug in (SLUG, OTHER):
            source = self.course.source_notebook(slug)
            source.parent.mkdir(parents=True)
            source.write_bytes(notebook(slug))
        shutil.copy(ROOT / CONFIG, root)

    def enrol(self, *people):
        """(id, family name, given name) or with an e-mail address, into the gradebook."""
        with opened_gradebook(self.course) as gradebook:
            for student, last, first, *email in people:
                about = {"last_name": last, "first_name": first, "email": "".join(email) or None}
                gradebook.update_or_create_student(student, **about)

    def zip(self, files, name="class.zip"):
        """A zip with these (name, data) or (name, data, time); bytes as names are written raw."""
        path = self.inbox / name
        path.write_bytes(make_zip(files))
        return path

    def moodle(self, *people, times=True):
        """Moodle's zip: (full name, participant, data), an hour after each other if `times`."""
        files = [
            (
                f"{name}_{number}_assignsubmission_file_/{SLUG}.ipynb",
                data,
                DAY + timedelta(hours=n * times),
            )
            for n, (name, number, data) in enumerate(people)
        ]
        return self.zip(files)

    def worksheet(self, *rows, headings=WORKSHEET, encoding="utf-8-sig"):
        """(participant, full name, id, e-mail, time of receipt), as Moodle writes them."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(headings)
        for number, name, student, email, time in rows:
            status = "評定のために提出済み"
            cells = [f"参加者 {number}", name, student, email, status, "", "10.00", "Yes"]
            writer.writerow([*cells, time, "-", ""])
        path = self.inbox / "worksheet.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    def collect(self, source, kind=None, worksheet=None, slug=SLUG):
        """The outcome, and what was printed."""
        screen = io.StringIO()
        request = Request(str(source), kind, worksheet, ZoneInfo("Asia/Tokyo"))
        outcome = collect_chapter(self.course, slug, request, Console(file=screen, width=100))
        return outcome, screen.getvalue()

    def submitted(self, student, slug=SLUG):
        path = self.course.root / "submitted" / student / slug / f"{slug}.ipynb"
        return path.read_bytes() if path.exists() else None

    def timestamp(self, student):
        path = self.course.root / "submitted" / student / SLUG / "timestamp.txt"
        return path.read_text(encoding="utf-8") if path.exists() else None

    def students(self):
        """Whoever has something in submitted/."""
        return {path.name for path in (self.course.root / "submitted").glob("*")}

    def files(self):
        """Every file of the course and beside it, but for what comes in and the gradebook."""
        return {
            path.relative_to(self.course.root.parent).as_posix()
            for path in self.course.root.parent.rglob("*")
            if path.is_file() and self.inbox not in path.parents and path.suffix != ".db"
        }


def make_zip(files):
    """The bytes of a zip; a name given as bytes is written as it is, without the UTF-8 flag."""
    stream = io.BytesIO()
    raw = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data, *time) in enumerate(files):
            if isinstance(name, bytes):
                stand_in = f"{number:0{len(name)}d}"
                raw[stand_in.encode()] = name
                name = stand_in
            info = zipfile.ZipInfo(name, (time[0] if time else DAY).timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    written = stream.getvalue()
    for stand_in, name in raw.items():
        written = written.replace(stand_in, name)
    return written


def with_flag(data, flag):
    """The zip with a bit set in the flags of every entry, as a password sets it."""
    found = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = found.find(mark)
        while start >= 0:
            flags = struct.unpack_from("<H", found, start + offset)[0]
            struct.pack_into("<H", found, start + offset, flags | flag)
            start = found.find(mark, start + 4)
    return bytes(found)


@pytest.fixture
def classroom(tmp_path, empty_gradebook):
    return Classroom(tmp_path / "course", empty_gradebook)


@pytest.fixture
def zips():
    """Ways to make zips that no program should make."""

    class Zips:
        make, with_flag = staticmethod(make_zip), staticmethod(with_flag)

    return Zips
