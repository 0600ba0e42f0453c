"""nbgrader's exchange: nbgrader collects, and what it brings is looked at like anything else."""

import os

import pytest

from course.errors import CourseError

SLUG = "1_1_doubling"


@pytest.fixture
def hand_in(classroom):
    """Put a folder into the exchange as `nbgrader submit` does."""
    root = classroom.inbox / "exchange"

    def submit(student, time, data, course="dl"):
        name = f"{student}+{SLUG}+2026-06-05 {time}.000000 UTC+cmFuZG9t"
        folder = root / course / "inbound" / name
        folder.mkdir(parents=True)
        (folder / f"{SLUG}.ipynb").write_bytes(data)
        (folder / "timestamp.txt").write_text("2020-01-01 00:00:00.000000 UTC", encoding="utf-8")
        (folder / "submission_secret.txt").write_text(f"{student} {time}", encoding="utf-8")
        root.chmod(0o777)
        return folder

    submit.root = root
    return submit


def test_last_hand_in_of_everyone_is_taken_with_the_time_of_the_exchange(classroom, hand_in):
    hand_in("s001", "10:00:00", b"old")
    hand_in("s001", "12:00:00", b"new")
    hand_in("s002", "11:00:00", b"2")
    outcome, screen = classroom.collect(hand_in.root)
    assert not outcome.refused
    assert (classroom.submitted("s001"), classroom.submitted("s002")) == (b"new", b"2")
    assert classroom.timestamp("s001") == "2026-06-05 12:00:00.000000 UTC"
    assert "nbgrader の exchange" in screen and "前に出したもの「s001+1_1_doubling+" in screen


def secret(classroom, student):
    path = classroom.course.root / "submitted" / student / SLUG / "submission_secret.txt"
    return path.read_text(encoding="utf-8") if path.exists() else None


def test_secret_of_the_hand_in_that_is_taken_comes_with_it(classroom, hand_in):
    hand_in("s001", "10:00:00", b"old")
    _, screen = classroom.collect(hand_in.root)
    assert secret(classroom, "s001") == "s001 10:00:00"
    assert "submission_secret" not in screen and "s001 10:00:00" not in screen
    hand_in("s001", "12:00:00", b"new")
    classroom.collect(hand_in.root)
    assert secret(classroom, "s001") == "s001 12:00:00"
    hand_in("s001", "13:00:00", b"new")
    classroom.collect(hand_in.root)
    assert secret(classroom, "s001") == "s001 13:00:00"


def test_secret_that_was_not_kept_earlier_comes_with_the_next_collection(classroom, hand_in):
    hand_in("s001", "10:00:00", b"1")
    classroom.collect(hand_in.root)
    place = classroom.course.root / "submitted" / "s001" / SLUG / "submission_secret.txt"
    place.unlink()
    outcome, _ = classroom.collect(hand_in.root)
    assert outcome.lines[0].status == "変更なし" and place.exists()


@pytest.mark.parametrize("data", [None, b"", b"\xff" * 20, b"x" * 1_000_000, "ひみつ".encode()])
def test_secret_that_cannot_be_nbgraders_is_left_out_and_it_is_said(classroom, hand_in, data):
    place = hand_in("s001", "10:00:00", b"1") / "submission_secret.txt"
    place.unlink()
    if data is not None:
        place.write_bytes(data)
    outcome, screen = classroom.collect(hand_in.root)
    assert not outcome.refused and classroom.submitted("s001") == b"1"
    assert secret(classroom, "s001") is None
    assert "フィードバックを exchange に返せません" in screen


def test_notebook_with_the_name_counts_whatever_copies_lie_beside_it(classroom, hand_in):
    folder = hand_in("s001", "10:00:00", b"1")
    (folder / f"{SLUG}-Copy1.ipynb").write_bytes(b"copy")
    outcome, _ = classroom.collect(hand_in.root / "dl")
    assert not outcome.refused and classroom.submitted("s001") == b"1"


def test_links_to_other_peoples_files_are_refused(classroom, hand_in):
    folder = hand_in("s001", "10:00:00", b"1")
    (folder / f"{SLUG}.ipynb").unlink()
    os.symlink(classroom.course.source_notebook(SLUG), folder / f"{SLUG}.ipynb")
    outcome, _ = classroom.collect(hand_in.root)
    assert "リンク" in outcome.refused[0].reason
    assert classroom.students() == set()


def test_course_has_to_be_named_where_there_are_several(classroom, hand_in):
    hand_in("s001", "10:00:00", b"1")
    hand_in("s001", "10:00:00", b"2", course="other")
    with pytest.raises(CourseError, match="「dl」「other」"):
        classroom.collect(hand_in.root)
    classroom.collect(hand_in.root / "other")
    assert classroom.submitted("s001") == b"2"


def test_exchange_without_a_course_is_one_clear_line(classroom):
    with pytest.raises(CourseError, match="c.CourseDirectory.course_id"):
        classroom.collect("exchange")


def test_exchange_of_the_configuration_is_used(classroom, hand_in):
    hand_in("s001", "10:00:00", b"1")
    config = classroom.course.root / "nbgrader_config.py"
    lines = f"c.Exchange.root = {str(hand_in.root)!r}\nc.CourseDirectory.course_id = 'dl'\n"
    config.write_text(config.read_text(encoding="utf-8") + lines, encoding="utf-8")
    classroom.collect("exchange")
    assert classroom.submitted("s001") == b"1"


def test_failure_of_nbgrader_is_one_clear_line(classroom, hand_in):
    hand_in("s001", "10:00:00", b"1")
    inbound = hand_in.root / "dl" / "inbound"
    (inbound / f"s002+{SLUG}+no time").mkdir()
    with pytest.raises(CourseError, match="nbgrader collect 1_1_doubling が失敗しました"):
        classroom.collect(hand_in.root)
