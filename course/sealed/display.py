"""Outputs for the display copy: text and pictures, whatever a submission says they are."""

import base64
import contextlib

import nbformat
from nbformat import NotebookNode


def display(outputs: list[dict]) -> list[NotebookNode]:
    """Outputs as a notebook holds them; runs of printed text joined, forged ones left out."""
    found: list[NotebookNode] = []
    for output in outputs:
        with contextlib.suppress(Exception):
            node = _checked(output)
            last = found[-1] if found else None
            joins = node.output_type == "stream" and last and last.output_type == "stream"
            if joins and last.name == node.name:
                last.text += node.text
            else:
                found.append(node)
    return found


def _checked(output: dict) -> NotebookNode:
    kind = output["output_type"]
    if kind == "stream":
        name = "stderr" if output["name"] == "stderr" else "stdout"
        return nbformat.v4.new_output("stream", name=name, text=_text(output["text"]))
    if kind == "error":
        lines = [_text(line) for line in output["traceback"]]
        name, value = _text(output["ename"]), _text(output["evalue"])
        return nbformat.v4.new_output("error", ename=name, evalue=value, traceback=lines)
    data = {key: SHOWN[key](output["data"][key]) for key in SHOWN if key in output["data"]}
    count = {"execution_count": None} if kind == "execute_result" else {}
    return nbformat.v4.new_output(kind, data=data, metadata={}, **count)


def _picture(value) -> str:
    return base64.b64encode(base64.b64decode(_text(value))).decode("ascii")


def _text(value) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value.encode("utf-8", "replace").decode("utf-8")


# no HTML, SVG or JavaScript: these pages are read by instructors, too
SHOWN = {"text/plain": _text, "image/png": _picture, "image/jpeg": _picture}


def printed(text: str) -> NotebookNode:
    return nbformat.v4.new_output("stream", name="stdout", text=text)


def text_result(text: str, number: int) -> NotebookNode:
    """What a cell's last expression shows."""
    data = {"text/plain": text}
    return nbformat.v4.new_output("execute_result", data=data, execution_count=number)


def error_output(kind: str, reason: str, calls: list[str] = ()) -> NotebookNode:
    """A message, and the lines of the learner's own code that led to it."""
    lines = reason.splitlines() or [kind]
    way = ["", "エラーまでに通った、あなたのコード", *(f"  {call}" for call in calls)]
    traceback = lines + (way if len(calls) > 1 else [])
    return nbformat.v4.new_output("error", ename=kind, evalue=lines[0], traceback=traceback)
