"""nbgrader's own commands and its formgrader work in a course with this configuration."""

import csv
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest

from course.notebooks.exercises import exercises, read_notebook

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
SLUG = "1_1_forward_propagation"
BIN = Path(sys.executable).parent
ENVIRONMENT = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}


def run(folder, *arguments):
    command = [sys.executable, "-m", "nbgrader", *arguments]
    result = subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return result


def solved(folder):
    """The released notebook with the reference answers."""
    source = read_notebook(folder / "source" / SLUG / f"{SLUG}.ipynb")
    release = read_notebook(folder / "release" / SLUG / f"{SLUG}.ipynb")
    answers = {exercise.name: exercise.answer.source for exercise in exercises(source)}
    for exercise in exercises(release):
        exercise.answer.source = answers[exercise.name]
    return nbformat.writes(release)


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    """A course after nbgrader's commands from release to grades; what each of them said."""
    folder = tmp_path_factory.mktemp("term")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copytree(ROOT / "source" / SLUG, folder / "source" / SLUG)
    said = {"generate_assignment": run(folder, "generate_assignment", SLUG)}
    archive = folder / "downloaded" / SLUG / "archive"
    archive.mkdir(parents=True)
    (archive / f"s001_{SLUG}.ipynb").write_text(solved(folder), encoding="utf-8")
    for command in ("zip_collect", "autograde", "generate_feedback"):
        said[command] = run(folder, command, SLUG)
    said["export"] = run(folder, "export")
    return folder, said


def test_zip_collect_takes_the_student_id_from_the_file_name(term):
    folder, _ = term
    assert (folder / "submitted" / "s001" / SLUG / f"{SLUG}.ipynb").is_file()


def test_autograde_and_export_give_full_points_for_the_reference(term):
    folder, _ = term
    with (folder / "grades.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["student_id"] == "s001" and float(row["score"]) == points_without_a_person(folder)


def test_generate_feedback_writes_a_page_with_the_score(term):
    folder, _ = term
    page = (folder / "feedback" / "s001" / SLUG / f"{SLUG}.html").read_text(encoding="utf-8")
    assert f"{points_without_a_person(folder):g} / 100 点" in page


def points_without_a_person(folder):
    """Points that need no person."""
    notebook = read_notebook(folder / "source" / SLUG / f"{SLUG}.ipynb")
    return float(sum(exercise.points for exercise in exercises(notebook) if not exercise.by_hand))


@pytest.mark.parametrize("command", ["generate_assignment", "autograde", "generate_feedback"])
def test_command_says_nothing_that_confuses(term, command):
    _, said = term
    lines = (said[command].stdout + said[command].stderr).splitlines()
    restored = "Attribute 'checksum' for cell"  # autograde puts the hidden tests back
    assert not [line for line in lines if "INFO" not in line and restored not in line]


def test_validate_accepts_the_answers_and_names_what_is_unsolved(term):
    folder, _ = term
    assert "Success" in run(folder, "validate", f"source/{SLUG}/{SLUG}.ipynb").stdout
    assert "FAILED" in run(folder, "validate", f"release/{SLUG}/{SLUG}.ipynb").stdout


def test_formgrader_lists_the_chapter(term):
    folder, _ = term
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyter", "server", "--no-browser", "--allow-root"]
    command += [f"--port={port}", "--IdentityProvider.token=secret"]
    with (folder / "server.log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            command, cwd=folder, env=ENVIRONMENT, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        url = f"http://127.0.0.1:{port}/formgrader/api/assignments?token=secret"
        (chapter,) = json.loads(answer(url))
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert chapter["name"] == SLUG and chapter["num_submissions"] == 1


def answer(url, seconds=30):
    """What the server says as soon as it is up."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + seconds
    while True:
        try:
            with opener.open(url, timeout=seconds) as reply:
                return reply.read()
        except urllib.error.URLError:
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.2)
