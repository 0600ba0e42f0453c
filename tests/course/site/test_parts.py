"""The parts the site is made from: figures, headings, links, index of exercises, glossary."""

import base64
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from rich.console import Console
from sphinx.errors import ExtensionError

from common.plots import show_frames
from common.plots.figure import new_figure
from course.errors import CourseError
from course.layout import Course
from course.notebooks.exercises import exercises, read_notebook
from course.site import make_site as build
from course.site.editions import chapter_edition, exercise_edition
from course.site.exercise_index import index_entries
from course.site.figures import (
    LONGEST,
    alternative_texts,
    figure_problems,
    figures,
)
from course.site.formulas import typeset
from course.site.glossary import glossary_page, terms
from course.site.headings import headings, name_headings
from course.site.links import keep_links_within
from course.site.source_tree import write_source_tree

ROOT = Path(__file__).parents[3]
REAL = Course.find(ROOT)
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


def chapter_without(name, slug=REAL.slugs[0]):
    """The chapter with the output of one cell gone."""
    notebook = read_notebook(REAL.chapter_notebook(slug))
    next(cell for cell in notebook.cells if cell.id == name).outputs = []
    return notebook


@pytest.mark.parametrize("slug", REAL.slugs)
def test_every_figure_has_an_alternative_text_and_none_is_left_over(slug):
    notebook = read_notebook(REAL.chapter_notebook(slug))
    assert figures(notebook)
    assert list(figure_problems(slug, notebook, alternative_texts())) == []


def test_alternative_texts_are_short_japanese_and_tell_figures_apart():
    for slug, texts in alternative_texts().items():
        assert len(set(texts.values())) == len(texts), slug
        for name, text in texts.items():
            assert 8 <= len(text) <= LONGEST, (slug, name, len(text))
            assert any("ぁ" <= letter <= "ん" for letter in text), (slug, name)


def test_figure_without_a_text_is_named_with_where_to_write_it():
    slug = REAL.slugs[0]
    notebook, texts = read_notebook(REAL.chapter_notebook(slug)), alternative_texts()
    del texts[slug]["xor_map"]
    (problem,) = figure_problems(slug, notebook, texts)
    assert "xor_map" in problem and "figures.toml" in problem


def test_figure_that_moves_describes_itself():
    moving = show_frames([new_figure(2, 1), new_figure(2, 1)], label="回", alt="白いまま。")
    html, png = moving.to_html(), base64.b64encode(moving.first).decode()
    output = new_output("display_data", {"text/html": html, "image/png": png})
    notebook = new_notebook(cells=[new_code_cell("f()", outputs=[output])])
    assert list(figure_problems("1_1_x", notebook, {})) == []
    (cell,) = chapter_edition(notebook, "1_1_x", {}).cells
    assert cell.outputs == [output] and "mystnb" not in cell.metadata


def test_text_without_its_figure_is_named():
    slug = REAL.slugs[0]
    (problem,) = figure_problems(slug, chapter_without("xor_map"), alternative_texts())
    assert "xor_map" in problem and "その図はありません" in problem


def test_chapter_edition_describes_each_figure_and_leaves_the_chapter_alone():
    slug = REAL.slugs[0]
    notebook, texts = read_notebook(REAL.chapter_notebook(slug)), alternative_texts()[slug]
    before = nbformat.writes(notebook)
    edition = chapter_edition(notebook, slug, texts)
    described = {
        cell.id: cell.metadata["mystnb"]["image"]["alt"]
        for cell in edition.cells
        if "mystnb" in cell.metadata
    }
    assert described == texts
    assert nbformat.writes(notebook) == before


def test_exercise_edition_folds_each_test_away():
    slug = REAL.slugs[0]
    release = read_notebook(REAL.release_notebook(slug))
    tests = [cell.id for exercise in exercises(release) for cell in exercise.tests]
    cells = exercise_edition(release, slug).cells
    folded = [
        cells[place].id
        for place in range(1, len(cells) - 1)
        if cells[place - 1].source.startswith("<details")
        and cells[place + 1].source == "</details>"
    ]
    assert tests and folded == tests


def test_headings_in_code_blocks_are_none():
    text = "# 題\n```python\n# コメント\n```\n## 節　\n"
    assert list(headings(text)) == [(0, "題"), (4, "節")]


