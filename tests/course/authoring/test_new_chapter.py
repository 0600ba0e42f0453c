"""`course new`: the skeleton keeps every rule, and nothing that exists is touched."""

import shutil
from pathlib import Path

import pytest
from nbgrader.preprocessors import ClearSolutions
from rich.console import Console

from course.authoring.build import build_chapters
from course.authoring.new_chapter import create_chapter
from course.authoring.notebook_rules import problems
from course.demo.sample_class import sample_class
from course.errors import CourseError
from course.layout import Course
from course.notebooks.exercises import exercises, read_notebook
from course.test_power.answer_files import read_answers
from course.test_power.one_process import run_tests, with_answers

ROOT = Path(__file__).parents[3]
SLUG = "1_5_autoencoder"
QUIET = Console(quiet=True)


@pytest.fixture
def course(tmp_path):
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "source").mkdir()
    made = Course(tmp_path)
    create_chapter(made, SLUG, QUIET)
    return made


def test_create_chapter_keeps_every_rule(course):
    assert problems(course, SLUG) == []
    assert course.slugs == [SLUG]
    assert course.resolve("1_5") == SLUG


@pytest.mark.parametrize("kind", ["right", "wrong"])
def test_create_chapter_answers_get_the_verdicts_they_are_named_for(course, kind):
    notebook = read_notebook(course.source_notebook(SLUG))
    answers = read_answers(course.root / "tests" / f"{kind}_answers" / SLUG)
    tested = {exercise.name for exercise in exercises(notebook) if not exercise.by_hand}
    assert {answer.exercise for answer in answers} == tested
    for answer in answers:
        outcomes = run_tests(with_answers(notebook, {answer.exercise: answer.source}))
        failed = {name: o.message for name, o in outcomes.items() if not o.passed}
        assert set(failed) == ({answer.exercise} if kind == "wrong" else set())
        assert all(answer.message in message for message in failed.values())


def test_create_chapter_has_enough_wrong_answers_for_the_sample_class(course):
    source = read_notebook(course.source_notebook(SLUG))
    release, _ = ClearSolutions().preprocess(read_notebook(course.source_notebook(SLUG)), {})
    wrong = read_answers(course.root / "tests" / "wrong_answers" / SLUG)
    _, second, third, *_ = sample_class(source, release, wrong)
    assert second.mistakes and third.mistakes
    assert not second.mistakes.keys() & third.mistakes.keys()


@pytest.mark.slow
def test_create_chapter_can_be_built_as_it_is(course):
    build_chapters(course, [SLUG], QUIET)
    assert course.release_notebook(SLUG).is_file()


@pytest.mark.parametrize(
    "slug",
    [
        "autoencoder",
        "1_5",
        "1_5_6",
        "1_5_Auto",
        "1_5_自己",
        "１_５_auto",
        "../1_5_x",
        "1_5_a b",
        "1_5_a_",
        "1_5__a",
    ],
)
def test_create_chapter_impossible_name_is_refused(tmp_path, slug):
    course = Course(tmp_path)
    with pytest.raises(CourseError, match="章の名前にできません"):
        create_chapter(course, slug, QUIET)
    assert not list(tmp_path.iterdir())


def test_create_chapter_number_in_the_name_is_not_the_chapters_number(course):
    create_chapter(course, "1_6_layer_2", QUIET)
    notebook = read_notebook(course.chapter_notebook("1_6_layer_2"))
    assert notebook.cells[0].source.startswith("# 1_6　")


@pytest.mark.parametrize("slug", [SLUG, "1_5_another"])
def test_create_chapter_number_that_is_taken_is_refused(course, slug):
    before = {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}
    with pytest.raises(CourseError, match="1_5 章はもうあります"):
        create_chapter(course, slug, QUIET)
    assert {p: p.read_bytes() for p in course.root.rglob("*") if p.is_file()} == before


def test_create_chapter_over_somebodys_file_is_refused(course):
    place = course.root / "tests" / "wrong_answers" / "2_1_layers" / "double.py"
    place.parent.mkdir()
    place.write_text("mine")
    with pytest.raises(CourseError, match="double.py がもうあります"):
        create_chapter(course, "2_1_layers", QUIET)
    assert place.read_text() == "mine"
    assert not course.chapter_notebook("2_1_layers").exists()
