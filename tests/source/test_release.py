"""The student edition is the one that the sources make, and fails exactly where it should."""

import filecmp
from pathlib import Path

import pytest

from course.authoring.proof import errors_outside_exercises, scores
from course.authoring.release import made_release
from course.layout import Course
from course.notebooks.execute import execute
from course.notebooks.exercises import exercises, read_notebook

ROOT = Path(__file__).parents[2]
COURSE = Course.find(ROOT)
SLUGS = [slug for slug in COURSE.slugs if COURSE.source_notebook(slug).exists()]


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_release_is_what_the_source_makes_byte_for_byte(slug):
    with made_release(COURSE, slug) as made:
        names = sorted(path.name for path in made.iterdir())
        committed = COURSE.root / "release" / slug
        visible = [p.name for p in committed.iterdir() if not p.name.startswith(".")]
        assert sorted(visible) == names
        _, differing, unreadable = filecmp.cmpfiles(made, committed, names, shallow=False)
    assert not differing + unreadable, f"course build {slug} makes release/ anew"


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_solution_notebook_runs_without_an_error_and_scores_full(slug, tmp_path):
    notebook = read_notebook(COURSE.source_notebook(slug))
    assert all(points == full for points, full, _ in scores(notebook, slug).values())
    execute(notebook, tmp_path)  # raises at the first error


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_release_notebook_fails_exactly_at_its_exercises(slug, tmp_path):
    executed = execute(read_notebook(COURSE.release_notebook(slug)), tmp_path, allow_errors=True)
    assert not errors_outside_exercises(executed)
    for exercise in exercises(executed):
        if not exercise.by_hand:
            for test in exercise.tests:
                (error,) = [o for o in test.outputs if o.output_type == "error"]
                assert "まだ解かれていません" in error.evalue or "見つかりません" in error.evalue
                assert len(error.traceback) <= 6
