"""Runs: what is graded when, a regrade beside the grades that stand, and the log of events."""

import io
import json

import pytest
from nbgrader.api import Gradebook
from rich.console import Console

from course.errors import CourseError
from course.grading.command import GradeOptions, grade_chapters
from course.grading.grade import Options
from course.grading.pool import InProcess
from course.grading.results import Records
from course.grading.runs import REGRADE, Run

pytestmark = pytest.mark.slow
WRONG = "def double(x):\n    return -2 * x"
LENIENT = "double(2) != 0"


def run(tiny, **how):
    """What `course grade` prints with these options, graded in this process."""
    screen = io.StringIO()
    options = GradeOptions(**{"workers": 0, **how})
    good = grade_chapters(tiny.course, [tiny.slug], Console(file=screen, width=120), options)
    return good, screen.getvalue()


def totals(tiny):
    with Gradebook(f"sqlite:///{tiny.course.root}/gradebook.db", "") as book:
        return {s.student.id: s.score for s in book.assignment_submissions(tiny.slug)}


def change_test(tiny, condition):
    """The author mends a test that was too strict."""
    import nbformat

    path = tiny.course.source_notebook(tiny.slug)
    notebook = nbformat.read(path, as_version=4)
    next(c for c in notebook.cells if c.id == "double_test").source = f"assert {condition}"
    nbformat.write(notebook, path)


@pytest.fixture
def graded(tiny):
    tiny.hand_in("right", tiny.solved())
    tiny.hand_in("wrong", tiny.solved(double=WRONG))
    tiny.grade()
    return tiny


def test_regrade_shows_what_would_change_and_changes_nothing(graded):
    change_test(graded, LENIENT)
    before = graded.files("autograded", "feedback"), totals(graded)
    good, screen = run(graded, regrade=True)
    assert good and "点が変わるのは 1 人" in screen
    assert "wrong" in screen and "double_test" in screen and "+2" in screen
    assert "right" not in screen
    assert (graded.files("autograded", "feedback"), totals(graded)) == before
    assert run(graded, compare=True)[1] == screen


def test_published_regrade_stands_in_gradebook_and_feedback(graded):
    change_test(graded, LENIENT)
    run(graded, regrade=True)
    good, screen = run(graded, publish=True)
    assert good and "2 人分を成績簿とフィードバックに入れました" in screen
    assert totals(graded) == {"right": 5.0, "wrong": 4.0}
    page = graded.course.root / "feedback" / "wrong" / graded.slug / f"{graded.slug}.html"
    assert "4 / 10 点" in page.read_text(encoding="utf-8")
    report, _ = graded.grade()
    assert report.kept == 2  # the next grading finds nothing to do
    assert "点が変わるのは 0 人" in run(graded, compare=True)[1]


def test_submission_that_changed_since_the_regrade_is_not_overwritten(graded):
    change_test(graded, LENIENT)
    run(graded, regrade=True)
    graded.hand_in("wrong", graded.solved())
    good, screen = run(graded, publish=True)
    assert not good and "入れなかった 1 人" in screen and "wrong" in screen
    assert totals(graded)["wrong"] == 2.0


class BrokenOff(InProcess):
    """Ctrl-C after the first submission."""

    def run(self, *about):
        yield next(super().run(*about))
        raise KeyboardInterrupt


def test_regrade_that_was_broken_off_goes_on(graded):
    change_test(graded, LENIENT)
    with pytest.raises(KeyboardInterrupt):
        graded.grade(options=Options(BrokenOff(), regrade=True))
    _, screen = run(graded, regrade=True)
    records = Records(graded.course, graded.slug)
    assert Run.last(records, REGRADE).number == 2  # the first one was the grading
    assert "採点し直した 2 人のうち、点が変わるのは 1 人" in screen
    run(graded, regrade=True)
    assert Run.last(records, REGRADE).number == 3  # that one was finished: a new one


def test_without_a_regrade_there_is_nothing_to_compare(graded):
    with pytest.raises(CourseError, match="--regrade を先に"):
        run(graded, compare=True)


def test_only_named_students_are_graded_and_what_is_known_of_others_stays(tiny):
    for student in ("a", "b"):
        tiny.hand_in(student, tiny.solved())
    tiny.hand_in("broken", tiny.solved()[:100])
    report, screen = tiny.grade()
    assert [entry.student for entry in report.set_aside] == ["broken"]
    tiny.hand_in("a", tiny.solved(double=WRONG))
    tiny.hand_in("b", tiny.solved(double=WRONG))
    report, screen = tiny.grade(options=Options(students=["a"]))
    assert totals(tiny) == {"a": 2.0, "b": 5.0}
    assert not report.set_aside and "未提出" not in screen
    entries = Records(tiny.course, tiny.slug).set_aside()
    assert [entry.student for entry in entries] == ["broken"]


def test_points_given_by_a_person_come_into_the_page_at_the_next_run(graded):
    with Gradebook(f"sqlite:///{graded.course.root}/gradebook.db", "") as book:
        found = book.find_grade("discussion", graded.slug, graded.slug, "right")
        found.manual_score, found.needs_manual_grade = 4, False
        comment = book.find_comment("discussion", graded.slug, graded.slug, "right")
        comment.manual_comment = "よく考えました"
        book.db.commit()
    report, _ = graded.grade()
    page = graded.course.root / "feedback" / "right" / graded.slug / f"{graded.slug}.html"
    text = page.read_text(encoding="utf-8")
    assert "9 / 10 点" in text and "よく考えました" in text
    assert report.kept == 2
    entry = next(scores for scores in report.scores if scores.student == "right")
    assert entry.points["discussion"] == 4


def test_events_tell_the_time_of_every_submission_exercise_and_cell(graded):
    path = graded.course.root / ".grading" / graded.slug / "runs" / "0001" / "events.jsonl"
    events = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [event["event"] for event in events] == ["started", "graded", "graded"]
    for event in events[1:]:
        assert set(event["exercises"]) == {"double", "colors", "discussion"}
        assert {"double", "double_test", "colors_test"} <= set(event["cells"])
        assert event["seconds"] == pytest.approx(sum(event["cells"].values()), abs=1e-3)
        assert event["exercises"]["double"] > 0


def test_lost_gradebook_is_filled_again(graded):
    (graded.course.root / "gradebook.db").unlink()
    graded.grade()
    assert totals(graded) == {"right": 5.0, "wrong": 2.0}
