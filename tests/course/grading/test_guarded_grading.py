"""What hangs, grows or ends on the grader's side costs what it must, and nobody else anything."""

import os

import nbformat
import pytest

from course.grading.report import Cause
from course.grading.results import Records
from course.layout import CONFIG
from course.sealed import guard

pytestmark = pytest.mark.slow
HONEST = ["a-honest", "i-honest", "z-honest"]
LIMITS = """
c.SealedExecute.cell_seconds = 5
c.SealedExecute.grace_seconds = 5
c.SealedExecute.page_seconds = 15
c.SealedExecute.grader_memory = 600
"""
# what a test could stumble over: which of these it does is the answer's choice
STUMBLING = """
import ctypes, mmap, os
from course.grading import worker

def hang(*about):
    while True:
        ctypes.PyDLL(None).pause()  # in C: no other thread of this process runs

def grow():
    kept = []
    while True:
        kept.append(mmap.mmap(-1, 8_000_000))
        kept[-1].write(b"1" * 8_000_000)

def hang_later():
    worker.page = hang

def leave():
    os._exit(1)

def same(found, wanted):
    for word in found & {"hang", "grow", "hang_later", "leave"}:
        globals()[word]()
    return found == wanted
"""


@pytest.fixture(scope="module")
def graded(tiny_class, tmp_path_factory):
    """A class in which four have a word in their answer that does what it says."""
    tiny = tiny_class
    folder = tmp_path_factory.mktemp("modules")
    (folder / "stumbling.py").write_text(STUMBLING, encoding="utf-8")
    config = tiny.course.root / CONFIG
    config.write_text(config.read_text(encoding="utf-8") + LIMITS, encoding="utf-8")
    source = nbformat.read(tiny.course.source_notebook(tiny.slug), as_version=4)
    test = next(cell for cell in source.cells if cell.id == "colors_test")
    test.source = 'import stumbling\nassert stumbling.same(colors, {"red", "blue"})'
    tiny.write_source(tiny.slug, source)
    for student in HONEST:
        tiny.hand_in(student, tiny.solved())
    for word in ("hang", "grow", "hang_later", "leave"):
        tiny.hand_in(word.replace("_", "-"), tiny.solved(colors=f'colors = {{"{word}"}}'))
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        patch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)  # of what is started
        report, screen = tiny.grade()
    yield tiny, report, screen
    guard.end()


def verdicts(tiny, student):
    return Records(tiny.course, tiny.slug).published(student).verdicts


def test_honest_students_have_their_points(graded):
    _, report, screen = graded
    found = {scores.student: scores.total for scores in report.scores}
    assert {student: found.get(student) for student in HONEST} == dict.fromkeys(HONEST, 5.0), screen


@pytest.mark.parametrize(
    ("student", "kind", "reason"),
    [("hang", "time", "10 秒で終わりませんでした"), ("grow", "memory", "600 MB を超えました")],
)
def test_exercise_alone_pays(graded, student, kind, reason):
    tiny, report, screen = graded
    found = verdicts(tiny, student)
    assert {name: verdict["points"] for name, verdict in found.items()} == {
        "double_test": 2.0,
        "double_test_negative": 1.0,
        "colors_test": 0.0,
    }
    assert found["colors_test"]["kind"] == kind and reason in found["colors_test"]["reason"]
    assert f"{student} の colors" in screen
    page = tiny.course.feedback_page(student, tiny.slug).read_text(encoding="utf-8")
    assert reason in page


@pytest.mark.parametrize(
    ("student", "cause", "reason"),
    [
        ("hang-later", Cause.LIMIT, "ページを作る処理が 15 秒で終わりませんでした"),
        ("leave", Cause.WORKER_DIED, "2 回とも途中で終了しました（終了コード 1）"),
    ],
)
def test_what_cannot_be_blamed_on_an_exercise_is_set_aside_by_name(graded, student, cause, reason):
    tiny, report, screen = graded
    (entry,) = (entry for entry in report.set_aside if entry.student == student)
    assert entry.cause == cause and reason in entry.reason and reason in screen
    assert Records(tiny.course, tiny.slug).published(student) is None
    assert not tiny.files(f"autograded/{student}", f"feedback/{student}")
