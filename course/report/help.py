"""Students who may need help: a simple rule that the page states, and the reason for each."""

import numpy as np

from course.report.read import Chapter, Item, Scored

LOW = 0.6  # of the points
LOWEST = 0.25  # of the class
STREAK = 4  # exercises at the end without a point
RULE = (
    f"得点率が {LOW:.0%} より低く、クラスの下から {LOWEST:.0%} に入る人、"
    f"自動採点の問題の終わりから {STREAK} 問以上続けて0点の人、未提出の人を挙げます。"
)


def need_help(chapter: Chapter, results: list[dict]) -> list[dict]:
    """Those with most to catch up first, then who has handed in nothing."""
    shares = [row["share"] for row in results if row["share"] is not None]
    limit = float(np.quantile(shares, LOWEST)) if shares else 0.0
    found = []
    for row, result in zip(chapter.scored, results, strict=True):
        reasons = [*_low(result["share"], limit), *_streak(chapter.items, row)]
        if reasons:
            found.append((result["share"] or 0.0, row.student, reasons))
    absent = [{"student": s, "reasons": ["未提出"]} for s in chapter.not_handed_in]
    return [{"student": student, "reasons": why} for _, student, why in sorted(found)] + absent


def _low(share: float | None, limit: float) -> list[str]:
    if share is None or share >= LOW or share > limit:
        return []
    return [f"得点率 {share:.0%}（下から {LOWEST:.0%} に入る）"]


def _streak(items: list[Item], row: Scored) -> list[str]:
    tested = [item for item in items if not item.by_hand and item.name in row.points]
    missed = []
    for item in reversed(tested):
        if row.points[item.name] != 0:
            break
        missed.append(item)
    if len(missed) < STREAK:
        return []
    if len(missed) == len(tested):
        return ["自動採点の問題がすべて0点"]
    return [f"問題 {missed[-1].number} から終わりまで、{len(missed)} 問続けて0点"]
