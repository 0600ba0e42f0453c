"""The demo shows a whole term and finds exactly what was planted."""

import io
import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.preprocessors import ClearSolutions
from rich.console import Console

from course.demo.demo import run_demo
from course.demo.sample_class import sample_class
from course.errors import CourseError
from course.layout import CONFIG, Course
from course.notebooks.exercises import exercises, read_notebook
from course.test_power.answer_files import read_answers
from course.test_power.one_process import run_tests

ROOT = Path(__file__).parents[3]
SOURCES = sorted((ROOT / "source").glob("*/*.ipynb"))


def class_of(path, answers=None):
    source = read_notebook(path)
    release, _ = ClearSolutions().preprocess(read_notebook(path), {})
    if answers is None:
        answers = read_answers(ROOT / "tests" / "wrong_answers" / path.stem)
    return {student.student: student for student in sample_class(source, release, answers)}


@pytest.mark.slow
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_sample_class_fails_exactly_where_it_says(path):
    tested = {e.name for e in exercises(read_notebook(path)) if not e.by_hand}
    for student in class_of(path).values():
        if student.readable:
            outcomes = run_tests(nbformat.reads(student.data.decode(), as_version=4))
            failed = {name for name, outcome in outcomes.items() if not outcome.passed}
            assert failed == student.without_full_points & tested, student.student


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_sample_class_has_different_mistakes_one_perfect_and_one_broken(path):
    students = class_of(path)
    assert not students["s01"].without_full_points
    assert students["s02"].mistakes and students["s03"].mistakes
    assert not students["s02"].mistakes.keys() & students["s03"].mistakes.keys()
    assert 0 < len(students["s04"].unsolved) < len(students["s05"].unsolved)
    with pytest.raises(ValueError):
        json.loads(students["s06"].data)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_sample_class_hands_in_no_solution_marks(path):
    for student in class_of(path).values():
        assert b"SOLUTION" not in student.data and b"MARK SCHEME" not in student.data


def test_sample_class_without_wrong_answers_says_so():
    students = class_of(SOURCES[0], answers=[])
    assert "誤答のファイルがまだない" in students["s02"].about
    assert not students["s02"].without_full_points


def test_demo_leaves_a_folder_alone_that_it_has_not_made(tmp_path):
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(CourseError, match="デモが作ったフォルダではない"):
        run_demo(Course(tmp_path), Console(file=io.StringIO()))
    assert (tmp_path / "demo" / "mine.txt").exists()


@pytest.mark.parametrize("whole, chapters", [(False, 2), (True, 3)])
def test_demo_shows_the_first_chapters_or_all(tmp_path, monkeypatch, whole, chapters):
    for slug in ("1_1_a", "1_2_b", "1_3_c"):
        for path in (
            tmp_path / "notebooks" / f"{slug}.ipynb",
            tmp_path / "source" / slug / f"{slug}.ipynb",
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("{}", encoding="utf-8")
    (tmp_path / CONFIG).write_text("", encoding="utf-8")
    built = []

    def build(course, slugs, console):
        built.extend(slugs)
        raise CourseError("enough")

    monkeypatch.setattr("course.demo.demo.build_chapters", build)
    with pytest.raises(CourseError, match="enough"):
        run_demo(Course(tmp_path), Console(file=io.StringIO()), whole)
    assert built == ["1_1_a", "1_2_b", "1_3_c"][:chapters]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """What the demo prints at its second run, in a copy of the course's first chapter."""
    root = tmp_path_factory.mktemp("repository")
    slug = SOURCES[0].stem
    shutil.copy(ROOT / CONFIG, root)
    (root / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / f"{slug}.ipynb", root / "notebooks")
    for folder in (f"source/{slug}", f"tests/wrong_answers/{slug}"):
        shutil.copytree(ROOT / folder, root / folder)
    (root / "demo" / "submitted" / "left-over").mkdir(parents=True)
    shutil.copy(ROOT / CONFIG, root / "demo")
    screen = io.StringIO()
    run_demo(Course(root), Console(file=screen, width=100))
    return root, slug, screen.getvalue()


@pytest.mark.slow
def test_demo_goes_through_all_steps(demo):
    *_, screen = demo
    steps = ["ビルド", "配布", "回収", "採点とフィードバック", "答え合わせ"]
    assert [line for line in screen.splitlines() if line.startswith("■")] == [
        line for line in screen.splitlines() if any(f"/5 {step}" in line for step in steps)
    ]
    assert all(f"{number}/5 {step}" in screen for number, step in enumerate(steps, 1))


@pytest.mark.slow
def test_demo_finds_what_was_planted(demo):
    root, slug, screen = demo
    assert screen.count("✓ 採点と一致") == 6 and "✗" not in screen
    for student in class_of(root / "source" / slug / f"{slug}.ipynb").values():
        for name, why in student.mistakes.items():
            assert f"{name}：{why}" in screen


@pytest.mark.slow
def test_demo_shows_feedback_pages_and_the_broken_file(demo):
    root, slug, screen = demo
    page = root / "demo" / "feedback" / "s02" / slug / f"{slug}.html"
    assert page.is_file() and str(page) in screen
    assert "採点できなかった提出物（1 件" in screen and "途中で切れている" in screen


@pytest.mark.slow
def test_demo_is_made_new_and_touches_nothing_outside_its_folder(demo):
    root, *_ = demo
    assert not (root / "demo" / "submitted" / "left-over").exists()
    assert {path.name for path in root.iterdir()} == {
        CONFIG,
        "notebooks",
        "source",
        "tests",
        "demo",
    }
