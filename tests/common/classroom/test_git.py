"""Git: work is kept before and after an update, and what fails is one line."""

import io
import subprocess
import zipfile

import pytest

from common.classroom import git as git_module
from common.classroom.files import on_disk
from common.classroom.git import GitError, updated


def run(folder, *arguments):
    command = [on_disk(part) for part in ("git", "-C", str(folder), *arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.strip()


@pytest.fixture(autouse=True)
def nobody(monkeypatch, tmp_path):
    """No settings of this machine, and so no name."""
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    for name in ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def teacher(tmp_path):
    folder = tmp_path / "teacher"
    folder.mkdir()
    run(folder, "init", "--quiet", "--initial-branch=main")
    publish(folder, "first")
    return folder


@pytest.fixture
def mine(tmp_path, teacher):
    run(tmp_path, "clone", "--quiet", teacher.as_uri(), "mine")
    return tmp_path / "mine"


def publish(teacher, text):
    (teacher / "chapter").write_text(text)
    run(teacher, "add", "--all")
    name = "-c", "user.name=teacher", "-c", "user.email=t@localhost"
    run(teacher, *name, "commit", "--quiet", "-m", text)


def subjects(folder):
    return run(folder, "log", "--format=%s").splitlines()


def test_new_version_comes_as_a_zip_and_what_is_made_of_it_is_merged(teacher, mine):
    publish(teacher, "second")
    with updated(mine) as archive:
        (mine / "chapter").write_bytes(zipfile.ZipFile(io.BytesIO(archive)).read("chapter"))
        (mine / "beside").write_text("mine")
    assert (mine / "chapter").read_text() == "second"
    assert (mine / "beside").read_text() == "mine"
    assert run(mine, "status", "--porcelain") == ""
    assert run(mine, "rev-list", "--count", "HEAD..@{upstream}") == "0"


def test_work_is_committed_before_anything_is_changed(teacher, mine):
    (mine / "new").write_text("never added")
    (mine / "chapter").write_text("my answer")
    publish(teacher, "second")
    with updated(mine):
        assert subjects(mine)[0] == "自分の書いたもの"
        assert run(mine, "show", "HEAD:new") == "never added"
    assert run(mine, "show", "HEAD:chapter") == "my answer", "the merge takes what was made here"


def test_nothing_new_makes_no_commit(mine):
    before = run(mine, "rev-parse", "HEAD")
    with updated(mine):
        pass
    assert run(mine, "rev-parse", "HEAD") == before


def test_update_that_breaks_off_leaves_the_work_in_the_history_and_no_merge(teacher, mine):
    (mine / "chapter").write_text("my answer")
    publish(teacher, "second")
    with pytest.raises(KeyboardInterrupt), updated(mine):
        (mine / "chapter").write_text("half")
        raise KeyboardInterrupt
    assert subjects(mine) == ["自分の書いたもの", "first"]
    assert run(mine, "show", "HEAD:chapter") == "my answer"


def test_name_of_the_student_is_used_where_git_knows_it(mine):
    (mine / "chapter").write_text("a")
    with updated(mine):
        pass
    assert run(mine, "log", "-1", "--format=%an") == "受講者"
    run(mine, "config", "user.name", "花子")
    run(mine, "config", "user.email", "hanako@localhost")
    (mine / "chapter").write_text("b")
    with updated(mine):
        pass
    assert run(mine, "log", "-1", "--format=%an <%ae>") == "花子 <hanako@localhost>"


def refused(root):
    with pytest.raises(GitError) as caught, updated(root):
        raise AssertionError("nothing may be changed")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_folder_without_git_is_told_of_the_zip(tmp_path):
    assert "python -m common.update" in refused(tmp_path)


def test_machine_without_git_is_told_of_the_zip(mine, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused(mine).startswith("git が入っていません。新しい教材の zip")


def test_unfinished_merge_is_left_alone(mine):
    (mine / "chapter").write_text("half merged")
    (mine / ".git" / "MERGE_HEAD").write_text(run(mine, "rev-parse", "HEAD") + "\n")
    assert "git merge --abort" in refused(mine)
    assert run(mine, "rev-list", "--count", "HEAD") == "1"


def test_branch_that_follows_none_is_refused_before_anything_is_committed(mine):
    (mine / "chapter").write_text("my answer")
    run(mine, "branch", "--unset-upstream")
    assert "失敗しました（" in refused(mine)
    assert run(mine, "rev-list", "--count", "HEAD") == "1"


@pytest.mark.parametrize("said, reason", [(b"a\nb\xff\n", "b\ufffd"), (b"", "理由不明")])
def test_failure_says_the_last_line_of_git(mine, monkeypatch, said, reason):
    failed = subprocess.CompletedProcess([], 1, b"", said)
    monkeypatch.setattr(git_module.subprocess, "run", lambda *a, **k: failed)
    with pytest.raises(GitError, match=f"^git fetch が失敗しました（{reason}）$"):
        git_module._git(mine, "fetch")
