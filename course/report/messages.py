"""Which mistake messages the class has got, and how often."""

import re
from collections import Counter, defaultdict

from course.report.read import Chapter
from course.sealed.verdicts import Kind

OWN_NAME = re.compile(r"^✗ [^：]*：")
HINT = re.compile(r"手がかり：(.*)")
ERROR = re.compile(r"(\w*(?:Error|Exception))(?:: .*)?", re.A)
NO_REASON = {
    Kind.TIME: "時間切れ",
    Kind.MEMORY: "メモリの使いすぎ",
    Kind.CRASH: "Python が終了",
}
NO_MISTAKE = {Kind.PASSED, Kind.BY_HAND, Kind.NOT_ANSWERED}


def message_counts(chapter: Chapter) -> list[dict]:
    """Messages by exercise and first line, the most frequent first; with the hints they gave."""
    counts: Counter[tuple[int, str]] = Counter()
    hints: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for row in chapter.scored:
        for number, item in enumerate(chapter.items):
            verdict = row.verdicts.get(item.name, {"kind": Kind.PASSED})
            if verdict["kind"] in NO_MISTAKE:
                continue
            first, hint = parts(verdict)
            counts[number, first] += 1
            hints[number, first].update([hint] if hint else [])
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return [
        {
            "exercise": chapter.items[number].name,
            "message": first,
            "count": count,
            "hints": _most_frequent_first(hints[number, first]),
        }
        for (number, first), count in ordered
    ]


def parts(verdict: dict) -> tuple[str, str]:
    """The first line without the exercise's name, and what the message points to."""
    lines = [line.strip() for line in verdict["reason"].splitlines() if line.strip()]
    if not lines:
        return NO_REASON.get(verdict["kind"], "（メッセージなし）"), ""
    hints = [match[1] for line in lines[1:] if (match := HINT.fullmatch(line))]
    error = ERROR.fullmatch(lines[1]) if len(lines) > 1 else None
    return OWN_NAME.sub("", lines[0]), hints[0] if hints else error[1] if error else ""


def _most_frequent_first(hints: Counter[str]) -> list[dict]:
    ordered = sorted(hints.items(), key=lambda entry: (-entry[1], entry[0]))
    return [{"hint": hint, "count": count} for hint, count in ordered]
