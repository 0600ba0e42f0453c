"""What one student handed in, and which notebook in it is meant."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

from course.collecting.archives import Member, opened_within
from course.collecting.receipt import Receipt
from course.collecting.unusable import Refused, Unusable, listed
from course.grading.intake import LITTER
from course.grading.notebook_file import MAX_BYTES

MANY = 8
NOT_ZIP = (".7z", ".rar", ".lzh", ".gz", ".tar", ".tgz")


@dataclass(frozen=True)
class HandIn:
    """The files of one student as the source holds them, and when they were received."""

    student: str
    label: str  # what the source calls it
    files: tuple[Member, ...]
    receipt: Receipt | None = None
    folder: str = ""  # Moodle's name for it, which feedback has to bear
    notes: tuple[str, ...] = ()
    exact: bool = False  # only a notebook with the very name counts, as for nbgrader


@dataclass
class Found:
    """What a source holds: the hand-ins of students that are known, and the rest."""

    hand_ins: list[HandIn] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def is_litter(member: Member) -> bool:
    """What operating systems and editors leave beside people's files."""
    return any(is_litter_name(part) for part in member.parts)


def is_litter_name(name: str) -> bool:
    return name in LITTER or name.startswith((".", "~$"))


def chapter_named(name: str, slugs: list[str]) -> str | None:
    """The chapter that a file's name speaks of; students and browsers add to names."""
    plain = re.sub(r"[\s\-]+", "_", unicodedata.normalize("NFKC", name).casefold())
    within = [s for s in slugs if re.search(rf"(?<![a-z0-9]){re.escape(s)}(?![a-z0-9])", plain)]
    return max(within, key=len, default=None)


@dataclass(frozen=True)
class Chosen:
    """The notebook to grade, and the other files, which are not."""

    path: str
    data: bytes
    time: datetime | None
    others: list[str]


@dataclass(frozen=True)
class Chooser:
    """Finds a chapter's notebook among a student's files."""

    slug: str
    slugs: list[str]

    def choose(self, hand_in: HandIn) -> Chosen:
        files = [member for member in hand_in.files if not is_litter(member)]
        notebooks = _with_suffix(files, ".ipynb")
        if hand_in.exact:
            notebooks = [n for n in notebooks if n.path == f"{self.slug}.ipynb"] or notebooks
        zips = _with_suffix(files, ".zip")
        if notebooks or len(zips) != 1:
            return self._only(notebooks, files)
        with opened_within(zips[0]) as inner:
            inner = [member for member in inner if not is_litter(member)]
            chosen = self._only(_with_suffix(inner, ".ipynb"), inner)
        return Chosen(
            f"{zips[0].path} の中の {chosen.path}", chosen.data, chosen.time, chosen.others
        )

    def _only(self, notebooks: list[Member], files: list[Member]) -> Chosen:
        ours = [n for n in notebooks if chapter_named(n.name, self.slugs) == self.slug]
        if not ours:
            ours = [self._nameless(notebooks, files)]
        chosen, data = _newest(ours)
        others = [member.path for member in files if member is not chosen]
        return Chosen(chosen.path, data, chosen.time, others)

    def _nameless(self, notebooks: list[Member], files: list[Member]) -> Member:
        """The only notebook, under a name that students made up."""
        if len(notebooks) == 1:
            other = chapter_named(notebooks[0].name, self.slugs)
            if other is None:
                return notebooks[0]
            raise Unusable(f"別の章（{other}）のノートブック{listed([notebooks[0].path])}です")
        if notebooks:
            names = listed([notebook.path for notebook in notebooks])
            raise Unusable(f"どれが {self.slug} のノートブックか分かりません（{names}）")
        raise Unusable(_no_notebook(files))


def _with_suffix(files: list[Member], suffix: str) -> list[Member]:
    return [member for member in files if member.name.lower().endswith(suffix)]


def _no_notebook(files: list[Member]) -> str:
    names = listed([member.path for member in files]) or "ファイルは1つもありません"
    if any(member.name.lower().endswith((*NOT_ZIP, ".zip")) for member in files):
        return f"ノートブックがありません。圧縮したものは、zip 1つだけを開けます（{names}）"
    return f"ノートブックがありません（{names}）"


def _newest(notebooks: list[Member]) -> tuple[Member, bytes]:
    """Of several notebooks the one received last; where that is unknown, only equal ones do."""
    times = [notebook.time for notebook in notebooks]
    if len(notebooks) == 1 or (None not in times and times.count(max(times)) == 1):
        newest = notebooks[times.index(max(times))] if len(notebooks) > 1 else notebooks[0]
        return newest, newest.read_up_to(MAX_BYTES)
    if len(notebooks) <= MANY:
        contents = [notebook.read_up_to(MAX_BYTES) for notebook in notebooks]
        if len(set(contents)) == 1:
            return notebooks[0], contents[0]
    names = listed([notebook.path for notebook in notebooks])
    raise Unusable(f"この章のノートブックがいくつもあります（{names}）。1つだけにしてください")
