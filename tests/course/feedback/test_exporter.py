"""Feedback pages need no network: formulas are MathML, and those of students run nothing."""

import re

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course.feedback import exporter as feedback_page
from course.feedback.exporter import mathml
from course.feedback.graded_page import Grades, _exporter, page
from course.layout import Course
from course.notebooks.exercises import nbgrader_metadata, read_notebook
from course.sealed.caps import HIGHLIGHTED, HIGHLIGHTED_TOGETHER, as_written
from course.sealed.rebuild import without_html

COURSE = Course.find()
ANSWER = {"nbgrader": {"solution": True, "grade": True, "grade_id": "a", "points": 1}}
ELSEWHERE = re.compile(r"^(https?:)?//")


GRADES = Grades({}, {}, 0.0, 0.0)


def shown(notebook):
    names = [nbgrader_metadata(cell).get("grade_id") for cell in notebook.cells]
    grades = Grades(dict.fromkeys(filter(None, names), (1.0, 1.0)), {"a": "$x$"}, 1.0, 1.0)
    text = page(notebook, "1_1_x", grades, {})
    return BeautifulSoup(text, "html.parser")


def of(source, metadata=None):
    return shown(new_notebook(cells=[new_markdown_cell(source, metadata=metadata or {})]))


@pytest.mark.slow
@pytest.mark.parametrize("slug", COURSE.slugs)
def test_page_of_a_chapter_loads_nothing_and_has_all_its_formulas_drawn(slug):
    html = shown(read_notebook(COURSE.source_notebook(slug)))
    assert not html.find_all(["script", "link", "iframe"])
    assert not html.find_all(src=ELSEWHERE)
    assert html.find("math")
    for cell in html.select(".rendered_html"):
        for code in cell.find_all(["code", "pre"]):
            code.decompose()
        assert not re.search(r"\$|\\\\[a-z]", cell.get_text()), cell.get_text()


@pytest.mark.parametrize(
    ("source", "display"),
    [
        (r"$\frac{1}{2}$", "inline"),
        (r"$$\sum_i x_i < 1$$", "block"),
        (r"\begin{align}x &= 1\end{align}", "block"),
    ],
)
@pytest.mark.parametrize("metadata", [{}, ANSWER])
def test_formula_becomes_mathml(source, display, metadata):
    html = of(source, metadata)
    assert html.select_one(".rendered_html math")["display"] == display
    assert "frac" not in html.select_one(".rendered_html").get_text()


def test_comment_of_a_person_has_its_formulas_drawn():
    assert of("答え", ANSWER).select_one(".panel-footer math")


@pytest.mark.parametrize("tex", [r"\frac", "{" * 3000, r"\left(" * 500, r"\begin{matrix}"])
def test_formula_that_cannot_be_read_is_shown_as_written(tex):
    assert mathml(tex, "inline") is None
    assert f"${tex}$" in of(f"答え ${tex}$", ANSWER).get_text()


@pytest.mark.parametrize(
    "formula",
    [
        r"\text{<img src=x onerror=alert(1)>}",
        r"\text{&lt;img src=x onerror=alert(1)>}",
        r"\text{&amp;lt;img src=x onerror=alert(1)>}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{background:url(https://example.org)}{x}",
        '\\color{"><img src=x onerror=alert(1)>}{x}',
        r"\frac{&lt;img src=x onerror=alert(1)>}",
    ],
)
def test_formula_of_a_student_runs_nothing(formula):
    html = of(f"${formula}$", ANSWER).select_one(".rendered_html")
    assert not html.find_all(["script", "img", "iframe"])
    assert not html.find_all(lambda tag: {"onerror", "style", "href"} & tag.attrs.keys())


def test_less_than_in_a_formula_of_a_student_is_drawn():
    html = of(without_html("$x<y$"), ANSWER).select_one(".rendered_html")
    assert [sign.get_text() for sign in html.find_all("mo")] == ["<"]


def test_hints_of_the_author_can_still_be_opened():
    assert of("<details><summary>ヒント</summary>\n\n$x$\n\n</details>").select_one("details math")


