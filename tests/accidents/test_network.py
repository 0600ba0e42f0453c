"""No threads (JupyterLite), a login page instead of the data, a proxy that is switched off."""

import gzip
import threading
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from tqdm import TqdmMonitorWarning

from common.multi_layer_net import TwoLayerNet
from common.trainer import Trainer
from datasets import download, load_mnist, mnist

PAGE = "<!DOCTYPE html><html><body>ログインしてください</body></html>".encode()
PORTALS = {
    "page": PAGE,
    "page that begins with a mark and an empty line": b"\xef\xbb\xbf\r\n" + PAGE,
    "page that never ends": PAGE + bytes(2000),
    "page sent compressed": gzip.compress(PAGE),
}
NOT_DATA = {"empty answer": b"", "text": b"please log in", "zeros": bytes(2000)}


@pytest.fixture(autouse=True)
def cache(monkeypatch, tmp_path):
    """A fresh process with an empty cache, as far as the datasets can tell."""
    monkeypatch.delenv("DL_COURSE_DATA", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(download, "_failure", None)
    monkeypatch.setattr(download.pooch, "os_cache", lambda project: tmp_path)
    monkeypatch.setattr(mnist, "_said", set())
    return tmp_path / "mnist"


class PortalHandler(BaseHTTPRequestHandler):
    """Answers whatever is asked with the same page, and says that all is well."""

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()
        kind, body = self.server.kind, (PORTALS | NOT_DATA)[self.server.kind]
        self.wfile.write(body)
        if kind == "page that never ends":
            self.wfile.flush()
            self.server.released.wait(30)

    def answer(self):
        self.server.requests.append((self.command, self.path.split("/")[1]))
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self.server.kind == "page sent compressed":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()

    def log_message(self, *args):
        """Keep the test output clean."""


@pytest.fixture
def portal(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), PortalHandler)
    server.daemon_threads = True
    server.requests, server.released = [], threading.Event()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    mirrors = tuple(f"http://127.0.0.1:{server.server_port}/{name}/" for name in "ab")
    monkeypatch.setattr(download, "MIRRORS", mirrors)
    yield server
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


def digits_come_with_one_line(capsys):
    assert load_mnist()[0][0].shape == (1437, 784)
    load_mnist()
    out = capsys.readouterr()
    told = [line for line in out.out.splitlines() if "手書き数字" in line]
    assert len(told) == 1 and "Traceback" not in out.err
    return True


@pytest.mark.parametrize("kind", PORTALS | NOT_DATA)
def test_page_instead_of_the_data_gives_the_digits_and_each_mirror_is_asked_once(
    portal, kind, capsys, cache
):
    portal.kind = kind
    assert digits_come_with_one_line(capsys)
    asked = [(method, mirror) for mirror in "ab" for method in ("HEAD", "GET")]
    assert portal.requests == asked
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("kind", PORTALS)
def test_login_page_is_named_with_what_to_do(portal, kind):
    portal.kind = kind
    with pytest.raises(FileNotFoundError, match="Web ページが返ってきました.*ログイン"):
        load_mnist(source="mnist")


PROXIES = [
    "http://127.0.0.1:9",
    "127.0.0.1:9",
    "http://",
    "socks5://127.0.0.1:9",
    "http://127.0.0.1:80a",
    "http://[::1",
]


@pytest.mark.parametrize("proxy", PROXIES)
def test_proxy_that_is_off_or_misspelt_gives_the_digits(proxy, monkeypatch, capfd):
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, proxy)
    assert digits_come_with_one_line(capfd)


ANSWERS = [KeyError("x"), ImportError("no ssl"), UnicodeError("label too long"), OSError()]


@pytest.mark.parametrize("error", ANSWERS, ids=repr)
def test_failure_of_any_kind_gives_the_digits_and_nobody_waits(error, monkeypatch, capfd):

    class Failing:
        def __init__(self, **options):
            pass

        def __call__(self, *args, **options):
            raise error

    monkeypatch.setattr(download.pooch, "HTTPDownloader", Failing)
    monkeypatch.setattr(download, "ANSWER_SECONDS", 60)  # nobody is to wait for it
    assert digits_come_with_one_line(capfd)


# ---- no threads --------------------------------------------------------------------------------


@pytest.fixture(params=[RuntimeError("can't start new thread"), MemoryError(), OSError(11, "no")])
def no_threads(request, monkeypatch):
    def refuse(self):
        raise request.param

    monkeypatch.setattr(threading.Thread, "start", refuse)


def test_without_threads_the_digits_come_with_their_notice(no_threads, capsys):
    assert digits_come_with_one_line(capsys)


def test_without_threads_the_full_mnist_says_what_to_do(no_threads):
    with pytest.raises(FileNotFoundError, match="DL_COURSE_DATA"):
        load_mnist(source="mnist")


def test_training_needs_no_threads_and_warns_of_nothing(no_threads):
    rng = np.random.default_rng(0)
    x, d = rng.random((4, 3)), np.array([0, 1, 0, 1])
    with warnings.catch_warnings():
        warnings.simplefilter("error", TqdmMonitorWarning)
        history = Trainer(TwoLayerNet(3, 4, 2, rng=rng), x, d, x, d, epochs=1, rng=rng).train()
    assert len(history.loss) == 1
