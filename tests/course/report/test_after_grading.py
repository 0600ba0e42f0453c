"""The whole way: handed in, graded by the real grader, reported."""

import io
import shutil

import nbformat
import pytest
from rich.console import Console

from course.grading.grade import grade_chapter
from course.notebooks.exercises import exercises, read_notebook


def hand_in(small_class, student, body):
    notebook = read_notebook(small_class.course.source_notebook(small_class.slug))
    for exercise in exercises(notebook):
        exercise.answer.source = f"def {exercise.name}(x):\n    {body}"
    folder = small_class.course.root / "submitted" / student / small_class.slug
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{small_class.slug}.ipynb")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("bwrap"), reason="bubblewrap がない")
def test_report_of_what_the_grader_has_found(small_class):
    hand_in(small_class, "s1", "return x")
    hand_in(small_class, "s2", "return x / 0")
    broken = small_class.course.root / "submitted" / "s3" / small_class.slug
    broken.mkdir(parents=True)
    (broken / f"{small_class.slug}.ipynb").write_text("{", encoding="utf-8")
    grade_chapter(small_class.course, small_class.slug, Console(file=io.StringIO()))
    _, page, data = small_class.report("1_1")
    assert [(row["student"], row["total"]) for row in data["results"]] == [("s1", 10), ("s2", 0)]
    assert [entry["place"].split("/")[0] for entry in data["set_aside"]] == ["s3"]
    assert data["exercises"][0]["outcomes"]["error"] == 1
    assert data["exercises"][-1]["waiting"] == 2
    assert data["answers_compared"] == 2
    assert data["seconds"]["count"] == 2
    assert "ZeroDivisionError" in page or "division by zero" in page
