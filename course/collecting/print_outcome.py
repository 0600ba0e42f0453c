"""Print what was collected: a line for every hand-in, then everything that was left out."""

from collections import Counter
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from course.collecting.outcome import Collected, Line
from course.collecting.receipt import in_zone
from course.collecting.submitted_folder import Status
from course.collecting.unusable import shown

COLOR = {Status.TAKEN: "green", Status.REPLACED: "yellow", Status.KEPT: "dim"}


def show(outcome: Collected, zone: ZoneInfo, console: Console) -> None:
    texts = [Text(f"{outcome.slug}　{outcome.source} から", style="bold")]
    for line in outcome.lines:
        texts += _line(line, zone)
    texts += [Text(line) for line in (*_times(outcome, zone), *_refused(outcome))]
    texts += [Text(f"注意　{note}") for note in outcome.notes]
    texts.append(Text(_summary(outcome), style="bold"))
    for text in texts:
        console.print(text, soft_wrap=True)


def _line(line: Line, zone: ZoneInfo) -> list[Text]:
    time = in_zone(line.receipt.time, zone) if line.receipt else "時刻なし"
    first = Text.assemble(
        "  ",
        (line.status, COLOR[line.status]),
        f"　{line.student}　{time}　{shown(line.place)}",
    )
    return [first, *(Text(f"      {note}") for note in line.notes)]


def _times(outcome: Collected, zone: ZoneInfo) -> list[str]:
    """Who says when something was received: lateness is counted from it."""
    sources = Counter(line.receipt.source for line in outcome.lines if line.receipt)
    without = sum(line.receipt is None for line in outcome.lines)
    lines = [f"受け取りの時刻：{name}（{zone}、{n} 件）" for name, n in sources.items()]
    if without:
        lines.append(f"受け取りの時刻が分からないもの：{without} 件（遅れを数えません）")
    return lines


def _refused(outcome: Collected) -> list[str]:
    if not outcome.refused:
        return []
    lines = [f"使わなかったもの（{len(outcome.refused)} 件）"]
    for place, reason in outcome.refused:
        lines += [f"  {shown(place)}", f"    理由　{reason}"]
    return lines


def _summary(outcome: Collected) -> str:
    count = Counter(line.status for line in outcome.lines)
    done = "、".join(f"{status} {count[status]}" for status in Status)
    return f"{done}、使わなかったもの {len(outcome.refused)}（単位は件）"
