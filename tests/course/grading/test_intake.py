"""Whatever is handed in: the good ones are graded, every other is named with what to do."""

import io
import os
import zipfile

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from common.classroom.student_id import MAX_LENGTH
from course.errors import CourseError
from course.grading.intake import Intake
from course.grading.notebook_file import MAX_BYTES
from course.sealed.rebuild import rebuild


def zipped(tiny):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(f"{tiny.slug}.ipynb", tiny.solved())
    return buffer.getvalue()


def in_r(notebook):
    notebook.metadata = {"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}}


def other_chapter(tiny):
    return tiny.course.source_notebook(tiny.other).read_text(encoding="utf-8")


def own_notebook(tiny):
    return nbformat.writes(new_notebook(cells=[new_code_cell("1 + 1")]))


# in a file of the right name: what is handed in, a word of the reason, a word of what to do
BAD_FILES = {
    "truncated": (lambda t: t.solved()[:900], "途中で切れている", "保存し直した"),
    "empty": (lambda t: "", "空です", "保存し直した"),
    "blank": (lambda t: " \n\n", "空です", "保存し直した"),
    "prose": (lambda t: "こたえは2倍です。\n", "文章など", ".ipynb"),
    "html": (lambda t: "<!DOCTYPE html><html></html>", "Web ページ", ".ipynb"),
    "zip": (zipped, "zip", "展開"),
    "other-json": (lambda t: '{"name": "package"}', "JSON ですが", ".ipynb"),
    "list-json": (lambda t: "[1, 2]", "JSON ですが", ".ipynb"),
    "nbformat3": (lambda t: '{"nbformat": 3, "worksheets": []}', "nbformat 3", "保存し直した"),
    "numbers": (lambda t: '{"nbformat": 4, "cells": [1]}', "壊れています", "保存し直した"),
    "deep": (lambda t: '{"cells": ' + "[" * 100_000, "入れ子", "保存し直した"),
    "shift-jis": (lambda t: t.solved().encode("shift_jis"), "UTF-8", "保存し直した"),
    "utf-16": (lambda t: t.solved().encode("utf-16"), "UTF-8", "保存し直した"),
    "huge": (lambda t: b"{" + b" " * MAX_BYTES, "大きすぎます", "出力を消して"),
    "other-chapter": (other_chapter, "別の章（1_2_tripling）", "1_1_doubling"),
    "own-notebook": (own_notebook, "1つもありません", "release/"),
    "in-r": (lambda t: t.solved(in_r), "r のノートブック", "Python"),
}

# a right notebook in a place that is not: student, folder and file name; reason, what to do
BAD_PLACES = {
    "browser": (("p1", "1_1_doubling", "1_1_doubling (1).ipynb"), "(1).ipynb", "名前を"),
    "japanese": (("p2", "1_1_doubling", "課題　提出用.ipynb"), "課題", "名前を"),
    "spaces": (("p3", "1_1_doubling", "1_1 doubling.ipynb"), "1_1 doubling", "名前を"),
    "archive": (("p4", "1_1_doubling", "答え.zip"), "答え.zip", "zip なら展開"),
    "misnamed-folder": (("p5", "1_1_doubling (1)", "1_1_doubling.ipynb"), "フォルダ", "直して"),
    "full-width-id": (("ｓ００１", "1_1_doubling", "1_1_doubling.ipynb"), "学籍番号", "「s001」"),
    "id-with-space": (("s 02", "1_1_doubling", "1_1_doubling.ipynb"), "学籍番号", "「s02」"),
    "id-with-dots": (("..+ps1+x", "1_1_doubling", "1_1_doubling.ipynb"), "学籍番号", "学籍番号に"),
    "id-with-plus": (("s+1", "1_1_doubling", "1_1_doubling.ipynb"), "学籍番号", "学籍番号に"),
    "japanese-id": (("山田太郎", "1_1_doubling", "1_1_doubling.ipynb"), "学籍番号", "学籍番号に"),
    "long-id": (("s" * 65, "1_1_doubling", "1_1_doubling.ipynb"), "学籍番号", "学籍番号に"),
}


def plant_bad_files(tiny):
    for student, (make, *_) in BAD_FILES.items():
        tiny.hand_in(student, make(tiny))


def plant_bad_places(tiny):
    for (student, folder, name), *_ in BAD_PLACES.values():
        tiny.hand_in(student, tiny.solved(), name, slug=folder)


def plant_oddities(tiny):
    """What no regular expression of names covers: empty folders, stray files, links, pipes."""
    submitted = tiny.course.root / "submitted"
    (submitted / "empty-folder" / tiny.slug).mkdir(parents=True)
    (submitted / "empty-student").mkdir()
    (submitted / "stray.ipynb").write_text(tiny.solved(), encoding="utf-8")
    (submitted / "no-folder").mkdir()
    (submitted / "no-folder" / f"{tiny.slug}.ipynb").write_text(tiny.solved(), encoding="utf-8")
    (submitted / "file-for-folder").mkdir()
    (submitted / "file-for-folder" / tiny.slug).write_text("x", encoding="utf-8")
    for student in ("link", "pipe"):
        (submitted / student / tiny.slug).mkdir(parents=True)
    name = f"{tiny.slug}.ipynb"
    (submitted / "link" / tiny.slug / name).symlink_to(tiny.course.source_notebook(tiny.slug))
    os.mkfifo(submitted / "pipe" / tiny.slug / name)


ODDITIES = {
    "empty-folder": ("フォルダが空です", "提出し直して"),
    "empty-student": ("フォルダが空です", "確かめて"),
    "stray.ipynb": ("学生のフォルダの中にない", "submitted/学籍番号/"),
    "no-folder": ("章のフォルダ 1_1_doubling がありません", "1_1_doubling/1_1_doubling.ipynb"),
    "file-for-folder": ("ファイルかリンク", "フォルダにして"),
    "link": ("ふつうのファイルではない", "そのものを"),
    "pipe": ("ふつうのファイルではない", "そのものを"),
}

ALL_BAD = {
    **{student: words for student, (_, *words) in BAD_FILES.items()},
    **{place[0]: words for place, *words in BAD_PLACES.values()},
    **ODDITIES,
}


@pytest.fixture(scope="module")
def graded(tiny_class):
    """Good students among every kind of bad submission, graded once."""
    tiny = tiny_class
    tiny.hand_in("good", tiny.solved())
    tiny.hand_in("mistaken", tiny.solved(double="def double(x):\n    return x * x"))
    tiny.hand_in("windows", b"\xef\xbb\xbf" + tiny.solved(colors="colors = []").encode())
    tiny.hand_in("surrogate", tiny.solved().replace("2つ", "\\ud800\\u0000"))
    tiny.hand_in("crash", tiny.solved(double="import os\nos._exit(3)"))
    tiny.hand_in("twice", tiny.solved())
    tiny.hand_in("twice", tiny.solved(), f"{tiny.slug} (1).ipynb")
    tiny.hand_in("other-only", other_chapter(tiny), f"{tiny.other}.ipynb", slug=tiny.other)
    plant_bad_files(tiny)
    plant_bad_places(tiny)
    plant_oddities(tiny)
    before = tiny.files("submitted")
    report, screen = tiny.grade()
    assert tiny.files("submitted") == before
    return report, screen


@pytest.mark.parametrize(("make", "reason", "action"), BAD_FILES.values(), ids=BAD_FILES)
def test_bad_file_is_set_aside_with_reason_and_what_to_do(tiny, make, reason, action):
    tiny.hand_in("s1", make(tiny))
    intake = Intake(tiny.course, tiny.slug)
    assert not list(intake.submissions())
    (entry,) = intake.set_aside
    assert entry.place == "s1/1_1_doubling"
    assert reason in entry.reason and action in entry.action


@pytest.mark.parametrize(("place", "reason", "action"), BAD_PLACES.values(), ids=BAD_PLACES)
def test_bad_name_is_set_aside_with_reason_and_what_to_do(tiny, place, reason, action):
    student, folder, name = place
    tiny.hand_in(student, tiny.solved(), name, slug=folder)
    intake = Intake(tiny.course, tiny.slug)
    assert not list(intake.submissions())
    (entry,) = intake.set_aside
    assert entry.student == student
    assert reason in entry.reason and action in entry.action


@pytest.mark.parametrize("student", ["s1", "2024-001", "a.b_c@example.jp", "s" * MAX_LENGTH])
def test_ordinary_student_id_is_accepted(tiny, student):
    tiny.hand_in(student, tiny.solved())
    assert [s.student for s in Intake(tiny.course, tiny.slug).submissions()] == [student]


def test_metadata_changed_by_the_student_is_replaced_by_that_of_source(tiny):
    def change(notebook):
        for cell in notebook.cells:
            cell.metadata.tags = ["skip-execution"]
            if cell.id == "double_test":
                cell.metadata.nbgrader.update(points=99, grade=False, schema_version=99)

    tiny.hand_in("s1", tiny.solved(change))
    (submission,) = Intake(tiny.course, tiny.slug).submissions()
    source = nbformat.read(tiny.course.source_notebook(tiny.slug), as_version=4)
    rebuilt = rebuild(submission.notebook, source)
    assert [c.metadata for c in rebuilt.notebook.cells] == [c.metadata for c in source.cells]
    assert any("double_test" in what and "points" in what for what in rebuilt.tampering)


def test_no_submission_at_all_says_where_to_put_it(tiny):
    with pytest.raises(CourseError, match="submitted/学籍番号/1_1_doubling/1_1_doubling.ipynb"):
        Intake(tiny.course, tiny.slug)


def test_hidden_files_and_other_chapters_are_no_submissions(tiny):
    tiny.hand_in("s1", tiny.solved())
    tiny.hand_in("s2", other_chapter(tiny), f"{tiny.other}.ipynb", slug=tiny.other)
    (tiny.course.root / "submitted" / ".DS_Store").write_text("x", encoding="utf-8")
    (tiny.course.root / "submitted" / "s1" / "Thumbs.db").write_text("x", encoding="utf-8")
    intake = Intake(tiny.course, tiny.slug)
    assert [s.student for s in intake.submissions()] == ["s1"]
    assert not intake.set_aside and not intake.notes


@pytest.mark.parametrize("text", ["きのう", "1" * 10_000_000, "2026-04-01" + " " * 2_000, ""])
def test_unreadable_timestamp_is_noted_and_left_out(tiny, text):
    tiny.hand_in("s1", tiny.solved())
    tiny.hand_in("s1", text, "timestamp.txt")
    tiny.hand_in("s2", tiny.solved())
    tiny.hand_in("s2", "2026-04-01 12:00:00 UTC", "timestamp.txt")
    intake = Intake(tiny.course, tiny.slug)
    assert [s.timestamp for s in intake.submissions()] == ["", "2026-04-01 12:00:00 UTC"]
    assert intake.notes == ["s1：timestamp.txt を日時として読めないので、使いません"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("student", "points"),
    [
        ("good", {"double": 3, "colors": 2, "discussion": None}),
        ("mistaken", {"double": 2, "colors": 2, "discussion": None}),
        ("windows", {"double": 3, "colors": 0, "discussion": None}),
        ("twice", {"double": 3, "colors": 2, "discussion": None}),
    ],
)
def test_good_submission_among_bad_ones_gets_its_points(graded, tiny_class, student, points):
    report, _ = graded
    (scores,) = [s for s in report.scores if s.student == student]
    assert scores.points == points
    assert tiny_class.course.feedback_page(student, tiny_class.slug).is_file()


@pytest.mark.slow
def test_class_with_bad_submissions_grades_only_the_good_ones(graded):
    report, _ = graded
    graded_students = [s.student for s in report.scores]
    assert graded_students == ["crash", "good", "mistaken", "surrogate", "twice", "windows"]
    assert report.full_points == {"double": 3, "colors": 2, "discussion": 5}
    assert {entry.student for entry in report.set_aside} == {*ALL_BAD}
    assert len(report.set_aside) == len(ALL_BAD)


@pytest.mark.slow
@pytest.mark.parametrize("student", ALL_BAD)
def test_every_bad_submission_of_a_class_is_named_on_screen(graded, student):
    report, screen = graded
    (entry,) = [e for e in report.set_aside if e.student == student]
    reason, action = ALL_BAD[student]
    assert reason in entry.reason and action in entry.action
    assert f"submitted/{entry.place}\n" in screen
    assert entry.reason in screen and entry.action in screen


@pytest.mark.slow
def test_code_that_ends_python_costs_its_own_exercise_only(graded):
    report, screen = graded
    (scores,) = [s for s in report.scores if s.student == "crash"]
    assert scores.points == {"double": 0, "colors": 2, "discussion": None}
    assert "crash の double：Python が終了" in screen


@pytest.mark.slow
def test_second_notebook_beside_the_graded_one_is_noted(graded):
    report, screen = graded
    (note,) = report.notes
    assert "twice" in note and "(1).ipynb" in note
    assert "1_1_doubling (1).ipynb" in screen
