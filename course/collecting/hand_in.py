"""What one student handed in, and which notebook in it is meant."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from course.collecting.archives import Member, opened_within
from course.collecting.copies import best_copy
from course.collecting.file_kinds import is_checkpoint, is_litter, is_notebook, is_zip
from course.collecting.receipt import Receipt
from course.collecting.unusable import Refused, Unusable, listed
from course.files import normal_form

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
    exact: bool = False  # the notebook with the very name counts, as for nbgrader


@dataclass
class Found:
    """What a source holds: the hand-ins of students that are known, and the rest."""

    hand_ins: list[HandIn] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def chapter_named(name: str, slugs: list[str]) -> str | None:
    """The chapter that a file's name speaks of; students and browsers add to names."""
    plain = re.sub(r"[\s\-]+", "_", normal_form(name, "NFKC").casefold())
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
        files = [m for m in hand_in.files if not is_litter(m) or is_checkpoint(m)]
        notebooks = _notebooks(files)
        zips = [member for member in files if is_zip(member)]
        zips = [z for z in zips if chapter_named(z.name, self.slugs) == self.slug] or zips
        if notebooks or len(zips) != 1:
            return self._only(notebooks, files, f"{self.slug}.ipynb" if hand_in.exact else "")
        with opened_within(zips[0]) as inner:
            inner = [m for m in inner if not is_litter(m) or is_checkpoint(m)]
            chosen = self._only(_notebooks(inner), inner)
        others = chosen.others + [m.path for m in files if m is not zips[0]]
        return replace(chosen, path=f"{zips[0].path} の中の {chosen.path}", others=others)

    def _only(self, notebooks: list[Member], files: list[Member], agreed: str = "") -> Chosen:
        ours = [n for n in notebooks if chapter_named(n.name, self.slugs) == self.slug]
        if not ours:
            ours = [self._nameless(notebooks, files)]
        chosen, data = best_copy(ours, agreed)
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


def _notebooks(files: list[Member]) -> list[Member]:
    return [member for member in files if is_notebook(member) and not is_checkpoint(member)]


def _no_notebook(files: list[Member]) -> str:
    names = listed([member.path for member in files]) or "ファイルは1つもありません"
    if saved := [member for member in files if is_checkpoint(member)]:
        return saved_by_itself(saved)
    if any(is_zip(m) or m.name.lower().endswith(NOT_ZIP) for m in files):
        return f"ノートブックがありません。圧縮したものは、zip 1つだけを開けます（{names}）"
    return f"ノートブックがありません（{names}）"


def saved_by_itself(files: list[Member]) -> str:
    """What to say where only what Jupyter saves by itself is there: it may be hours old."""
    return (
        f"ノートブックがありません。{listed([file.path for file in files])}は Jupyter の自動保存"
        "（または隠しフォルダの中のもの）なので使いません。"
        "保存したノートブックそのものを出し直してもらってください"
    )
