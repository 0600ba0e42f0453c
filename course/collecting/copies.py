"""Of several copies of one notebook, the one to grade: by rule, and only where the rule decides."""

import json
import re
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from common.classroom.notebook_check import UNANSWERED
from course.collecting.archives import Member
from course.collecting.file_kinds import plain_name
from course.collecting.unusable import Unusable, listed
from course.grading.notebook_file import MAX_BYTES

MANY = 8
VERSION = re.compile(r"(?:version|ver\.?|v|バージョン)[\s_]*(\d{1,6})")
UNPACKED_TOGETHER = timedelta(minutes=1)


class Copy(NamedTuple):
    """A notebook and what is in it: its cells, if they can be read."""

    member: Member
    data: bytes
    cells: tuple[dict, ...]

    @property
    def content(self):
        """What is the same where only outputs and times differ."""
        return [_source(cell) for cell in self.cells] or self.data


def best_copy(notebooks: list[Member], agreed: str = "") -> tuple[Member, bytes]:
    """The last version; then one with answers, one under the name agreed on, one under release/,
    the newest.

    Copies that say the same are one. Unusable where more than one is left.
    """
    left = _last_versions(sorted(notebooks, key=lambda notebook: notebook.path != agreed))
    if len(left) > MANY:
        left = left[:1] if left[0].path == agreed else _newest(left)
    if len(left) <= MANY:
        copies = [_read(member) for member in left]
        named = partial(_named, agreed)
        for rule in (_with_answers, named, _under_release, _newest_copies):
            if all(copy.content == copies[0].content for copy in copies):
                return _first(copies)
            copies = rule(copies) or copies
        if len(copies) == 1:
            return _first(copies)
    names = listed([notebook.path for notebook in left])
    raise Unusable(f"この章のノートブックがいくつもあります（{names}）。1つだけにしてください")


def _first(copies: list[Copy]) -> tuple[Member, bytes]:
    return copies[0].member, copies[0].data


def _last_versions(notebooks: list[Member]) -> list[Member]:
    """Teams keeps every version in a folder of its own."""
    numbers = [_version(notebook) for notebook in notebooks]
    if None in numbers:
        return notebooks
    return [n for n, number in zip(notebooks, numbers, strict=True) if number == max(numbers)]


def _version(notebook: Member) -> int | None:
    found = [VERSION.fullmatch(plain_name(part)) for part in notebook.parts[:-1]]
    return max((int(match[1]) for match in found if match), default=None)


def _with_answers(copies: list[Copy]) -> list[Copy]:
    abouts = [(_about(cell), cell) for copy in copies for cell in copy.cells]
    answers = {about["grade_id"] for about, _ in abouts if about.get("solution")}
    return [copy for copy in copies if any(_is_answered(c, answers) for c in copy.cells)]


def _is_answered(cell: dict, answers: set[str]) -> bool:
    source = _source(cell)
    is_answer = (_about(cell).get("grade_id") or cell.get("id")) in answers
    return is_answer and bool(source.strip()) and not any(stub in source for stub in UNANSWERED)


def _named(agreed: str, copies: list[Copy]) -> list[Copy]:
    return [copy for copy in copies if copy.member.path == agreed]


def _under_release(copies: list[Copy]) -> list[Copy]:
    return [c for c in copies if "release" in map(plain_name, c.member.parts[:-1])]


def _newest_copies(copies: list[Copy]) -> list[Copy]:
    newest = _newest([copy.member for copy in copies])
    return [copy for copy in copies if any(copy.member is member for member in newest)]


def _newest(notebooks: list[Member]) -> list[Member]:
    """By when each was received, else written; a folder that is unpacked gets one time for all."""
    received = [notebook.time for notebook in notebooks]
    if None not in received and received.count(max(received)) == 1:
        return [notebooks[received.index(max(received))]]
    written = [notebook.written for notebook in notebooks]
    if None in written:
        return notebooks
    return [
        notebook
        for notebook, time in zip(notebooks, written, strict=True)
        if max(written) - time <= UNPACKED_TOGETHER
    ]


def _read(member: Member) -> Copy:
    data, cells = member.read_up_to(MAX_BYTES), ()
    with suppress(ValueError, KeyError, TypeError, RecursionError):
        cells = tuple(cell for cell in json.loads(data)["cells"] if isinstance(cell, dict))
    return Copy(member, data, cells)


def _about(cell: dict) -> dict:
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return about if isinstance(about, dict) and isinstance(about.get("grade_id"), str) else {}


def _source(cell: dict) -> str:
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))
