"""Which scores differ between two results of the same student; no cell is as good as no points."""

from course.grading.report import Change
from course.grading.results import Result


def changed_points(before: Result | None, after: Result) -> list[Change]:
    """One Change, or none."""
    if before is None:
        return []
    old, new = _points(before), _points(after)
    cells = tuple(name for name in sorted({*old, *new}) if old.get(name, 0) != new.get(name, 0))
    if not cells:
        return []
    return [Change(after.student, sum(old.values()), sum(new.values()), cells)]


def _points(result: Result) -> dict[str, float]:
    return {name: verdict["points"] for name, verdict in result.verdicts.items()}
