"""Sphinx extension: formulas are typeset by MathJax while the site is built, not in the reader's
browser. A page with 250 of them stays small and shows at once, and needs no network."""

import json
import re
import subprocess
import tempfile
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

SCRIPT = Path(__file__).with_name("formulas.mjs")
CSS = "formulas.css"
SOURCE = re.compile(r' data-latex="[^"]*"')  # MathJax repeats it in every element


class Formulas:
    """The HTML of every formula of the site, by (TeX, on a line of its own or not)."""

    def __init__(self):
        self.html: dict[tuple[str, bool], str] = {}

    def typeset_all(self, app: Sphinx, env: BuildEnvironment) -> None:
        """All formulas at once: starting MathJax takes longer than typesetting them."""
        doctrees = [env.get_doctree(page) for page in sorted(env.found_docs)]
        found = {
            (node.astext(), isinstance(node, nodes.math_block))
            for doctree in doctrees
            for node in doctree.findall(lambda n: isinstance(n, (nodes.math, nodes.math_block)))
        }
        wanted = sorted(found)
        static = Path(app.outdir, "_static")
        self.html = dict(zip(wanted, typeset(wanted, static), strict=True))

    def visit_inline(self, translator, node: nodes.math) -> None:
        translator.body.append(self.html[node.astext(), False])
        raise nodes.SkipNode

    def visit_block(self, translator, node: nodes.math_block) -> None:
        translator.body.append(f'<div class="formula">{self.html[node.astext(), True]}</div>\n')
        raise nodes.SkipNode


def typeset(wanted: list[tuple[str, bool]], static: Path) -> list[str]:
    """The HTML in the same order; the style sheet and its fonts go to `static`."""
    request = json.dumps([{"tex": tex, "display": display} for tex, display in wanted])
    with tempfile.TemporaryDirectory(prefix="course-formulas-") as folder:
        run = subprocess.run(
            ["node", SCRIPT, folder], input=request, text=True, capture_output=True
        )
        if run.returncode:
            raise ExtensionError(f"MathJax: {run.stderr.strip()}")
        made = Path(folder)
        html = json.loads((made / "formulas.json").read_text(encoding="utf-8"))
        (static / "fonts").mkdir(parents=True, exist_ok=True)
        for path in [made / CSS, *(made / "fonts").iterdir()]:
            (static / path.relative_to(made)).write_bytes(path.read_bytes())
    return [_for_reading(text) for text in html]


def _for_reading(html: str) -> str:
    """Search finds the MathML once, not the drawn letters as well."""
    return SOURCE.sub("", html).replace("<mjx-math ", "<mjx-math data-pagefind-ignore ")


def setup(app: Sphinx) -> dict:
    formulas = Formulas()
    app.add_html_math_renderer(
        "formulas",
        inline_renderers=(formulas.visit_inline, None),
        block_renderers=(formulas.visit_block, None),
    )
    app.connect("env-check-consistency", formulas.typeset_all)
    app.add_css_file(CSS)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
