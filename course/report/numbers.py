"""Every number of a chapter's page, as plain data: the page shows it, report.json keeps it."""

from collections import Counter, defaultdict
from itertools import combinations

from course.gradebook.changed_cells import Removed
from course.report.help import need_help
from course.report.messages import message_counts
from course.report.read import Chapter, Item, Scored
from course.report.similarity import Match
from course.report.statistics import histogram, point_biserial, ranks, summary
from course.sealed.verdicts import Kind

STOPPED = {Kind.TIME, Kind.MEMORY, Kind.CRASH}
OUTCOMES = ("full", "partly", "wrong", "error", "not_answered", "stopped", "waiting", "not_counted")


def chapter_numbers(chapter: Chapter, matches: dict[str, list[Match]]) -> dict:
    """The chapter's report as data; `matches` by exercise, from similarity."""
    rows = results(chapter)
    found = {
        "chapter": chapter.slug,
        "title": chapter.title,
        "graded_at": max((row.graded_at for row in chapter.scored), default=""),
        "full_points": sum(item.full for item in chapter.items),
        "exercises": [exercise_numbers(chapter, item) for item in chapter.items],
        "messages": message_counts(chapter),
        "need_help": need_help(chapter, rows),
        "answers_compared": len(chapter.answers),
        "similar": _similar(chapter, matches),
        "similar_pairs": _pairs(matches),
        "results": rows,
        "removed": [_removed(cell) for cell in chapter.removed],
    }
    return rounded(found | _class(rows) | _submissions(chapter))


def _removed(cell: Removed) -> dict:
    """A cell that has left the chapter: what it was given counts no more."""
    points = [{"student": student, "points": given} for student, given in cell.points.items()]
    return {"cell": cell.cell, "total": sum(cell.points.values()), "points": points}


def _class(rows: list[dict]) -> dict:
    shares = [row["share"] for row in rows if row["share"] is not None]
    return {
        "handed_in": len(rows),
        "waiting": sum(bool(row["waiting"]) for row in rows),
        "shares": summary(shares),
        "histogram": histogram(shares),
    }


def _submissions(chapter: Chapter) -> dict:
    """What came in and what did not, and how long it ran."""
    return {
        "not_handed_in": chapter.not_handed_in,
        "set_aside": [entry._asdict() | {"cause": str(entry.cause)} for entry in chapter.set_aside],
        "tampering": _said(chapter, "tampering"),
        "remarks": _said(chapter, "remarks"),
        "seconds": summary([sum(row.seconds.values()) for row in chapter.scored if row.seconds]),
    }


def _said(chapter: Chapter, about: str) -> list[dict]:
    rows = [{"student": row.student, "what": getattr(row, about)} for row in chapter.scored]
    return [row for row in rows if row["what"]]


def results(chapter: Chapter) -> list[dict]:
    """The students with their points, share of the points that could be had, and rank."""
    rows = [_result(chapter.items, row) for row in chapter.scored]
    for row, rank in zip(rows, ranks([row["share"] for row in rows]), strict=True):
        row["rank"] = rank
    return rows


def _result(items: list[Item], row: Scored) -> dict:
    """What waits for a person, or came too late for the student, counts neither as points nor as
    points that could be had."""
    known = [item for item in items if row.points.get(item.name) is not None]
    total = max(0.0, sum(row.points[item.name] for item in known) - row.penalty)
    full = sum(item.full for item in known)
    return {
        "student": row.student,
        "points": row.points,
        "penalty": row.penalty,
        "total": total,
        "full": full,
        "share": round(total / full, 9) if full else None,
        "waiting": row.waiting,
        "not_counted": [item.name for item in items if item.name not in row.points],
    }


def exercise_numbers(chapter: Chapter, item: Item) -> dict:
    """Pass rate, difficulty index and discrimination of one exercise."""
    scored = [row for row in chapter.scored if row.points.get(item.name) is not None]
    points = [row.points[item.name] for row in scored]
    passed = [value >= item.full for value in points]
    defined = bool(points) and item.full > 0
    timed = [[row.seconds[c] for c in item.cells if c in row.seconds] for row in chapter.scored]
    counted = Counter(outcome(row, item) for row in chapter.scored)
    return {
        "name": item.name,
        "number": item.number,
        "title": item.title,
        "full": item.full,
        "by_hand": item.by_hand,
        "scored": len(scored),
        "waiting": counted["waiting"],
        "not_counted": counted["not_counted"],
        "passed": sum(passed),
        "pass_rate": sum(passed) / len(passed) if defined else None,
        "difficulty": sum(points) / len(points) / item.full if defined else None,
        "discrimination": _discrimination(chapter, item) if defined else None,
        "outcomes": {name: counted[name] for name in OUTCOMES},
        "seconds": summary([sum(cells) for cells in timed if cells]),
    }


def _discrimination(chapter: Chapter, item: Item) -> float | None:
    """Corrected item-total correlation: with the total of the other exercises.

    Totals are comparable only over the same exercises, so one that still waits for a person, or
    came too late (for anybody), does not count in them.
    """
    scored = [row.points for row in chapter.scored if row.points.get(item.name) is not None]
    others = [
        other.name
        for other in chapter.items
        if other.name != item.name and all(points.get(other.name) is not None for points in scored)
    ]
    totals = [sum(points[name] for name in others) for points in scored]
    return point_biserial([points[item.name] >= item.full for points in scored], totals)


def outcome(row: Scored, item: Item) -> str:
    """What became of one answer: one of OUTCOMES."""
    if item.name not in row.points:
        return "not_counted"
    points = row.points[item.name]
    kind = row.verdicts.get(item.name, {}).get("kind")
    if points is None:
        return "waiting"
    if points >= item.full:
        return "full"
    if points > 0:
        return "partly"
    if kind in STOPPED:
        return "stopped"
    return {Kind.ERROR: "error", Kind.NOT_ANSWERED: "not_answered"}.get(kind, "wrong")


def _similar(chapter: Chapter, matches: dict[str, list[Match]]) -> list[dict]:
    """Matches without the answers themselves, which only the page shows."""
    return [
        {
            "exercise": item.name,
            "students": match.students,
            "similarity": match.similarity,
            "tokens": match.tokens,
        }
        for item in chapter.items
        for match in matches.get(item.name, [])
    ]


def _pairs(matches: dict[str, list[Match]]) -> list[dict]:
    """Pairs of students who are alike in two exercises or more, most exercises first."""
    exercises: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for name, found in matches.items():
        for match in found:
            for pair in combinations(match.students, 2):
                exercises[pair][name] = None
    several = [(pair, [*names]) for pair, names in exercises.items() if len(names) > 1]
    several.sort(key=lambda entry: (-len(entry[1]), entry[0]))
    return [{"students": [*pair], "exercises": names} for pair, names in several]


def rounded(found):
    """Six digits: the same numbers on every machine."""
    if isinstance(found, float):
        return round(found, 6)
    if isinstance(found, dict):
        return {key: rounded(value) for key, value in found.items()}
    return [rounded(value) for value in found] if isinstance(found, list) else found
