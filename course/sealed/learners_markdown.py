"""A learner's Markdown in which nothing is HTML or a link, and all is shown as it was written.

Pages of instructors and learners are made of it by several renderers, which do not agree on where
code and mathematics begin. So nothing here depends on finding them as a renderer does: what looks
like code becomes escaped text, in what looks like mathematics a blank makes a tag or a link none
(and changes no formula), and everywhere else its first sign is escaped.
"""

import re
import textwrap

from course.sealed.caps import ESCAPED

TAG = re.compile(r"<(?=[A-Za-z/!?])")
LINK = re.compile(r"\](?=[(\[:])")
PICTURE = r"!\[\]\(attachment:picture-[0-9a-f]{16}\)"
INDENTED = r"(?P<indented>(?:\A|(?<=\n\n))(?:(?:[ ]{4}|\t)[^\n]*(?:\n+|\Z))+)|"
SEGMENT = rf"""(?P<picture>{PICTURE})
    |^(?P<fence>[ ]{{0,8}}(?P<mark>`{{3,}}|~{{3,}})[^\n]*\n(?P<code>[\s\S]*?)
        (?:^[ ]{{0,8}}(?P=mark)[`~]*[ \t]*$|\Z))
    |(?P<inline>(?<!`)(?P<ticks>`{{1,5}})(?!`)(?P<words>(?:(?!\n\n)[\s\S]){{1,1000}}?)(?<!`)(?P=ticks)(?!`))
    |(?P<math>\$\$[^$]{{1,3000}}\$\$|(?<!\\)\$[^$\n]{{1,500}}\$
        |\\\\?\([^\n]{{1,500}}?\\\\?\)|\\\\?\[[\s\S]{{1,2000}}?\\\\?\]
        |\\begin\{{(?P<name>[a-z]{{1,20}}\*?)\}}[\s\S]{{0,3000}}?\\end\{{(?P=name)\}})"""
SEGMENTS = re.compile(INDENTED + SEGMENT, re.M | re.X)
IN_A_LIST = re.compile(SEGMENT, re.M | re.X)
LIST = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]|[ \t]{2}")


def without_html(markdown: str, segments: re.Pattern = SEGMENTS) -> str:
    """HTML and links show as text: no page that is made of this runs a learner's script."""
    text, end = "", 0
    for segment in segments.finditer(markdown):
        text = _joined(text, _plain(markdown[end : segment.start()]))
        text = _joined(text, _kept(segment))
        end = segment.end()
    return _joined(text, _plain(markdown[end:]))


def _joined(text: str, more: str) -> str:
    """No link comes about where two parts meet."""
    meet = text.endswith("]") and more.startswith(("(", "[", ":"))
    return f"{text}\N{ZERO WIDTH SPACE}{more}" if meet else text + more


def _plain(text: str) -> str:
    return LINK.sub("]\N{ZERO WIDTH SPACE}", TAG.sub("&lt;", text))


def _kept(segment: re.Match) -> str:
    """Code or mathematics, changed only where it could be anything else."""
    text, parts = segment[0], segment.groupdict()
    if parts["picture"] or not (TAG.search(text) or LINK.search(text)):
        return text
    if parts.get("indented"):
        return _indented(segment)
    if parts["fence"]:
        return f"\n<pre><code>{_escaped(parts['code'])}</code></pre>\n\n"
    if parts["inline"]:
        return f"<code>{_escaped(parts['words'].strip())}</code>"
    return LINK.sub("] ", TAG.sub("< ", text))


def _indented(segment: re.Match) -> str:
    """Four blanks begin code, but below an item of a list its next paragraph."""
    before = segment.string[: segment.start()].rstrip().rpartition("\n")[2]
    if LIST.match(before):
        return without_html(segment[0], IN_A_LIST)
    return f"<pre><code>{_escaped(textwrap.dedent(segment[0]).strip())}</code></pre>\n\n"


def _escaped(code: str) -> str:
    return code.translate(ESCAPED)
