"""No test here needs a network: mirrors are local servers, the cache is a temporary folder."""

import gzip
import hashlib
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from datasets import download, mnist

NAMES = tuple(download.CHECKSUMS)


@pytest.fixture(autouse=True)
def isolated(monkeypatch, tmp_path):
    """A fresh process, as far as the datasets can tell: no folder set, empty cache, no mirror."""
    monkeypatch.delenv("DL_COURSE_DATA", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(download, "MIRRORS", ())
    monkeypatch.setattr(download, "_failure", None)
    monkeypatch.setattr(download, "ANSWER_SECONDS", 2)
    monkeypatch.setattr(download, "READ_SECONDS", 2)
    monkeypatch.setattr(download.pooch, "os_cache", lambda project: tmp_path / "cache")
    monkeypatch.setattr(mnist, "_said", set())


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache" / "mnist"


def idx_bytes(array, dtype=0x08):
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, dtype, array.ndim, *array.shape) + (
        array.astype(np.uint8).tobytes()
    )


@pytest.fixture
def to_idx():
    return idx_bytes


@pytest.fixture
def tiny_files():
    """MNIST in small, made up: 20 training and 10 test images; {file name: gzip bytes}."""
    rng = np.random.default_rng(0)
    files = {}
    for part, count in (("train", 20), ("t10k", 10)):
        arrays = {
            f"{part}-images-idx3-ubyte.gz": rng.integers(0, 256, (count, 28, 28)),
            f"{part}-labels-idx1-ubyte.gz": np.arange(count) % 10,
        }
        files |= {name: gzip.compress(idx_bytes(a), mtime=0) for name, a in arrays.items()}
    return files


@pytest.fixture
def folder(tmp_path, tiny_files, monkeypatch):
    """The tiny MNIST in a folder that DL_COURSE_DATA names."""
    path = tmp_path / "data"
    path.mkdir()
    for name, content in tiny_files.items():
        (path / name).write_bytes(content)
    monkeypatch.setenv("DL_COURSE_DATA", str(path))
    return path


class MirrorHandler(BaseHTTPRequestHandler):
    """Serves the tiny files; the first part of the path says how well."""

    def do_HEAD(self):
        behaviour, name = self.path.strip("/").split("/")
        if behaviour == "silent":
            self.server.released.wait()
        self.send_response(404 if behaviour == "missing" else 200)
        self.end_headers()

    def do_GET(self):
        behaviour, name = self.path.strip("/").split("/")
        self.server.requests.append((behaviour, name))
        content = self.server.files[name]
        if behaviour == "together" and name == NAMES[0]:
            self.server.barrier.wait()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if behaviour == "wrong":
            content = bytes(len(content))
        if behaviour in ("truncated", "stalls"):
            content = content[: len(content) // 2]
        self.wfile.write(content)
        if behaviour == "stalls":
            self.server.half_sent.set()
            self.server.released.wait()

    def log_message(self, *args):
        """Keep the test output clean."""


@pytest.fixture
def server(tiny_files, monkeypatch):
    """A mirror on this machine. `server.url("good")` is a mirror that behaves so."""
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in tiny_files.items()}
    monkeypatch.setattr(download, "CHECKSUMS", sums)
    server = ThreadingHTTPServer(("127.0.0.1", 0), MirrorHandler)
    server.daemon_threads = True
    server.files, server.requests = tiny_files, []
    server.released, server.half_sent = threading.Event(), threading.Event()
    server.barrier = threading.Barrier(2, timeout=30)
    server.url = lambda behaviour: f"http://127.0.0.1:{server.server_port}/{behaviour}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()