def test_points_are_listed_by_title_and_lead_to_their_cells():
    notebook = read_notebook(COURSE.source_notebook(COURSE.slugs[0]))
    html = shown(notebook)
    rows = html.select("#toc li")
    graded = [cell for cell in notebook.cells if nbgrader_metadata(cell).get("grade")]
    assert len(rows) == len(graded)
    assert rows[0].get_text() == "やってみよう 1　全結合の計算 ★　1 / 1 点"
    for row, cell in zip(rows, graded, strict=True):
        assert row.a["href"] == f"#{cell.metadata.nbgrader.grade_id}"
        assert html.find("a", attrs={"name": cell.metadata.nbgrader.grade_id})


def test_parts_of_an_exercise_are_told_apart():
    notebook = read_notebook(COURSE.source_notebook(COURSE.resolve("1_1")))
    rows = [row.a.get_text() for row in shown(notebook).select("#toc li")]
    (first, second) = [row for row in rows if row.endswith(("（y）", "（zs）"))]
    assert first.removesuffix("（y）") == second.removesuffix("（zs）")
    assert len(set(rows)) == len(rows)


def test_words_of_the_page_are_japanese():
    notebook = read_notebook(COURSE.source_notebook(COURSE.slugs[0]))
    for cell in notebook.cells:
        cell.source = "答え" if nbgrader_metadata(cell) else "# 題"
    html = shown(notebook)
    html.head.decompose()
    assert html.html["lang"] == "ja"
    for title in html.select("h4"):
        title.decompose()
    assert set(re.findall("[A-Za-z]{2,}", html.get_text())) == {"In"}


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg"])
def test_picture_is_described_in_japanese(kind):
    cell = new_code_cell("f()", outputs=[new_output("display_data", {kind: "AAAA"})])
    picture = shown(new_notebook(cells=[cell])).img
    assert picture["alt"] == "実行結果の図"
    assert picture["src"] == f"data:{kind};base64,AAAA"


def test_colours_of_outputs_are_defined_on_the_page():
    output = new_output("stream", text="\x1b[31m赤\x1b[0m")
    html = shown(new_notebook(cells=[new_code_cell("f()", outputs=[output])]))
    (name,) = html.find("span", string="赤")["class"]
    assert any(f".{name}" in style.get_text() for style in html.select("style"))


def test_page_needs_no_current_folder(tmp_path, monkeypatch):
    """As in a worker, whose folder is gone when it makes pages."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    _exporter.cache_clear()
    assert "題" in of("# 題").get_text()


@pytest.mark.parametrize("config", [{}, {"sanitize_html": True}])
def test_text_beyond_the_limits_is_shown_as_written_and_no_renderer_sees_it(config, monkeypatch):
    monkeypatch.setattr(feedback_page, "MarkdownWithMath", lambda **_: pytest.fail("rendered"))
    text = "考察 <script>x()</script> $x$ ![](a) &amp;\n\n" * 900
    cell = new_markdown_cell(as_written(text), metadata={})
    grades = Grades({}, {}, 1.0, 1.0)
    html = BeautifulSoup(
        page(new_notebook(cells=[cell]), "1_1_x", grades, config), features="html.parser"
    )
    assert html.select_one("pre").get_text() == text
    assert not html.find_all(["script", "math", "img"])


def test_markdown_that_the_renderer_stumbles_over_costs_no_page(monkeypatch):
    def stumble(**_):
        raise RecursionError

    monkeypatch.setattr(feedback_page, "MarkdownWithMath", stumble)
    assert of("答え $x$").select_one(".rendered_html pre").get_text() == "答え $x$"


@pytest.mark.parametrize("depth", [260, 2_000])
def test_formula_that_nests_deeply_costs_no_page(depth):
    tex = r"\substack{a\\" * depth + "}" * depth
    text = page(new_notebook(cells=[new_markdown_cell(f"${tex}$ 題")]), "1_1_x", GRADES, {})
    assert "題" in text


@pytest.mark.parametrize(
    ("code", "count", "coloured"),
    [
        ("x = 1", 9, 9),
        ("x" * (HIGHLIGHTED + 1), 1, 0),
        ("    \n" * 100 + "x", 1, 0),
        ("x" * HIGHLIGHTED, 9, HIGHLIGHTED_TOGETHER // HIGHLIGHTED),
    ],
)
def test_code_beyond_the_limits_is_shown_without_colours(code, count, coloured):
    html = shown(new_notebook(cells=[new_code_cell(code) for _ in range(count)]))
    assert len(html.select(".input_area .highlight")) == coloured
    assert [pre.get_text().strip("\n") for pre in html.select(".input_area pre")] == [code] * count
