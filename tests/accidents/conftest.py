"""Accidents that happen to a whole submission: from the solved notebook to what is handed in."""

import base64
import io
import json
import subprocess
import sys
import unicodedata
import zipfile

import pytest
from PIL import Image

STUB = "raise NotImplementedError()"


class Accident:
    """One notebook and the files around it, as one student hands them in."""

    def __init__(self, slug, student, name, document, blank):
        self.slug, self.student, self.name = slug, student, name
        self.document, self.blank = document, blank  # solved, and as handed out
        self.cells = document["cells"]
        self.files = None  # in the student's folder of Moodle; None: the notebook under its name
        self.loose = None  # the path of the notebook, where it comes without a folder of Moodle

    def text(self):
        return json.dumps(self.document, ensure_ascii=False, indent=1)

    def data(self):
        return self.text().encode()

    def sources(self, change, *kinds):
        for cell in self.cells:
            if cell["cell_type"] in (kinds or ("code", "markdown")):
                cell["source"] = change("".join(cell["source"]))

    def place(self, name):
        return next(n for n, cell in enumerate(self.cells) if cell.get("id") == name)

    def split(self, name, *parts):
        place, cell = self.place(name), self.cells[self.place(name)]
        found = [cell | {"source": part, "id": f"{name}-{n}"} for n, part in enumerate(parts)]
        self.cells[place : place + 1] = found


def saved_on_windows(hand_in):
    hand_in.sources(lambda text: text.replace("\n", "\r\n"))
    text = hand_in.text().replace("\n", "\r\n")
    hand_in.files = {f"{hand_in.slug}.ipynb": text.encode("utf-8-sig")}


def lines_without_ends(hand_in):
    hand_in.sources(lambda text: text.split("\n"))


def metadata_removed(hand_in):
    hand_in.document["metadata"] = {}
    for cell in hand_in.cells:
        cell["metadata"] = {}


def metadata_and_ids_removed(hand_in):
    metadata_removed(hand_in)
    hand_in.document["nbformat_minor"] = 4
    for cell in hand_in.cells:
        del cell["id"]


def cells_split(hand_in):
    code = "".join(hand_in.cells[hand_in.place("numerical_gradient")]["source"])
    head, rest = code.split("\n", 1)
    hand_in.split("numerical_gradient", head, *rest.rsplit("\n", 1))
    text = "".join(hand_in.cells[hand_in.place("discussion")]["source"])
    hand_in.split("discussion", *text.split("\n\n", 1))
    own = {"cell_type": "code", "metadata": {}, "source": "a = 1", "outputs": []}
    hand_in.cells.insert(hand_in.place("numerical_gradient-1"), own | {"execution_count": None})


def formatted_on_saving(hand_in):
    hand_in.sources(_formatted, "code")


def _formatted(text):
    """As a formatter leaves it; what it cannot read it leaves alone."""
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=40", "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    return text if done.returncode else done.stdout


def stub_pasted_below(hand_in):
    place = hand_in.place("Relu")
    stub = hand_in.blank["cells"][place]
    hand_in.cells.insert(place + 1, stub | {"id": "copy"})


def name_of_a_browser(hand_in):
    hand_in.files = {f"{hand_in.slug} (1).ipynb.txt": hand_in.data()}


def name_of_a_mac(hand_in):
    hand_in.name = unicodedata.normalize("NFD", hand_in.name)
    hand_in.files = {unicodedata.normalize("NFD", "課題プリント.ipynb"): hand_in.data()}


