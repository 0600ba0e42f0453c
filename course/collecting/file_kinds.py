"""What a file is by its name: notebooks and zips under every name they get, and leftovers."""

import re

from course.collecting.archives import Member
from course.files import normal_form
from course.grading.intake import LITTER

COPY = r"[\s_]*\(\d+\)|[\s_-]*copy(?:[\s_]*\d+)?|[\s_-]*の?コピー(?:[\s_]*\d+)?"
NOTEBOOK = re.compile(rf"[._]ipynb(?:\.(?:ipynb|json|txt|download)|{COPY})*$")
ZIP = re.compile(rf"\.zip(?:\.zip|{COPY})*$")
CHECKPOINT = re.compile(r"-checkpoint(?=\.ipynb)")
MARKS = re.compile(rf"^copy[\s_]+of[\s_]+|^コピー\s*[~〜]\s*|(?:-checkpoint|{COPY})+$")
LONGEST = 255  # no file system has longer names; in a zip they may be anything


def plain_name(name: str) -> str:
    """Half-width, composed and in small letters, as names are compared."""
    return normal_form(name[:LONGEST], "NFKC").casefold()


def is_notebook(member: Member) -> bool:
    return bool(NOTEBOOK.search(plain_name(member.name)))


def is_zip(member: Member) -> bool:
    return bool(ZIP.search(plain_name(member.name)))


def stem(name: str) -> str:
    """The plain name without its endings and without what copying adds."""
    name = plain_name(name)
    without = ZIP.sub("", NOTEBOOK.sub("", name))
    return MARKS.sub("", MARKS.sub("", without)).strip()


def is_litter_name(name: str) -> bool:
    return name in LITTER or name.startswith((".", "~$"))


def is_litter(member: Member) -> bool:
    """What operating systems and editors leave beside people's files."""
    return any(is_litter_name(part) for part in member.parts) or is_checkpoint(member)


def is_checkpoint(member: Member) -> bool:
    """A notebook that Jupyter saved by itself, or one that lies in a hidden folder."""
    hidden = any(is_litter_name(part) for part in member.parts[:-1])
    mac = "__MACOSX" in member.parts or member.name.startswith("._")
    saved = hidden or bool(CHECKPOINT.search(plain_name(member.name)))
    return saved and not mac and is_notebook(member)
