import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from datasets import download
from datasets.download import fetch_mnist

pytestmark = pytest.mark.slow

FETCH = """
import json, pathlib, signal, sys
from datasets import download
signal.signal(signal.SIGINT, signal.default_int_handler)
mirror, checksums, cache = sys.argv[1:]
download.MIRRORS, download.CHECKSUMS = (mirror,), json.loads(checksums)
download.pooch.os_cache = lambda project: pathlib.Path(cache)
download.ANSWER_SECONDS = download.READ_SECONDS = 60
print(download.fetch_mnist())
"""


@pytest.fixture
def use(monkeypatch, server):
    def use(*behaviours):
        monkeypatch.setattr(download, "MIRRORS", tuple(map(server.url, behaviours)))

    return use


@pytest.fixture
def closed_port():
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        return reserved.getsockname()[1]


@pytest.fixture
def start(server, cache):
    """Starts a real process that fetches; none outlives the test."""
    processes = []

    def start(behaviour):
        arguments = [server.url(behaviour), json.dumps(download.CHECKSUMS), str(cache.parent)]
        command = [sys.executable, "-c", FETCH, *arguments]
        processes.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def assert_complete(folder, files):
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files


def test_fetch_good_mirror_fills_the_cache_and_writes_nothing_to_stderr(
    use, cache, tiny_files, capfd
):
    use("good")
    assert fetch_mnist() == cache
    assert_complete(cache, tiny_files)
    output = capfd.readouterr()
    assert output.err == ""
    for line, name in zip(output.out.strip().split("\n"), tiny_files, strict=True):
        assert line.rpartition("\r")[2].startswith(f"{name}: 100%")


def test_fetch_second_time_asks_nobody(use, cache, server):
    use("good")
    fetch_mnist()
    server.requests.clear()
    assert fetch_mnist() == cache
    assert server.requests == []


def test_fetch_damaged_cached_file_is_downloaded_again(use, cache, server, tiny_files):
    use("good")
    fetch_mnist()
    server.requests.clear()
    name = next(iter(tiny_files))
    (cache / name).write_bytes(b"half")
    fetch_mnist()
    assert_complete(cache, tiny_files)
    assert server.requests == [("good", name)]


@pytest.mark.parametrize("bad", ["wrong", "truncated", "missing", "silent", "stalls"])
def test_fetch_bad_mirror_is_tried_once_then_the_next(
    use, cache, server, tiny_files, bad, monkeypatch
):
    monkeypatch.setattr(download, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(download, "READ_SECONDS", 0.5)
    use(bad, "good")
    fetch_mnist()
    assert_complete(cache, tiny_files)
    assert [behaviour for behaviour, _ in server.requests].count(bad) <= 1


@pytest.mark.parametrize("bad", ["wrong", "truncated", "missing", "silent", "stalls"])
def test_fetch_only_bad_mirrors_fails_in_time_and_leaves_no_file(
    use, cache, server, bad, monkeypatch
):
    monkeypatch.setattr(download, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(download, "READ_SECONDS", 0.5)
    use(bad)
    started = time.monotonic()
    with pytest.raises(ConnectionError, match=server.url(bad)):
        fetch_mnist()
    assert time.monotonic() - started < 3
    assert not cache.exists() or list(cache.iterdir()) == []


def test_fetch_wrong_checksum_says_so(use):
    use("wrong")
    with pytest.raises(ConnectionError, match="チェックサムが合いません"):
        fetch_mnist()


def test_fetch_refused_connection_fails_fast_and_only_once(monkeypatch, closed_port, server):
    monkeypatch.setattr(download, "MIRRORS", (f"http://127.0.0.1:{closed_port}/",))
    started = time.monotonic()
    with pytest.raises(ConnectionError, match=str(closed_port)):
        fetch_mnist()
    assert time.monotonic() - started < 1
    monkeypatch.setattr(download, "MIRRORS", (server.url("good"),))
    with pytest.raises(ConnectionError, match=str(closed_port)):
        fetch_mnist()
    assert server.requests == []


def test_fetch_name_resolution_that_hangs_is_bounded(monkeypatch):
    released = threading.Event()

    def hang(*args, **kwargs):
        released.wait(30)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    monkeypatch.setattr(download, "MIRRORS", ("http://mirror.invalid/",))
    monkeypatch.setattr(download, "ANSWER_SECONDS", 0.3)
    started = time.monotonic()
    with pytest.raises(ConnectionError, match="TimeoutError"):
        fetch_mnist()
    assert time.monotonic() - started < 2
    released.set()


def test_fetch_cache_filled_by_hand_after_a_failure_is_used(use, cache, tiny_files):
    use("missing")
    with pytest.raises(ConnectionError):
        fetch_mnist()
    cache.mkdir(parents=True)
    for name, content in tiny_files.items():
        (cache / name).write_bytes(content)
    assert fetch_mnist() == cache


def test_fetch_cache_without_permission_names_the_folder(use, cache, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError

    use("good")
    monkeypatch.setattr(download.pooch, "retrieve", refuse)
    with pytest.raises(ConnectionError, match=f"{cache} に書き込めません"):
        fetch_mnist()


def test_fetch_cache_that_cannot_be_made_fails_with_the_reason(use, cache):
    cache.parent.write_text("a file where the folder should be")
    use("good")
    with pytest.raises(ConnectionError, match="127.0.0.1"):
        fetch_mnist()


def test_fetch_two_processes_at_once_both_succeed_in_silence_on_stderr(
    start, server, cache, tiny_files
):
    processes = [start("together") for _ in range(2)]
    for process in processes:
        output, errors = process.communicate(timeout=60)
        assert process.returncode == 0
        assert errors == b""
        assert os.fsdecode(output).splitlines()[-1] == str(cache)
    first = ("together", next(iter(tiny_files)))
    assert server.requests.count(first) == 2
    assert_complete(cache, tiny_files)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_fetch_process_ended_midway_leaves_no_half_file(start, use, server, cache, tiny_files, how):
    process = start("stalls")
    assert server.half_sent.wait(30)
    process.send_signal(how)
    process.communicate(timeout=30)
    assert process.returncode != 0
    left = {path.name for path in cache.iterdir()}
    assert left.isdisjoint(tiny_files)
    assert how == signal.SIGKILL or left == set()
    use("good")
    assert fetch_mnist() == cache
