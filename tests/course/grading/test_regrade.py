"""Grading again: what changed is scored anew, what fails keeps what there was."""

import errno
import shutil
from dataclasses import replace

import nbformat
import pytest
from nbgrader.api import Gradebook, MissingEntry

from course.grading import publish

pytestmark = pytest.mark.slow
WRONG = "def double(x):\n    return -2 * x"


def gradebook(tiny):
    return Gradebook(f"sqlite:///{tiny.course.root}/gradebook.db", "")


def give_points(tiny, student, points):
    """What the formgrader does when a person grades the discussion."""
    with gradebook(tiny) as book:
        grade = book.find_grade("discussion", tiny.slug, tiny.slug, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()


def stored(tiny, student):
    with gradebook(tiny) as book:
        submission = book.find_submission(tiny.slug, student)
        grades = submission.notebooks[0].grades
        return {g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for g in grades}


def scores_of(report):
    return {scores.student: scores.points for scores in report.scores}


@pytest.fixture(scope="module")
def rounds(tiny_class):
    """The reports of three rounds: the first class, after changes, and nothing changed since."""
    tiny = tiny_class
    for student in ("kept", "fixed", "rewritten", "broken", "gone"):
        tiny.hand_in(student, tiny.solved(double=WRONG if student == "fixed" else "double = abs"))
    first, _ = tiny.grade()
    for student in ("kept", "rewritten"):
        give_points(tiny, student, 4)
    with gradebook(tiny) as book:
        book.add_student("absent")
    files = tiny.files("autograded/broken", "feedback/broken")
    before = stored(tiny, "broken")

    source = nbformat.read(tiny.course.source_notebook(tiny.slug), as_version=4)
    next(c for c in source.cells if c.id == "colors_test").metadata.nbgrader.points = 4
    tiny.write_source(tiny.slug, source)
    tiny.hand_in("kept", tiny.solved(colors="colors = []"))
    tiny.hand_in("fixed", tiny.solved())
    tiny.hand_in("rewritten", tiny.solved(discussion="書き直しました。"))
    tiny.hand_in("broken", tiny.solved()[:500])
    tiny.hand_in("new", tiny.solved()[:500])
    shutil.rmtree(tiny.course.root / "submitted" / "gone")
    second, screen = tiny.grade()
    assert tiny.files("autograded/broken", "feedback/broken") == files
    assert stored(tiny, "broken") == before
    third, _ = tiny.grade()
    return first, second, third, screen, tiny


def test_changed_submission_gets_new_points(rounds):
    first, second, *_ = rounds
    assert scores_of(first)["fixed"]["double"] == 0
    assert scores_of(second)["fixed"] == {"double": 3, "colors": 4, "discussion": None}


def test_changed_points_in_source_count_at_the_next_grading(rounds):
    first, second, *_ = rounds
    assert first.full_points["colors"] == 2 and second.full_points["colors"] == 4


def test_points_given_by_hand_stay_while_that_answer_is_unchanged(rounds):
    _, second, *_ = rounds
    assert scores_of(second)["kept"] == {"double": 3, "colors": 0, "discussion": 4}


def test_points_given_by_hand_are_asked_for_again_when_the_answer_changed(rounds):
    _, second, *_ = rounds
    assert scores_of(second)["rewritten"]["discussion"] is None


def test_failed_regrade_keeps_files_and_points_and_says_so(rounds):
    _, second, _, screen, _ = rounds
    student = "broken"
    assert student not in scores_of(second)
    (entry,) = [e for e in second.set_aside if e.student == student]
    assert entry.graded_before
    assert f"autograded/{student}/1_1_doubling、フィードバック、成績簿の点は、そのまま" in screen


def test_new_student_with_a_broken_file_has_no_entry_rather_than_zero(rounds):
    _, second, _, _, tiny = rounds
    (entry,) = [e for e in second.set_aside if e.student == "new"]
    assert not entry.graded_before
    with gradebook(tiny) as book, pytest.raises(MissingEntry):
        book.find_student("new")


def test_students_without_submission_are_named(rounds):
    _, second, _, screen, _ = rounds
    assert second.not_submitted == ["absent"]
    assert "未提出（1 人）：absent" in screen
    assert any("gone" in note and "残っています" in note for note in second.notes)


def test_grading_twice_gives_the_same_report(rounds):
    _, second, third, *_ = rounds
    assert replace(third, changes=second.changes, kept=second.kept) == second


def test_only_what_is_new_or_changed_is_graded(rounds):
    first, second, third, *_ = rounds
    assert (first.kept, second.kept, third.kept) == (0, 0, 3)  # second: the tests have changed
    assert not first.changes and not third.changes


def test_changed_points_are_named_with_the_points_of_before(rounds):
    _, second, _, screen, _ = rounds
    assert ("fixed", 2, 7) in {(c.student, c.before, c.after) for c in second.changes}
    assert "  fixed：2 → 7" in screen


def full_disk(*arguments):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_page_that_cannot_be_written_leaves_no_half_graded_student(tiny, monkeypatch):
    monkeypatch.setattr(publish, "stage_folder", full_disk)
    tiny.hand_in("s1", tiny.solved())
    report, screen = tiny.grade()
    assert not report.scores and "No space left on device" in screen
    assert not (tiny.course.root / "autograded").exists()
    with gradebook(tiny) as book:
        assert not book.students
    assert "No space left on device" in report.log.read_text(encoding="utf-8")
    monkeypatch.undo()
    report, _ = tiny.grade()
    assert scores_of(report)["s1"]["double"] == 3 and not report.set_aside


def test_regrade_that_cannot_be_written_keeps_the_points_of_before(tiny, monkeypatch):
    tiny.hand_in("s1", tiny.solved())
    tiny.grade()
    before = stored(tiny, "s1"), tiny.files("autograded", "feedback")
    tiny.hand_in("s1", tiny.solved(double=WRONG))
    monkeypatch.setattr(publish, "stage_folder", full_disk)
    report, _ = tiny.grade()
    assert report.set_aside[0].graded_before
    assert (stored(tiny, "s1"), tiny.files("autograded", "feedback")) == before


def test_interrupting_the_grading_stops_it_and_leaves_no_entry(tiny, monkeypatch):
    def interrupt(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(publish, "stage_folder", interrupt)
    tiny.hand_in("s1", tiny.solved())
    with pytest.raises(KeyboardInterrupt):
        tiny.grade()
    with gradebook(tiny) as book:
        assert not book.students


@pytest.mark.parametrize("moment", ["stage_folder", "swap_folder"])
def test_answer_rewritten_after_points_by_hand_asks_again_also_after_a_kill(
    tiny, monkeypatch, moment
):
    tiny.hand_in("s1", tiny.solved())
    tiny.grade()
    give_points(tiny, "s1", 4)
    tiny.grade()
    tiny.hand_in("s1", tiny.solved(discussion="書き直しました。"))

    def killed(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(publish, moment, killed)
    with pytest.raises(KeyboardInterrupt):
        tiny.grade()
    monkeypatch.undo()
    tiny.grade()
    assert stored(tiny, "s1")["discussion"] == (None, 4, True)
