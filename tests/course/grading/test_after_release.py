"""Exercises that come or go after submissions were graded: what counts, and what is said of it."""

import os
import subprocess
import sys
from functools import partial

import pytest
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from course.errors import CourseError
from course.exporting.grades import read_grades
from course.gradebook.address import VARIABLE
from course.grading.grade import Options
from course.nbgrader_setup import load_config
from course.notebooks.exercises import read_notebook
from course.report.numbers import chapter_numbers
from course.report.read import read_chapter

pytestmark = pytest.mark.slow
SLOPE = ("prompt_slope", "slope", "slope_test")


def add_slope(tiny, notebook):
    notebook.cells += [
        new_markdown_cell("### やってみよう 4\n\n傾きを答えましょう。", id="prompt_slope"),
        tiny.answer("slope", "if True:\n", "    slope = 2"),
        tiny.check("slope_test", "slope == 2", 4),
    ]


def without(*names):
    return lambda notebook: notebook.update(
        cells=[cell for cell in notebook.cells if cell.id not in names]
    )


def change(tiny, how):
    """The author changes source/."""
    notebook = read_notebook(tiny.course.source_notebook(tiny.slug))
    how(notebook)
    tiny.write_source(tiny.slug, notebook)


def gradebook(tiny):
    return Gradebook(os.environ.get(VARIABLE, f"sqlite:///{tiny.course.root}/gradebook.db"), "")


def give(tiny, student, cell, points, comment=None):
    with gradebook(tiny) as book:
        place = cell, tiny.slug, tiny.slug, student
        grade = book.find_grade(*place)
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = points, 0.5, False
        if comment:
            book.find_comment(*place).manual_comment = comment
        book.db.commit()


def stored(tiny, student):
    with gradebook(tiny) as book:
        notebook = book.find_submission_notebook(tiny.slug, tiny.slug, student)
        return {g.name: (g.auto_score, g.manual_score, g.extra_credit) for g in notebook.grades}


def points(report):
    return {scores.student: scores.points for scores in report.scores}


def page(tiny, student):
    return tiny.course.feedback_page(student, tiny.slug).read_text(encoding="utf-8")


def count(tiny, counted):
    return tiny.grade(options=Options(count_added=counted))


@pytest.fixture(params=["sqlite"])
def added(request, tiny, monkeypatch):
    """Two old copies are graded; then comes a new exercise, and one copy that has it."""
    if request.param == "postgresql":
        monkeypatch.setenv(VARIABLE, request.getfixturevalue("postgres").create())
    for student in ("old", "twin"):
        tiny.hand_in(student, tiny.solved())
    tiny.grade()
    give(tiny, "old", "discussion", 4)
    change(tiny, partial(add_slope, tiny))
    tiny.hand_in("new", tiny.solved(slope="slope = 3"))
    return tiny


def test_added_exercise_does_not_count_for_who_never_had_it(added):
    report, screen = added.grade()
    assert points(report) == {
        "old": {"double": 3, "colors": 2, "discussion": 4.5},
        "twin": {"double": 3, "colors": 2, "discussion": None},
        "new": {"double": 3, "colors": 2, "discussion": None, "slope": 0},
    }
    assert (
        "採点を始めたあとで加わった問題 slope：もともとなかった提出物 2 件には数えません" in screen
    )
    assert "0点として数えるには course grade 1_1_doubling --count-added" in screen
    assert screen.count("対象外") == 3 and "点が変わった" not in screen
    assert not any(scores.tampering for scores in report.scores)
    assert "9.5 / 10 点" in page(added, "old") and "5 / 14 点" in page(added, "new")
    assert page(added, "old").count("対象外（提出したノートブックには、まだなかった問題") == 2
    assert "対象外" not in page(added, "new")
    again, _ = added.grade()
    assert points(again) == points(report) and again.kept == 3


def test_old_copy_that_comes_late_does_not_count_either(added):
    added.hand_in("late", added.solved(change=without(*SLOPE)))
    added.hand_in("old", added.solved())
    added.hand_in("twin", added.solved())
    report, screen = added.grade()
    assert "slope" not in points(report)["late"] and points(report)["twin"]["slope"] == 4
    assert "もともとなかった提出物 1 件" in screen
    added.hand_in("later", added.solved(change=without(*SLOPE)))
    assert "slope" not in points(added.grade()[0])["later"]


