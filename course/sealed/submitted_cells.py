"""The cells of a submission as they count, however an editor has saved them.

Line ends, split cells and lost metadata are mended here, before anything is compared or run, and
said in `remarks`, which accuse nobody: learners and instructors read them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode

from course.notebooks.cell_names import bound_names
from course.notebooks.exercises import grade_id, is_answer, is_test, visible_source
from course.sealed.pictures import set_aside
from course.sealed.split_cells import Joined, joined_code, joined_test, joined_text
from course.sealed.syntax import letters, plain_lines, same_code

UNREADABLE = "unreadable"  # key of the metadata of a cell that the reader could not use
MAX_LISTED = 5


@dataclass
class Placed:
    """One cell of the submission; `name`: of the cell of ours that it is."""

    name: str | None
    cell: NotebookNode
    source: str
    pictures: dict[str, str] = field(default_factory=dict)  # that the source refers to

    @classmethod
    def of(cls, cell: NotebookNode) -> "Placed":
        text = cell.source if isinstance(cell.source, str) else ""
        return cls(grade_id(cell), cell, plain_lines(text))

    def with_pictures(self) -> "Placed":
        if self.cell.cell_type == "markdown":
            attached = self.cell.get("attachments") or {}
            self.source, self.pictures = set_aside(self.source, attached)
        return self


@dataclass
class Submitted:
    cells: list[Placed] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def names_in(submitted: NotebookNode, source: NotebookNode) -> set[str]:
    """Which of our cells there are, without a look at what Python makes of them."""
    cells = list(map(Placed.of, submitted.cells))
    find_names(cells, source)
    return {placed.name for placed in cells} & {grade_id(cell) for cell in source.cells} - {None}


def submitted_cells(submitted: NotebookNode, source: NotebookNode) -> Submitted:
    """Every cell once: ours under their names, parts joined, then the learner's own."""
    cells = [Placed.of(cell).with_pictures() for cell in submitted.cells]
    remarks = [
        f"{number} 番目のセルが壊れているので、読めるところだけを使いました"
        for number, placed in enumerate(cells, start=1)
        if placed.cell.metadata.get(UNREADABLE)
    ]
    remarks += find_names(cells, source)
    ours = {name: cell for cell in source.cells if (name := grade_id(cell))}
    for placed in cells:
        placed.name = placed.name if placed.name in ours else None
    return Submitted(list(_one_of_each(cells, ours, remarks)), remarks)


# ---- split cells and copies ---------------------------------------------------------------------


def _one_of_each(cells: list[Placed], ours: dict, remarks: list[str]) -> Iterator[Placed]:
    parts = defaultdict(list)
    for placed in cells:
        if placed.name:
            parts[placed.name].append(placed)
    for placed in cells:
        same = parts.get(placed.name, [placed])
        if len(same) == 1:
            yield placed
        elif placed is same[0]:
            joined = _joined([part.source for part in same], ours[placed.name])
            remarks.append(_remark(placed.name, len(same), joined))
            yield from _as_cells(joined, same)


def _joined(parts: list[str], original: NotebookNode) -> Joined:
    if not is_answer(original):
        return joined_test(parts, visible_source(original.source))
    if original.cell_type == "markdown":
        return joined_text(parts)
    return joined_code(parts, bound_names(original.source), original.source)


def _remark(name: str, count: int, joined: Joined) -> str:
    if joined.copies:
        return f"セル {name} が {count} 個あるので、答えのある最後のものを使いました"
    return f"セル {name} が {count} 個に分かれているので、順につないで1つにしました"


def _as_cells(joined: Joined, parts: list[Placed]) -> Iterator[Placed]:
    pictures = {name: data for part in parts for name, data in part.pictures.items()}
    own = NotebookNode(cell_type=parts[0].cell.cell_type, metadata=NotebookNode())
    for text in joined.before:
        yield Placed(None, own, text)
    yield Placed(parts[0].name, parts[-1].cell, joined.source, pictures)
    for text in joined.after:
        yield Placed(None, own, text)


# ---- lost metadata ------------------------------------------------------------------------------


def find_names(cells: list[Placed], source: NotebookNode) -> list[str]:
    """Name cells that have lost their metadata: by id, else by the cells around them."""
    missing = {n: c for c in source.cells if (n := grade_id(c))}
    for placed in cells:
        missing.pop(placed.name, None)
    nameless = [placed for placed in cells if placed.name is None]
    found = [placed for placed in nameless if missing.pop(placed.cell.get("id"), None)]
    for placed in found:
        placed.name = placed.cell.id
    if missing and any(placed.name is None and placed.source.strip() for placed in cells):
        found += _by_neighbours(cells, source, missing)
    if not found:
        return []
    names = list(dict.fromkeys(placed.name for placed in found))
    more = f" など {len(names)} 個" if len(names) > MAX_LISTED else ""
    listed = "、".join(names[:MAX_LISTED])
    return [f"採点用の情報がなくなっていたので、id や前後のセルから見分けました（{listed}{more}）"]


def _by_neighbours(
    cells: list[Placed], source: NotebookNode, missing: dict[str, NotebookNode]
) -> list[Placed]:
    places = _places(cells, source)
    found = []
    for place, original in enumerate(source.cells):
        name = grade_id(original)
        if name not in missing:
            continue
        if is_answer(original):
            own = _answers_between(cells, places, place, original)
        else:
            own = [c for c, at in zip(cells, places, strict=True) if at == place and not c.name]
        for placed in own:
            placed.name = name
        found += own
    return found


def _places(cells: list[Placed], source: NotebookNode) -> list[int | None]:
    """For each submitted cell the place in source/ that it has by its name or by what it says."""
    by_name = {name: n for n, cell in enumerate(source.cells) if (name := grade_id(cell))}
    by_text = {}
    for number, cell in enumerate(source.cells):
        if not is_answer(cell) and (text := letters(visible_source(cell.source))):
            by_text.setdefault(text, number)
    return [
        by_name.get(placed.name) if placed.name else by_text.get(letters(placed.source))
        for placed in cells
    ]


def _answers_between(
    cells: list[Placed], places: list[int | None], place: int, original: NotebookNode
) -> list[Placed]:
    """What stands between the neighbours of an answer, one of which is there, and is no other."""
    if not {place - 1, place + 1} & set(places):
        return []
    known = [(at, number) for number, at in enumerate(places) if at is not None]
    first = max(((at, number) for at, number in known if at < place), default=(0, -1))[1]
    last = min(((at, number) for at, number in known if at > place), default=(0, len(cells)))[1]
    between = [
        placed
        for placed, at in zip(cells[first + 1 : last], places[first + 1 : last], strict=True)
        if placed.name is None and at is None and placed.source.strip()
    ]
    if original.cell_type == "markdown":
        return between
    code = [placed for placed in between if placed.cell.cell_type == "code"]
    binding = [placed for placed in code if _makes(placed.source, original)]
    return binding or code


def _makes(code: str, original: NotebookNode) -> bool:
    """Whether it looks as if it made a name of the answer, be it broken or not."""
    names = "|".join(map(re.escape, bound_names(original.source)))
    made = rf"^[ \t]*(?:async +)?(?:def|class) +(?:{names})\b|^(?:{names})\b[^\n]*?=(?!=)"
    return re.search(made, code, re.M) is not None


def is_as_handed_out(cell: Placed, original: NotebookNode) -> bool:
    """Whether a cell that nobody may change still says the same."""
    wanted = visible_source(original.source) if is_test(original) else original.source
    if original.cell_type == "code":
        return same_code(cell.source, wanted)
    return letters(cell.source) == letters(wanted)
