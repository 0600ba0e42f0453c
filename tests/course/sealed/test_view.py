"""What can be seen in a sandbox: what is named, read-only, and no more of the environment."""

import sys
from pathlib import Path

import pytest

from course.sealed import view

ROOT = Path(__file__).parents[3]


def words(arguments, option, count):
    """What follows an option of bubblewrap, each time that it is given."""
    places = [place for place, word in enumerate(arguments) if word == option]
    return [tuple(arguments[place + 1 : place + 1 + count]) for place in places]


@pytest.fixture
def environment(monkeypatch):
    """What a sandbox's environment is where the grader's is this one."""

    def environment(**here):
        for name in view.PASSED_ON:
            monkeypatch.delenv(name, raising=False)
        for name, value in here.items():
            monkeypatch.setenv(name, value)
        return dict(words(view.environment("/opt/env/bin/python"), "--setenv", 2))

    return environment


def test_environment_is_an_allow_list(environment):
    plain = environment()
    found = environment(
        TZ="Asia/Tokyo", DL_COURSE_DATA="/data", DL_COURSE_GRADEBOOK="secret", X="1"
    )
    assert found == plain | {"TZ": "Asia/Tokyo", "DL_COURSE_DATA": "/data"}


def test_environment_has_one_thread_a_home_and_the_course_and_no_site_of_a_user(environment):
    found = environment(HOME="/root", PYTHONPATH="/root/lib", OMP_NUM_THREADS="8")
    assert {found[name] for name in view.THREADS} == {"1"}
    assert (found["HOME"], found["PYTHONPATH"]) == (view.HOME, view.COURSE)
    assert found["PATH"].split(":")[0] == "/opt/env/bin" and found["PYTHONNOUSERSITE"] == "1"


def test_nothing_is_mounted_that_could_be_written_to():
    options = {word for word in view.readable() if word.startswith("--")}
    assert options <= {"--ro-bind", "--ro-bind-try", "--symlink"}


def test_of_the_course_only_what_answers_may_use_can_be_seen():
    mounted = [Path(source) for source, _ in words(view.readable(), "--ro-bind", 2)]
    ours = [path.relative_to(ROOT) for path in mounted if path.is_relative_to(ROOT)]
    venv = Path(sys.prefix)
    ours = {str(path) for path in ours if not venv.is_relative_to(ROOT / path)}
    assert ours == {"common", "datasets", "course/sealed/inside"}
    assert not [path for path in mounted if ROOT.is_relative_to(path)]


def test_course_lies_under_the_folder_that_python_looks_in():
    goals = {goal for _, goal in words(view.readable(), "--ro-bind", 2)}
    assert {f"{view.COURSE}/{name}" for name in ("common", "datasets", "inside")} <= goals


def test_devices_are_a_few_harmless_ones():
    nodes = [source for source, _ in words(view.covered(), "--dev-bind", 2)]
    assert nodes == ["/dev/null", "/dev/random", "/dev/urandom"]
    assert view.covered().index("/dev") < view.covered().index("/dev/null"), "else it is covered"


def test_folders_to_write_to_are_covered():
    assert set(view.FRESH) <= {folder for (folder,) in words(view.covered(), "--tmpfs", 1)}


@pytest.mark.parametrize(
    "base, prefix, found",
    [
        ("/usr", "/usr", []),
        ("/usr/local", "/opt/env", ["/opt/env"]),
        ("/opt/python", "/opt/python", ["/opt/python"]),
        ("/opt/python", "/home/me/env", ["/opt/python", "/home/me/env"]),
        ("/usr2/python", "/usr2/python", ["/usr2/python"]),
    ],
)
def test_interpreter_is_mounted_where_the_system_does_not_have_it(monkeypatch, base, prefix, found):
    monkeypatch.setattr(view.sys, "base_prefix", base)
    monkeypatch.setattr(view.sys, "prefix", prefix)
    monkeypatch.delenv("DL_COURSE_DATA", raising=False)
    assert view.installed() == found


def test_data_folder_is_mounted_and_named_by_its_whole_path(environment, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    data = str(tmp_path / "data")
    assert environment(DL_COURSE_DATA="data")["DL_COURSE_DATA"] == view.installed()[-1] == data
    assert environment(DL_COURSE_DATA="")["DL_COURSE_DATA"] == ""
    assert str(tmp_path) not in view.installed()


def test_folder_of_the_system_is_there_as_on_this_machine(tmp_path):
    (tmp_path / "usr").mkdir()
    (tmp_path / "lib").symlink_to("usr/lib")
    folder = str(tmp_path)
    assert view._as_on_the_host(f"{folder}/usr") == ["--ro-bind", *[f"{folder}/usr"] * 2]
    assert view._as_on_the_host(f"{folder}/lib") == ["--symlink", "usr/lib", f"{folder}/lib"]
    assert view._as_on_the_host(f"{folder}/lib64") == []


def test_list_of_fonts_is_there_before_a_sandbox_needs_it():
    found = view._font_list()
    assert found and all(path.is_file() for path in found)
