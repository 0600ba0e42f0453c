"""Times in Moodle's words, and time zones."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.collecting.receipt import read_time, time_zone, to_utc
from course.errors import CourseError

LAST_MINUTE = datetime(2026, 6, 5, 23, 59)


@pytest.mark.parametrize(
    "text",
    [
        "2026年 06月 5日(金曜日) 23:59",
        "2026年06月05日(金) 23:59",
        "2026年 6月 5日(金曜日) 午後 11:59",
        "2026年6月5日 23時59分",
        "２０２６年６月５日 ２３：５９",
        "Friday, 5 June 2026, 11:59 PM",
        "Friday, 5 June 2026, 11:59\u202fPM",
        "5 Jun 2026, 23:59",
        "2026-06-05 23:59",
        "2026/06/05 23:59:00",
    ],
)
def test_times_of_moodle_are_read(text):
    assert read_time(text) == LAST_MINUTE


def test_noon_and_midnight_are_told_apart():
    assert read_time("2026年6月5日 午前 12:10") == datetime(2026, 6, 5, 0, 10)
    assert read_time("2026年6月5日 午後 12:10") == datetime(2026, 6, 5, 12, 10)


@pytest.mark.parametrize(
    "text",
    ["", "-", "6/5/26, 23:59", "05/06/2026 23:59", "2026年13月5日 1:00", "昨日", "June 2026"],
)
def test_times_that_are_not_clear_are_not_guessed(text):
    assert read_time(text) is None


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_none(text):
    assert read_time(text) is None or isinstance(read_time(text), datetime)


def test_wall_clock_becomes_utc():
    assert to_utc(LAST_MINUTE, time_zone("Asia/Tokyo")) == datetime(2026, 6, 5, 14, 59)


@pytest.mark.parametrize("name", ["Tokyo", "", "../etc", "Asia"])
def test_unknown_time_zone_is_one_clear_line(name):
    with pytest.raises(CourseError, match="時間帯"):
        time_zone(name)
