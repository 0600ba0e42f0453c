"""How feedback pages are written: nbgrader's page in Japanese, with nothing from another host.

Students read them offline or out of a zip. nbgrader has the browser load MathJax; here formulas
become MathML, which browsers draw by themselves. (The site's MathJax needs Node.js, which workers
need not have.)
"""

import html
from importlib.util import find_spec
from pathlib import Path
from xml.etree.ElementTree import tostring

from jinja2 import DictLoader, pass_context
from latex2mathml.converter import convert_to_element
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from common.progress import last_heading
from course.notebooks.exercises import is_answer, nbgrader_metadata
from course.notebooks.graded_notebook import PART
from course.notebooks.rubric import told
from course.sealed.caps import (
    HIGHLIGHTED_TOGETHER,
    PLAIN,
    as_written,
    is_highlightable,
)

TEMPLATE = Path(__file__).with_name("templates") / "feedback.html.j2"
# of nbgrader, which is not imported (see notebooks.graded_notebook)
FORMGRADER = Path(find_spec("nbgrader").origin).parent / "server_extensions" / "formgrader"
STOCK = FORMGRADER / "templates" / "feedback" / "index.html.j2"
PLACES = {  # as nbgrader's GenerateFeedback adds them to a configuration
    "template_name": "feedback",
    "extra_template_basedirs": [str(FORMGRADER / "templates")],
    "extra_template_paths": [str(FORMGRADER / "static/node_modules/bootstrap/dist/css")],
}
NO_MATHJAX = "{% macro mathjax(url='') %}{% endmacro %}"
LEADING_AWAY = {"href", "style"}  # attributes that TeX can set


class FeedbackExporter(HTMLExporter):
    """What nbgrader's GenerateFeedback and `course grade` write pages with."""

    def __init__(self, config=None, **options):
        own, stock = (path.read_text(encoding="utf-8") for path in (TEMPLATE, STOCK))
        # by the name of the default: nbconvert looks for any other in the current folder, and that
        # of a worker is gone
        parts = {"index.html.j2": own, "nbgrader_feedback": stock, "mathjax.html.j2": NO_MATHJAX}
        super().__init__(config, extra_loaders=[DictLoader(parts)], **options)
        self.register_filter("points", lambda number: f"{round(float(number), 2):g}")

    @property
    def default_config(self):
        """Colours of code that do not come from JupyterLab's theme."""
        config = super().default_config
        config.CSSHTMLHeaderPreprocessor.style = "default"
        return config

    def from_notebook_node(self, nb, resources=None, **options):
        nb = told(nb)
        about = {"titles": titles(nb), "without_colours": without_colours(nb)}
        resources = self._init_resources({**(resources or {}), **about})
        self.register_filter("highlight_code", Highlight2HTML("ipython3", parent=self))
        # past HTMLExporter's own, which reads the whole page again to give pictures English
        # descriptions, which takes longer than all the rest; the template has ours
        return super(HTMLExporter, self).from_notebook_node(nb, resources, **options)

    @pass_context
    def markdown2html(self, context, source: str) -> str:
        if source.startswith(PLAIN):
            return source
        attachments = context.get("cell", {}).get("attachments", {})
        renderer = _Renderer(escape=False, allow_harmful_protocols=False, attachments=attachments)
        try:
            return MarkdownWithMath(renderer=renderer).render(source)
        except Exception:  # of many kinds, RecursionError among them; one cell costs no page
            return as_written(source)


def titles(notebook: NotebookNode) -> dict[str, str]:
    """The heading that stands above each answer and test, by grade_id."""
    found, heading = {}, ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and not is_answer(cell):
            heading = last_heading(cell.source) or heading
        if name := nbgrader_metadata(cell).get("grade_id"):
            part = cell.metadata.get(PART)
            found[name] = f"{heading or name}（{part}）" if part else heading or name
    return found


def without_colours(notebook: NotebookNode) -> set[str]:
    """The ids of code cells of the learner that are too much for the program that colours code."""
    found, together = set(), 0
    for cell in notebook.cells:
        if cell.cell_type == "code" and (is_answer(cell) or not nbgrader_metadata(cell)):
            together += len(cell.source)
            if together > HIGHLIGHTED_TOGETHER or not is_highlightable(cell.source):
                together -= len(cell.source)
                found.add(cell.get("id"))
    return found


class _Renderer(IPythonRenderer):
    def inline_math(self, body: str) -> str:
        return mathml(body, "inline") or super().inline_math(body)

    def block_math(self, body: str) -> str:
        return mathml(body, "block") or super().block_math(body)

    def latex_environment(self, name: str, body: str) -> str:
        tex = f"\\begin{{{name}}}{body}\\end{{{name}}}"
        return mathml(tex, "block") or super().latex_environment(name, body)


def mathml(tex: str, display: str) -> str | None:
    """None for TeX that cannot be read: a student may have written it."""
    try:  # what a student wrote comes with its "<" escaped (sealed.rebuild)
        formula = convert_to_element(html.unescape(tex), display=display)
        for element in formula.iter():  # signs are written as in "&#x003C;", for `convert` to undo
            element.text = html.unescape(element.text or "")
            element.attrib = {k: v for k, v in element.attrib.items() if k not in LEADING_AWAY}
        return tostring(formula, encoding="unicode")
    except Exception:  # of many kinds, RecursionError among them
        return None
