"""What cannot be used and why, and how names of unknown origin are shown to people."""

from typing import NamedTuple

from course.grading.report import printable


class Unusable(Exception):
    """Something in a source that is left out; the message says why and what to do."""


class Refused(NamedTuple):
    """An entry that was left out, by the name that it has in its source."""

    place: str
    reason: str


def shown(name: str) -> str:
    """A name for the screen; the wide space of Japanese names is a space like any other."""
    return printable(name.replace("\N{IDEOGRAPHIC SPACE}", " "))


def listed(names: list[str], limit: int = 3) -> str:
    """「a」「b」ほか 2 個."""
    more = f"ほか {len(names) - limit} 個" if len(names) > limit else ""
    return "".join(f"「{shown(name)}」" for name in names[:limit]) + more
