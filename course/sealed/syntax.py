"""Code as Python sees it: read within limits, and compared without comments, layout or line ends.

What a learner hands in is read here and nowhere else: too long, too deep or broken, it is None and
never an error, and equal to nothing but itself.
"""

import ast
import re
import warnings
from functools import lru_cache

from IPython.core.inputtransformer2 import TransformerManager

from course.files import normal_form

MAGIC = ("%", "!", "?")
MOST_READ = 50_000  # characters: IPython reads the whole cell again for each magic command
LONGEST = 50_000  # characters of what is compared
MUCH_LONGER = 4  # times: no formatter makes a cell so long
NOT_A_LETTER = re.compile(r"[\W_]+")


def plain_lines(text: str) -> str:
    r"""Every line ends in \n, whichever system the text was saved on."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parsed(source: str) -> ast.Module | None:
    """The cell as Python sees it, magic commands too; None where nobody can read it."""
    magic = sum(line.lstrip().startswith(MAGIC) for line in source.splitlines())
    if magic * len(source) > MOST_READ:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the learner's text
            return ast.parse(TransformerManager().transform_cell(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def same_code(one: str, other: str) -> bool:
    """Whether both are the same program, however an editor has laid them out."""
    one, other = plain_lines(one).strip(), plain_lines(other).strip()
    if one == other:
        return True
    short, long = sorted((len(one), len(other)))
    if long > min(MUCH_LONGER * short + 2_000, LONGEST):
        return False
    tree = _tree(other)
    return tree is not None and tree == _tree(one)


def same_text(one: str, other: str) -> bool:
    """Whether both have the same words: editors move blanks, dashes and lines of tables."""
    return letters(one) == letters(other)


def letters(text: str) -> str:
    return NOT_A_LETTER.sub("", normal_form(text))


@lru_cache(maxsize=1024)  # the same cells of ours are compared for every student
def _tree(source: str) -> str | None:
    """The syntax tree as text, without places."""
    module = parsed(normal_form(source))
    if module is None:
        return None
    try:
        for node in ast.walk(module):
            _plain_constants(node)
        return ast.dump(module)
    except (RecursionError, MemoryError):
        return None


def _plain_constants(node: ast.AST) -> None:
    """Without u before a string, and docstrings without the indentation that formatters change."""
    if isinstance(node, ast.Constant):
        node.kind = None
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            text = first.value.value
            if isinstance(text, str):
                lines = text.strip().splitlines()
                first.value.value = "\n".join(line.strip() for line in lines)
