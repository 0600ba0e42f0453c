"""A machine set to ASCII (LC_ALL=C, no UTF-8 mode), in a folder with Japanese and spaces."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from common.classroom.files import on_disk

ROOT = Path(__file__).parents[2]
PLAIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONPATH": ".", "PYTHONDONTWRITEBYTECODE": "1"}
TESTS = ("tests/common", "tests/datasets")
SUBSET = [
    "tests/common/classroom/test_files.py",
    "tests/common/classroom/test_git.py",
    "tests/common/test_submission.py",
    "tests/common/test_update.py",
    "tests/datasets/test_idx.py",
]


@pytest.fixture
def folder(tmp_path):
    """The repository's Python files under a name that ASCII cannot write."""
    place = tmp_path / on_disk("講座 の フォルダ")
    for name in ("common", "datasets", "course/handing_out/students", *TESTS):
        skip = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, place / name, ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def run(folder, *arguments, **settings):
    """What a Python of that machine writes, as bytes."""
    keep = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    environment = keep | PLAIN | {"HOME": str(folder.parent), "TMPDIR": str(folder)} | settings
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)


@pytest.mark.slow
def test_students_tests_pass_on_such_a_machine(folder):
    options = ("-q", "-m", "not slow", "-p", "no:cacheprovider", "-p", "no:xdist")
    done = run(folder, "-m", "pytest", *options, *SUBSET)
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-3000:]


SAYS_IN_JAPANESE = {
    "the data": ("from datasets import mnist; mnist._say_once('手書き数字')", "手書き数字"),
    "a name": ("import common, os; print(os.getcwd())", "講座 の フォルダ"),
    "an exercise": ("import common; print('✓ 合格')", "✓ 合格"),
    "an error": ("import common; raise SystemExit('GPU を使えません')", "GPU を使えません"),
}
SETTINGS = {
    "C": {},
    "POSIX": {"LC_ALL": "POSIX"},
    "strict": {"PYTHONIOENCODING": "ascii:strict"},
    "Latin-1": {"PYTHONIOENCODING": "latin-1"},
}


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_course_speaks_japanese_on_such_a_machine(folder, settings):
    for what, (code, words) in SAYS_IN_JAPANESE.items():
        if what == "a name" and settings:
            continue  # a name that is not of this encoding is Python's own affair
        (folder / "script.py").write_text(code, encoding="utf-8")
        done = run(folder, "script.py", **settings)
        assert words.encode() in done.stdout + done.stderr, (what, done.stderr)


def test_stream_that_speaks_japanese_or_is_none_is_left_alone(folder):
    code = (
        "import sys; sys.stdout = None; import common\n"
        "sys.stderr.write(sys.stderr.encoding + sys.stderr.errors)"
    )
    done = run(folder, "-c", code, PYTHONIOENCODING="cp932:replace")
    assert done.stderr == b"cp932backslashreplace"