def _zipped(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def whole_course(hand_in):
    blank, slug = json.dumps(hand_in.blank).encode(), hand_in.slug
    files = {
        f"course/notebooks/{slug}.ipynb": b'{"nbformat": 4, "cells": []}',
        f"course/release/{slug}/{slug}.ipynb": hand_in.data(),
        f"course/release/{slug}/.ipynb_checkpoints/{slug}-checkpoint.ipynb": blank,
        "course/release/1_1_other/1_1_other.ipynb": blank,
        "course/common/layers.py": b"",
    }
    hand_in.files = {"course.zip": _zipped(files)}


def zip_of_a_mac(hand_in):
    name = unicodedata.normalize("NFD", f"レポート/{hand_in.slug}.ipynb")
    litter = {f"__MACOSX/._{hand_in.slug}.ipynb": b"\0", "レポート/.DS_Store": b"\0"}
    hand_in.files = {"アーカイブ.zip": _zipped(litter | {name: hand_in.data()})}


def untouched_beside_the_copy(hand_in):
    blank, copy = json.dumps(hand_in.blank).encode(), f"{hand_in.slug}-Copy1.ipynb"
    hand_in.files = {f"{hand_in.slug}.ipynb": blank, copy: hand_in.data()}


def pictures_pasted(hand_in):
    stream = io.BytesIO()
    Image.new("RGB", (30, 20), "white").save(stream, "PNG")
    data = base64.b64encode(stream.getvalue()).decode()
    cell = hand_in.cells[hand_in.place("discussion")]
    cell["attachments"] = {"image.png": {"image/png": data}}
    pasted = f"![image.png](attachment:image.png)\n\n![](data:image/png;base64,{data})"
    cell["source"] = "".join(cell["source"]) + f"\n\n{pasted}"


def head_of_another_program(hand_in):
    kernel = {"name": "xpython", "language": "xeus", "display_name": "JupyterLite"}
    hand_in.document |= {"nbformat": "4", "metadata": {"kernelspec": kernel}}
    del hand_in.document["nbformat_minor"]


def broken_cells(hand_in):
    hand_in.cells[hand_in.place("d_relu_test")]["source"] = None
    hand_in.cells[hand_in.place("d_relu_prompt")]["source"] = 5
    hand_in.cells.insert(3, None)


def packages_installed(hand_in):
    own = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    hand_in.cells.insert(1, own | {"source": "!pip install torch\n%pip install japanize"})
    cell = hand_in.cells[hand_in.place("d_sigmoid")]
    cell["source"] = "!pip install -q numpy\n" + "".join(cell["source"])


def broken_answers(hand_in):
    """Where nothing was written, something that does not compile."""
    wrong = iter(["x = （1）", "```python\nx = 1\n```", "import japanize_matplotlib"] * 9)
    hand_in.sources(lambda text: next(wrong) if STUB in text else text, "code")


def marks_of_editors(hand_in):
    hand_in.document["metadata"] |= {"colab": {"provenance": []}, "vscode": {"interpreter": {}}}
    for number, cell in enumerate(hand_in.cells):
        cell["metadata"] |= {"id": f"aB{number}", "collapsed": True, "editable": True}
        cell["metadata"] |= {"vscode": {"languageId": "python"}, "execution": {}, "deletable": True}


def google_classroom(hand_in):
    hand_in.loose = f"{hand_in.name} - {hand_in.slug}.ipynb"


def wrapped_once_more(hand_in):
    hand_in.loose = f"report/{hand_in.student}_{hand_in.name}_x/{hand_in.slug}.ipynb"


ACCIDENTS = (
    *(saved_on_windows, lines_without_ends, metadata_removed, metadata_and_ids_removed),
    *(cells_split, formatted_on_saving, stub_pasted_below, name_of_a_browser, name_of_a_mac),
    *(whole_course, zip_of_a_mac, untouched_beside_the_copy, pictures_pasted),
    *(head_of_another_program, broken_cells, packages_installed, broken_answers),
    *(marks_of_editors, google_classroom, wrapped_once_more),
)


@pytest.fixture(scope="session")
def damaged():
    """What comes in where accident number `number` happens to a submission."""

    def damaged(number, *about):
        hand_in = Accident(*about)
        ACCIDENTS[number](hand_in)
        return hand_in

    return damaged
