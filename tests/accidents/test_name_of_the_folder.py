"""A course in a folder with an everyday name works; what nbgrader would misread is said at once."""

import io
import shlex
from pathlib import Path

import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from rich.console import Console

from course.collecting.class_list import ClassList, opened_gradebook
from course.errors import CourseError
from course.layout import CONFIG, Course
from course.nbgrader_setup import load_config, own_gradebook
from course.site import make_site

ROOT = Path(__file__).parents[2]
SLUG = "1_1_doubling"
USABLE = ["講座 2026 #1 50%", "50% off", "100%達成", "{x} 'a' \"b\"", "A組(1)~$", "é & ガ;"]
MISREAD = {"講座[A組]": "[", "どれ?": "?", "a*b": "*", "$HOME": "$H", "my%20course": "%20"}


def made(folder, own=False):
    (folder / "source" / SLUG).mkdir(parents=True)
    text = (ROOT / CONFIG).read_text(encoding="utf-8") + (own_gradebook(folder) if own else "")
    (folder / CONFIG).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", USABLE)
@pytest.mark.parametrize("own", [False, True])
def test_gradebook_and_chapters_are_found_in_the_folder(tmp_path, monkeypatch, name, own):
    monkeypatch.chdir(made(tmp_path / name, own))
    course = Course.find()
    with opened_gradebook(course) as gradebook:
        gradebook.update_or_create_student("s001")
    assert (course.root / "gradebook.db").is_file() and ClassList.read(course).people.keys()
    about = CourseDirectory(config=load_config(course), root=str(course.root))
    assert NbGraderAPI(about).get_source_assignments() == {SLUG}


@pytest.mark.parametrize("name", MISREAD)
@pytest.mark.parametrize("inner", ["", "course"])
def test_name_that_nbgrader_would_misread_is_named_before_anything_is_done(tmp_path, name, inner):
    folder = made(tmp_path / name / inner)
    with pytest.raises(CourseError, match="その名前を変えてください") as found:
        Course.find(folder)
    assert f"「{MISREAD[name]}」" in str(found.value)


def test_command_to_look_at_the_site_can_be_copied_into_a_shell(tmp_path, monkeypatch):
    monkeypatch.setattr(make_site, "tools_are_there", lambda: True)
    monkeypatch.setattr(
        make_site, "write_source_tree", lambda course, tree, instructors: tree.mkdir()
    )
    monkeypatch.setattr(make_site, "_run_sphinx", lambda tree, made, doctrees: made.mkdir())
    monkeypatch.setattr(make_site, "_index_for_search", lambda made: None)
    course, screen = Course(made(tmp_path / USABLE[0])), io.StringIO()
    place = make_site.write_site(course, Console(file=screen))
    assert shlex.split(screen.getvalue().splitlines()[-1])[-1] == str(place)
