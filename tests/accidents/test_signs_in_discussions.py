"""`<` and brackets in the code and mathematics of a 考察 show as they were written everywhere."""

import html
import re

import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

from course.attacks.attacked_class import SLUG, chapter, solved
from course.feedback.graded_page import Grades, page
from course.sealed import preprocessors
from course.sealed.learners_markdown import LINK, TAG, without_html
from course.sealed.rebuild import rebuild

SOURCE = chapter()
ABOUT = ("assignment_id", "notebook_id", "submission_id", "base_url", "student", "last_name")
RESOURCES = dict.fromkeys((*ABOUT, "first_name", "notebook_path"), "x") | {"index": 0, "total": 1}


@pytest.fixture(scope="module")
def formgrader():
    """What the marker's screen is made with."""
    config = Config()
    preprocessors.configure(config)
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    return HTMLExporter(config=config)


@pytest.fixture
def pages(formgrader):
    def pages(text):
        notebook = rebuild(solved(discussion=text), SOURCE).notebook
        notebook.cells = notebook.cells[-1:]
        marker, _ = formgrader.from_notebook_node(notebook, resources=dict(RESOURCES))
        feedback = page(notebook, SLUG, Grades({"discussion": (0.0, 2.0)}, {}, 0.0, 2.0), {})
        return [found[found.rindex("rendered_html") :] for found in (marker, feedback)]

    return pages


def words(page):
    """What a reader sees, without blanks: those in formulas are not shown."""
    return re.sub(r"\s", "", html.unescape(re.sub(r"<[^<>]*>", "", page)))


CODE = {
    "inline": ("次の `if x<n:` です", "ifx<n:"),
    "inline-call": ("次の `a[i](x)` です", "a[i](x)"),
    "two-ticks": ("次の ``a<b ` c`` です", "a<b`c"),
    "html-as-code": ("次の `<b>` です", "<b>"),
    "fence": ("```python\nif x<n:\n    f[0](1)\n```", "ifx<n:f[0](1)"),
    "waves": ("~~~\na<b\n~~~", "a<b"),
    "unclosed-fence": ("はじめ\n\n```\na<b", "a<b"),
    "indented": ("はじめ\n\n    if x<n:\n        y<z\n\nおわり", "ifx<n:y<z"),
    "in-a-table": ("| a | b |\n|---|---|\n| `a<b` | c |", "a<b"),
    "in-a-list": ("- 次の `a<b`\n- c", "a<b"),
    "plain": ("x<n なら、a<b です", "x<nなら、a<bです"),
}


@pytest.mark.parametrize(("text", "shown"), CODE.values(), ids=CODE)
def test_code_shows_as_it_was_written(pages, text, shown):
    for found in pages(text):
        assert shown in words(found)
        assert "&amp;lt;" not in found and "&amp;#" not in found


MATHEMATICS = {
    "inline": ("$a<b$ です", "$a<b$"),
    "display": ("$$\na<b\n$$", "$$a<b$$"),
    "brackets": ("$x[0](t)$ です", "$x[0](t)$"),
    "aligned": ("\\begin{align}a&<b\\end{align}", "\\begin{align}a&<b\\end{align}"),
    "in-a-list": ("- あ\n\n    $a<b$ です", "$a<b$"),
}


@pytest.mark.parametrize(("text", "shown"), MATHEMATICS.values(), ids=MATHEMATICS)
def test_mathematics_reach_the_renderer_as_they_were_written(pages, text, shown):
    marker, feedback = pages(text)
    assert shown in words(marker) and "&amp;lt;" not in marker
    assert "\N{ZERO WIDTH SPACE}" not in marker + feedback
    assert "<math" in feedback


HOSTILE = [
    # a formula of unequal ends meets what follows it
    "![a \\[x\\\\](http://example.invalid/t.png)",
    "[a \\[x\\\\](javascript:alert(1))",
    "[a \\[x\\\\]: javascript:alert(1)\n\n[a \\[x\\\\]",
    "<script>X()</script>",
    "[x](javascript:X())",
    "`a` <img src=x onerror=X()>",
    "$a$ <b>$",
    "`<b>\n\n<script>X()</script>`",
    "```\n```\n<script>X()</script>\n```",
    "~~~\n```\n~~~\n<script>X()</script>\n```",
    "$<script>X()</script>$",
    "$$ `<script>X()</script>` $$",
    "\\begin{a}<script>X()</script>\\end{a}",
    "    <script>X()</script>",
    "- a\n\n    <script>X()</script>",
    "</code></pre><script>X()</script>",
    "`</code><script>X()</script>`",
    "```\n</code></pre><script>X()</script>\n```",
    "![](attachment:picture-0123456789abcdef)<script>X()</script>",
    '![](attachment:x"onerror="X())',
    '<img src="attachment:x" onerror="X()">',
    "\\`<script>X()</script>\\`",
    "`` <script>X()</script> `",
    "<scr`ipt>`X()</script>",
    "[a][b]\n\n[b]: javascript:X()",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_html_and_links_stay_text_wherever_they_hide(pages, text):
    for found in pages(text):
        found = found.split("panel-footer")[0].split("</main>")[0].split("</body>")[0]
        assert "<script" not in found and "<b>" not in found
        assert not re.search(r"<[^<>]*(?:onerror|javascript:)[^<>]*>", found)


@pytest.mark.parametrize("text", HOSTILE + [text for text, _ in CODE.values()])
def test_whatever_a_renderer_takes_for_code_there_is_no_tag_of_the_learners(text):
    ours = r"</?(?:code|pre)>|!\[\]\(attachment:picture-\w{16}\)"
    rest = re.sub(ours, "", without_html(text))
    assert not TAG.search(rest) and not LINK.search(rest)


LONG = ["`", "$", "$a", "\\(", "``a`", "\n```", "    a<b\n\n", "<img ", "![", "- a\n\n    a<b\n\n"]


@pytest.mark.parametrize("text", LONG)
def test_any_text_is_made_safe_in_a_moment(text):
    assert len(without_html(text * (6_000 // len(text)))) >= 5_000
