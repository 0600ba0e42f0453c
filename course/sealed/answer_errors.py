"""Why an answer cell did not run, for its test: the place, the error, a hint.

That it failed, and how, is what the sandbox says: it teaches and decides no points. The hint comes
from the text of the answer alone, so that it says nothing about what a hidden test does.
"""

import re

from common.classroom.notebook_check import CodeError, code_error
from course.sealed.caps import cut

STUB = "NotImplementedError"  # an answer as data that was left as handed out
ARROW = re.compile(r"^-+> (\d{1,6})\b")
MAX_ERROR = 200


def failure(outputs: list[dict]) -> dict | None:
    """The error that ended a cell, if one did."""
    last = outputs[-1] if outputs else {}
    if last.get("output_type") != "error" or last.get("ename") == STUB:
        return None
    return last


def explained(source: str, output: dict) -> CodeError:
    """What to say of an answer cell that ended in this error."""
    found = code_error(source)
    if found:
        return found
    name, text = (str(output.get(key, "")).split("\n")[0] for key in ("ename", "evalue"))
    return CodeError(cut(f"{name}: {text}", MAX_ERROR), _line(source, output), "")


def _line(source: str, output: dict) -> str:
    """The line of the cell that the traceback points at first; what stands there we know."""
    lines, calls = source.split("\n"), output.get("traceback")
    text = "\n".join(map(str, calls)) if isinstance(calls, list) else ""
    for call in text.split("\n"):
        arrow = ARROW.match(call)
        if arrow and 0 < int(arrow[1]) <= len(lines):
            number = int(arrow[1])
            return f"答えのセルの {number} 行目: {lines[number - 1].strip()}"
    return ""
