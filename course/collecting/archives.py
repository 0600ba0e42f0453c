"""Zip files from elsewhere, read in memory and never unpacked: unsafe and huge entries stay out."""

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from course.collecting.unusable import Refused, Unusable, listed
from course.files import normal_form

MAX_RATIO = 200  # unpacked to packed: text in notebooks reaches about 20
SMALL = 1_000_000  # however well something as small is packed, it does no harm
MAX_NESTED_BYTES = 50_000_000
MB = 1_000_000
UTF_8, ENCRYPTED = 0x800, 0x1
DAMAGED = (OSError, EOFError, ValueError, RuntimeError, OverflowError, struct.error, zlib.error)
DAMAGED += (zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, IndexError)
DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True)
class Limits:
    """How much an archive may hold, unpacked."""

    entries: int
    total: int


CLASS = Limits(20_000, 4_000 * MB)
STUDENT = Limits(2_000, 200 * MB)


@dataclass(frozen=True)
class Member:
    """A file in a source: where it lies, when it was put there, and how to read it."""

    parts: tuple[str, ...]
    time: datetime | None  # as the clock on the wall of whoever made the archive
    read_up_to: Callable[[int], bytes]
    written: datetime | None = None  # by a student's own clock: only to choose among copies

    @property
    def name(self) -> str:
        return self.parts[-1]

    @property
    def path(self) -> str:
        return "/".join(self.parts)

    def below(self, depth: int) -> "Member":
        """The same file, as seen from a folder `depth` levels further in."""
        return replace(self, parts=self.parts[depth:])


@dataclass
class Contents:
    """The files of a source that may be looked at, and the entries that may not."""

    members: list[Member]
    refused: list[Refused]


@contextmanager
def opened(source: Path | bytes, limits: Limits) -> Iterator[Contents]:
    """The members of a zip file, readable as long as it is open; Unusable as a whole if damaged."""
    try:
        archive = zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source)
    except DAMAGED as error:
        raise Unusable(f"zip として開けません（{type(error).__name__}）") from None
    with archive:
        yield _contents(archive, limits)


def _contents(archive: zipfile.ZipFile, limits: Limits) -> Contents:
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    if len(infos) > limits.entries or total > limits.total:
        raise Unusable(
            f"展開すると大きすぎます（{len(infos)} 個、{total // MB} MB。"
            f"上限は {limits.entries} 個、{limits.total // MB} MB）"
        )
    members, refused = [], []
    for info in infos:
        try:
            if not info.orig_filename.endswith(("/", "\\")):  # folders hold nothing to read
                members.append(_member(archive, info))
        except Unusable as problem:
            refused.append(Refused(_decoded(info) or info.orig_filename, str(problem)))
    return without_duplicates(Contents(members, refused))


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    name = _decoded(info)
    if name is None:
        raise Unusable("名前の文字コードが分かりません（UTF-8 か Shift_JIS ではありません）")
    parts = safe_parts(name)
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        raise Unusable("リンクなど、ふつうのファイルではありません")
    if info.flag_bits & ENCRYPTED:
        raise Unusable("パスワードが付いています。外したものを出してもらってください")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unusable("ふつうの zip にはない圧縮方法です。zip を作り直してもらってください")
    if info.file_size > max(SMALL, MAX_RATIO * info.compress_size):
        raise Unusable("展開すると異常に大きくなります（zip 爆弾の疑い）")
    return Member(parts, _time(info), lambda limit: _read(archive, info, limit))


def _decoded(info: zipfile.ZipInfo) -> str | None:
    """The name as its writer meant it: Windows in Japan writes Shift_JIS without saying so."""
    if info.flag_bits & UTF_8:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437")  # how zipfile read the bytes
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def safe_parts(name: str) -> tuple[str, ...]:
    """The folders and the file that a name leads through, if it stays where it is put."""
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name):
        raise Unusable("名前に制御文字が入っています")
    path = name.replace("\\", "/")  # some Windows programs separate folders with it
    parts = path.split("/")
    if path.startswith("/") or DRIVE.match(path) or ".." in parts:
        raise Unusable("フォルダの外を指す名前です")
    parts = [normal_form(part) for part in parts if part not in ("", ".")]
    if not parts:
        raise Unusable("名前がありません")
    return tuple(parts)


def without_duplicates(contents: Contents) -> Contents:
    """Of several entries that are one file on some operating systems, none can be the right one."""
    count = Counter(_place(member) for member in contents.members)
    twice = [member for member in contents.members if count[_place(member)] > 1]
    members = [member for member in contents.members if count[_place(member)] == 1]
    reason = "同じ名前のものが、ほかにもあります（どれが正しいか分かりません）"
    return Contents(members, [*contents.refused, *(Refused(m.path, reason) for m in twice)])


def _place(member: Member) -> str:
    return normal_form(member.path, "NFKC").casefold()


def _time(info: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*info.date_time)
    except ValueError:
        return None


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """The unpacked bytes; reading stops at the limit whatever the archive says of its sizes."""
    try:
        with archive.open(info) as file:
            data = file.read(limit + 1)
    except DAMAGED as error:
        raise Unusable(f"壊れていて読めません（{type(error).__name__}）") from None
    return checked_size(data, limit)


def checked_size(data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise Unusable(f"大きすぎます（上限は {limit // MB} MB）")
    return data


@contextmanager
def opened_within(member: Member) -> Iterator[list[Member]]:
    """The files of a student's zip within a source; one entry that is unsafe spoils it all.

    Their times are the student's own, so the time of the zip itself stands for when each came in.
    """
    with opened(member.read_up_to(MAX_NESTED_BYTES), STUDENT) as contents:
        if contents.refused:
            first = contents.refused[0]
            raise Unusable(f"中の{listed([first.place])}：{first.reason}")
        yield [replace(m, time=member.time, written=m.time) for m in contents.members]
