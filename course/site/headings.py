"""Headings get names that stay: Sphinx would number those that are not written in Latin letters."""

import re
from collections.abc import Iterator

HEADING = re.compile(r"#{1,6} +(?P<title>.+?)\s*$")
FENCE = re.compile(r"\s*(```|~~~)")


def headings(text: str) -> Iterator[tuple[int, str]]:
    """(line number, title) of each heading in a Markdown text, code blocks left out."""
    inside = False
    for number, line in enumerate(text.splitlines()):
        if FENCE.match(line):
            inside = not inside
        elif not inside and (found := HEADING.match(line)):
            yield number, found["title"]


def name_headings(text: str, name: str) -> str:
    """Put a MyST target before each heading: `name`, then `name-2`, `name-3` …"""
    lines = text.splitlines()
    places = [number for number, _ in headings(text)]
    for count, number in reversed(list(enumerate(places, start=1))):
        lines.insert(number, f"({numbered(name, count)})=")
    return "\n".join(lines)


def numbered(name: str, count: int) -> str:
    return name if count == 1 else f"{name}-{count}"


def anchor(kind: str, slug: str, cell_id: str) -> str:
    """The name of the first heading in a cell: read-1-1-sigmoid, solve-1-1-sigmoid-prompt."""
    number = "-".join(part for part in slug.split("_") if part.isdigit())
    return f"{kind}-{number}-{cell_id}".lower().replace("_", "-")
