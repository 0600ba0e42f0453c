"""The proof of an exercise notebook, without a kernel: what its two editions must score."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course.authoring import proof
from course.authoring.proof import errors_outside_exercises, proof_problems, scores
from course.errors import CourseError


def cell(name, make=new_code_cell, **about):
    metadata = {"nbgrader": {"grade_id": name, **about}} if about else {}
    return make("", id=name, metadata=metadata)


def errors(*texts):
    return [new_output("error", ename="ValueError", evalue=t, traceback=[]) for t in texts]


def executed(*texts, own=()):
    """An exercise with two tests (1 and 2 points), one for a person, and a cell of its own."""
    tests = [cell(f"t{n}", grade=True, points=n) for n in (1, 2)]
    for test, text in zip(tests, texts, strict=False):
        test.outputs = errors(text)
    essay = cell("essay", make=new_markdown_cell, grade=True, solution=True, points=5)
    other = cell("own")
    other.outputs = errors(*own)
    return new_notebook(cells=[other, cell("a", solution=True), *tests, essay])


SOLVED, RELEASE = executed(), executed("no", "no")


@pytest.fixture
def problems(monkeypatch):
    """What is wrong where running the two editions gives this."""

    def problems(*editions):
        found = list(editions)

        def execute(notebook, folder, allow_errors):
            assert allow_errors and (folder / "1_1_a.ipynb").is_file()
            if isinstance(found[0], Exception):
                raise found.pop(0)
            return found.pop(0)

        monkeypatch.setattr(proof, "execute", execute)
        return proof_problems(new_notebook(), new_notebook(), "1_1_a")

    return problems


def test_answers_with_all_points_and_a_release_with_none_are_proven(problems):
    assert problems(SOLVED, RELEASE) == []


@pytest.mark.parametrize(
    "solved, release, problem",
    [
        (executed("why"), RELEASE, "a：模範解答が満点になりません（2 / 3 点）。ValueError: why"),
        (SOLVED, executed("no"), "a：答えのない配布版が 2 点になります"),
        (SOLVED, executed("no", "no", own=["x"]), "own：答えでもテストでもないのに"),
        (CourseError("セル t1 が終わりません"), RELEASE, "やってみよう：セル t1 が終わりません"),
        (SOLVED, CourseError("セル t1 が終わりません"), "やってみよう：セル t1 が終わりません"),
    ],
)
def test_what_is_not_as_it_should_be_is_named(problems, solved, release, problem):
    (found,) = problems(solved, release)
    assert found.startswith("1_1_a の") and problem in found.replace("セル own", "own")


def test_scores_are_points_full_points_and_messages_without_what_a_person_grades(monkeypatch):
    monkeypatch.setattr(proof, "execute", lambda *a, **k: executed("first", "second"))
    assert scores(new_notebook(), "1_1_a") == {"a": (0, 3, "ValueError: first ValueError: second")}


def test_errors_of_answers_and_tests_are_no_errors_outside():
    notebook = executed("no", own=["x"])
    notebook.cells[1].outputs = errors("y")
    assert errors_outside_exercises(notebook) == ["own"]