def test_new_copy_without_one_of_its_cells_counts(added):
    added.hand_in("cut", added.solved(change=without("slope_test")))
    added.hand_in("bare", added.solved(change=without("slope", "slope_test")))
    report, _ = added.grade()
    assert points(report)["cut"]["slope"] == 4
    assert points(report)["bare"]["slope"] == 0  # its prompt is there


def test_cells_of_an_old_exercise_that_a_student_deleted_are_no_points(added):
    added.hand_in("cut", added.solved(change=without("colors", "colors_test")))
    report, _ = added.grade()
    assert points(report)["cut"]["colors"] == 0
    (scores,) = [scores for scores in report.scores if scores.student == "cut"]
    assert "セル colors がありません" in scores.tampering


def test_new_test_of_an_old_exercise_belongs_to_it(added):
    more = added.check("double_test_more", "double(3) == 6", 1)
    change(added, lambda notebook: notebook.cells.insert(5, more))
    report, screen = added.grade()
    assert points(report)["old"]["double"] == 4 and "double_test_more" not in screen
    assert not any(scores.tampering for scores in report.scores)


@pytest.mark.parametrize("added", ["sqlite", "postgresql"], indirect=True)
def test_added_exercise_counts_for_everybody_if_one_asks_for_it(added):
    added.grade()
    report, screen = count(added, True)
    assert points(report)["old"]["slope"] == 0 and report.kept == 3
    assert "slope：なかった提出物にも、0点として数えます" in screen and "--no-count-added" in screen
    assert "9.5 / 14 点" in page(added, "old")
    added.hand_in("late", added.solved(change=without(*SLOPE)))
    report, _ = added.grade()
    assert points(report)["late"]["slope"] == 0  # as it was decided
    give(added, "twin", "slope_test", 1)
    report, _ = count(added, False)
    assert {s for s, found in points(report).items() if "slope" in found} == {"new", "twin"}
    assert "9.5 / 10 点" in page(added, "old")


def test_discussion_that_was_added_waits_only_for_who_has_it(tiny):
    source = read_notebook(tiny.course.source_notebook(tiny.slug))
    change(tiny, without("discussion"))
    tiny.hand_in("old", tiny.solved())
    tiny.grade()
    tiny.write_source(tiny.slug, source)
    tiny.hand_in("new", tiny.solved())
    report, _ = tiny.grade()
    assert points(report)["new"]["discussion"] is None
    assert "discussion" not in points(report)["old"]
    report, _ = count(tiny, True)
    assert points(report)["old"]["discussion"] == 0


def test_removed_exercise_leaves_the_total_and_its_points_stay_in_the_record(tiny):
    tiny.hand_in("s1", tiny.solved())
    tiny.grade()
    give(tiny, "s1", "discussion", 4, "よく書けています")
    source = read_notebook(tiny.course.source_notebook(tiny.slug))
    change(tiny, without("discussion", "colors_test", "colors"))
    report, screen = tiny.grade()
    assert points(report)["s1"] == {"double": 3}
    assert "消えたセル discussion：1 人の、合わせて 4.5 点を成績簿の記録に残し" in screen
    assert "消えたセル colors_test：1 人の、合わせて 2 点" in screen
    assert "3 / 3 点" in page(tiny, "s1")
    numbers = chapter_numbers(read_chapter(tiny.course, tiny.slug), {})
    assert [cell["cell"] for cell in numbers["removed"]] == ["colors_test", "discussion"]
    assert numbers["results"][0]["full"] == 3

    tiny.write_source(tiny.slug, source)
    report, screen = tiny.grade()
    assert stored(tiny, "s1")["discussion"] == (None, 4, 0.5)
    assert points(report)["s1"]["colors"] == 2 and "消えたセル" not in screen
    assert points(report)["s1"]["discussion"] == 4.5  # of the same answer: nobody looks again
    assert "よく書けています" in page(tiny, "s1")


def test_answer_that_changed_while_its_exercise_was_away_asks_for_another_look(tiny):
    tiny.hand_in("s1", tiny.solved())
    tiny.grade()
    give(tiny, "s1", "discussion", 4)
    source = read_notebook(tiny.course.source_notebook(tiny.slug))
    change(tiny, without("discussion"))
    for _ in ("first", "again"):
        tiny.hand_in("s1", tiny.solved())
        tiny.grade()
    tiny.write_source(tiny.slug, source)
    tiny.hand_in("s1", tiny.solved(discussion="書き直しました。"))
    report, _ = tiny.grade()
    assert points(report)["s1"]["discussion"] is None
    assert stored(tiny, "s1")["discussion"] == (None, 4, 0.5)


