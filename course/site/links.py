"""Links of a Markdown text: those that lead out of the site become plain text."""

import re
from collections.abc import Collection
from posixpath import dirname, join, normpath

LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?P<target>[^)\s]+)\)")
ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:|#")


def keep_links_within(text: str, page: str, pages: Collection[str]) -> str:
    """The text of `page` (its path) with links to web addresses, anchors and `pages` only."""

    def kept(link: re.Match) -> str:
        target = link["target"].partition("#")[0]
        inside = normpath(join(dirname(page), target)) in pages
        return link[0] if inside or ELSEWHERE.match(link["target"]) else link["text"]

    return LINK.sub(kept, text)
