"""Answers without what copying changes: comments, layout, the learner's own names."""

import ast
import builtins
import io
import keyword
import re
import tokenize
import unicodedata

LAYOUT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
STARTS_STATEMENT = {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
LANGUAGE = {*keyword.kwlist, *keyword.softkwlist, *dir(builtins), "self"}
WORD = re.compile(r"\w+|[^\w\s]")


def code_tokens(source: str, given: set[str]) -> tuple[str, ...]:
    """The tokens of an answer; own names become <1>, <2>, … in the order of their appearance."""
    words = _words(source)
    places: dict[tuple[bool, str], str] = {}
    tokens = []
    for two_before, before, word in zip(("", "", *words), ("", *words), words, strict=False):
        attribute = before == "."
        own = word.isidentifier() and word not in given and word not in LANGUAGE
        if own and (not attribute or two_before == "self"):
            word = places.setdefault((attribute, word), f"<{len(places) + 1}>")
        tokens.append(word)
    return tuple(tokens)


def is_own_name(token: str) -> bool:
    return token[0] == "<" and token[-1] == ">" and len(token) > 2


def text_tokens(source: str) -> tuple[str, ...]:
    """A text letter by letter, without spaces and punctuation."""
    letters = unicodedata.normalize("NFKC", source).lower()
    return tuple(letter for letter in letters if letter.isalnum())


def _words(source: str) -> list[str]:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):  # an answer that is no Python can still be copied
        return WORD.findall(source)
    words, before = [], tokenize.NEWLINE
    for token, following in zip(tokens, [*tokens[1:], tokens[-1]], strict=True):
        docstring = before in STARTS_STATEMENT and following.type == tokenize.NEWLINE
        if token.type == tokenize.STRING and not docstring:
            words.append(_without_quotes(token.string))
        elif token.type not in LAYOUT | {tokenize.STRING}:
            words.append(token.string)
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            before = token.type
    return words


def _without_quotes(literal: str) -> str:
    """One way to write a string, whatever its quotes were."""
    try:
        return repr(ast.literal_eval(literal))
    except (ValueError, SyntaxError):  # an f-string
        return literal
