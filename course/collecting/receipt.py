"""When a submission was received: from whoever received it, never from the submission itself."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil import parser

from course.errors import CourseError

JAPANESE = re.compile(r"(\d{4})年\s*(\d+)月\s*(\d+)日\D*?(午前|午後)?\s*(\d+)(?::|時)(\d+)")
NUMBERS = re.compile(r"(\d{4})[-/](\d+)[-/](\d+)[ T]+(\d+):(\d+)(?::(\d+))?")
MONTH_BY_NAME = re.compile(r"\d.*[A-Za-z]{3}|[A-Za-z]{3}.*\d")


class Receipt(NamedTuple):
    """The time in UTC and who says so; from the exchange, the secret for giving feedback back."""

    time: datetime
    source: str
    secret: str = ""

    @property
    def nbgrader_timestamp(self) -> str:
        """In UTC: nbgrader takes the +0900 of another time zone for 900 seconds."""
        return f"{self.time:%Y-%m-%d %H:%M:%S.%f} UTC"


def time_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise CourseError(
            f"時間帯「{name}」はありません（Asia/Tokyo のように書いてください）"
        ) from None


def to_utc(time: datetime, zone: ZoneInfo) -> datetime:
    """A clock on the wall in UTC, without a time zone as nbgrader keeps times."""
    return time.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def in_zone(time: datetime, zone: ZoneInfo) -> str:
    """A time of the gradebook for people to read."""
    return f"{time.replace(tzinfo=UTC).astimezone(zone):%Y-%m-%d %H:%M}"


def read_time(text: str) -> datetime | None:
    """The time in Moodle's words, in Japanese or English; None where it could mean two days."""
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        if match := JAPANESE.search(plain):
            year, month, day, half, hour, minute = match.groups()
            hours = int(hour) % 12 + 12 * (half == "午後") if half else int(hour)
            return datetime(int(year), int(month), int(day), hours, int(minute))
        if match := NUMBERS.match(plain):
            return datetime(*(int(number or 0) for number in match.groups()))
        if MONTH_BY_NAME.search(plain) and re.search(r"\d{4}", plain) and ":" in plain:
            return parser.parse(plain, ignoretz=True)
    except (ValueError, OverflowError):
        return None
    return None
