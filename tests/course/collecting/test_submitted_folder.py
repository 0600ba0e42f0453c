"""submitted/ after a second collection: nothing is lost, nothing is changed without need."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import nbformat
import pytest
from nbgrader.utils import parse_utc

from course.collecting.receipt import Receipt
from course.collecting.submitted_folder import Status, SubmittedFolder
from course.collecting.unusable import Unusable
from course.grading.intake import Intake

TIME = datetime(2026, 6, 5, 14, 59)


def receipt(hours=0):
    return Receipt(TIME + timedelta(hours=hours), "test")


@pytest.fixture
def submitted(classroom):
    return SubmittedFolder(classroom.course, classroom.slug, ZoneInfo("Asia/Tokyo"))


def test_timestamp_is_read_by_nbgrader_as_it_was_meant(classroom, submitted):
    submitted.put("s001", b"1", receipt())
    assert parse_utc(classroom.timestamp("s001")) == TIME


def test_same_notebook_again_changes_nothing(classroom, submitted):
    submitted.put("s001", b"1", receipt())
    before = classroom.files()
    assert submitted.put("s001", b"1", receipt()) == (Status.KEPT, "")
    assert submitted.put("s001", b"1", None) == (Status.KEPT, "")
    assert classroom.files() == before


def test_same_notebook_with_a_better_time_changes_the_time(classroom, submitted):
    submitted.put("s001", b"1", None)
    status, note = submitted.put("s001", b"1", receipt())
    assert status == Status.REPLACED and "時刻だけ" in note
    assert parse_utc(classroom.timestamp("s001")) == TIME


def test_newer_one_replaces_and_the_older_is_kept_where_grading_does_not_look(classroom, submitted):
    submitted.put("s001", b"1", receipt())
    status, note = submitted.put("s001", b"2", receipt(hours=1))
    assert (status, classroom.submitted("s001")) == (Status.REPLACED, b"2")
    kept = classroom.course.root / ".collected" / classroom.slug / "replaced" / "s001"
    assert (kept / "1" / f"{classroom.slug}.ipynb").read_bytes() == b"1"
    assert (kept / "1" / "timestamp.txt").exists()
    assert ".collected/1_1_doubling/replaced/s001/1" in note
    submitted.put("s001", b"3", receipt(hours=2))
    assert (kept / "2" / f"{classroom.slug}.ipynb").read_bytes() == b"2"
    assert classroom.students() == {"s001"}


def test_older_one_does_not_replace_a_newer(classroom, submitted):
    submitted.put("s001", b"2", receipt(hours=1))
    status, note = submitted.put("s001", b"1", receipt())
    assert (status, classroom.submitted("s001")) == (Status.KEPT, b"2")
    assert "2026-06-06 00:59" in note


def test_files_that_lay_beside_are_kept(classroom, submitted):
    place = classroom.course.root / "submitted" / "s001" / classroom.slug
    place.mkdir(parents=True)
    (place / "memo.txt").write_text("memo", encoding="utf-8")
    submitted.put("s001", b"1", None)
    assert not (place / "memo.txt").exists()
    kept = classroom.course.root / ".collected" / classroom.slug / "replaced" / "s001" / "1"
    assert (kept / "memo.txt").read_text(encoding="utf-8") == "memo"


@pytest.mark.parametrize("depth", ["s001", "s001/1_1_doubling"])
def test_links_in_submitted_are_not_written_through(classroom, submitted, tmp_path, depth):
    outside = tmp_path / "outside"
    outside.mkdir()
    place = classroom.course.root / "submitted" / depth
    place.parent.mkdir(parents=True)
    place.symlink_to(outside)
    with pytest.raises(Unusable, match="リンク"):
        submitted.put("s001", b"1", None)
    assert not list(outside.iterdir())


def test_grading_looks_at_what_was_collected_and_nothing_else(classroom, submitted):
    source = classroom.course.source_notebook(classroom.slug)
    cell = {"nbgrader": {"grade_id": "a", "grade": True, "solution": True, "schema_version": 3}}
    source.write_bytes(notebook_with(classroom, cell))
    submitted.put("s001", b"broken", receipt())
    submitted.put("s001", source.read_bytes(), receipt(hours=1))
    intake = Intake(classroom.course, classroom.slug)
    (submission,) = intake.submissions()
    assert submission.student == "s001" and submission.timestamp
    assert not intake.set_aside and not intake.notes


def notebook_with(classroom, metadata):
    notebook = nbformat.reads(classroom.notebook(), as_version=4)
    notebook.cells[0].metadata.update(metadata)
    return nbformat.writes(notebook).encode()
