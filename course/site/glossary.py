"""The glossary: a name for each entry, and on the site a list from English to Japanese."""

import re
from collections import Counter
from dataclasses import dataclass

NOT_SEARCHED = "<div data-pagefind-ignore>"
ENTRY = re.compile(r"^### (?P<term>[^（\n]+)（(?P<english>[^）\n]+)）$", re.M)


@dataclass(frozen=True)
class Term:
    """One entry of docs/glossary.md."""

    japanese: str
    english: str
    anchor: str


def terms(text: str) -> list[Term]:
    """The entries in order; those of the same English are told apart by a number."""
    seen: Counter[str] = Counter()
    found = []
    for entry in ENTRY.finditer(text):
        name = "term-" + re.sub(r"[^a-z0-9]+", "-", entry["english"].lower()).strip("-")
        seen[name] += 1
        name += f"-{seen[name]}" if seen[name] > 1 else ""
        found.append(Term(entry["term"], entry["english"], name))
    return found


def glossary_page(text: str) -> str:
    """docs/glossary.md as a page of the site."""
    found = terms(text)
    named = iter(found)
    page = ENTRY.sub(lambda entry: f"({next(named).anchor})=\n{entry[0]}", text)
    rows = [f"| {term.english} | [{term.japanese}](#{term.anchor}) |" for term in found]
    rows.sort(key=str.lower)
    heading = ["## 英語から引く", "", "| English | 日本語 |", "|---|---|"]
    return "\n".join([page.rstrip(), "", NOT_SEARCHED, "", *heading, *rows, "", "</div>", ""])
