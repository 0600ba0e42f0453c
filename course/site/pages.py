"""Sphinx extension: small changes to pages that neither the theme nor MyST-NB has a switch for."""

from docutils import nodes
from sphinx.application import Sphinx


def leave_search_to_pagefind(app: Sphinx) -> None:
    """Sphinx's own index splits Japanese words into pieces that nobody would type."""
    app.builder.search = False


def prefer_given_names(app: Sphinx, doctree: nodes.document) -> None:
    """Addresses of sections are the names from the source, not id7; the heading has one, too.

    Pagefind shows the headings of a page as results of their own when they have an id.
    """
    for section in doctree.findall(nodes.section):
        given = [name for name in section["ids"] if doctree.nametypes.get(name)]
        section["ids"].sort(key=lambda name: name not in given)
        section[0]["ids"] = [f"{section['ids'][0]}-heading"]


def load_images_late(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """A phone fetches figures when the reader comes near them."""
    for image in doctree.findall(nodes.image):
        image["loading"] = "lazy"


def setup(app: Sphinx) -> dict:
    app.connect("builder-inited", leave_search_to_pagefind)
    # before Sphinx makes the table of contents from the names
    app.connect("doctree-read", prefer_given_names, priority=400)
    app.connect("doctree-resolved", load_images_late)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
