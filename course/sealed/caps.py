"""How much of a submission is used: whatever is parsed, run or drawn has a limit here.

An honest notebook stays far below (the longest answer of the course has 2,000 characters). Beyond,
text is shown as it is instead of being rendered, and what is not used is said.
"""

import re

OWN_CELLS = 200  # cells that a learner has added
OWN_TEXT = 200_000  # characters of these together
ANSWER = 50_000  # characters of code
RENDERED = 6_000  # characters of a Markdown cell
RENDERED_TOGETHER = 30_000  # of all Markdown of a learner's
OPENERS = 60  # of one kind; the renderer looks for the end of each in all the text that follows
BLANKS = 200  # in a row
HIGHLIGHTED = 10_000  # characters of a code cell
HIGHLIGHTED_TOGETHER = 50_000  # of all code of a learner's
SHOWN = 50_000  # characters of text that is not rendered
REASON = 4_000
OPENING = re.compile(r"\\\\[\[(]|\\begin\{")
BLANK_RUN = re.compile(rf"\s{{{BLANKS}}}")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
PLAIN = '<pre class="as-written">'
# as numbers, so that no renderer of Markdown or formulas finds anything in it
ESCAPED = {ord(sign): f"&#{ord(sign)};" for sign in "&<>\"'$\\`*_[]()!#~|{}"}


def writable(text: str) -> str:
    """Text that files, databases, tables and pages accept, whatever a submission says."""
    return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def cut(text: str, length: int) -> str:
    """At most so many characters, and a word where there were more."""
    if len(text) <= length:
        return text
    return f"{text[:length]}\n（{len(text):,} 文字あるので、ここで切りました）"


def is_renderable(markdown: str) -> bool:
    """Whether the renderer of Markdown is sure to be done with it in a moment."""
    if len(markdown) > RENDERED or BLANK_RUN.search(markdown):
        return False
    return len(OPENING.findall(markdown)) <= OPENERS


def is_highlightable(code: str) -> bool:
    """Whether colouring it is done in a moment: blanks take the square of their number."""
    return len(code) <= HIGHLIGHTED and not BLANK_RUN.search(code)


def as_written(markdown: str) -> str:
    """Text that is shown as it is, as Markdown that no renderer has work with."""
    return f"{PLAIN}{cut(markdown, SHOWN).translate(ESCAPED)}</pre>"
