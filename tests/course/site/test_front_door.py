"""The site's first page: why to read on, where to begin, and what only instructors read."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from rich.console import Console

from course.errors import CourseError
from course.layout import CONFIG, Course
from course.site import front_door
from course.site.make_site import NO_TOOLS, tools_are_there, write_site
from course.site.source_tree import write_source_tree

ROOT = Path(__file__).parents[3]
REAL = Course.find(ROOT)


@pytest.fixture(autouse=True)
def still_picture(monkeypatch):
    """The picture has tests of its own, and takes seconds."""
    monkeypatch.setattr(front_door, "learned_boundary", lambda: "<figure></figure>")


def tree(course, tmp_path, **options):
    place = tmp_path / "tree"
    write_source_tree(course, place, **options)
    return place, (place / "index.md").read_text(encoding="utf-8")


def test_page_opens_with_the_picture_and_says_why_to_open_each_chapter(course, tmp_path):
    _, index = tree(course, tmp_path)
    assert index.split("\n")[2] == "<figure></figure>"
    sentences = front_door._sentences()
    assert sentences.keys() == set(REAL.slugs)
    for slug in REAL.slugs:
        assert sentences[slug] in index
        assert index.count(f"](notebooks/{slug}.ipynb)") >= 1
        assert f"](release/{slug}/{slug}.ipynb)" in index


def test_chapter_may_wait_for_its_sentence_but_a_sentence_needs_its_chapter(
    course, tmp_path, monkeypatch
):
    first, *others = REAL.slugs
    told = {slug: "文。" for slug in others}
    monkeypatch.setattr(front_door, "_sentences", lambda: told)
    _, index = tree(course, tmp_path)
    assert f"](notebooks/{first}.ipynb)\n\n[やってみよう" in index
    told["9_9_gone"] = "文。"
    with pytest.raises(CourseError, match="9_9_gone：その章はありません"):
        tree(course, tmp_path)


def test_unpublished_course_begins_with_reading_and_the_folder_from_the_teacher(course, tmp_path):
    _, index = tree(course, tmp_path)
    assert "何も入れずに、このまま読めます" in index and "先生から受け取ったフォルダ" in index
    assert "https://" not in index


@pytest.mark.parametrize(
    "setting, name", [("url", "授業で動かす"), ("self_study_url", "ひとりで学ぶ（自習版）")]
)
def test_published_edition_opens_in_colab_and_as_a_zip(course, tmp_path, setting, name):
    with (course.root / CONFIG).open("a", encoding="utf-8") as config:
        config.write(f'\nc.StudentsRepository.{setting} = "https://github.com/someone/course"\n')
    _, index = tree(course, tmp_path)
    colab = "https://colab.research.google.com/github/someone/course/blob/main/notebooks/"
    [line] = [line for line in index.splitlines() if line.startswith(f"- **{name}**")]
    assert f"]({colab}{REAL.slugs[0]}.ipynb)" in line
    assert "](https://github.com/someone/course/archive/refs/heads/main.zip)" in line
    assert "先生から受け取った" not in index


def test_pages_of_instructors_have_a_part_of_their_own(course, tmp_path):
    place, index = tree(course, tmp_path)
    assert "[講師の方へ](instructors.md)" in index and "docs/guide.md" not in index
    own = (place / "instructors.md").read_text(encoding="utf-8")
    guides = {path.name for path in (ROOT / "docs").glob("*.md")} - {"glossary.md"}
    assert all(own.count(f"docs/{name}") == 2 for name in guides)


def test_pages_of_instructors_can_be_left_out(course, tmp_path):
    place, index = tree(course, tmp_path, instructors=False)
    assert [path.name for path in (place / "docs").iterdir()] == ["glossary.md"]
    assert not (place / "instructors.md").exists()
    assert "講師の方へ" not in index and "instructors" not in index


@pytest.mark.long
@pytest.mark.skipif(not tools_are_there(), reason=NO_TOOLS)
def test_site_without_instructors_is_whole(tmp_path):
    site = write_site(REAL, Console(quiet=True), tmp_path / "site", instructors=False)
    pages = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*.html")}
    assert [name for name in pages if name.startswith("docs/")] == ["docs/glossary.html"]
    for name, data in pages.items():
        links = BeautifulSoup(data, "html.parser").select("a[href]")
        assert not [a for a in links if "guide" in a["href"] or "instructors" in a["href"]], name
