"""Updates during the term: with git and with a zip, nothing that a student wrote is lost."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from common import update
from common.classroom import handed_out
from common.classroom.files import on_disk

ROOT = Path(__file__).parents[2]
RULES = ROOT / "course/handing_out/students/gitattributes"
TOOLS = ("__init__", "update", *(f"classroom/{n}" for n in ("files", "git", "handed_out")))
CHAPTER, EXERCISE = "notebooks/1_1.ipynb", "release/1_1/1_1.ipynb"
LIBRARY, GONE, ADDED = "common/functions.py", "notebooks/old.ipynb", "notebooks/1_2.ipynb"
WORK = 'print("とちゅう")'


def notebook(*sources, outputs=()):
    cells = [
        {
            "cell_type": "code",
            "source": source,
            "metadata": {},
            "outputs": list(outputs),
            "execution_count": None,
        }
        for source in sources
    ]
    about = {"metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps({"cells": cells, **about}, ensure_ascii=False, indent=1) + "\n"


FIRST = {
    CHAPTER: notebook("a = 1"),
    EXERCISE: notebook("raise NotImplementedError()"),
    LIBRARY: "def f():\n    return 1\n",
    GONE: notebook("old"),
    "README.md": "はじめに\n",
    "requirements.txt": "numpy==1\n",
    ".gitignore": "__pycache__/\n",
    ".gitattributes": RULES.read_text(encoding="utf-8"),
}
SECOND = {
    **FIRST,
    CHAPTER: notebook("a = 2"),
    EXERCISE: notebook("# 直した問題", "raise NotImplementedError()"),
    LIBRARY: "def f():\n    return 2\n",
    ADDED: notebook("new"),
}
del SECOND[GONE]


def write_version(folder, files):
    """A students' repository with these files, its tools and its record."""
    files = files | {
        f"common/{n}.py": (ROOT / f"common/{n}.py").read_text(encoding="utf-8") for n in TOOLS
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    record = {name: handed_out.fingerprint(name, text.encode()) for name, text in files.items()}
    text = json.dumps({"files": record, "cells": {}})
    (folder / handed_out.NAME).write_text(text, encoding="utf-8")
    return folder


def git(folder, *arguments):
    who = ["-c", "user.name=teacher", "-c", "user.email=t@localhost"]
    command = ["git", "-C", str(folder), *who, *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


class Student:
    """A student's folder, and how it gets new versions: through git or from a zip."""

    def __init__(self, place, way):
        self.place, self.way = place, way
        self.versions = 0
        if way == "git":
            self.teacher = write_version(place / "teacher", FIRST)
            git(self.teacher, "init", "--quiet", "--initial-branch=main")
            git(self.teacher, "add", "--all")
            git(self.teacher, "commit", "--quiet", "-m", "first")
            git(place, "clone", "--quiet", self.teacher.as_uri(), "mine")
        else:
            write_version(place / "mine", FIRST)
        self.root = place / "mine"

    def publish(self, files):
        """The instructor's new version, where the student can get it."""
        self.versions += 1
        if self.way == "git":
            for path in self.teacher.iterdir():
                if path.name != ".git":
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
            write_version(self.teacher, files)
            git(self.teacher, "add", "--all")
            git(self.teacher, "commit", "--quiet", "--allow-empty", "-m", "next")
            return []
        made = write_version(self.place / f"v{self.versions}" / "deep-learning-course", files)
        if self.way == "folder":
            return [made.parent]
        archive = self.place / f"v{self.versions}.zip"
        with zipfile.ZipFile(archive, "w") as target:
            for path in made.rglob("*"):
                if path.is_file():
                    target.write(path, path.relative_to(made.parent).as_posix())
        return [archive]

    def update(self, *arguments):
        """The command that students type: exit code, what is printed, what is said of errors."""
        command = [sys.executable, "-m", "common.update", *map(str, arguments)]
        done = subprocess.run(command, cwd=self.root, capture_output=True, encoding="utf-8")
        return done.returncode, done.stdout, done.stderr

    def get(self, files):
        code, out, err = self.update(*self.publish(files))
        assert (code, err) == (0, "")
        return out

    def read(self, name):
        return (self.root / on_disk(name)).read_text(encoding="utf-8")

    def write(self, name, text):
        (self.root / on_disk(name)).write_text(text, encoding="utf-8")

    def files(self):
        paths = [path for path in self.root.rglob("*") if path.is_file()]
        found = {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}
        return {n: d for n, d in found.items() if not n.startswith(".git/") and ".pyc" not in n}


@pytest.fixture(params=[pytest.param("git", marks=pytest.mark.slow), "zip", "folder"])
def student(tmp_path, request):
    return Student(tmp_path, request.param)


def test_files_that_nobody_touched_become_the_new_version(student):
    out = student.get(SECOND)
    for name, text in SECOND.items():
        assert student.read(name) == text
    assert not (student.root / GONE).exists()
    assert out.splitlines() == ["新しくしたファイル：4 個"]


def test_answers_stay_where_both_changed_and_the_new_version_lies_beside(student):
    student.write(EXERCISE, notebook("return 42"))
    student.write(CHAPTER, notebook("a = 1", WORK))
    out = student.get(SECOND)
    assert student.read(EXERCISE) == notebook("return 42")
    assert student.read(CHAPTER) == notebook("a = 1", WORK)
    assert student.read("release/1_1/1_1（新しい版）.ipynb") == SECOND[EXERCISE]
    assert student.read("notebooks/1_1（新しい版）.ipynb") == SECOND[CHAPTER]
    assert out.splitlines()[1:] == [
        f"{CHAPTER}：書いたものを残しました。新しい版は、隣の「1_1（新しい版）.ipynb」です。",
        f"{EXERCISE}：書いたものを残しました。新しい版は、隣の「1_1（新しい版）.ipynb」です。",
    ]


def test_answers_stay_without_a_word_where_only_the_student_changed_something(student):
    student.write(EXERCISE, notebook("return 42"))
    out = student.get(SECOND | {EXERCISE: FIRST[EXERCISE]})
    assert student.read(EXERCISE) == notebook("return 42")
    assert "新しい版" not in out


def test_chapter_that_was_only_run_becomes_the_new_one(student):
    student.write(CHAPTER, notebook("a = 1", "", outputs=["1"]))
    student.get(SECOND)
    assert student.read(CHAPTER) == SECOND[CHAPTER]


def test_library_is_always_the_new_one_and_the_students_lies_beside(student):
    student.write(LIBRARY, "def f():\n    return 'mine'\n")
    out = student.get(SECOND)
    assert student.read(LIBRARY) == SECOND[LIBRARY]
    assert student.read("common/functions（自分の版）.py") == "def f():\n    return 'mine'\n"
    assert "隣の「functions（自分の版）.py」" in out


def test_own_files_and_changed_ones_that_are_no_longer_handed_out_stay(student):
    student.write(GONE, notebook("old", WORK))
    student.write("memo.txt", "メモ")
    out = student.get(SECOND)
    assert (student.read(GONE), student.read("memo.txt")) == (notebook("old", WORK), "メモ")
    assert f"{GONE}：教材からなくなりました" in out


def test_own_file_with_the_name_of_a_new_one_stays(student):
    student.write(ADDED, notebook(WORK))
    student.get(SECOND)
    assert student.read(ADDED) == notebook(WORK)
    assert student.read("notebooks/1_2（新しい版）.ipynb") == SECOND[ADDED]


def test_second_update_replaces_what_lay_beside_unless_something_was_written_there(student):
    student.write(EXERCISE, notebook("return 42"))
    student.get(SECOND)
    third = SECOND | {EXERCISE: notebook("# 3", "raise NotImplementedError()")}
    student.get(third)
    beside = "release/1_1/1_1（新しい版）.ipynb"
    assert student.read(beside) == third[EXERCISE]
    student.write(beside, notebook("# 3", "return 43"))
    fourth = SECOND | {EXERCISE: notebook("# 4", "raise NotImplementedError()")}
    student.get(fourth)
    assert student.read(beside) == notebook("# 3", "return 43")
    assert student.read("release/1_1/1_1（新しい版2）.ipynb") == fourth[EXERCISE]
    assert student.read(EXERCISE) == notebook("return 42")


def test_same_version_again_changes_nothing(student):
    student.write(EXERCISE, notebook("return 42"))
    student.get(SECOND)
    before = student.files()
    out = student.get(SECOND)
    assert student.files() == before
    assert out.splitlines() == ["新しくしたファイル：0 個"]


def test_new_requirements_are_to_be_installed(student):
    assert "pip install -r requirements.txt" in student.get(
        SECOND | {"requirements.txt": "numpy==2\n"}
    )


def test_git_keeps_both_histories_and_nothing_is_left_to_commit(tmp_path):
    student = Student(tmp_path, "git")
    student.write(EXERCISE, notebook("return 42"))
    git(student.root, "commit", "--quiet", "--all", "-m", "my answer")
    student.write(CHAPTER, notebook("a = 1", WORK))
    student.get(SECOND)
    assert git(student.root, "status", "--porcelain") == ""
    log = git(student.root, "log", "--format=%s")
    assert {"my answer", "自分の書いたもの", "next", "first"} <= set(log.splitlines())
    assert git(student.root, "rev-list", "--count", "HEAD..@{upstream}").strip() == "0"


def test_git_after_the_rules_of_nbgitpuller_keeps_the_whole_notebook(tmp_path):
    """`git merge -Xours`, which nbgitpuller uses, would else mix the lines of two notebooks."""
    student = Student(tmp_path, "git")
    mine = notebook("x", "return 42", "y")
    student.write(EXERCISE, mine)
    student.publish(SECOND)
    git(student.root, "commit", "--quiet", "--all", "-m", "mine")
    git(student.root, "fetch", "--quiet")
    git(student.root, "merge", "--quiet", "-Xours", "-m", "merge", "@{upstream}")
    assert student.read(EXERCISE) == mine
    assert student.read(CHAPTER) == SECOND[CHAPTER]


def test_git_that_cannot_reach_the_new_version_changes_nothing(tmp_path):
    student = Student(tmp_path, "git")
    student.write(EXERCISE, notebook("return 42"))
    before = student.files()
    student.teacher.rename(tmp_path / "gone")
    code, out, err = student.update()
    assert (code, out) == (1, "")
    assert err.startswith("更新できませんでした：git fetch が失敗しました") and err.count("\n") == 1
    assert student.files() == before


@pytest.mark.parametrize(
    "make, part",
    [
        (lambda place: place / "none.zip", "が見つかりません"),
        (lambda place: place / "text.zip", "教材の zip ではありません"),
        (lambda place: place / "other.zip", "教材の zip ではありません"),
        (lambda place: place / "torn.zip", "ファイルが足りません"),
        (lambda place: place / "empty", "教材のフォルダではありません"),
    ],
)
def test_other_file_is_refused_in_one_line(tmp_path, make, part):
    student = Student(tmp_path, "zip")
    (tmp_path / "text.zip").write_text("zip?", encoding="utf-8")
    for name, inner in (("other.zip", "a.txt"), ("torn.zip", handed_out.NAME)):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(inner, '{"files": {"README.md": "0"}}')
    (tmp_path / "empty").mkdir()
    before = student.files()
    code, out, err = student.update(make(tmp_path))
    assert (code, out) == (1, "")
    assert part in err and err.count("\n") == 1
    assert student.files() == before


def test_zip_student_without_a_zip_is_told_what_to_do(tmp_path):
    code, _, err = Student(tmp_path, "zip").update()
    assert code == 1 and "python -m common.update 新しい教材.zip" in err


def test_zip_cannot_write_outside_the_folder(tmp_path):
    student = Student(tmp_path, "zip")
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr(handed_out.NAME, '{"files": {"../evil.py": "0", "/evil.py": "0"}}')
        archive.writestr("../evil.py", "")
    before = student.files()
    code, _, err = student.update(tmp_path / "bad.zip")
    assert code == 1 and "この講座の教材ではありません" in err
    assert student.files() == before and not (tmp_path / "evil.py").exists()


def test_instructors_repository_is_left_alone(capsys):
    assert update.main([]) == 1
    assert "受講者用の教材のフォルダではありません" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name",
    [
        "C:evil.py",
        "C:/evil.py",
        "common/evil.py:stream",
        "NUL",
        "con.txt",
        "a/Com1.py",
        "LPT\u00b9",
        "conin$",
        "nul .txt",
        "evil.py.",
        "evil.py ",
        "a. /b",
        "a\\b.py",
        "a//b.py",
        "a/",
        "a/./b.py",
        "a/../b.py",
        "/evil.py",
        "a\x00b",
        "a?b",
        "",
    ],
)
def test_names_that_windows_reads_otherwise_are_left_out(name):
    record = json.dumps({"files": {name: "0", "common/a.py": "0"}}).encode()
    assert "common/a.py" in (new := update._new_version(lambda asked: record))
    assert name not in new


def test_ordinary_names_are_kept():
    names = ["release/1_1/データ　１.csv", "console.py", ".gitignore", "a.b/com.py", "com10"]
    record = json.dumps({"files": dict.fromkeys(names, "0")}).encode()
    assert update._new_version(lambda asked: record).keys() == {*names, handed_out.NAME}
