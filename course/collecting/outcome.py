"""What one collection did, as data: a line for every hand-in, and what was left out and why."""

from dataclasses import dataclass, field
from typing import NamedTuple

from course.collecting.receipt import Receipt
from course.collecting.submitted_folder import Status
from course.collecting.unusable import Refused


class Line(NamedTuple):
    """A hand-in that now lies in submitted/."""

    status: Status
    student: str
    receipt: Receipt | None
    place: str  # in the source
    notes: list[str]


@dataclass
class Collected:
    """The outcome for one chapter."""

    slug: str
    source: str  # what the source was recognised as
    lines: list[Line] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
