"""What a file that a student's `submit` wrote says of itself: for people, never for grading."""

import json
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from common.submission import KEY
from course.collecting.receipt import Receipt
from course.collecting.unusable import shown


def remarks(data: bytes, student: str, receipt: Receipt | None, zone: ZoneInfo) -> list[str]:
    """Another student's id, and the time by the student's clock where no other is known."""
    stamp = _stamp(data)
    found = []
    named = stamp.get("student")
    if isinstance(named, str) and named.casefold() != student.casefold():
        found.append(f"ファイルの中の学籍番号は {shown(named[:80])} です（本人に確かめてください）")
    if receipt is None and (time := _time(stamp.get("time"), zone)):
        found.append(f"学生の時計では {time} に作られました（参考。遅れは数えません）")
    return found


def _stamp(data: bytes) -> dict:
    with suppress(ValueError, RecursionError, KeyError, TypeError):
        stamp = json.loads(data)["metadata"][KEY]
        return stamp if isinstance(stamp, dict) else {}
    return {}


def _time(text, zone: ZoneInfo) -> str:
    try:
        return f"{datetime.fromisoformat(text).astimezone(zone):%Y-%m-%d %H:%M}"
    except (TypeError, ValueError, OverflowError):
        return ""
