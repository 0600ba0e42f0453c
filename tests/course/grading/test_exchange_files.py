"""What nbgrader's exchange wants beside the feedback page: carried from submitted/, no further."""

import pytest

from course.grading.exchange_files import exchange_files

TIME, SECRET = "2026-06-05 12:00:00.000000 UTC", "0123456789abcdef" * 8


def beside(tiny, student):
    place = tiny.course.feedback_page(student, tiny.slug).parent
    return {path.name: path.read_text(encoding="utf-8") for path in place.glob("*.txt")}


def hand_in(tiny, student, secret=SECRET):
    folder = tiny.hand_in(student, tiny.solved()).parent
    (folder / "timestamp.txt").write_text(TIME, encoding="utf-8")
    if secret:
        (folder / "submission_secret.txt").write_text(secret, encoding="utf-8")
    return folder


def test_both_files_are_found_as_they_were_written(tiny):
    folder = hand_in(tiny, "s1", f"{SECRET}\n")
    found = {"timestamp.txt": TIME, "submission_secret.txt": f"{SECRET}\n"}
    assert exchange_files(folder) == found


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"x" * 1001])
def test_file_that_would_stop_nbgrader_is_none(tiny, data):
    folder = hand_in(tiny, "s1")
    (folder / "submission_secret.txt").write_bytes(data)
    assert exchange_files(folder) == {}


def test_hand_in_from_elsewhere_has_none(tiny):
    assert exchange_files(hand_in(tiny, "s1", secret="")) == {}
    assert exchange_files(tiny.course.root / "submitted" / "nobody") == {}


def test_links_are_not_followed(tiny):
    folder = hand_in(tiny, "s1", secret="")
    (folder / "submission_secret.txt").symlink_to(folder / "timestamp.txt")
    assert exchange_files(folder) == {}


@pytest.mark.slow
def test_grading_lays_them_beside_the_page_and_nowhere_else(tiny):
    hand_in(tiny, "s1")
    hand_in(tiny, "s2", secret="")
    tiny.grade()
    assert beside(tiny, "s1") == {"timestamp.txt": TIME, "submission_secret.txt": SECRET}
    assert beside(tiny, "s2") == {}
    holding = {p.parts[-4] for p, data in tiny.files(".").items() if SECRET.encode() in data}
    assert holding == {"submitted", "feedback"}


@pytest.mark.slow
def test_class_that_was_graded_before_gets_them_without_being_graded_again(tiny):
    folder = hand_in(tiny, "s1", secret="")
    tiny.grade()
    (folder / "submission_secret.txt").write_text(SECRET, encoding="utf-8")
    report, _ = tiny.grade()
    assert report.kept == 1 and beside(tiny, "s1")["submission_secret.txt"] == SECRET
