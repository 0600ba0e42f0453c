"""The whole site, built once, served from a subfolder as on GitHub Pages, and a real browser."""

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from rich.console import Console

from course.layout import CONFIG, Course
from course.site.make_site import NO_TOOLS, tools_are_there, write_site

ROOT = Path(__file__).parents[3]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture
def course(tmp_path):
    """A copy of what the site is made from."""
    root = tmp_path / "course"
    for room in ("notebooks", "source", "release", "docs"):
        shutil.copytree(ROOT / room, root / room)
    shutil.copy(ROOT / CONFIG, root)
    return Course(root)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the site."""
    if not tools_are_there():
        pytest.skip(NO_TOOLS)
    place = tmp_path_factory.mktemp("site") / "course"
    return write_site(Course.find(ROOT), Console(quiet=True), place)


@pytest.fixture(scope="module")
def address(site):
    """Where the site is served on this machine."""
    handler = partial(Quiet, directory=site.parent)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{site.name}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser():
    """Chromium of the system; it must be closed before other modules use asyncio."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip("Chromium がない（apt-get install chromium などで入る）")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()
