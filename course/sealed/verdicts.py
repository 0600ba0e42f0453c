"""What can be said of one graded cell: a closed list."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Every (student, graded cell) has exactly one of these."""

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


IN_JAPANESE = {
    Kind.PASSED: "合格",
    Kind.PARTLY: "一部合格",
    Kind.FAILED: "不合格",
    Kind.ERROR: "答えの中でエラー",
    Kind.NOT_ANSWERED: "未解答",
    Kind.TIME: "時間切れ",
    Kind.MEMORY: "メモリ超過",
    Kind.CRASH: "Python が終了",
    Kind.UNREADABLE: "読めない",
    Kind.BY_HAND: "人が採点",
}


@dataclass(frozen=True)
class Verdict:
    """The outcome of one graded cell; `reason` is what the learner may read."""

    kind: Kind
    points: float
    reason: str = ""

    def as_dict(self) -> dict:
        return {"kind": str(self.kind), "points": self.points, "reason": self.reason}


def together(verdicts: list[dict]) -> dict:
    """One verdict of an exercise from those of its test cells (as dictionaries)."""
    wrong = [verdict for verdict in verdicts if verdict["kind"] != Kind.PASSED]
    if not wrong:
        kind, reason = Kind.PASSED, ""
    else:
        kind = Kind.PARTLY if len(wrong) < len(verdicts) else Kind(wrong[0]["kind"])
        reason = wrong[0]["reason"]
    return Verdict(kind, sum(verdict["points"] for verdict in verdicts), reason).as_dict()
