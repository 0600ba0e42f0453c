"""What tests of course/ share: gradebooks (a real PostgreSQL, an empty SQLite) and the command."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import URL, NullPool, create_engine
from sqlalchemy.exc import OperationalError

from course import cli
from course.nbgrader_setup import programs_on_path

PASSWORD = "p%ss:w/rd @1"  # whatever may go wrong in a URL
WAIT = 60


def programs():
    """The folder with initdb: Debian keeps it out of PATH, one folder for each version."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = [*sorted(versions, key=lambda path: float(path.parts[4])), shutil.which("initdb")]
    return Path(next(filter(None, reversed(found)))).parent if any(found) else None


def unprivileged():
    """What makes a process of ours nobody's: PostgreSQL refuses to run as root."""
    if os.getuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


class Postgres:
    """A server of our own on a free port of this machine, in a temporary folder."""

    def __init__(self, bin):
        self.bin, self.numbers = bin, count(1)
        self.folder = Path(tempfile.mkdtemp(prefix="course-postgres-"))
        self.nobody = {"cwd": self.folder, **unprivileged()}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        at = {"host": "127.0.0.1", "port": port, "database": "postgres"}
        self.url = URL.create("postgresql+psycopg", "grader", PASSWORD, **at)

    def start(self):
        secret, data = self.folder / "secret", self.folder / "data"
        secret.write_text(PASSWORD, encoding="utf-8")
        if not os.getuid():
            shutil.chown(self.folder, "nobody")
            shutil.chown(secret, "nobody")
        command = [self.bin / "initdb", "-D", data, "-U", "grader", f"--pwfile={secret}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-sync"]
        subprocess.run(command, check=True, capture_output=True, **self.nobody)
        # it goes when we are killed, too
        with_us = ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []
        command = [*with_us, self.bin / "postgres", "-D", data, "-p", str(self.url.port)]
        command += ["-k", self.folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
        with (self.folder / "log").open("wb") as log:
            self.server = subprocess.Popen(command, stdout=log, stderr=log, **self.nobody)
        self._wait()

    def _wait(self):
        end = time.monotonic() + WAIT
        while self.server.poll() is None and time.monotonic() < end:
            try:
                return self.execute("SELECT 1")
            except OperationalError:
                time.sleep(0.1)
        raise RuntimeError((self.folder / "log").read_text(encoding="utf-8"))

    def stop(self):
        if hasattr(self, "server"):
            self.server.send_signal(2)  # "fast": without waiting for those who are connected
            self.server.wait(timeout=WAIT)
        shutil.rmtree(self.folder)

    def execute(self, statement):
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)

    def create(self):
        """The URL of a new database, with the password."""
        name = f"grades{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        return self.url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres():
    pytest.importorskip("psycopg", reason="psycopg がない（pip install psycopg[binary]）")
    bin = programs()
    if bin is None:
        pytest.skip("PostgreSQL がない（apt-get install postgresql などで入る）")
    server = Postgres(bin)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def empty_gradebook(tmp_path_factory):
    """One to copy: nbgrader takes seconds to make a new one."""
    folder = tmp_path_factory.mktemp("gradebook")
    with programs_on_path(), Gradebook(f"sqlite:///{folder}/gradebook.db"):
        return folder / "gradebook.db"


@pytest.fixture
def course_command(monkeypatch, capsys):
    """Run `course …` in a folder: its exit code, output and error output."""

    def run(folder, *arguments):
        monkeypatch.chdir(folder)
        monkeypatch.setattr("sys.argv", ["course", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capsys.readouterr()
        return ended.value.code or 0, captured.out, captured.err

    return run
