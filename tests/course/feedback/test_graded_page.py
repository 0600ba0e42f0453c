"""What students get back: their verdicts and hints, and nothing of the hidden tests."""

import html
import io
import re
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from course.demo.sample_class import sample_class
from course.grading.grade import grade_chapter
from course.layout import CONFIG, Course
from course.notebooks.exercises import exercises, read_notebook, visible_source
from course.notebooks.rubric import rubric
from course.test_power.answer_files import read_answers

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
COURSE = Course.find(ROOT)


@pytest.fixture(scope="module", params=COURSE.slugs)
def pages(request, tmp_path_factory):
    """Feedback pages of a class with typical mistakes, as text without tags."""
    slug, root = request.param, tmp_path_factory.mktemp("feedback")
    shutil.copy(ROOT / CONFIG, root)
    (root / "notebooks").mkdir()
    shutil.copytree(ROOT / "source" / slug, root / "source" / slug)
    source = read_notebook(COURSE.source_notebook(slug))
    wrong = read_answers(ROOT / "tests" / "wrong_answers" / slug)
    students = sample_class(source, read_notebook(COURSE.release_notebook(slug)), wrong)
    for student in students[1:4]:
        folder = root / "submitted" / student.student / slug
        folder.mkdir(parents=True)
        (folder / f"{slug}.ipynb").write_bytes(student.data)
    report = grade_chapter(Course(root), slug, Console(file=io.StringIO()))
    shown = [Course(root).feedback_page(scores.student, slug) for scores in report.scores]
    raw = [page.read_text(encoding="utf-8") for page in shown]
    text = [html.unescape(re.sub(r"<[^>]*>", "", page)) for page in raw]
    return source, students, text


def hidden_lines(source):
    """Lines that stand in hidden tests only."""
    tests = [test.source for exercise in exercises(source) for test in exercise.tests]
    everywhere = {line.strip() for test in tests for line in visible_source(test).splitlines()}
    everywhere |= {
        line.strip()
        for cell in source.cells
        for line in cell.source.splitlines()
        if cell.source not in tests
    }
    lines = {line.strip() for test in tests for line in test.splitlines()}
    return {line for line in lines - everywhere if len(line) > 15}


def test_feedback_holds_no_line_of_a_hidden_test(pages):
    source, _, text = pages
    secret = hidden_lines(source)
    assert len(secret) > 50
    for page in text:
        lines = {line.strip() for line in page.splitlines()}
        assert not secret & lines
        assert "HIDDEN TESTS" not in page and "verdicts" not in page


def test_rubrics_are_for_markers(pages):
    source, _, text = pages
    criteria = [criterion.text for cell in source.cells for criterion in rubric(cell)]
    assert criteria
    for page in text:
        assert not [words for words in criteria if words in page]


def test_only_visible_tests_show_expected_values(pages):
    source, *_ = pages
    for exercise in exercises(source):
        for test in exercise.tests:
            _, _, hidden = test.source.partition("### BEGIN HIDDEN TESTS")
            assert "shown=True" not in hidden, exercise.name


def test_feedback_shows_what_is_wrong_with_each_mistaken_answer(pages):
    _, students, text = pages
    for student, page in zip(students[1:3], text, strict=False):
        for name in student.mistakes:
            assert f"✗ {name}：" in page or f"✓ {name}：" not in page
        assert page.count("✗") >= len(student.mistakes)
