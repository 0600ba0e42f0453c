"""A sandbox that cannot be had is one clear line."""

import pytest

from course.errors import CourseError
from course.sealed import fork_server as fork_server_module
from course.sealed.fork_server import bubblewrap


def test_missing_bubblewrap_is_one_clear_line(monkeypatch):
    monkeypatch.setattr(fork_server_module.shutil, "which", lambda name: None)
    with pytest.raises(CourseError, match="apt-get install bubblewrap"):
        bubblewrap()


def test_forbidden_user_namespaces_are_one_clear_line(monkeypatch, tmp_path):
    refusing = tmp_path / "bwrap"
    refusing.write_text(
        "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n"
    )
    refusing.chmod(0o755)
    monkeypatch.setattr(fork_server_module.shutil, "which", lambda name: str(refusing))
    with pytest.raises(CourseError, match="No permissions.*ユーザー名前空間"):
        bubblewrap()


def test_old_bubblewrap_is_one_clear_line(monkeypatch, tmp_path):
    old = tmp_path / "bwrap"
    old.write_text("#!/bin/sh\necho 'bwrap: Unknown option --disable-userns' >&2\nexit 1\n")
    old.chmod(0o755)
    monkeypatch.setattr(fork_server_module.shutil, "which", lambda name: str(old))
    with pytest.raises(CourseError, match="0.8 以降"):
        bubblewrap()
