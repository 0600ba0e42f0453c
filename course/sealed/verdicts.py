"""What can be said of a test cell, an exercise (partly) or a file (unreadable): a closed list."""

from dataclasses import dataclass
from enum import StrEnum

from course.sealed.caps import REASON, cut, writable
from course.sealed.sandbox import Ended


class Kind(StrEnum):
    """Every test cell of every student has exactly one of these."""

    PASSED = "passed"
    PARTLY = "partly"
    FAILED = "failed"
    ERROR = "error in the answer"
    NOT_ANSWERED = "not answered"
    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"
    UNREADABLE = "unreadable"
    BY_HAND = "needs a person"


KIND_OF_END = {"time": Kind.TIME, "memory": Kind.MEMORY}


def kind_of_end(why: Ended) -> Kind:
    """What a sandbox that has ended before its time means for the exercise in hand."""
    return KIND_OF_END.get(why.cause, Kind.CRASH)


@dataclass(frozen=True)
class Verdict:
    """The outcome of one graded cell; `reason` is what the learner may read."""

    kind: Kind
    points: float
    reason: str = ""

    def __post_init__(self):
        """Words of an answer may be among the reason: it must fit into every file and page."""
        object.__setattr__(self, "reason", writable(cut(self.reason, REASON)))

    def as_dict(self) -> dict:
        return {"kind": str(self.kind), "points": self.points, "reason": self.reason}


def combined(verdicts: list[dict]) -> dict:
    """One verdict of an exercise from those of its test cells (as dictionaries)."""
    wrong = [verdict for verdict in verdicts if verdict["kind"] != Kind.PASSED]
    if not wrong:
        kind, reason = Kind.PASSED, ""
    else:
        kind = Kind.PARTLY if len(wrong) < len(verdicts) else Kind(wrong[0]["kind"])
        reason = wrong[0]["reason"]
    return Verdict(kind, sum(verdict["points"] for verdict in verdicts), reason).as_dict()
