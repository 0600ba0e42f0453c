"""Rubrics: what a person looks for in a free text, and what it is worth.

The author writes one into the model answer, between nbgrader's marks of a mark scheme. In the
formgrader it stands below the learner's text. A comment whose first line is 「基準 1 3」 says which
criteria are met; the feedback page spells that out.
"""

import re
from copy import deepcopy
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from course.notebooks.exercises import grade_id, is_answer, is_grade, nbgrader_metadata

SCHEME = re.compile(r"=== BEGIN MARK SCHEME ===\n(.*?)\n?=== END MARK SCHEME ===", re.S)
ITEM = re.compile(r"[-*] (?:(\d+(?:\.\d+)?)点[：:])?\s*(.+)")
MET = re.compile(r"\s*基準[\s:：]*([\d\s,、・]+|なし|全部)[ \t　]*(?:\n|\Z)")
OF = "rubric"  # key of the metadata of a rubric's cell: whose it is
FOR_MARKERS = (
    "**採点基準**（学生には見えません）　満たしているものの番号を、コメントの1行目に「基準 1 3」"
    "（どれもなければ「基準 なし」、すべてなら「基準 全部」）と書くと、フィードバックに出ます。"
)


@dataclass(frozen=True)
class Criterion:
    text: str
    points: float | None = None

    def __str__(self) -> str:
        return f"{self.text}（{self.points:g}点）" if self.points is not None else self.text


def rubric(cell: NotebookNode) -> list[Criterion]:
    """The criteria in a cell of source/, none where there is no mark scheme."""
    scheme = SCHEME.search(cell.source)
    items = map(ITEM.fullmatch, map(str.strip, scheme[1].splitlines() if scheme else ()))
    return [Criterion(m[2], float(m[1]) if m[1] else None) for m in items if m]


def rubric_cells(cell: NotebookNode) -> list[NotebookNode]:
    """What a marker reads below an answer, made from the author's (none: nothing to read)."""
    criteria = rubric(cell) if is_grade(cell) and is_answer(cell) else []
    if not criteria:
        return []
    lines = [f"{number}. {criterion}" for number, criterion in enumerate(criteria, start=1)]
    metadata = {OF: grade_id(cell), "criteria": list(map(str, criteria))}
    return [new_markdown_cell("\n".join([FOR_MARKERS, "", *lines]), metadata=metadata)]


def told(notebook: NotebookNode) -> NotebookNode:
    """For learners: without rubrics, and comments say in words which criteria are met."""
    criteria = {cell.metadata[OF]: cell.metadata.criteria for cell in notebook.cells if _is(cell)}
    cells = [_told(cell, criteria) for cell in notebook.cells if not _is(cell)]
    return NotebookNode({**notebook, "cells": cells})


def _told(cell: NotebookNode, criteria: dict[str, list[str]]) -> NotebookNode:
    comment = nbgrader_metadata(cell).get("comment")
    if not comment or grade_id(cell) not in criteria:
        return cell
    cell = deepcopy(cell)
    cell.metadata.nbgrader.comment = in_words(comment, criteria[grade_id(cell)])
    return cell


def _is(cell: NotebookNode) -> bool:
    return OF in cell.metadata


def in_words(comment: str, criteria: list[str]) -> str:
    """The comment with its first line spelled out; unchanged if that names no criteria of these."""
    line = MET.match(comment)
    met = _numbers(line[1], len(criteria)) if line else None
    if met is None:
        return comment
    marks = [
        f"- {'✓' if number in met else '－'} {criterion}"
        for number, criterion in enumerate(criteria, start=1)
    ]
    return "\n".join([*marks, "", comment[line.end() :].lstrip("\n")]).rstrip()


def _numbers(text: str, count: int) -> set[int] | None:
    """None where a number is none of ours."""
    if text.strip() in ("なし", "全部"):
        return set(range(1, count + 1)) if text.strip() == "全部" else set()
    found = {int(number) for number in re.findall(r"\d+", text)}
    return found if found and found <= set(range(1, count + 1)) else None