def test_name_headings_second_heading_of_a_cell_gets_a_number():
    assert name_headings("# 題\n\n文\n\n## 節", "read-1-1-title") == (
        "(read-1-1-title)=\n# 題\n\n文\n\n(read-1-1-title-2)=\n## 節"
    )


@pytest.mark.parametrize(
    "text, expected",
    [
        ("[章](../notebooks/a.ipynb#x)", "[章](../notebooks/a.ipynb#x)"),
        ("[`コード`](../course/authoring/build.py)", "`コード`"),
        ("[外](https://example.org)と[下](#x)", "[外](https://example.org)と[下](#x)"),
        ("![図](images/a.png)", "![図](images/a.png)"),
    ],
)
def test_links_out_of_the_site_become_plain_text(text, expected):
    assert keep_links_within(text, "docs/page.md", {"notebooks/a.ipynb"}) == expected


@pytest.mark.parametrize("slug", REAL.slugs)
def test_index_lists_every_exercise_with_its_heading_and_points(slug):
    release = read_notebook(REAL.release_notebook(slug))
    entries = index_entries(release, slug)
    assert [entry.name for entry in entries] == [each.name for each in exercises(release)]
    assert sum(entry.points for entry in entries) == 100
    assert all(entry.title.startswith("やってみよう") for entry in entries)
    assert len({entry.anchor for entry in entries}) == len(entries)
    assert [entry.by_hand for entry in entries].count(True) == 1


def test_glossary_terms_occur_in_the_chapter_that_they_point_to():
    chapters = {
        slug: "".join(
            cell.source
            for cell in read_notebook(REAL.chapter_notebook(slug)).cells
            if cell.cell_type == "markdown"
        )
        for slug in REAL.slugs
    }
    for entry in GLOSSARY.split("\n### ")[1:]:
        term = entry.partition("（")[0]
        slug = entry.split("../notebooks/")[1].partition(".ipynb")[0]
        assert term in chapters[slug], (term, slug)


def test_glossary_has_each_term_once_with_its_english():
    found = terms(GLOSSARY)
    assert len(found) == GLOSSARY.count("\n### ") >= 90
    assert len({term.japanese for term in found}) == len(found)
    assert len({term.anchor for term in found}) == len(found)
    assert all(term.english.isascii() for term in found)


def test_glossary_page_can_be_looked_up_in_english():
    page = glossary_page("# 用語集\n\n### 重み（weight）\n\n文\n\n### 層（layer）\n\n文\n")
    assert "(term-weight)=\n### 重み（weight）" in page
    assert "| layer | [層](#term-layer) |\n| weight | [重み](#term-weight) |" in page


def test_source_tree_without_a_guide_has_the_other_docs(course, tmp_path):
    (course.root / "docs" / "guide.md").unlink(missing_ok=True)
    write_source_tree(course, tmp_path / "tree")
    pages = [tmp_path / "tree" / name for name in ("index.md", "instructors.md")]
    index = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert "docs/guide.md" not in index and "docs/classroom.md" in index


def test_source_tree_of_a_release_with_answers_is_refused(course, tmp_path):
    slug = course.slugs[0]
    shutil.copy(course.source_notebook(slug), course.release_notebook(slug))
    with pytest.raises(CourseError, match="答えか隠しテストが残っています"):
        write_source_tree(course, tmp_path / "tree")
    assert not (tmp_path / "tree").exists()


def test_site_without_the_tools_says_how_to_get_them(course, tmp_path, monkeypatch):
    monkeypatch.setattr(build, "PAGEFIND", tmp_path / "pagefind")
    with pytest.raises(CourseError, match="make site"):
        build.write_site(course, Console(quiet=True))
    assert not (course.root / "dist").exists()


@pytest.mark.slow
@pytest.mark.skipif(not build.tools_are_there(), reason=build.NO_TOOLS)
def test_formula_that_mathjax_cannot_read_is_an_error(tmp_path):
    with pytest.raises(ExtensionError, match="nosuchthing"):
        typeset([("x + 1", False), (r"\nosuchthing{x}", True)], tmp_path)


def test_source_tree_without_a_release_is_refused(course, tmp_path):
    slug = course.slugs[0]
    course.release_notebook(slug).unlink()
    with pytest.raises(CourseError, match=f"先に course build {slug}"):
        write_source_tree(course, tmp_path / "tree")
