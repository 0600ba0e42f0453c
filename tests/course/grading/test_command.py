"""`course grade` as one types it: exit codes, and where the words go."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


def course_grade(tiny):
    command = [sys.executable, "-c", "from course.cli import main; main()", "grade", "1_1"]
    return subprocess.run(
        command, cwd=tiny.course.root, capture_output=True, text=True, check=False
    )


def test_grade_without_submissions_is_wrong_use_in_one_line(tiny):
    result = course_grade(tiny)
    assert result.returncode == 2 and not result.stdout
    (line,) = result.stderr.splitlines()
    assert line.startswith("course: 1_1_doubling の提出物がありません")


def test_grade_with_a_submission_set_aside_ends_with_1_and_shows_it(tiny):
    tiny.hand_in("s1", tiny.solved()[:300])
    result = course_grade(tiny)
    assert result.returncode == 1 and not result.stderr
    assert "submitted/s1/1_1_doubling\n" in result.stdout and "途中で切れている" in result.stdout


def test_grade_of_good_submissions_ends_with_0_and_says_nothing_on_stderr(tiny):
    tiny.hand_in("s1", tiny.solved())
    result = course_grade(tiny)
    assert result.returncode == 0 and not result.stderr
    assert "feedback/s1/1_1_doubling/1_1_doubling.html" in result.stdout
