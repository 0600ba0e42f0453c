"""Another `datasets` in front of the course's: Hugging Face's, or the learner's own folder."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FIRST_CELL = "from common.functions import relu\nfrom datasets import load_mnist\n"
TRIED = "try:\n    from datasets import load_mnist\nexcept ImportError:\n    pass\n"
ANSWERED = "print(load_mnist.__module__)\n"
FOREIGN = {
    "Hugging Face": {"datasets/__init__.py": "from datasets.load import load_dataset\n"
                     "__version__ = '3.0'\n", "datasets/load.py": "def load_dataset(path): ...\n"},
    "a file of the learner": {"datasets.py": "def load_mine(): ...\n"},
    "one that fails": {"datasets/__init__.py": "import pyarrow_that_is_not_here\n"},
    "one with the same names inside": {"datasets/__init__.py": "", "datasets/mnist.py": "x = 1\n"},
}  # fmt: skip
FOLDERS = {
    "data": {"datasets/images.csv": "1,2\n"},
    "empty": {"datasets/.keep": ""},
    "loose files": {"datasets/mine.py": "x = 1\n"},
}


@pytest.fixture
def run(tmp_path):
    """Runs code as a notebook in the folder does: this folder first, the course after all."""

    def run(files, code):
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        last = f"import sys; sys.path.append({str(ROOT)!r})\n"
        command = [sys.executable, "-X", "utf8", "-c", last + code]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8")

    return run


@pytest.mark.parametrize("files", FOREIGN.values(), ids=FOREIGN)
def test_courses_datasets_answers_and_one_line_says_whose_was_in_front(run, files, tmp_path):
    done = run(files, FIRST_CELL + "import datasets.idx\n" + ANSWERED)
    line, answered = done.stdout.splitlines()
    assert answered == "datasets.mnist" and done.stderr == ""
    assert str(tmp_path / next(iter(files))) in line and "この講座の datasets を使います" in line


@pytest.mark.parametrize("files", FOLDERS.values(), ids=FOLDERS)
def test_folder_of_that_name_is_in_nobodys_way(run, files):
    done = run(files, FIRST_CELL + ANSWERED)
    assert (done.stdout, done.stderr) == ("datasets.mnist\n", "")


@pytest.mark.parametrize("first", ["import datasets\n", TRIED])
def test_folder_that_was_imported_before_is_in_nobodys_way(run, first):
    done = run(FOLDERS["data"], first + FIRST_CELL + ANSWERED)
    assert (done.stdout, done.stderr) == ("datasets.mnist\n", "")


@pytest.mark.parametrize("name", ["Hugging Face", "a file of the learner"])
def test_other_package_that_was_imported_before_is_named_with_what_to_do(run, name, tmp_path):
    files = FOREIGN[name]
    done = run(files, "import datasets\n" + FIRST_CELL)
    (line,) = done.stdout.splitlines()
    assert str(tmp_path / next(iter(files))) in line and "カーネルを再起動" in line


def test_other_package_works_in_a_notebook_without_the_course(run):
    done = run(FOREIGN["Hugging Face"], "from datasets import load_dataset; print(load_dataset)")
    assert done.stdout.startswith("<function load_dataset") and done.stderr == ""


def test_without_another_package_nothing_is_said(run):
    code = "import datasets\n" + FIRST_CELL + ANSWERED
    for first in (code, FIRST_CELL + ANSWERED, "import common, importlib, datasets\n" + code):
        assert run({}, first).stdout == "datasets.mnist\n"


def test_asking_whether_the_package_is_there_says_nothing(run):
    """As transformers does when it is imported."""
    code = "import common, importlib.util; importlib.util.find_spec('datasets')"
    done = run(FOREIGN["Hugging Face"], code)
    assert (done.stdout, done.stderr) == ("", "")
