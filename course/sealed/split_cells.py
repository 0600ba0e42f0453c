"""Several cells of one name: the parts of a split cell, or copies of it.

"Split Cell" copies the metadata, and so does copying a cell. Parts are joined in their order; of
complete copies the last one counts, as it does when the notebook runs from top to bottom. What is
joined is one cell like any other: nothing can be said in parts that could not be said in one.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from common.classroom.notebook_check import UNANSWERED
from course.notebooks.cell_names import bound_names
from course.sealed.caps import ANSWER
from course.sealed.syntax import parsed, same_code, same_text

MAX_PARTS = 12  # that are read; of more, the last ones
SOLUTION = re.compile(r"^([ \t]*)### BEGIN SOLUTION.*?### END SOLUTION[^\n]*$", re.M | re.S)
STUB = "raise NotImplementedError()"
CELL_MAGIC = re.compile(r"\A\s*%%[^\n]*\n?")
FENCE = re.compile(r"^\s*(```|~~~)", re.M)


@dataclass
class Joined:
    """The one cell that parts came to, and what stays beside it as cells of the learner's own."""

    source: str
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    copies: bool = False  # rather than parts of one


def joined_text(parts: list[str]) -> Joined:
    """Of Markdown: all that was written, nothing twice and nothing that was handed out."""
    texts = list(dict.fromkeys(part.strip("\n") for part in parts))
    texts = [text for text in texts if not same_text(text, UNANSWERED[1])] or texts[:1]
    text = texts[0]
    for more in texts[1:]:
        inside = len(FENCE.findall(text)) % 2
        text += ("\n" if inside else "\n\n") + more
    return Joined(text, copies=len(texts) < len(parts))


def joined_code(parts: list[str], names: Collection[str], original: str) -> Joined:
    """Of an answer that binds `names`; `original` is the author's."""
    handed_out = SOLUTION.sub(rf"\1{STUB}", original)
    written = [part for part in dict.fromkeys(parts[-MAX_PARTS:]) if part.strip()]
    written = [part for part in written if not _is_handed_out(part, handed_out)] or parts[-1:]
    if sum(map(len, written)) > ANSWER:
        return Joined("\n".join(written))  # which is not run
    units = _units(written)
    whole = _whole(written)
    if len(written) == 1 or not _is_one_cell(written, whole) or _bind_the_same(units, names):
        return _last_copy(units, whole, names, len(parts))
    return Joined(whole)


def _is_handed_out(part: str, handed_out: str) -> bool:
    alone = part.startswith("raise") and same_code(part, STUB)
    return alone or same_code(part, handed_out)


def _is_one_cell(parts: list[str], whole: str) -> bool:
    """Python can read it, and no cell magic stands where only the first line may hold one."""
    return not any(map(CELL_MAGIC.match, parts[1:])) and parsed(whole) is not None


def _whole(parts: list[str]) -> str:
    """All parts as one, split between lines or else within one of them."""
    pairs = range(len(parts) - 1)
    glued = ["\n".join([*parts[:n], parts[n] + parts[n + 1], *parts[n + 2 :]]) for n in pairs]
    found = "\n".join(parts)
    return next((whole for whole in (found, *glued, "".join(parts)) if parsed(whole)), found)


def _last_copy(units: list[str], whole: str, names: Collection[str], count: int) -> Joined:
    """Where parts make no whole: the last that has an answer in it, the others beside it."""
    binding = [number for number, unit in enumerate(units) if _binds(unit, names)]
    if not binding or len(units) == 1:
        return Joined(whole, copies=len(units) == 1 < count)
    last = binding[-1]
    return Joined(units[last], units[:last], units[last + 1 :], copies=True)


def joined_test(parts: list[str], handed_out: str) -> Joined:
    """Of a cell that nobody may change: the copy that is as it was, else all parts."""
    parts = parts[-MAX_PARTS:]
    for part in parts:
        if same_code(part, handed_out):
            return Joined(part, copies=True)
    return Joined("\n".join(parts))


def _units(parts: list[str]) -> list[str]:
    """Parts joined to pieces that Python can read by themselves, as small as that goes."""
    units, first = [], 0
    while first < len(parts):
        unit, after = _unit(parts, first)
        units.append(unit)
        first = after
    return units


def _unit(parts: list[str], first: int) -> tuple[str, int]:
    """The piece that begins with this part, and the number of the part after it."""
    for glue in ("\n", ""):  # a line can be split, too
        for after in range(first + 1, len(parts) + 1):
            inside = after < len(parts) and parts[after].startswith((" ", "\t"))
            unit = glue.join(parts[first:after])
            if not inside and parsed(unit):
                return unit, after
    return parts[first], first + 1


def _binds(code: str, names: Collection[str]) -> set[str]:
    code = CELL_MAGIC.sub("", code)
    try:
        return set(names) & set(bound_names(code)) if parsed(code) else set()
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # magic commands
        return set()


def _bind_the_same(units: list[str], names: Collection[str]) -> bool:
    bound = [name for unit in units for name in _binds(unit, names)]
    return len(bound) > len(set(bound))
