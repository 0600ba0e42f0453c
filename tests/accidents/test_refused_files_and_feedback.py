"""Everyone hears of it: whoever has no page of a score has one that says why, or is listed."""

import zipfile
from types import SimpleNamespace

import pytest

from course.collecting.class_list import ClassList
from course.exporting import feedback
from course.exporting.feedback import pack_feedback
from course.grading.report import Cause, SetAside
from course.grading.results import Records
from course.layout import Course

SLUG = "1_1_doubling"


@pytest.fixture
def export(tmp_path, monkeypatch):
    """What comes of these set-aside submissions beside the page of s1, in a class of four."""
    course = Course(tmp_path)
    page = tmp_path / "feedback" / "s1" / SLUG / f"{SLUG}.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>よくできました</p>", encoding="utf-8")
    folders = {name: f"{name}_{n}_assignsubmission_file_" for n, name in enumerate(["s1", "s2"])}
    people = SimpleNamespace(people=dict.fromkeys(["s1", "s2", "s3", "s4"]))
    monkeypatch.setattr(feedback, "moodle_folders", lambda course, slug: folders)
    monkeypatch.setattr(ClassList, "read", classmethod(lambda cls, course: people))

    def export(*entries):
        Records(course, SLUG).write_set_aside(list(entries))
        packed = pack_feedback(course, SLUG, None)
        path = tmp_path / "a.zip"
        path.write_bytes(packed.data)
        with zipfile.ZipFile(path) as archive:
            return packed, {n.split("_")[0]: archive.read(n).decode() for n in archive.namelist()}

    return export


def refused(reason, cause=Cause.UNREADABLE, student="s2", before=False):
    return SetAside(f"{student}/{SLUG}", reason, "出し直してもらってください", cause, before)


def test_student_whose_file_was_refused_gets_a_page_that_says_why(export):
    packed, pages = export(refused("途中で切れています（3 行目）"))
    assert "よくできました" in pages["s1"]
    assert (
        "途中で切れています（3 行目）" in pages["s2"]
        and "0 点になったのではありません" in pages["s2"]
    )
    assert packed.absent[0] == "s2：途中で切れています（3 行目）（出し直してもらってください）"


def test_who_has_handed_in_nothing_is_listed(export):
    packed, _ = export(refused("空です", Cause.EMPTY))
    assert packed.absent[1:] == ["s3：採点した提出物がありません", "s4：採点した提出物がありません"]


def test_refused_student_who_is_not_known_to_moodle_is_listed(export):
    packed, pages = export(refused("空です", Cause.EMPTY, student="s3"))
    assert set(pages) == {"s1"} and [place for place, _ in packed.refused] == ["s3"]
    assert any(line.startswith("s3：空です") for line in packed.absent)


def test_words_of_a_file_are_escaped_and_those_of_the_grader_stay_out(export):
    _, pages = export(refused("<script>X()</script>"))
    assert "<script>" not in pages["s2"] and "&lt;script&gt;" in pages["s2"]
    _, pages = export(refused("採点の途中でエラー（ValueError: secret）", Cause.UNEXPECTED))
    assert "secret" not in pages["s2"] and "採点の途中で止まりました" in pages["s2"]


def test_older_score_is_mentioned_and_strays_are_nobodys(export):
    _, pages = export(refused("空です", before=True))
    assert "前に採点したものは、そのまま残っています" in pages["s2"]
    _, pages = export(refused("フォルダの中にないファイルです", Cause.STRAY))
    assert set(pages) == {"s1"}
