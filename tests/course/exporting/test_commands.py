"""`course export` as it is typed: exit codes, and files where they are expected."""

from functools import partial

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def run(graded, course_command):
    """Run `course …` in the course's folder."""
    return partial(course_command, graded.course.root)


@pytest.mark.parametrize(
    "format, name",
    [
        ("csv", "1_1_doubling.csv"),
        ("excel", "1_1_doubling.xlsx"),
        ("moodle", "1_1_doubling.moodle.csv"),
    ],
)
def test_grades_lie_in_exported_where_no_place_is_named(run, graded, format, name):
    graded.enrol("s001")
    graded.score("s001", 5, 5)
    code, out, err = run("export", "grades", "1_1", "--format", format)
    assert (code, err) == (0, "")
    assert (graded.course.root / "exported" / name).is_file() and name in out


def test_grades_that_wait_end_with_1(run, graded):
    graded.enrol("s001")
    graded.score("s001", 5, None)
    assert run("export", "grades", "1_1", "--format", "csv", "--output", "out.csv")[0] == 1
    assert (graded.course.root / "out.csv").is_file()


def test_feedback_of_nobody_known_ends_with_2_and_without_a_zip(run, graded):
    graded.page("s001")
    code, _, err = run("export", "feedback", "1_1")
    assert code == 2 and "s001" in err
    worksheet = graded.worksheet((11, "山田 太郎", "s001"))
    assert run("export", "feedback", "1_1", "--worksheet", worksheet)[0] == 0
    assert (graded.course.root / "exported" / "1_1_doubling.feedback.zip").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        ("grades", "1_1"),
        ("grades", "--format", "csv"),
        ("grades", "9_9", "--format", "csv"),
        ("grades", "1_1", "--format", "ods"),
        ("grades", "1_1", "--format", "csv"),
        ("feedback", "1_1"),
        ("marks",),
    ],
)
def test_wrong_use_is_one_line_and_2(run, arguments):
    code, out, err = run("export", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("course: ") and err.count("\n") == 1


@pytest.mark.parametrize("command", [(), ("grades",), ("feedback",)])
def test_help_is_japanese(run, command):
    code, out, _ = run("export", *command, "--help")
    assert code == 0 and any("ぁ" <= letter <= "ん" for letter in out)
