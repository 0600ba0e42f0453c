"""`course report`: where it writes, what it refuses, and the overview of several chapters."""

import json

import pytest
from bs4 import BeautifulSoup

from course import cli
from course.errors import CourseError


@pytest.fixture
def graded(small_class):
    small_class.grade("s1")
    small_class.grade("s2", ("add",))
    return small_class


def test_command_writes_page_numbers_and_students(graded, monkeypatch, capsys):
    monkeypatch.chdir(graded.course.root)
    monkeypatch.setattr("sys.argv", ["course", "report", "1_1"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    assert f"report/{graded.slug}/index.html" in capsys.readouterr().out
    folder = graded.course.root / "report" / graded.slug
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
    assert files == ["index.html", "report.json", "students/s1.html", "students/s2.html"]


def test_chapter_without_grades_says_what_to_do(graded):
    with pytest.raises(CourseError, match=f"先に course grade {graded.other} を"):
        graded.report("1_1", "1_2")
    assert not (graded.course.root / "report").exists()


def test_course_without_grades_says_what_to_do(small_class):
    with pytest.raises(CourseError, match="先に course grade を"):
        small_class.report()


def test_default_is_every_chapter_with_grades(graded):
    pages, _, data = graded.report()
    assert [page.parent.name for page in pages] == [graded.slug]
    assert data["chapter"] == graded.slug


def test_several_chapters_get_an_overview_with_students_by_chapters(graded):
    graded.grade("s1", ("add",), slug=graded.other)
    graded.grade("s3", (), slug=graded.other)
    pages, overview, data = graded.report("1_2", "1_1")
    assert data == {"chapters": [graded.other, graded.slug]}
    soup = BeautifulSoup(overview, "html.parser")
    rows = [[td.get_text() for td in tr.find_all("td")] for tr in soup.find_all("tr")]
    assert rows[-3:] == [["s1", "40%", "100%"], ["s2", "－", "40%"], ["s3", "0%", "－"]]
    for link in soup.find_all("a"):
        assert (pages[0].parent / link["href"]).is_file()


def test_output_is_another_folder(graded, tmp_path):
    pages, _, _ = graded.report("1_1", output=tmp_path / "for me")
    assert pages == [tmp_path / "for me" / graded.slug / "index.html"]
    assert not (graded.course.root / "report").exists()


def test_report_replaces_an_old_report_wholly(graded):
    old = graded.report("1_1")[0][0].parent / "students" / "s9.html"
    old.write_text("left the course")
    graded.report("1_1")
    assert not old.exists()


def test_folder_that_is_no_report_is_never_replaced(graded):
    source = graded.course.source_notebook(graded.slug)
    before = source.read_bytes()
    with pytest.raises(CourseError, match="course report が作ったものではない"):
        graded.report("1_1", output=graded.course.root / "source")
    assert source.read_bytes() == before


def test_overview_does_not_replace_a_page_of_somebody_else(graded, tmp_path):
    graded.grade("s1", slug=graded.other)
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(CourseError, match="course report が作ったものではない"):
        graded.report("1_1", "1_2", output=tmp_path)
    assert (tmp_path / "index.html").read_text() == "mine"


def test_chapter_without_exercises_is_refused(graded):
    notebook = graded.course.chapter_notebook("1_9_reading")
    notebook.write_text(json.dumps({"cells": []}))
    with pytest.raises(CourseError, match="やってみよう（source/1_9_reading）がありません"):
        graded.report("1_9")


def test_gradebook_that_cannot_be_read_is_one_clear_line(graded):
    (graded.course.root / "gradebook.db").write_text("no database")
    with pytest.raises(CourseError, match="を使えません：SQLite の成績簿ではありません"):
        graded.report("1_1")
