"""Outputs for the display copy: text and pictures, whatever a submission says they are."""

import base64
import contextlib
import re

from nbformat import NotebookNode

from course.sealed.caps import writable

MAX_OUTPUTS = 100  # of one cell, runs of printed text being one
MAX_TEXT = 100_000  # characters of one cell
MAX_LINES = 990  # below nbgrader's own limits, which would cut in English
MAX_CALLS = 90  # lines of an error
MAX_PICTURES = 5_000_000  # characters in base64
MAX_COLOURS = 500
LEFT_OUT = "（途中の行を省きました）"
CUT = "（出力が多すぎるので、ここから先は表示しません）\n"
ESCAPE = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]?)?")
COLOUR = re.compile("\x1b\\[[0-9;]{0,20}m")


def display(outputs: list[dict]) -> list[NotebookNode]:
    """Outputs as a notebook holds them; runs of printed text joined, forged ones left out."""
    found, budget = [], _Budget()
    for output in _joined(outputs):
        if budget.is_full or len(found) == MAX_OUTPUTS:
            return [*found, printed(CUT)]
        with contextlib.suppress(Exception):
            found.append(_checked(output, budget))
    return [*found, printed(CUT)] if budget.is_full else found


def _joined(outputs: list[dict]) -> list[dict]:
    """Neighbours on the same stream in one: programs print in small pieces."""
    found: list[dict] = []
    pieces: list[str] = []  # of the last one, if it is a stream
    for output in outputs:
        with contextlib.suppress(Exception):
            if output["output_type"] != "stream":
                found.append(output)
                continue
            name = "stderr" if output["name"] == "stderr" else "stdout"
            if not (found and found[-1].get("name") == name):
                pieces = []
                found.append({"output_type": "stream", "name": name, "text": pieces})
            pieces.append(_string(output["text"]))
    return found


class _Budget:
    """What is left of a cell's share of the page."""

    def __init__(self):
        self.text, self.lines, self.pictures, self.colours = (
            MAX_TEXT,
            MAX_LINES,
            MAX_PICTURES,
            MAX_COLOURS,
        )
        self.is_full = False

    def words(self, value) -> str:
        """Text as far as it fits, without what no page can hold."""
        text = _string(value)
        lines = text[: self.text].splitlines(keepends=True)
        kept = "".join(lines[: self.lines])
        self.is_full |= len(kept) < len(text)
        self.text -= len(kept)
        self.lines -= len(lines)
        return self._coloured(kept)

    def _coloured(self, text: str) -> str:
        """Few colours stay; the renderer takes long for many, and for other codes."""
        self.colours -= len(COLOUR.findall(text))
        kept = COLOUR if self.colours >= 0 else None
        plain = ESCAPE.sub(lambda code: _kept(code[0], kept), text)
        return "\x1b".join(map(writable, plain.split("\x1b")))

    def picture(self, value) -> str:
        text = base64.b64encode(base64.b64decode(_string(value))).decode("ascii")
        if len(text) > self.pictures:
            self.is_full = True
            raise ValueError("no room")
        self.pictures -= len(text)
        return text


def _kept(code: str, kept: re.Pattern | None) -> str:
    return code if kept and kept.fullmatch(code) else ""


def _string(value) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value


def _checked(output: dict, budget: _Budget) -> NotebookNode:
    kind = output["output_type"]
    if kind == "stream":
        return _output(kind, name=output["name"], text=budget.words("".join(output["text"])))
    if kind == "error":
        name, value = (writable(_string(output[key])[:2_000]) for key in ("ename", "evalue"))
        lines = [budget.words(line) for line in _ends(output["traceback"])]
        return _output(kind, ename=name, evalue=value, traceback=lines)
    if kind not in ("display_data", "execute_result"):
        raise ValueError("kind of output")
    show = {"text/plain": budget.words, "image/png": budget.picture, "image/jpeg": budget.picture}
    # no HTML, SVG or JavaScript: these pages are read by instructors, too
    data = {key: read(output["data"][key]) for key, read in show.items() if key in output["data"]}
    count = {"execution_count": None} if kind == "execute_result" else {}
    return _output(kind, data=NotebookNode(data), metadata=NotebookNode(), **count)


def _ends(lines: list[str]) -> list[str]:
    """How an error began and what it came to; what repeats itself is in the middle."""
    half = MAX_CALLS // 2
    return lines if len(lines) <= MAX_CALLS else [*lines[:half], LEFT_OUT, *lines[-half:]]


def _output(kind: str, **content) -> NotebookNode:
    """Not nbformat's new_output, which validates each of thousands for itself."""
    return NotebookNode(output_type=kind, **content)


def printed(text: str) -> NotebookNode:
    return _output("stream", name="stdout", text=_Budget().words(text))


def text_result(text: str, number: int) -> NotebookNode:
    """What a cell's last expression shows."""
    data = NotebookNode({"text/plain": _Budget().words(text)})
    return _output("execute_result", data=data, metadata=NotebookNode(), execution_count=number)


def error_output(kind: str, reason: str, calls: list[str] = ()) -> NotebookNode:
    """A message, and the lines of the learner's own code that led to it."""
    lines = _Budget().words(reason).splitlines() or [kind]
    way = ["", "エラーまでに通った、あなたのコード", *(f"  {writable(call)}" for call in calls)]
    traceback = lines + (way if len(calls) > 1 else [])
    return _output("error", ename=kind, evalue=lines[0], traceback=traceback)