def test_renamed_exercise_is_a_removed_and_an_added_one(tiny):
    tiny.hand_in("old", tiny.solved())
    tiny.grade()

    def rename(notebook):
        without("colors", "colors_test")(notebook)
        add_slope(tiny, notebook)

    change(tiny, rename)
    report, screen = tiny.grade()
    assert points(report)["old"] == {"double": 3, "discussion": None}
    assert "加わった問題 slope" in screen and "消えたセル colors_test" in screen


def test_regrade_beside_the_grades_changes_no_cells(added):
    before = stored(added, "old")
    with pytest.raises(CourseError, match="--regrade と --publish は、成績簿のセルを変えません"):
        added.grade(options=Options(regrade=True))
    assert stored(added, "old") == before


def test_report_takes_the_shares_of_the_points_that_count(added):
    added.grade()
    numbers = chapter_numbers(read_chapter(added.course, added.slug), {})
    rows = {row["student"]: row for row in numbers["results"]}
    assert (rows["old"]["full"], rows["old"]["share"]) == (10, 0.95)
    assert rows["old"]["not_counted"] == ["slope"] and rows["old"]["waiting"] == []
    assert (rows["new"]["full"], rows["new"]["waiting"]) == (9, ["discussion"])
    slope = next(e for e in numbers["exercises"] if e["name"] == "slope")
    assert (slope["scored"], slope["waiting"], slope["not_counted"]) == (1, 0, 2)
    assert slope["outcomes"]["not_counted"] == 2


def test_export_scales_the_total_to_that_of_the_chapter(added):
    added.grade()
    _, (chapter,) = read_grades(added.course, [added.slug])
    assert "slope" not in chapter.results["old"].points
    assert chapter.results["old"].final == pytest.approx(9.5 * 14 / 10)
    assert chapter.scaled == ["old", "twin"]


@pytest.mark.parametrize("added", ["sqlite", "postgresql"], indirect=True)
def test_nbgraders_own_views_show_every_submission(added):
    added.grade()
    with gradebook(added) as book:
        rows = book.notebook_submission_dicts(added.slug, added.slug)
        assert {row["student"]: row["max_score"] for row in rows} == {
            "old": 10,
            "twin": 10,
            "new": 14,
        }
    config = load_config(added.course)
    coursedir = CourseDirectory(config=config, root=str(added.course.root))
    api = NbGraderAPI(coursedir=coursedir, config=config)
    assert len(api.get_notebook_submissions(added.slug, added.slug)) == 3
    assert len(api.get_submissions(added.slug)) == 3
    assert api.get_student_notebook_submissions("old", added.slug)[0]["score"] == 9.5


def test_old_copy_whose_cells_lost_their_metadata_is_not_taken_for_one_without_it(added):
    def strip(notebook):
        for number, cell in enumerate(notebook.cells):
            cell.metadata, cell.id = {}, f"n{number}"

    added.hand_in("stripped", added.solved(change=strip))
    report, _ = added.grade()
    assert points(report)["stripped"]["slope"] == 4


def test_nbgraders_own_commands_leave_out_what_does_not_count(added):
    added.grade()
    before = {student: stored(added, student) for student in ("old", "new")}
    for command in ("autograde", "generate_feedback"):
        what = [sys.executable, "-m", "nbgrader", command, added.slug, "--force"]
        said = subprocess.run(what, cwd=added.course.root, capture_output=True, text=True)
        assert said.returncode == 0, said.stderr
    assert {student: stored(added, student) for student in ("old", "new")} == before
    assert "/ 10 点" in page(added, "old") and "/ 14 点" in page(added, "new")
    assert page(added, "old").count("対象外") == 2


def test_chapter_of_which_nothing_is_left_counts_for_nobody_who_was_graded(tiny):
    tiny.hand_in("old", tiny.solved())
    tiny.grade()

    def replace(notebook):
        notebook.cells = [cell for cell in notebook.cells if cell.id.startswith("given")]
        add_slope(tiny, notebook)

    change(tiny, replace)
    tiny.course.source_notebook(tiny.other).unlink()  # it has more of the cells by now
    report, screen = tiny.grade()
    assert points(report)["old"] == {} and "対象外" in screen
    _, (chapter,) = read_grades(tiny.course, [tiny.slug])
    assert chapter.results["old"].final is None
    numbers = chapter_numbers(read_chapter(tiny.course, tiny.slug), {})
    assert numbers["results"][0]["share"] is None and numbers["not_handed_in"] == []
